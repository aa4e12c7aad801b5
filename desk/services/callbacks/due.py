"""Whose customers are to be called back."""

from __future__ import annotations

from desk.services.requests.due import OfState

waiting = OfState("callback", sort="callback", target="callbacks")
