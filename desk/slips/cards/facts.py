"""What the papers of a membership say: finished texts, in the language of the slip."""

from __future__ import annotations

from dataclasses import dataclass

from desk.slips.engine.slip import Slip


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A membership.

    Attributes:
        number: of the membership. name, latin_name, sex, birthday, age, document_kind, document, phone, email, address,
            work_address: of the person; "" leaves room to write.
        goods: every kind of goods with whether it is mostly bought. level, scheme: names. how: what it is granted for.
        joined: the day. card: number of the card, grouped. consent: the person agreed; greetings; no_notices: opted out.
        rules: of the scheme, a heading or a sentence each (`heading` first of a pair). approves: a leader signs.
        version: of the notice, as customers read it (`2026-1`).
    """

    number: str
    name: str = ""
    latin_name: str = ""
    sex: str = ""
    birthday: str = ""
    age: str = ""
    document_kind: str = ""
    document: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    work_address: str = ""
    goods: tuple[tuple[str, bool], ...] = ()
    level: str = ""
    scheme: str = ""
    how: str = ""
    proposed_by: str = ""
    joined: str = ""
    card: str = ""
    consent: bool = False
    greetings: bool = False
    no_notices: bool = False
    rules: tuple[tuple[str, tuple[str, ...]], ...] = ()
    approves: bool = False
    version: str = ""


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A card.

    Attributes:
        number: digits without gaps, as its codes say it; grouped: as it is read. serial: of its paper.
        level: as printed; vip: it bears the letters. until: last day, "" for none.
        old, cause, lost, returned: of a replacement: number before, why, since when it was reported lost, whether it was taken in.
        holder, signer, collected: who has it, who signed, on which day.
    """

    number: str
    grouped: str
    serial: str = ""
    level: str = ""
    vip: bool = False
    issued: str = ""
    until: str = ""
    old: str = ""
    cause: str = ""
    lost: str = ""
    returned: bool = False
    holder: str = ""
    signer: str = ""
    collected: str = ""


def slip(kind: str, title: str, head: dict[str, str], **parts: object) -> Slip:
    """A paper with its head (`services.kit.papers.writing`)."""
    return Slip(
        kind=kind, title=title, site=head["site"], hotline=head["hotline"], footer=head["issued"],
        language=head["language"], copies=tuple(head.get("copies", ())), **parts,  # type: ignore[arg-type]  # by kind of paper
    )  # fmt: skip


__all__ = ["CardFacts", "MemberFacts", "slip"]
