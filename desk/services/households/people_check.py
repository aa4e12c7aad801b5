"""Checks what is typed about a person or company, without the database: every problem beside its field (handbook A1, B2, B3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from desk import catalog
from desk.errors import InvalidInput, Problem
from desk.i18n import _
from desk.rules import households as rules
from desk.rules.kit import identity, names, phones, texts
from desk.rules.kit.lunar import to_lunar
from desk.services.households.views import PersonEntry

PLAIN = (
    "workplace",
    "position",
    "address",
    "emergency_name",
    "emergency_relation",
    "klass",
    "note",
    "salutation",
    "photo",
    "contact_name",
)
"""Fields that are stored as typed, without the blanks around them."""


@dataclass(slots=True)
class Checked:
    """An entry after its checks: the columns to store, the phones, what is wrong."""

    values: dict[str, Any] = field(default_factory=dict)
    phones: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    child: bool = False

    def done(self) -> None:
        """Raises InvalidInput when anything but a warning was noted."""
        errors = [problem for problem in self.problems if not problem.warning]
        if errors:
            raise InvalidInput(errors)


def inspect(person: PersonEntry, today: date, *, signed: bool = False) -> Checked:
    """Checks a whole entry: the columns to store, and all that is wrong or deserves a second look.

    Args:
        person: what was typed.
        today: the site's date.
        signed: a guardian's consent is in force already.
    """
    checked = Checked()
    problems, values = checked.problems, checked.values
    seen: dict[str, Any] = {attribute: texts.visible(getattr(person, attribute)) for attribute in ("name", *PLAIN)}
    person = replace(person, **seen)
    name = " ".join(person.name.split())
    if not name:
        problems.append(Problem("required", _("Type the name."), "name"))
    else:
        problems += _inspect_name(person)
    _inspect_choices(person, checked)
    company = person.kind == "company"
    document = _inspect_document(person, today, checked)
    problem = rules.birthday_problem(person.birthday, today)
    if problem is not None and document is not None and document.birthday == person.birthday:
        problem = replace(problem, warning=True)  # the document says so: told, not refused
    if company and person.birthday is not None:
        problem = Problem("company", _("A company has no birthday."))
    if problem is not None:
        problems.append(replace(problem, field="birthday"))
    length = person.surname_length
    if length is not None and not 1 <= length <= max(len(name), 1):
        problems.append(Problem("surname", _("The surname is longer than the name."), "surname_length"))
    values |= {attribute: getattr(person, attribute).strip() for attribute in PLAIN}
    problems += _inspect_plain(values)
    values |= {
        "name": name,
        "surname_length": length or (len(name) if company else max(names.surname_length(name), 1)),
        "birthday": person.birthday,
        **_kept_day(person, usable=problem is None or problem.warning),
    }
    checked.phones = _inspect_phones(person.phones, problems)
    values["emergency_phone"] = ""
    if person.emergency_phone.strip():
        result = phones.check_phone(person.emergency_phone)
        values["emergency_phone"] = result.number
        if result.problem is not None:
            problems.append(replace(result.problem, field="emergency_phone"))
    birthday = (person.birthday if problem is None or problem.warning else None) or (
        document.birthday if document else None
    )
    checked.child = not company and rules.is_child(birthday, today)
    guarded = {"document_number": person.document_number.strip(), "phones": checked.phones, "photo": values["photo"]}
    given = [attribute for attribute, value in guarded.items() if value]
    problems += rules.child_problems(birthday=birthday, consent=person.consent, given=given, today=today)
    if checked.child and person.consent and not signed:
        problems += rules.guardian_problems(
            person.guardian_name, person.guardian_as, person.guardian_on, today=today, child=name
        )
    if values["photo"] and not person.consent and not checked.child:
        problems.append(Problem("photo-consent", _("A photo is kept only with the person's consent."), "photo"))
    return checked


def _inspect_choices(person: PersonEntry, checked: Checked) -> None:
    for attribute, allowed, message in (
        ("kind", rules.KINDS, _("Choose person or company.")),
        ("sex", rules.SEXES, _("Choose the sex, or leave it open.")),
        ("klass", rules.CLASSES, _("Choose class A, B, C or D, or leave it open.")),
        ("birthday_calendar", ("solar", "lunar"), _("Choose the solar or the lunar calendar.")),
        ("contact_rhythm", ("", *_rhythms()), _("Choose how often to be in touch, or leave it open.")),
    ):
        if getattr(person, attribute) not in allowed:
            checked.problems.append(Problem("choice", message, attribute))
        checked.values[attribute] = getattr(person, attribute)


def _rhythms() -> tuple[str, ...]:
    return tuple(choice.code for choice in catalog.whole_catalog("contact_rhythms"))


def _inspect_plain(values: dict[str, Any]) -> list[Problem]:
    found = []
    for attribute in PLAIN:
        line = None if attribute == "note" else texts.line_problem(values[attribute], attribute)
        most = texts.LONG if attribute == "note" else texts.LINE
        wrong = line or texts.length_problem(values[attribute], most, attribute)
        found += [wrong] if wrong else []
    return found


def _inspect_name(person: PersonEntry) -> list[Problem]:
    found = (
        texts.line_problem(person.name, "name")
        or texts.length_problem(person.name, texts.NAME, "name")
        or names.name_problem(person.name, company=person.kind == "company")
    )
    return [found] if found else []


def _inspect_document(person: PersonEntry, today: date, checked: Checked) -> identity.DocumentCheck | None:
    """The document's columns; a kind without a number is no document, a number without a kind is recognised by its shape."""
    problems, values = checked.problems, checked.values
    values |= {"document_kind": "", "document_number": "", "document_key": "", "document_checked": False}
    number = person.document_number.strip()
    if not number:
        return None
    kind = person.document_kind or identity.guess_kind(number) or ""
    company = person.kind == "company"
    if kind not in set(identity.DocumentKind):
        problems.append(Problem("required", _("Choose the kind of document."), "document_kind"))
        return None
    allowed = (
        kind in (identity.DocumentKind.CREDIT_CODE, identity.DocumentKind.OTHER)
        if company
        else (kind != identity.DocumentKind.CREDIT_CODE)
    )
    if not allowed:
        message = (
            _("A company has a credit code.") if company else _("A credit code belongs to a company, not to a person.")
        )
        problems.append(Problem("document-kind", message, "document_kind"))
        return None
    result = identity.check_document(kind, number, today=today)
    problems += [replace(problem, field="document_number") for problem in result.problems]
    values |= {
        "document_kind": str(kind),
        "document_number": result.number,
        "document_key": result.person_key,
        "document_checked": person.document_checked,
    }
    if result.birthday and person.birthday and result.birthday != person.birthday:
        message = _("The identity number says {birthday}. Please compare with the document.").format(
            birthday=result.birthday
        )
        problems.append(Problem("birthday-differs", message, "birthday", warning=True))
    if result.sex and person.sex and result.sex != person.sex:
        message = _("The identity number says otherwise. Please compare with the document.")
        problems.append(Problem("sex-differs", message, "sex", warning=True))
    return result


def _inspect_phones(texts: Iterable[str], problems: list[Problem]) -> tuple[str, ...]:
    kept: dict[str, None] = {}
    for text in texts:
        if not text.strip():
            continue
        result = phones.check_phone(text)
        if result.problem is not None:
            problems.append(replace(result.problem, field="phones"))
        if result.fits:
            kept[result.number] = None
    return tuple(kept)


def _kept_day(person: PersonEntry, *, usable: bool) -> dict[str, Any]:
    """Month and day of the birthday that is kept, in its calendar."""
    day = person.birthday if usable else None
    if day is None:
        return {"birthday_month": None, "birthday_day": None, "birthday_leap": False}
    if person.birthday_calendar == "lunar":
        lunar = to_lunar(day)
        return {"birthday_month": lunar.month, "birthday_day": lunar.day, "birthday_leap": lunar.leap}
    return {"birthday_month": day.month, "birthday_day": day.day, "birthday_leap": False}


def kept_phone(text: str) -> str:
    """The number as it is kept, "" when it is none."""
    result = phones.check_phone(text)
    return result.number if result.fits else ""


def document_key(number: str, today: date) -> str:
    """The part of a number that stays the same for one person, its kind guessed by its shape; "" for none."""
    number = number.strip()
    if not number:
        return ""
    kind = identity.guess_kind(number) or identity.DocumentKind.OTHER
    return identity.check_document(kind, number, today=today).person_key
