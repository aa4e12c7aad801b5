"""The rulebook of the office: pure functions, no database, no window."""
