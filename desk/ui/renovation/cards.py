"""The cards of a renovation file's page: facts, papers, works, money, inspections, the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desk.catalog import label
from desk.i18n import _, ngettext
from desk.rules.kit.wording import bracketed
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import clear
from desk.ui.renovation.words import yuan_words

if TYPE_CHECKING:
    from desk.services.money import ChargeView
    from desk.services.renovation import RenovationView
    from desk.ui.kit.pages import Page

TOP = Qt.AlignmentFlag.AlignTop
SHOWN_EVENTS = 12
"""So many of the last events are shown at first."""
Line = Sequence[tuple[str, str]]
"""Cells of a row: words and role."""


class Grid(QWidget):
    """Rows of words; the cell at `stretch` takes the room that is left and breaks its lines."""

    def __init__(self, stretch: int) -> None:
        super().__init__()
        self._stretch = stretch
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(stretch, 1)

    def fill(self, rows: Sequence[Line]) -> None:
        """Shows rows."""
        clear(self._grid)
        for at, row in enumerate(rows):
            for place, (words, role) in enumerate(row):
                wide = place == self._stretch
                shown = theme.text(words, role, wrap=wide)
                if wide:
                    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._grid.addWidget(shown, at, place, TOP)


class Details(QWidget):
    """The facts of a file, and the periods that were granted."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._facts, self._periods = Grid(1), Grid(1)
        for part in (self._facts, self._periods):
            layout.addWidget(part)

    def fill(self, view: RenovationView) -> None:
        """Shows them."""
        self._facts.fill(facts(view))
        self._periods.fill(periods(view))
        self._periods.setVisible(bool(view.periods))


def day(on: date | None) -> str:
    """A day in full; nothing for none."""
    return on.isoformat() if on is not None else ""


def facts(view: RenovationView) -> list[Line]:
    """Who, what, how long."""
    applicant = f"{label('renovation_applicants', view.applicant_role)} {view.applicant} {view.applicant_phone}"
    period = f"{day(view.first)} — {day(view.last)}"
    moved = day(view.moved_in)
    if view.nobody_moved_in:
        # L10N: 无人入住
        moved = _("Nobody has moved in")
    pairs = [
        # L10N: 申请人
        (_("Applicant"), applicant.strip()),
        # L10N: 业主
        (_("Owner"), view.owner if view.owner != view.applicant else ""),
        # L10N: 施工单位
        (_("Contractor"), view.contractor or _("the owner alone")),
        # L10N: 施工负责人
        (_("Site leader"), f"{view.leader} {view.leader_phone}".strip()),
        # L10N: 装修管理员
        (_("Officer"), bracketed(view.officer, view.deputy)),
        # L10N: 装修期限
        (_("Renovation period"), period),
        # L10N: 登记证
        (_("Renovation certificate"), view.certificate),
        # L10N: 装修内容
        (_("Works in short"), view.summary),
        # L10N: 验收合格
        (_("Passed on"), day(view.passed_on)),
        # L10N: 入住
        (_("Moved in on"), moved),
        # L10N: 楼下业主
        (_("Owner downstairs"), _below(view)),
        # L10N: 押金可退日
        (_("Deposit goes back from"), day(view.opens)),
    ]
    return [((name, "label"), (words, "")) for name, words in pairs if words]


def _below(view: RenovationView) -> str:
    if view.downstairs_waiver:
        # L10N: 不适用
        return _("not needed")
    return " ".join(p for p in (view.downstairs_room, view.downstairs_signer, day(view.downstairs_signed_on)) if p)


def documents(view: RenovationView) -> list[Line]:
    """The papers: here, stamped, or missing."""
    found: list[Line] = []
    early = view.state in ("draft", "submitted", "returned")
    for each in view.documents:
        if each.received_on is None:
            # L10N: 签约时交; 缺
            words, role = (_("at the signing"), "muted") if each.signing and early else (_("missing"), "bad")
        elif each.needs_seal and not each.stamped:
            # L10N: 未盖章
            words, role = _("not stamped"), "bad"
        else:
            # L10N: {day} 已盖章
            words, role = day(each.received_on), "good"
            if each.stamped:
                words += " " + _("stamped")
        found.append(
            (("✓" if role == "good" else "–", role), (label("renovation_documents", each.code), ""), (words, role))
        )
    return found


def works(view: RenovationView) -> list[Line]:
    """The works, each with its plan."""
    found: list[Line] = []
    for each in view.works:
        words = " ".join(part for part in (label("renovation_works", each.code), each.detail) if part)
        # L10N: 有图纸 / 缺图纸
        plan = (_("plan here"), "good") if each.plan else (_("plan missing"), "bad")
        found.append((("✓" if each.plan else "–", plan[1]), (words, ""), plan))
    return found


def money(view: RenovationView, fees: Sequence[ChargeView]) -> list[Line]:
    """Deposits held and gone, fees, receipts."""
    found: list[Line] = []
    lacking = view.deposit_due - view.held
    if lacking > 0 and view.state in ("draft", "submitted", "returned", "approved", "told"):
        # L10N: 待收保证金
        found.append(((_("Deposit to take"), "label"), ("", ""), (yuan_words(lacking), "warning")))
    for each in view.deposits:
        # L10N: 在押 / 已退
        state = (_("held"), "strong") if each.held else (_("gone back"), "muted")
        said = f"{each.item} · {each.payer} · {each.number} · {day(each.taken_on)}"
        found.append(((state[0], state[1]), (said, ""), (yuan_words(each.held or each.fen), state[1])))
    # L10N: 未交
    found += [((_("open"), "bad"), (each.item, ""), (yuan_words(each.open_fen), "bad")) for each in fees]
    for row in view.receipts:
        if row.kind == "deposit":
            continue
        # L10N: 已作废
        state_words = _("void") if row.state == "void" else ""
        said = " · ".join(part for part in (row.number, row.items, row.payer, state_words) if part)
        # L10N: 已交 / 已退
        went = _("gone back") if row.kind in ("refund", "deposit-refund") else _("paid")
        found.append(((went, "muted"), (said, "muted"), (yuan_words(row.fen), "muted")))
    return found


def inspections(view: RenovationView) -> list[Line]:
    """The inspections, newest first."""
    found: list[Line] = []
    for each in reversed(view.inspections):
        # L10N: 合格 / 不合格
        verdict = (_("in order"), "good") if each.passed else (_("not in order"), "bad")
        count = len(each.photos)
        # L10N: {n} 张照片
        photos = ngettext("{n} photo", "{n} photos", count).format(n=count) if count else ""
        said = " · ".join(
            part for part in (label("inspection_kinds", each.kind), each.inspector, each.note, photos) if part
        )
        found.append(((day(each.on), "muted"), (said, ""), verdict))
    return found


def periods(view: RenovationView) -> list[Line]:
    """The periods that were granted."""
    found: list[Line] = []
    for each in view.periods:
        words = f"{day(each.first)} — {day(each.last)}"
        if each.old_last is not None:
            # L10N: 延期，原至 {day}
            words += " · " + _("extended from {day}").format(day=day(each.old_last))
        if each.days_without:
            # L10N: 期间无证 {n} 天
            words += " · " + ngettext(
                "{n} day without a permit", "{n} days without a permit", each.days_without
            ).format(n=each.days_without)
        found.append(((day(each.granted_on), "muted"), (words, ""), (each.slip, "muted")))
    return found


class History(QWidget):
    """What happened, newest first; the oldest of a long story come out by a button."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._all = False
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._grid = Grid(2)
        self._events: Sequence[Any] = ()
        layout.addWidget(self._grid, 0, 0)
        self._more = theme.Button("", role="link")
        self._more.clicked.connect(self._show_all)
        layout.addWidget(self._more, 1, 0, Qt.AlignmentFlag.AlignLeft)

    def fill(self, events: Sequence[Any]) -> None:
        """Shows the events of a file."""
        self._events = events
        shown = events if self._all else events[-SHOWN_EVENTS:]
        desk = self._page.desk
        self._grid.fill(
            [
                (
                    (say.short_moment(desk, each.at), "muted"),
                    (label("renovation_events", each.kind), "strong"),
                    (self._told(each), ""),
                    (each.staff, "muted"),
                )
                for each in reversed(shown)
            ]
        )
        left = len(events) - len(shown)
        # L10N: 显示更早的 {n} 条
        self._more.set_words(_("Show {n} earlier ones").format(n=left) if left else "")
        self._more.setVisible(bool(left))

    def _show_all(self) -> None:
        self._all = True
        self.fill(self._events)

    @staticmethod
    def _told(event: Any) -> str:
        data = event.data
        words = [
            event.note,
            *(str(data[name]) for name in ("slip", "receipt", "card", "certificate", "violation") if data.get(name)),
        ]
        if data.get("until"):
            # L10N: 至 {time}
            words.insert(0, _("until {time}").format(time=data["until"]))
        if data.get("fen"):
            words.insert(0, yuan_words(int(data["fen"])))
        words += [label("renovation_documents", code) for code in data.get("papers", ())]
        words += [str(number) for number in data.get("passes", ())]
        return " · ".join(part for part in words if part)


__all__ = ["Details", "Grid", "History", "documents", "facts", "inspections", "money", "periods", "works"]
