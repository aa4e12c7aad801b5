"""Keys and equipment in the window: the list, one set, the count."""
