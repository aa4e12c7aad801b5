"""The shops' counters and the partner merchants (handbook A9, V8): what the handbook of members lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.errors import Checker, NotFound
from desk.i18n import _
from desk.models.schemes import Partner, ShopCounter
from desk.rules.kit import texts
from desk.rules.kit.wording import dotted, labelled, listed
from desk.rules.schemes import FULL, level_name
from desk.rules.schemes.words import rate_words
from desk.services.kit.desk import Desk
from desk.services.schemes.editions import at


@dataclass(frozen=True, slots=True)
class CounterEntry:
    """A counter. `takes_part` False: 特公价, no discount and no redemption. `category`: of the list `goods_types`."""

    code: str
    name: str
    category: str = ""
    takes_part: bool = True
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CounterView:
    """A counter; `here`: it is open on the day asked for."""

    id: int
    code: str
    name: str
    category: str
    category_words: str
    takes_part: bool
    until: date | None
    here: bool


@dataclass(frozen=True, slots=True)
class PartnerEntry:
    """A partner merchant. `rates`: by level, in thousandths; without one the level's own partner rate holds."""

    name: str
    since: date | None
    until: date | None = None
    rates: Mapping[str, int] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class PartnerView:
    """A partner merchant with its rates for every level of the scheme in force."""

    id: int
    name: str
    rates: Mapping[str, int]
    since: date
    until: date | None
    note: str
    here: bool


def counters(desk: Desk, *, closed: bool = False, participating: bool = False) -> tuple[CounterView, ...]:
    """The counters by their codes.

    Args:
        desk: the desk.
        closed: those that are no longer there too.
        participating: only those that take part in discounts and redemption.
    """
    today = desk.today()
    question = select(ShopCounter).order_by(ShopCounter.code)
    if not closed:
        question = question.where(or_(ShopCounter.until.is_(None), ShopCounter.until >= today))
    if participating:
        question = question.where(ShopCounter.takes_part)
    with desk.look() as session:
        return tuple(_counter(row, today) for row in session.scalars(question))


def _counter(row: ShopCounter, today: date) -> CounterView:
    here = row.until is None or row.until >= today
    words = label("goods_types", row.category) if row.category else ""
    return CounterView(row.id, row.code, row.name, row.category, words, row.takes_part, row.until, here)


def counter(session: Session, code: str) -> ShopCounter | None:
    """A counter by its code or its name, as it is typed; None for an unknown one."""
    typed = code.strip()
    found = session.scalars(select(ShopCounter).where(ShopCounter.code == typed.upper())).first()
    return found or session.scalars(select(ShopCounter).where(ShopCounter.name == typed)).first()


def save_counter(desk: Desk, entry: CounterEntry, counter_id: int | None = None) -> CounterView:
    """Adds a counter, or changes one; one that was used is closed by its last day, never deleted.

    Raises:
        InvalidInput: `code` (`taken`), `name`, `category`. NotFound. NotAllowed: not a supervisor.
    """
    with desk.act("counter.save") as act:
        desk.require("supervisor")
        row = ShopCounter() if counter_id is None else act.session.get(ShopCounter, counter_id)
        if row is None:
            # L10N: 没有这个专柜
            raise NotFound(_("This counter is not there."))
        check = Checker(texts.entry_problems(entry, names=("code", "name")))
        # L10N: 请填写专柜编号
        check.require("code", entry.code, _("Type the code of the counter."))
        # L10N: 请填写专柜名称
        check.require("name", entry.name, _("Type the name of the counter."))
        code = entry.code.strip().upper()
        taken = act.session.scalars(select(ShopCounter.id).where(ShopCounter.code == code)).first()
        if taken is not None and taken != counter_id:
            # L10N: 该编号已被使用
            check.add("code", "taken", _("Another counter has this code."))
        check.done()
        row.code, row.name, row.category = code, entry.name.strip(), entry.category
        row.takes_part, row.until = entry.takes_part, entry.until
        act.session.add(row)
        act.session.flush()
        act.about("shop-counter", row.id, code=row.code, takes_part=row.takes_part)
        return _counter(row, desk.local(act.at).date())


def partners(desk: Desk, *, closed: bool = False) -> tuple[PartnerView, ...]:
    """The partner merchants by name; with `closed` also those whose time is over."""
    today = desk.today()
    with desk.look() as session:
        scheme = at(session, today)
        rows = session.scalars(select(Partner).order_by(Partner.name)).all()
        found = []
        for row in rows:
            here = row.since <= today and (row.until is None or row.until >= today)
            rates = {level.code: int(row.rates.get(level.code, level.partner_rate)) for level in scheme.levels}
            found.append(PartnerView(row.id, row.name, rates, row.since, row.until, row.note, here))
        return tuple(each for each in found if closed or each.here)


def save_partner(desk: Desk, entry: PartnerEntry, partner_id: int | None = None) -> PartnerView:
    """Adds a partner merchant, or changes one.

    Raises:
        InvalidInput: `name` (`taken`), `since`, `until`, `rates.gold`. NotFound. NotAllowed: not a supervisor.
    """
    with desk.act("partner.save") as act:
        desk.require("supervisor")
        row = Partner() if partner_id is None else act.session.get(Partner, partner_id)
        if row is None:
            # L10N: 没有这个特约商户
            raise NotFound(_("This partner is not there."))
        check = Checker(texts.entry_problems(entry, names=("name",), long=("note",)))
        # L10N: 请填写商户名称
        check.require("name", entry.name, _("Type the name of the partner."))
        check.require("since", entry.since, _("From which day does it count?"))
        if entry.since and entry.until and entry.until < entry.since:
            check.add("until", "order", _("The end lies before the start."))
        for code, rate in entry.rates.items():
            if not 1 <= rate <= FULL:
                check.add(f"rates.{code}", "range", _("A rate is more than 0 and at most 10 tenths."))
        taken = act.session.scalars(select(Partner.id).where(Partner.name == entry.name.strip())).first()
        if taken is not None and taken != partner_id:
            # L10N: 已有同名商户
            check.add("name", "taken", _("There is a partner of this name."))
        check.done()
        assert entry.since is not None
        row.name, row.since, row.until, row.note = entry.name.strip(), entry.since, entry.until, entry.note.strip()
        row.rates = dict(entry.rates)
        act.session.add(row)
        act.session.flush()
        act.about("partner", row.id, name=row.name)
        today, scheme = desk.local(act.at).date(), at(act.session, desk.local(act.at).date())
        rates = {level.code: int(row.rates.get(level.code, level.partner_rate)) for level in scheme.levels}
        here = row.since <= today and (row.until is None or row.until >= today)
        return PartnerView(row.id, row.name, rates, row.since, row.until, row.note, here)


def handbook(session: Session, desk: Desk) -> list[tuple[str, tuple[str, ...]]]:
    """Chapters of the members' handbook: the counters that take part, those at special prices, the partners (hook of cards)."""
    today = desk.today()
    scheme = at(session, today)
    found: list[tuple[str, tuple[str, ...]]] = []
    here = or_(ShopCounter.until.is_(None), ShopCounter.until >= today)
    rows = session.scalars(select(ShopCounter).where(here).order_by(ShopCounter.code)).all()
    taking = tuple(f"{row.code} {row.name}" for row in rows if row.takes_part)
    special = tuple(f"{row.code} {row.name}" for row in rows if not row.takes_part)
    if taking:
        # L10N: 参加会员折扣的专柜
        found.append((_("Counters that take part"), (listed(taking),)))
    if special:
        # L10N: 特公价专柜（不打折，可积分）
        found.append((_("Counters at special prices: no discount, but points"), (listed(special),)))
    lines = []
    for partner in session.scalars(select(Partner).where(Partner.since <= today).order_by(Partner.name)):
        if partner.until is not None and partner.until < today:
            continue
        rates = (
            labelled(level_name(scheme, level.code), rate_words(int(partner.rates.get(level.code, level.partner_rate))))
            for level in scheme.levels
            if rate_words(int(partner.rates.get(level.code, level.partner_rate)))
        )
        lines.append(dotted(partner.name, listed(rates)))
    if lines:
        # L10N: 特约商户
        found.append((_("Partner merchants"), tuple(lines)))
    return found


__all__ = [
    "CounterEntry", "CounterView", "PartnerEntry", "PartnerView", "counter", "counters", "handbook", "partners", "save_counter",
    "save_partner",
]  # fmt: skip
