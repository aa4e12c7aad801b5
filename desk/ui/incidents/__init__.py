"""Mass incidents: their list, and the page of one."""
