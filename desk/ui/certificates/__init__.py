"""Residents' certificates in the window."""
