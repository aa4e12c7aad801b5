"""The desk's own book in the window."""
