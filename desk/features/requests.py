"""The request desk: complaints, repairs, help, enquiries, suggestions, praise."""

from __future__ import annotations

from desk.features import Feature

FEATURE = Feature(
    "requests",
    obstacles={"request.close": "desk.services.requests.read:closing"},
)
