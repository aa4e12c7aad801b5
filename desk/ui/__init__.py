"""What is seen: the window, its pages and forms. It asks services and never touches the database."""

import builtins

# PySide6 puts its own import in the place of Python's, to serve `from __feature__ import …`, which Desk does not use. After each
# import that one reads the source of the module and keeps it: 21 MB more (135 instead of 114 with the demo open; measured by
# importing PySide6 first, which leaves its import in place).
_plain_import = builtins.__import__
import PySide6.QtCore  # noqa: E402, F401 - between the two lines, for what it does

builtins.__import__ = _plain_import
