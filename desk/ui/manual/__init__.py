"""The manual in the window (F1): the page of what is shown, the contents, a search; the work under it stays as it is."""

from desk.ui.manual.window import ManualDialog

__all__ = ["ManualDialog"]
