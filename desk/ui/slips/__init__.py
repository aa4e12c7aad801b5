"""Slips: the list, what can be done with one, batches."""
