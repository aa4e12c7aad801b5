"""Notices to residents in the window."""
