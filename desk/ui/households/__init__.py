"""Households and people: rooms, the household page, the person form."""
