"""Parcels, left and found things in the window."""
