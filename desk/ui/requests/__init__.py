"""Complaints and repairs: the list, one request, the form, its papers."""
