"""Importing a site's own roster."""
