"""The cards of a move's page: what is still needed, people, papers, stations, defects, what was handed out, the clearance, history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.catalog import label
from desk.i18n import _
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import clear
from desk.ui.kit.record_cards import TOP, FactSheet, Grid

if TYPE_CHECKING:
    from desk.services.kit.lines import LightView
    from desk.services.moves import ClearanceView, MoveView
    from desk.ui.kit.pages import Page

Line = Sequence[tuple[str, str]]
"""Cells of a row: words and role."""


class Rows(Grid):
    """Rows of words; the cell at `stretch` takes the room that is left and breaks its lines."""

    def __init__(self, stretch: int) -> None:
        super().__init__(stretch)
        self._stretch = stretch

    def fill(self, rows: Sequence[Line]) -> None:
        """Shows rows."""
        clear(self._grid)
        for at, row in enumerate(rows):
            for place, (words, role) in enumerate(row):
                shown = theme.text(words, role, wrap=place == self._stretch)
                if place == self._stretch:
                    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._grid.addWidget(shown, at, place, TOP)


class Clearance(Grid):
    """What stands open, line by line, each with the button that settles it."""

    def __init__(self, settle: Callable[[str], object]) -> None:
        super().__init__(2)
        self._settle = settle
        self.buttons: dict[str, theme.Button] = {}

    def fill(self, view: ClearanceView) -> None:
        """Shows the lines, then what stands in the way of moving out."""
        clear(self._grid)
        self.buttons = {}
        for row, line in enumerate(view.lines):
            self._line(row, line)

    def _line(self, row: int, line: LightView) -> None:
        dot = theme.Light(line.state)
        dot.setAccessibleDescription(f"{line.label}: {line.text}")
        self._grid.addWidget(dot, row, 0)
        self._grid.addWidget(theme.text(line.label, "strong"), row, 1)
        self._grid.addWidget(theme.text(line.text, "muted", wrap=True), row, 2)
        if line.act and line.state != "green":
            # L10N: 办理
            button = theme.Button(_("Settle it"), role="small")
            button.clicked.connect(lambda _checked=False, act=line.act: self._settle(act))
            button.setAccessibleDescription(f"{line.label}: {line.text}")
            self._grid.addWidget(button, row, 3)
            self.buttons[line.code] = button


class WholeFile(QWidget):
    """The button that keeps the whole file as one PDF."""

    def __init__(self, run: Callable[[], object]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.button = theme.Button("", key="Ctrl+S", role="small")
        self.button.clicked.connect(lambda _checked=False: run())
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def fill(self, _shown: Any) -> None:
        """Says its words."""
        # L10N: 整份档案存为一个 PDF
        self.button.set_words(_("Whole file as one PDF"))


def facts(view: MoveView) -> FactSheet:
    """Who, why, when."""
    moving_in = view.kind == "in"
    owner = " ".join(part for part in (view.owner_word, view.owner_phone) if part)
    if view.owner_word and view.owner_signed:
        # L10N: 已签字
        owner += " · " + _("signed")
    deed = " ".join(part for part in (view.deed_number, view.deed_holder) if part)
    return FactSheet(
        "",
        (
            # L10N: 身份 / 原因
            (
                _("Moves in as") if moving_in else _("Why they leave"),
                label("move_who" if moving_in else "move_why", view.who),
                "strong",
            ),
            # L10N: 入住日期 / 搬出日期
            (_("Moves in on") if moving_in else _("Last day"), say.day(view.day), "strong"),
            # L10N: 计费起始日
            (_("Fees from"), say.day(view.fees_from) if moving_in else "", ""),
            # L10N: 租期至
            (_("Lease until"), say.day(view.lease_until), ""),
            # L10N: 房产证
            (_("Title deed"), deed, ""),
            # L10N: 业主
            (_("Owner"), owner, ""),
            # L10N: 代理人
            (_("Agent"), view.agent, ""),
            # L10N: 新联系地址
            (_("Post goes to"), view.forwarding, ""),
            # L10N: 未交费用（元）
            (_("Fees open"), f"{view.fees_open / 100:,.2f}" if view.fees_open else "", "bad"),
            # L10N: 备注
            (_("Note"), view.note, ""),
        ),
        tuple(
            # L10N: 特批：{reason}
            (_("Done without"), str(reason), "warning")
            for reason in view.waived.values()
        ),
    )


def missing(view: MoveView) -> list[Line]:
    """What a move-in still needs."""
    return [(("–", "bad"), (words, "")) for words in view.missing]


def people(view: MoveView) -> list[Line]:
    """Who moves, with photos and identity."""
    found: list[Line] = []
    for person in view.people:
        role = label("roles", person.role)
        relation = label("relations", person.relation) if person.relation else ""
        said = " · ".join(part for part in (role, relation, person.document, person.phone) if part)
        if view.kind == "out" or person.company or person.child:
            check = ("", "muted")
        else:
            # L10N: 照片 {n}/2
            photos = _("photos {n}/2").format(n=person.photos)
            # L10N: 证件已核 / 证件未核
            seen = _("identity seen") if person.identity else _("identity not seen")
            check = (f"{photos} · {seen}", "good" if person.identity and person.photos >= 2 else "bad")
        found.append(((person.name, "strong"), (said, ""), check))
    return found


def papers(view: MoveView) -> list[Line]:
    """The papers: here or missing."""
    found: list[Line] = []
    for paper in view.papers:
        name = (label("move_papers", paper.code), "")
        if paper.on is not None:
            found.append((("✓", "good"), name, (say.day(paper.on), "good")))
        elif paper.optional:
            # L10N: 选交
            found.append((("–", "muted"), name, (_("optional"), "muted")))
        else:
            # L10N: 缺
            found.append((("–", "bad"), name, (_("missing"), "bad")))
    return found


def stations(page: Page, view: MoveView) -> list[Line]:
    """The stations of the sign-off in turn."""
    found: list[Line] = []
    for each in view.stations:
        name = (label("move_stations", each.code), "")
        if each.signer:
            # L10N: 免办：{reason}
            note = _("not needed: {reason}").format(reason=each.waived) if each.waived else each.note
            said = " · ".join(part for part in (each.signer, note) if part)
            when = say.short_moment(page.desk, each.at) if each.at is not None else ""
            found.append((("✓", "good"), name, (said, ""), (when, "muted")))
        else:
            # L10N: 待会签 / 不须会签
            words = _("to sign") if each.needed else _("not asked for")
            found.append((("–", "bad" if each.needed else "muted"), name, (words, "muted"), ("", "")))
    return found


def handed(view: MoveView) -> list[Line]:
    """Readings, keys, what was handed out."""
    found: list[Line] = []
    for reading in view.readings:
        found.append(
            ((label("meters", reading.meter), "label"), (reading.serial, "muted"), (f"{reading.value}", "strong"))
        )
    for key in view.keys:
        name = " ".join(part for part in (label("move_key_kinds", key.kind), key.number) if part)
        state = label("move_key_states", key.state)
        said = " · ".join(part for part in (f"{name} × {key.pieces}", key.signed_by, key.note) if part)
        # L10N: 钥匙
        found.append(((_("Key"), "label"), (said, ""), (state, "warning" if key.missing else "muted")))
    for each in view.handouts:
        # L10N: 发放
        found.append(
            (
                (_("Handed out"), "label"),
                (f"{label('handouts', each.code)} × {each.pieces}", ""),
                (each.signed_by, "muted"),
            )
        )
    return found


def passes(view: MoveView) -> list[Line]:
    """The residence passes of who moves."""
    tones = {"active": "good", "cancelled": "warning", "lost": "bad"}
    return [
        (
            (each.number, "strong"),
            (" · ".join(part for part in (each.name, say.day(each.until)) if part), ""),
            (label("resident_pass_states", each.state), tones.get(each.state, "muted")),
        )
        for each in view.passes
    ]


def history(page: Page, view: MoveView) -> list[Line]:
    """What happened, newest first."""
    found: list[Line] = []
    for event in reversed(view.events):
        told = " · ".join(part for part in (event.note, str(event.data.get("slip", ""))) if part)
        found.append(
            (
                (say.short_moment(page.desk, event.at), "muted"),
                (label("move_events", event.kind), "strong"),
                (told, ""),
                (event.staff, "muted"),
            )
        )
    return found


__all__ = [
    "Clearance", "Rows", "WholeFile", "facts", "handed", "history", "missing", "papers", "passes", "people", "stations",
]  # fmt: skip
