"""Filters of the list of requests that have a name: those of the program and those that somebody saved."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import func, select

from desk.errors import Checker, NotFound
from desk.i18n import N_, _
from desk.models import Request, Setting
from desk.services.kit.desk import Desk
from desk.services.requests.lists import where
from desk.services.requests.views import RequestFilter

MOST = 20
_DAYS = ("since", "until")
_BUILT_IN: tuple[tuple[str, str, RequestFilter], ...] = (
    # L10N: 我的
    ("mine", N_("Mine"), RequestFilter(mine=True)),
    # L10N: 已超时
    ("overdue", N_("Overdue"), RequestFilter(state="overdue")),
    # L10N: 将超时
    ("at-risk", N_("At risk"), RequestFilter(state="at-risk")),
    # L10N: 暂缓中
    ("on-hold", N_("On hold"), RequestFilter(state="on-hold")),
    # L10N: 待回访
    ("callback", N_("Waiting for callback"), RequestFilter(state="callback")),
    # L10N: 派工单未收回
    ("unreturned", N_("Work order not back"), RequestFilter(state="unreturned")),
)


COUNTED = ("open", "unassigned", "due", "resolved", "late", "hold-over", "escalated")
"""States that lists show beside the program's filters, with their counts too."""


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter with a name.

    Attributes:
        code: of the program's ones their own, of saved ones `own:` and the name.
        label: in words.
        own: saved by the one at the counter, can be dropped.
    """

    code: str
    label: str
    filter: RequestFilter
    own: bool = False


def saved_filters(desk: Desk) -> tuple[SavedFilter, ...]:
    """The program's filters, then those of the one at the counter."""
    built_in = tuple(SavedFilter(code, _(words), wanted) for code, words, wanted in _BUILT_IN)
    return (*built_in, *(SavedFilter(f"own:{name}", name, wanted, own=True) for name, wanted in _own(desk).items()))


def save_filter(desk: Desk, name: str, wanted: RequestFilter) -> SavedFilter:
    """Saves a filter under a name for the one at the counter; the same name replaces it.

    Raises:
        InvalidInput: field `name`; NotAllowed: nobody is signed in.
    """
    name = " ".join(unicodedata.normalize("NFKC", name).split())
    check = Checker()
    # L10N: 请填写筛选名称
    check.require("name", name, _("Give the filter a name."))
    kept = _own(desk)
    if len(name) > 20:
        check.add("name", "long", _("At most {most} characters, so that it fits in lists and slips.").format(most=20))
    if name not in kept and len(kept) >= MOST:
        check.add("name", "many", _("There are {most} saved filters already. Drop one first.").format(most=MOST))
    check.done()
    _write(desk, {**kept, name: wanted})
    return SavedFilter(f"own:{name}", name, wanted, own=True)


def drop_filter(desk: Desk, code: str) -> None:
    """Drops a saved filter.

    Raises:
        NotFound: there is none, or it is one of the program; NotAllowed: nobody is signed in.
    """
    kept = _own(desk)
    name = code.removeprefix("own:")
    if not code.startswith("own:") or name not in kept:
        raise NotFound(_("There is no such saved filter."))
    _write(desk, {each: wanted for each, wanted in kept.items() if each != name})


def filter_counts(desk: Desk) -> Mapping[str, int]:
    """How many requests each filter shows, by its code."""
    now = desk.clock()
    wanted = {code: RequestFilter(state=code) for code in COUNTED}
    wanted.update({saved.code: saved.filter for saved in saved_filters(desk)})
    counts = [
        select(func.count()).select_from(Request).where(*where(desk, each, now=now)).scalar_subquery()
        for each in wanted.values()
    ]
    with desk.look() as session:
        found = session.execute(select(*counts)).one()
        return dict(zip(wanted, found, strict=True))


def _key(desk: Desk) -> str:
    return f"filters.requests.{desk.actor.id if desk.actor else 0}"


def _own(desk: Desk) -> dict[str, RequestFilter]:
    with desk.look() as session:
        row = session.get(Setting, _key(desk))
        kept: dict[str, Any] = dict(row.value) if row is not None else {}
    known = {each.name for each in fields(RequestFilter)}
    # A field that a newer version no longer has is left out.
    return {
        name: RequestFilter(**{key: _read(key, value) for key, value in values.items() if key in known})
        for name, values in kept.items()
    }


def _read(key: str, value: Any) -> Any:
    return date.fromisoformat(value) if key in _DAYS and value else value


def _write(desk: Desk, kept: Mapping[str, RequestFilter]) -> None:
    plain = RequestFilter()
    value = {
        name: {
            key: each.isoformat() if isinstance(each, date) else each
            for key, each in asdict(wanted).items()
            if each != getattr(plain, key)
        }
        for name, wanted in kept.items()
    }
    with desk.act("settings.filters") as act:
        desk.require("receptionist")
        act.session.merge(Setting(key=_key(desk), value=value))
        act.data["names"] = list(value)


__all__ = ["SavedFilter", "drop_filter", "filter_counts", "save_filter", "saved_filters"]
