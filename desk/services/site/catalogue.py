"""The lists a site chooses from, and its own changes of them: entries added, renamed, retired.

A code that was used once never changes its meaning and never goes away: it is retired, and old records still show its
words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, select

from desk import catalog, features
from desk.errors import Checker, DeskError, NotFound
from desk.i18n import LANGUAGES, _
from desk.models import CatalogChange
from desk.rules.requests import KINDS
from desk.services.kit import own_lists
from desk.services.kit.desk import Act, Desk

LONGEST = 40
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry of a list.

    Attributes:
        list: the list's name.
        labels: its words by language; label: in the current one.
        kinds: the kinds of requests that it is offered for; group: what it is listed under.
        marks: what it is besides (`OwnList.marks`).
        retired: not offered any more.
        own: added on this site; changed: differs from what the program brings.
    """

    list: str
    code: str
    labels: Mapping[str, str]
    label: str
    kinds: tuple[str, ...]
    group: str
    retired: bool
    own: bool
    changed: bool
    marks: tuple[str, ...] = ()


def load(desk: Desk) -> None:
    """Lays this site's changes over the lists (once, when it is opened)."""
    own_lists.load(desk)


def put_back(desk: Desk, tables: frozenset[str]) -> None:
    """An act was undone: the lists are those of before, if it had changed them."""
    if "catalog_change" in tables:
        load(desk)


def entries(desk: Desk, name: str, *, retired: bool = True) -> tuple[EntryView, ...]:
    """A list with this site's changes.

    Raises:
        NotFound: no such list can be changed.
    """
    _known(name)
    own_lists.load(desk)
    return tuple(
        _view(name, choice)
        for choice in catalog.whole_catalog(name)
        if retired or not catalog.retired(name, choice.code)
    )


def add_entry(
    desk: Desk,
    name: str,
    *,
    labels: Mapping[str, str],
    code: str = "",
    kinds: Sequence[str] = (),
    group: str = "",
    marks: Sequence[str] = (),
) -> EntryView:
    """Adds an entry.

    Args:
        desk: the desk.
        name: a list that a feature lets a site change.
        labels: words by language, at least in one; the others show these.
        code: lower-case letters, figures and dashes; made by the program when "".
        kinds: what it is offered for (categories, problems); every kind when empty.
        group: a code of `groups`, for categories.
        marks: what it is besides, of those that its list knows.

    Raises:
        InvalidInput: fields `label`, `code`, `kinds`, `group`, `marks`.
        NotAllowed: not a supervisor; NotFound.
    """
    _known(name)
    with desk.act("catalogue.add") as act:
        desk.require("supervisor")
        check = Checker()
        words = _words(check, name, labels)
        known = {choice.code for choice in catalog.whole_catalog(name)}
        if code and not _CODE.fullmatch(code):
            check.add("code", "code", _("A code has small letters, figures and dashes only, such as water-meter."))
        elif code in known:
            check.add("code", "taken", _("There is an entry with this code already."))
        extra = _extra(check, name, kinds, group, marks)
        check.done()
        position = (act.session.scalar(select(func.max(CatalogChange.position))) or 0) + 1
        code = code or _new_code(known, position)
        act.session.add(CatalogChange(name=name, code=code, labels=words, extra=extra, position=position))
        _note(act, name, code, before=None, after={"labels": words, "extra": extra})
    return _after(desk, name, code)


def rename_entry(desk: Desk, name: str, code: str, *, labels: Mapping[str, str]) -> EntryView:
    """Gives an entry other words; its meaning, which old records lean on, stays.

    Raises:
        InvalidInput: field `label`; NotAllowed: not a supervisor; NotFound.
    """
    with desk.act("catalogue.rename") as act:
        desk.require("supervisor")
        choice = _entry(name, code)
        check = Checker()
        words = _words(check, name, labels, except_code=code)
        check.done()
        row = _change(act, name, code)
        row.labels = {**choice.labels, **words}
        _note(act, name, code, before=dict(choice.labels), after=row.labels)
    return _after(desk, name, code)


def change_entry(
    desk: Desk,
    name: str,
    code: str,
    *,
    kinds: Sequence[str] | None = None,
    group: str | None = None,
    marks: Sequence[str] | None = None,
) -> EntryView:
    """Changes what an entry is offered for, what it is listed under and what it is besides; None leaves as is.

    Raises:
        InvalidInput: fields `kinds`, `group`, `marks`; NotAllowed: not a supervisor; NotFound.
    """
    with desk.act("catalogue.change") as act:
        desk.require("supervisor")
        choice = _entry(name, code)
        check = Checker()
        wanted_kinds = choice.extra.get("kinds", ()) if kinds is None else kinds
        wanted_group = choice.extra.get("group", "") if group is None else group
        wanted_marks = _marks(name, choice) if marks is None else marks
        extra = _extra(check, name, wanted_kinds, wanted_group, wanted_marks)
        check.done()
        row = _change(act, name, code)
        row.extra = extra
        _note(act, name, code, before=dict(choice.extra), after=extra)
    return _after(desk, name, code)


def retire_entry(desk: Desk, name: str, code: str) -> EntryView:
    """Stops offering an entry; records that have it keep it and show its words.

    Raises:
        DeskError: `last`, the list would be empty, or it is the entry for everything else.
        NotAllowed: not a supervisor; NotFound.
    """
    with desk.act("catalogue.retire") as act:
        desk.require("supervisor")
        _entry(name, code)
        if code == "other":
            # L10N: “其他”不能停用
            raise DeskError("last", _("This entry stays: it is for everything that no other entry fits."))
        if [choice.code for choice in catalog.catalog(name)] == [code]:
            raise DeskError("last", _("This is the last entry of the list. Add another one first."))
        _change(act, name, code).retired = True
        _note(act, name, code, before={"retired": False}, after={"retired": True})
    return _after(desk, name, code)


def restore_entry(desk: Desk, name: str, code: str) -> EntryView:
    """Offers a retired entry again.

    Raises:
        NotAllowed: not a supervisor; NotFound.
    """
    with desk.act("catalogue.restore") as act:
        desk.require("supervisor")
        _entry(name, code)
        _change(act, name, code).retired = False
        _note(act, name, code, before={"retired": True}, after={"retired": False})
    return _after(desk, name, code)


def _known(name: str) -> None:
    if name not in features.own_lists():
        raise NotFound(_("This list is not changed here."))


def _entry(name: str, code: str) -> catalog.Choice:
    _known(name)
    choice = next((choice for choice in catalog.whole_catalog(name) if choice.code == code), None)
    if choice is None:
        raise NotFound(_("This entry is not in the list."))
    return choice


def _change(act: Act, name: str, code: str) -> CatalogChange:
    row = act.session.get(CatalogChange, (name, code))
    if row is None:
        row = CatalogChange(name=name, code=code, retired=False, position=0)
        act.session.add(row)
    return row


def _words(check: Checker, name: str, labels: Mapping[str, str], *, except_code: str = "") -> dict[str, str]:
    longest = features.own_lists()[name].longest
    # A sentence keeps its signs as they are typed (，。), a name is one however wide it was typed.
    form: Literal["NFC", "NFKC"] = "NFKC" if longest <= LONGEST else "NFC"
    words = {
        language: " ".join(unicodedata.normalize(form, text).split())
        for language, text in labels.items()
        if language in LANGUAGES and text.strip()
    }
    if not words:
        # L10N: 请填写名称
        check.add("label", "required", _("Type the name of the entry."))
    if any(len(text) > longest for text in words.values()):
        check.add(
            "label", "long", _("At most {most} characters, so that it fits in lists and slips.").format(most=longest)
        )
    for choice in catalog.catalog(name):
        if choice.code != except_code and any(choice.labels.get(language) == text for language, text in words.items()):
            check.add("label", "taken", _("There is an entry with this name already."))
            break
    return words


def _marks(name: str, choice: catalog.Choice) -> tuple[str, ...]:
    return tuple(code for code, _label in features.own_lists()[name].marks if choice.extra.get(code))


def _extra(check: Checker, name: str, kinds: Sequence[str], group: str, marks: Sequence[str] = ()) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    declared = features.own_lists()[name]
    known = {code for code, _label in declared.marks}
    if set(marks) - known:
        check.add("marks", "unknown", _("This is not in the list (any more). Choose another one."))
    extra |= {code: code in marks for code in sorted(known)}
    if declared.kinds:
        if set(kinds) - set(KINDS):
            check.add("kinds", "unknown", _("Choose what it is: a complaint, a repair, …"))
        extra["kinds"] = list(kinds) or list(KINDS)
    if declared.groups:
        groups = {choice.code for choice in catalog.catalog(declared.groups)}
        if group and group not in groups:
            check.add("group", "unknown", _("This is not in the list (any more). Choose another one."))
        extra["group"] = group or "service"
    return extra


def _new_code(known: set[str], position: int) -> str:
    while f"own-{position}" in known:
        position += 1
    return f"own-{position}"


def _note(act: Act, name: str, code: str, *, before: Any, after: Any) -> None:
    act.subject = f"catalogue:{name}/{code}"
    act.data.update(list=name, code=code, before=before, after=after)


def _after(desk: Desk, name: str, code: str) -> EntryView:
    own_lists.load(desk)
    return _view(name, _entry(name, code))


def _view(name: str, choice: catalog.Choice) -> EntryView:
    original = catalog.original(name, choice.code)
    return EntryView(
        list=name,
        code=choice.code,
        labels=dict(choice.labels),
        label=choice.label,
        kinds=tuple(choice.extra.get("kinds", ())),
        group=str(choice.extra.get("group", "")),
        retired=catalog.retired(name, choice.code),
        own=original is None,
        changed=original is not None and original != choice,
        marks=_marks(name, choice),
    )
