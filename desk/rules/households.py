"""Rules of the household file (handbook A1–A3, B3): roles, stays, children's data, what a room's state becomes, its lights."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from desk.catalog import label
from desk.errors import Problem
from desk.i18n import _, ngettext
from desk.rules.kit import wording
from desk.rules.kit.dates import EARLIEST, age_on
from desk.rules.kit.texts import LINE, NAME, length_problem, line_problem, visible
from desk.rules.kit.wording import listed

ROLES = ("owner", "tenant", "member", "relative", "borrower")
"""In the order people are listed."""
COMPANY_ROLES = ("owner", "tenant")
LEASED = ("tenant", "borrower")
"""Those whose stay may have an end from the first day."""
SEXES = ("", "male", "female")
KINDS = ("person", "company")
CLASSES = ("", "A", "B", "C", "D")
UNIT_KINDS = ("residence", "shop", "office", "parking", "other")
UNIT_STATES = ("vacant", "occupied", "let", "renovating")
DOSSIER_STATES = ("missing", "received")

CONSENT_VERSION = "2026-1"
"""Version of the notice and consent text printed on the register card; stored with every consent (PIPL 17)."""
CONSENT_PURPOSES = ("register", "guardian", "photo", "greetings", "membership")
"""What one can agree to: keeping the file, a child's data (guardian), a photo (handbook C-12), birthday and holiday greetings, a
member's card with its record of purchases."""
IMAGE_PAPERS = ("owner-id-copy",)
"""Papers whose scan is an image of an identity document: it needs the owner's own consent (handbook C-12)."""
GUARDED_AGE = 14
"""Below this age personal data is sensitive and needs the guardian's consent (PIPL 28, 31)."""

OLDEST = 130
FAR_AHEAD = timedelta(days=366)
"""A stay that begins more than a year ahead is a typing error."""

NOTE_LENGTH = 60
"""A note about a household is read while the phone is held: a line."""
NOTE_LASTS = timedelta(days=731)
"""What is told of a home is looked at anew every two years at the latest (handbook A1)."""

Light = Literal["green", "amber", "red"]


def is_child(birthday: date | None, today: date) -> bool:
    """Whether a person is under 14; not known without a birthday, then it is nobody's guess (PIPL 28)."""
    return birthday is not None and age_on(birthday, today) < GUARDED_AGE


def note_text(typed: str) -> str:
    """The words of a note as they are kept: one line, without what cannot be seen."""
    return " ".join(visible(typed).split())


def note_problems(typed: str, until: date | None, *, today: date) -> list[Problem]:
    """What is wrong with a note about a household, by field: it says something in a line, and has a last day (handbook A1)."""
    found: list[Problem] = []
    if not note_text(typed):
        # L10N: 请填写提示内容
        found.append(Problem("required", _("What has to be known there? A few words."), "text"))
    elif (problem := length_problem(typed, NOTE_LENGTH)) is not None:
        found.append(replace(problem, field="text"))
    if until is None:
        # L10N: 请填写最后一天
        found.append(Problem("required", _("Until when is it shown? It ends by itself then."), "until"))
    elif until < today:
        found.append(Problem("past", _("This day is over already."), "until"))
    elif until > today + NOTE_LASTS:
        # L10N: 最长两年，到期后再确认
        found.append(Problem("far", _("Two years at the longest; then it is looked at anew."), "until"))
    return found


def child_problems(*, birthday: date | None, consent: bool, given: Collection[str], today: date) -> list[Problem]:
    """What may not be kept of a child without the guardian's consent: everything but name and relation (handbook B3).

    Args:
        birthday: of the person.
        consent: whether the guardian agreed.
        given: names of the guarded fields that are filled in (`document_number`, `phones`, `photo` …).
        today: the site's date.
    """
    if consent or not is_child(birthday, today):
        return []
    message = _(
        "Under 14, only name and relation are kept until the guardian agrees. Tick the guardian's consent, or leave this empty."
    )
    return [Problem("child-consent", message, field) for field in given]


def guardian_problems(name: str, relation: str, on: date | None, *, today: date, child: str = "") -> list[Problem]:
    """A child's consent says who signed it, as what and when (PIPL 31): fields `guardian_name`, `guardian_as`, `guardian_on`.

    Args:
        name: of the guardian.
        relation: what the guardian is to the child.
        on: the day of the signature; None: today.
        today: the site's date.
        child: the child's name: nobody under 14 signs.
    """
    found = []
    if not name.strip():
        # L10N: 请填写签字的监护人姓名
        found.append(Problem("required", _("Who signed for the child? Type the guardian's name."), "guardian_name"))
    elif fold_name(name) == fold_name(child):
        # L10N: 未满十四周岁，须由监护人签字
        found.append(Problem("guardian", _("Under 14, the guardian signs, not the child."), "guardian_name"))
    elif problem := length_problem(name, NAME, "guardian_name") or line_problem(name, "guardian_name"):
        found.append(problem)
    if not relation.strip():
        # L10N: 请选择监护人与孩子的关系
        found.append(Problem("required", _("What is the guardian to the child?"), "guardian_as"))
    elif problem := length_problem(relation, LINE, "guardian_as") or line_problem(relation, "guardian_as"):
        found.append(problem)
    if on is not None and on > today:
        found.append(Problem("date", _("That day has not come yet."), "guardian_on"))
    elif on is not None and on < EARLIEST:
        found.append(Problem("date", _("That is too long ago. Please check the date."), "guardian_on"))
    return found


def lease_problem(since: date | None, until: date | None, *, role: str) -> Problem | None:
    """A lease is a tenant's or a borrower's, and does not end before it began. Field `lease_until`."""
    if until is None:
        return None
    if role not in LEASED:
        # L10N: 只有租户或借用人有租期
        return Problem("role", _("Only a tenant or a borrower has a lease."), "lease_until")
    if (since is not None and until < since) or until < EARLIEST:
        # L10N: 租期止早于入住日期
        return Problem("order", _("The lease ends before it began."), "lease_until")
    return None


def birthday_problem(birthday: date | None, today: date) -> Problem | None:
    """A birthday lies neither ahead nor 130 years back."""
    if birthday is None:
        return None
    if birthday > today:
        return Problem("date", _("The birthday lies in the future."))
    if age_on(birthday, today) > OLDEST:
        return Problem(
            "date", _("Nobody is {age} years old. Please check the year.").format(age=age_on(birthday, today))
        )
    return None


def stay_problems(*, role: str, kind: str, since: date | None, today: date) -> list[Problem]:
    """What is wrong with a stay: fields `role`, `since`."""
    found = []
    if role not in ROLES:
        found.append(Problem("role", _("Choose owner, tenant, household member, relative or borrower."), "role"))
    elif kind == "company" and role not in COMPANY_ROLES:
        found.append(Problem("role", _("A company is an owner or a tenant, not a member of a household."), "role"))
    if since is not None and since < EARLIEST:
        found.append(Problem("date", _("That is too long ago. Please check the date."), "since"))
    if since is not None and since > today + FAR_AHEAD:
        found.append(Problem("date", _("That is more than a year ahead. Please check the date."), "since"))
    return found


def belongs_there(until: date | None, today: date) -> bool:
    """Whether somebody has a role in the unit today: the last day counts.

    Args:
        until: the last day of the role; None while it lasts.
        today: the site's date.
    """
    return until is None or until >= today


def lives_there(*, lives: bool, until: date | None, today: date) -> bool:
    """Whether somebody lives in the unit today (handbook C-21, M1): the last day counts (今日搬出). The one rule for it.

    Args:
        lives: whether the person is registered as living there, now or before.
        until: the last day of living there; None while it lasts.
        today: the site's date.
    """
    return lives and (until is None or until >= today)


def lives_at_first(role: str, roles: Collection[str]) -> bool:
    """Whether somebody who is registered lives there, where nobody says so: everybody does, but an owner who has let the home.

    Args:
        role: of the person.
        roles: of the others who live there.
    """
    return role != "owner" or "tenant" not in roles


def end_problem(*, since: date | None, on: date, today: date) -> Problem | None:
    """A stay ends on the day it happened: not before it began, not in the future. Field `on`."""
    if since is not None and on < since:
        return Problem("date", _("The stay began on {since}; it cannot end before that day.").format(since=since), "on")
    if on > today:
        return Problem("date", _("That day has not come yet. Note the leaving when it happens."), "on")
    return None


def state_after(state: str, roles: Collection[str]) -> str:
    """The state of a unit once `roles` are the roles of those who live there (handbook C-21); renovating stays until it is ended.

    A tenant makes it let, anybody else occupied, nobody vacant.
    """
    if state == "renovating":
        return state
    if "tenant" in roles:
        return "let"
    return "occupied" if roles else "vacant"


def same_person(
    *,
    name: str,
    document_key: str,
    phones: Collection[str],
    other_name: str,
    other_key: str,
    other_phones: Collection[str],
) -> Literal["", "document", "name-phone", "name"]:
    """Why two records may be one person: the same identity number, the same name and a phone, or bare equal names.

    Different identity numbers are two persons whatever else agrees. `name` is given only when one of them has
    neither document nor phone, so that nothing tells them apart.
    """
    if document_key and other_key:
        return "document" if document_key == other_key else ""
    if fold_name(name) != fold_name(other_name):
        return ""
    if set(phones) & set(other_phones):
        return "name-phone"
    bare = not document_key and not phones
    other_bare = not other_key and not other_phones
    return "name" if bare or other_bare else ""


def fold_name(name: str) -> str:
    """The name as it is compared: half width, without spaces, any case."""
    return "".join(unicodedata.normalize("NFKC", visible(name)).split()).casefold()


_PLATE = re.compile(
    r"[\u4e00-\u9fff][A-HJ-Z](?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳试超]|[A-HJ-NP-Z0-9]{6}|[A-HJ-NP-Z0-9]{4}应急)"
    r"|[\u4e00-\u9fff]\d{5}领|\d{6}使|使\d{6}|民航[A-Z0-9]{5}|WJ[\u4e00-\u9fff]?\d{4}[A-Z0-9]|WJ\d{7}|[A-Z]{2}\d{5}"
)
"""Cars, police, new energy, emergency services; consulates and embassies, civil aviation, armed police, the army."""
LONGEST_PLATE = 12


def tidy_plate(text: str) -> str:
    """The plate in capitals, without spaces, dots and dashes: 粤B·12345 → 粤B12345."""
    return re.sub(r"[\s·•.\-]", "", unicodedata.normalize("NFKC", visible(text))).upper()


def scanned_plate(text: str) -> str:
    """The plate that was scanned, tidied; "" for what is none by its form (handbook B2.4)."""
    plate = tidy_plate(text)
    return plate if _PLATE.fullmatch(plate) and not plate.isdigit() else ""


def plate_problem(plate: str) -> Problem | None:
    """A tidied plate of unusual form only warns: new kinds are issued every few years (handbook B2.4). A long text is none."""
    if problem := length_problem(plate, LONGEST_PLATE, "plate"):
        return problem
    if _PLATE.fullmatch(plate):
        return None
    message = _("{plate} does not look like a number plate (7 characters, new energy 8). Please look again.")
    return Problem("plate", message.format(plate=plate), "plate", warning=True)


@dataclass(frozen=True, slots=True)
class Lamp:
    """One light of the clearance: its colour and the reason in words."""

    state: Light
    text: str


def request_light(*, unfinished: int, overdue: int) -> Lamp:
    """Requests of the household that are not finished; past the promised time it turns red."""
    if overdue:
        text = ngettext(
            "{n} open, {late} past the promised time", "{n} open, {late} past the promised time", unfinished
        )
        return Lamp("red", text.format(n=unfinished, late=overdue))
    if unfinished:
        return Lamp("amber", ngettext("{n} open", "{n} open", unfinished).format(n=unfinished))
    return Lamp("green", _("None open"))


def dossier_light(missing: Mapping[str, str], total: int) -> Lamp:
    """Papers missing from the file (handbook A1).

    Args:
        missing: the words of the missing papers by code, in order.
        total: how many papers a complete file has.
    """
    if not missing:
        return Lamp("green", _("All {total} papers received").format(total=total))
    names = listed(list(missing.values())[:2]) + ("…" if len(missing) > 2 else "")
    # L10N: {total} 份缺 {n} 份：{names}
    text = _("{n} of {total} missing: {names}").format(total=total, n=len(missing), names=names)
    return Lamp("amber", text)


def owner_light(owners: int, people: int) -> Lamp:
    """A household whose owner is not registered cannot be reached about the room itself."""
    if owners:
        return Lamp("green", _("Registered"))
    return Lamp("amber", _("No owner registered") if people else _("Nobody registered"))


def found_unit(detail: Mapping[str, Any]) -> list[str]:
    """What the finder says of a room: who owns it, who rents it, its state where that is not seen from the names, plates."""
    owners, tenants = wording.listed(detail["owners"]), wording.listed(detail["tenants"])
    lived_in = bool(owners or tenants)
    return [
        owners,
        # L10N: 租户：{names}
        _("Tenant: {names}").format(names=tenants) if tenants else "",
        "" if lived_in and detail["state"] in ("vacant", "occupied") else label("unit_states", detail["state"]),
        *detail["plates"],
    ]


def found_customer(detail: Mapping[str, Any]) -> list[str]:
    """What the finder says of a person: where and as what, and the masked phone."""
    return [
        *(_place(*place) for place in detail["rooms"]),
        detail["phone"],
        detail.get("document", ""),
    ]


def _place(room: str, role: str, lives: bool = True) -> str:
    """A room and what somebody is there; an owner who lives elsewhere is told apart (handbook C-21)."""
    words = f"{room} {label('roles', role)}"
    # L10N: {room} 业主（不在住）
    return words if lives else _("{place} (lives elsewhere)").format(place=words)
