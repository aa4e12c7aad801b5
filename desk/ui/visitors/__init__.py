"""Visitors and temporary cards in the window."""
