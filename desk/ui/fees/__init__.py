"""Fees in the window: bills and the month's run, charge items, meters, dunning, statements, what will fall due."""
