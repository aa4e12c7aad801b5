"""Keys that mean the same in every form; the manual lists them (F1)."""

from __future__ import annotations

from desk.i18n import N_

FORM_KEYS = (
    ("Enter", N_("Next field")),
    ("Shift+Enter", N_("New line in a text")),
    ("Ctrl+S", N_("Save")),
    ("Ctrl+Enter", N_("Save and print")),
)
