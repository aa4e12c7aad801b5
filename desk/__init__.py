"""Desk: the program a receptionist of a property-service centre keeps open all day."""

__version__ = "0.1.0"
