"""The window around the pages: sidebar, finder, sign-in, status line."""
