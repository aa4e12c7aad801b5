"""What is read together with a file when an act begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk.rules.kit.gate import Obstacle

if TYPE_CHECKING:
    from desk.services.money import ChargeView
    from desk.services.renovation import Proposals


@dataclass(frozen=True, slots=True)
class Around:
    """What is read together with the file: what stands in the way by gate, open fees, what the policy proposes."""

    gates: dict[str, tuple[Obstacle, ...]] = field(default_factory=dict)
    fees: tuple[ChargeView, ...] = ()
    proposals: Proposals | None = None


__all__ = ["Around"]
