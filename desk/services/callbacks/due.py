"""Whose customers are to be called back."""

from __future__ import annotations

from desk.services.requests.due import of_state

waiting = of_state("callback", sort="callback", target="callbacks")
