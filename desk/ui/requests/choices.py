"""What the acts on a request offer to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.catalog import catalog

if TYPE_CHECKING:
    from desk.rules.workers import Candidate


@dataclass(frozen=True, slots=True)
class Around:
    """What is read together with the request when an act begins: whom a job may be given to, running incidents."""

    people: tuple[Candidate, ...] = ()
    incidents: tuple[Any, ...] = ()


def departments() -> list[tuple[str, str]]:
    """The departments to choose from."""
    return [("", ""), *((choice.code, choice.label) for choice in catalog("departments"))]


__all__ = ["Around", "departments"]
