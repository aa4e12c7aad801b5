"""Goods release in the window: the form, the list, the slip's page, the gate."""
