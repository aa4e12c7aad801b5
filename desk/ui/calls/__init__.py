"""Calls in the window: the strip of those that wait, and the list of the last ones."""
