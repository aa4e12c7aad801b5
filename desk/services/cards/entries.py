"""What is typed about members and cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from desk.services.households.views import PersonEntry


@dataclass(frozen=True, slots=True)
class JoinEntry:
    """An application for membership (VIP会员申请表).

    Attributes:
        person: what is typed of the person; of somebody on file only what the file lacks is taken.
        customer_id: somebody on file; None for somebody new.
        tier: code of the level; "" takes what was earned, else the lowest that one can join at.
        how: of `rules.cards.HOWS`; "" takes what the scheme and the day give. proposed_by: who proposes, of a proposal.
        receipts_seen: receipts that reach the level were shown. identity_seen: the document was compared with the person.
        consent: to the notice on the form. greetings: to birthday and holiday greetings. opted_out: no notices of events.
        card: whether a card is issued at once; not before an approval.
        card_number: what stands on a card that was made elsewhere; "" for one of this house.
        joined_on: the day of the old papers, of a membership that is taken over; None: today.
        waived: obstacles to do without, by code, with the reason.
    """

    person: PersonEntry = field(default_factory=lambda: PersonEntry(""))
    customer_id: int | None = None
    tier: str = ""
    how: str = ""
    proposed_by: str = ""
    receipts_seen: bool = False
    identity_seen: bool = False
    latin_name: str = ""
    email: str = ""
    work_address: str = ""
    goods: tuple[str, ...] = ()
    consent: bool = False
    greetings: bool = False
    opted_out: bool = False
    card: bool = True
    card_number: str = ""
    joined_on: date | None = None
    note: str = ""
    waived: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EditEntry:
    """What may be changed of an application; name and identity never (handbook B1)."""

    latin_name: str = ""
    email: str = ""
    work_address: str = ""
    goods: tuple[str, ...] = ()
    greetings: bool = False
    opted_out: bool = False


@dataclass(frozen=True, slots=True)
class ReplaceEntry:
    """A replacement (补卡).

    Attributes:
        cause: of `rules.cards.CAUSES`. identity_seen: the holder's document was compared. old_returned: the old card was
            taken in, of one that is not lost. expires_on: of the new card; None as the policy says.
        number: what stands on a new card that was made elsewhere; "" for one of this house.
        waived: obstacles to do without, by code, with the reason.
    """

    cause: str = ""
    identity_seen: bool = False
    old_returned: bool = False
    note: str = ""
    expires_on: date | None = None
    number: str = ""
    waived: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """Which members a list shows.

    Attributes:
        name: one of `lists.LISTS`. tier: code of a level; "" for every one.
        text: begins a number, or is in the name or the last digits of a phone.
        days: of the birthdays: today and so many days on.
    """

    name: str = "all"
    tier: str = ""
    text: str = ""
    days: int = 7


@dataclass(frozen=True, slots=True)
class BookFilter:
    """Which cards the issue book shows: issued from–to, both included; `text`: of number, holder."""

    since: date | None = None
    until: date | None = None
    text: str = ""


__all__ = ["BookFilter", "EditEntry", "JoinEntry", "MemberFilter", "ReplaceEntry"]
