"""What the papers of a move say: finished texts, in the language of the slip."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _
from desk.slips.engine.slip import Field, Tick


@dataclass(frozen=True, slots=True)
class MoverFacts:
    """Somebody who moves."""

    name: str
    relation: str = ""
    sex: str = ""
    birth: str = ""
    document: str = ""
    phone: str = ""
    photos: str = ""


@dataclass(frozen=True, slots=True)
class StationFacts:
    """A station: who signed when; `waived`: why it was not needed."""

    label: str
    matter: str
    signer: str = ""
    at: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DefectFacts:
    """A defect by room and item; `origin`: stated or found; `request`: the number of the repair."""

    room: str
    item: str
    origin: str
    words: str
    deadline: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """Keys of one kind."""

    kind: str
    number: str
    pieces: str
    signed_by: str
    on: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandoutFacts:
    """Something handed out."""

    label: str
    pieces: str
    signed_by: str
    on: str


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A matter of the clearance: what, how it stands, how it was settled."""

    matter: str
    words: str
    open: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """A move.

    Attributes:
        reference: its number. who: who moves in, as what; of a move-out why. day: of the move. fees_from: first day of fees.
        owner: who gave the consent. papers: with whether each is here.
        rooms, items: heads of the grid of the handover; grid: by room and item "" (not looked at), "ok" or what is wrong.
    """

    reference: str
    room: str
    area: str = ""
    who: str = ""
    day: str = ""
    fees_from: str = ""
    lease_until: str = ""
    agent: str = ""
    owner: str = ""
    owner_phone: str = ""
    deed: str = ""
    people: tuple[MoverFacts, ...] = ()
    papers: tuple[Tick, ...] = ()
    stations: tuple[StationFacts, ...] = ()
    rooms: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    grid: tuple[tuple[str, ...], ...] = ()
    defects: tuple[DefectFacts, ...] = ()
    readings: tuple[tuple[str, str, str, str], ...] = ()
    keys: tuple[KeyFacts, ...] = ()
    handouts: tuple[HandoutFacts, ...] = ()
    lines: tuple[LineFacts, ...] = ()
    forwarding: str = ""
    waived: tuple[str, ...] = ()
    passes: str = ""
    note: str = ""

    @property
    def names(self) -> str:
        """The applicant's name."""
        return self.people[0].name if self.people else ""


def parties(facts: MoveFacts) -> list[Field]:
    """Which home, who, when."""
    return [
        # L10N: 房号
        Field(_("Room"), facts.room, bold=True),
        # L10N: 办理编号
        Field(_("Move file"), facts.reference),
        # L10N: 申请人
        Field(_("Applicant"), facts.names),
        # L10N: 身份
        Field(_("Role"), facts.who),
    ]


__all__ = [
    "DefectFacts", "HandoutFacts", "KeyFacts", "LineFacts", "MoveFacts", "MoverFacts", "StationFacts", "parties",
]  # fmt: skip
