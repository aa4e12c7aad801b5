"""The history of a household as its own records tell it: acts on room and people, stays, slips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from desk import catalog, features
from desk.i18n import N_, _
from desk.models import AuditEvent, Staff
from desk.rules.kit import identity, wording
from desk.services import slips
from desk.services.households.views import HouseholdView, PersonView
from desk.services.kit import reasons
from desk.services.kit.desk import Desk
from desk.services.kit.lines import MOST, TimelineView
from desk.services.kit.sealed import opened

Words = Callable[[Mapping[str, Any]], tuple[str, str]]


def lines(session: Session, desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """What was done with the room and its people, and who moved in and out."""
    noted: dict[str, set[tuple[int, date]]] = {"began": set(), "ended": set()}
    return [*_from_audit(session, desk, home, noted), *_from_stays(desk, home.people, noted)]


def slip_lines(session: Session, _desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """The slips issued for the room itself."""
    return slips.lines(session, [f"unit:{home.unit.id}"])


def _words() -> dict[str, Words]:
    """The words of the acts that belong into a household's history, of every feature."""
    return {
        act: words
        for feature in features.features()
        if feature.events
        for act, words in features.load(feature.events).items()
    }


def _from_audit(
    session: Session, desk: Desk, home: HouseholdView, noted: dict[str, set[tuple[int, date]]]
) -> list[TimelineView]:
    """The audited acts; notes which stays have their beginning or end among them, so that it is not told twice."""
    subjects = [f"unit:{home.unit.id}", *{f"customer:{person.customer_id}" for person in home.people}]
    words = _words()
    acting = aliased(Staff)
    rows = session.execute(
        select(AuditEvent.at, AuditEvent.act, AuditEvent.subject, AuditEvent.data, acting.name, AuditEvent.id)
        .outerjoin(acting, acting.id == AuditEvent.staff_id)
        .where(AuditEvent.subject.in_(subjects), AuditEvent.act.in_([*words, *(f"{act}.undone" for act in words)]))
        .order_by(AuditEvent.id.desc())
        .limit(MOST)
    ).all()
    found = []
    # What was taken back within its minute is told once, as such (handbook S34).
    undone = {event for row in rows for event in (row[3].get("undoes"), *row[3].get("undoes_also", ()))}
    for (at, act, subject, _data, staff, event), data in zip(
        rows, opened(session, [row[3] for row in rows]), strict=True
    ):
        if act not in words:
            continue
        day = desk.local(cast(datetime, at)).date()
        if event in undone:
            # L10N: 已撤销
            title, detail = words[act](data)
            found.append(TimelineView(at, title, wording.dotted(detail, _("Undone")), "", staff or "", ""))
            continue
        if act == "household.register" and "occupancy" in data:
            noted["began"].add((data["occupancy"], day))
        if act in ("household.end-stay", "household.strike"):
            noted["ended"].add((data["occupancy"], day))
        title, detail = words[act](data)
        target = (
            subject if subject.startswith("customer:") else f"customer:{data['customer']}" if "customer" in data else ""
        )
        found.append(TimelineView(at=at, title=title, detail=detail, state="", staff=staff or "", target=target))
    return found


def _from_stays(
    desk: Desk, people: tuple[PersonView, ...], noted: dict[str, set[tuple[int, date]]]
) -> list[TimelineView]:
    found = []
    for person in people:
        for kind, day, words in (
            # L10N: 入住, 搬出
            ("began", person.lives_since, _("Moved in")),
            ("ended", person.lives_until, _("Moved out")),
        ):
            if day and (person.occupancy_id, day) not in noted[kind]:
                detail = f"{person.name} · {catalog.label('roles', person.role)}"
                at = desk.midnight(day).astimezone(UTC)
                found.append(TimelineView(at, words, detail, "", "", f"customer:{person.customer_id}"))
    return found


def _registered(data: Mapping[str, Any]) -> tuple[str, str]:
    detail = data["name"] + (f" · {catalog.label('roles', data['role'])}" if "role" in data else "")
    # L10N: 登记
    return _("Registered"), detail


def _ended(data: Mapping[str, Any]) -> tuple[str, str]:
    parts = [data["name"], catalog.label("roles", data["role"]), reasons.said(data["reason"])]
    # L10N: 注销登记
    return _("Registration ended"), " · ".join(part for part in parts if part)


def _filed(data: Mapping[str, Any]) -> tuple[str, str]:
    label = catalog.label("dossier", data["paper"])
    if data.get("state") == "missing":
        # L10N: 资料标记为缺
        return _("Paper marked missing"), label
    # L10N: 资料归档
    return _("Paper filed"), label


def _agreed(data: Mapping[str, Any]) -> tuple[str, str]:
    # L10N: 同意 / 撤回同意
    return (_("Consent given") if data["given"] else _("Consent withdrawn")), data["name"]


def _transferred(data: Mapping[str, Any]) -> tuple[str, str]:
    names = [wording.listed(data[side]) for side in ("old", "new")]
    paper = f"{catalog.label('transfer_papers', data['paper'])} {data['number']}"
    # L10N: {old} → {new}
    change = _("{old} → {new}").format(old=names[0], new=names[1]) if names[0] else names[1]
    # L10N: 过户
    return _("Transfer of title"), " · ".join((change, paper))


def _moved(data: Mapping[str, Any]) -> tuple[str, str]:
    # L10N: 迁入在住
    return _("Lives here from now"), f"{data['name']} · {catalog.label('roles', data['role'])}"


def _corrected(data: Mapping[str, Any]) -> tuple[str, str]:
    parts = [data["name"], catalog.label("roles", data["role"]), reasons.said(data["reason"])]
    # L10N: 搬出登记有误，已更正
    return _("Moving-out corrected"), " · ".join(part for part in parts if part)


def _struck(data: Mapping[str, Any]) -> tuple[str, str]:
    parts = [data["name"], catalog.label("roles", data["role"]), reasons.said(data["reason"])]
    # L10N: 登记有误，已撤销
    return _("Registration struck"), " · ".join(part for part in parts if part)


# L10N: 姓名 证件类型 证件号码 电话 性别 出生日期 …
PERSON = {
    "name": N_("Name"), "kind": N_("Kind of customer"), "document_kind": N_("Kind of document"),
    "document_number": N_("Document number"), "phones": N_("Phones"), "sex": N_("Sex"), "birthday": N_("Date of birth"),
    "birthday_calendar": N_("Birthday kept by"), "workplace": N_("Workplace"), "position": N_("Position"),
    "address": N_("Address"), "emergency_name": N_("Emergency contact"), "emergency_phone": N_("Emergency phone"),
    "emergency_relation": N_("Contact is"), "klass": N_("Class"), "note": N_("Note"), "salutation": N_("Salutation"),
    "contact_name": N_("Contact person"), "contact_rhythm": N_("To be in touch"), "photo": N_("Photo"),
    "consent": N_("Consent"), "document_checked": N_("Original"),
}  # fmt: skip
"""Columns of a person whose changes are told; what follows from others (the lunar day) is not."""
# L10N: 建筑面积 用途 状态 备注
ROOM = {"area": N_("Floor area (m²)"), "kind": N_("Use of the room"), "state": N_("State"), "note": N_("Note")}
_LISTS = {
    "kind": "customer_kinds", "sex": "sexes", "klass": "classes", "birthday_calendar": "calendars",
    "contact_rhythm": "contact_rhythms",
}  # fmt: skip
_ROOM_LISTS = {"kind": "unit_kinds", "state": "unit_states"}
_LONGEST = 24
"""A note is told by its first words."""


def _value(name: str, value: Any, lists: Mapping[str, str]) -> str:
    if value in (None, "", [], False):
        # L10N: 无
        return _("(none)")
    if value is True or name == "photo":
        # L10N: 有
        return _("(there)")
    if name == "document_kind":
        return identity.kind_name(str(value))
    if isinstance(value, list):
        return wording.listed(str(each) for each in value)
    words = catalog.label(lists[name], str(value)) if name in lists else str(value)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def _said(changed: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """What changed: field, old, new; numbers are masked already. What was erased since is not told."""
    lists = _ROOM_LISTS if labels is ROOM else _LISTS
    parts = []
    for name, words in labels.items():
        pair = changed.get(name)
        if isinstance(pair, (list, tuple)) and len(pair) == 2:
            old, new = (_value(name, each, lists) for each in pair)
            # L10N: {field} {old} → {new}
            parts.append(
                _("{field} {old} → {new}").format(field=_(words), old=old, new=new) if old != new else _(words)
            )
    return wording.listed(parts)


def _changed(data: Mapping[str, Any]) -> tuple[str, str]:
    # L10N: 资料变更
    return _("Data changed"), wording.dotted(data["name"], _said(data.get("changed", {}), PERSON))


def _lease(data: Mapping[str, Any]) -> tuple[str, str]:
    old, new = (str(each) or _("(none)") for each in data["changed"])
    # L10N: 租期变更
    return _("Lease changed"), wording.dotted(
        data["name"], _("{field} {old} → {new}").format(field=_("Lease until"), old=old, new=new)
    )


EVENTS: dict[str, Words] = {
    "household.register": _registered,
    "household.change": _changed,
    "household.lease": _lease,
    "household.end-stay": _ended,
    "household.correct-leaving": _corrected,
    "household.move-in": _moved,
    "household.transfer": _transferred,
    "household.strike": _struck,
    "household.unit": lambda data: (_("Room data changed"), _said(data.get("changed", {}), ROOM)),
    "household.dossier": _filed,
    # L10N: 扫描件
    "household.attach": lambda data: (_("Scan added"), catalog.label("dossier", data["paper"])),
    # L10N: 车辆登记
    "household.vehicle": lambda data: (_("Vehicle registered"), data["plate"]),
    # L10N: 注销车辆
    "household.end-vehicle": lambda data: (_("Vehicle no longer here"), data["plate"]),
    "household.consent": _agreed,
    # L10N: 住户提示 / 取消住户提示
    "household.note": lambda data: (_("Note about the household"), data["text"]),
    "household.end-note": lambda data: (_("Note taken away"), data["text"]),
    "household.withdraw-consent": _agreed,
}
"""The acts that belong into a household's history, and their words; looking somebody up is in the audit only."""
