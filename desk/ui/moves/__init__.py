"""Moves in the window: the list, the forms that begin a move, the page of one with its steps, residence passes."""
