"""What the acts on a request offer to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.catalog import catalog

if TYPE_CHECKING:
    from desk.services.staff import StaffView


@dataclass(frozen=True, slots=True)
class Around:
    """What is read together with the request when an act begins: names to choose from, running incidents."""

    staff: tuple[StaffView, ...] = ()
    incidents: tuple[Any, ...] = ()

    def names(self) -> list[tuple[str, str]]:
        """The staff as choices."""
        return [(member.name, member.name) for member in self.staff]


def departments() -> list[tuple[str, str]]:
    """The departments to choose from."""
    return [("", ""), *((choice.code, choice.label) for choice in catalog("departments"))]


__all__ = ["Around", "departments"]
