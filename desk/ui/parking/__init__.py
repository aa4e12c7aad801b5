"""Parking cards and spaces in the window."""
