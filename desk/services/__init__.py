"""What is done: one function for each act at the counter."""
