"""What the pages of a release show: the goods, the facts, the history; the same on the slip's page and at the gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk.catalog import label
from desk.i18n import _
from desk.rules.kit.wording import bracketed, listed
from desk.rules.releases import total_words
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import clear
from desk.ui.kit.record_cards import TOP, FactSheet, Grid
from desk.ui.releases.words import scope_words

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.releases import ItemView, ReleaseEventView, ReleaseView


class GoodsList(Grid):
    """The list: what, how many, how many left, what else is said."""

    def __init__(self) -> None:
        super().__init__(3)

    def fill(self, items: Sequence[ItemView]) -> None:
        """Shows the lines, and how many in all."""
        clear(self._grid)
        passed = any(item.passed is not None for item in items)
        # L10N: 物品名称; 数量; 放行
        heads = [_("Item name"), _("Quantity"), _("Pieces passed") if passed else "", _("Note")]
        for place, words in enumerate(heads):
            self._grid.addWidget(theme.text(words, "label"), 0, place)
        for row, item in enumerate(items, 1):
            left = "" if item.passed is None else f"{item.passed}"
            role = "bad" if item.passed is not None and item.passed < item.quantity else "strong"
            cells = ((item.name, "strong"), (f"{item.quantity}", ""), (left, role), (item.remark, "muted"))
            for place, (words, shown) in enumerate(cells):
                self._grid.addWidget(theme.text(words, shown, wrap=place == 3), row, place, TOP)
        total = total_words([item.quantity for item in items])
        self._grid.addWidget(theme.text(total, "muted"), len(items) + 1, 0, 1, 4)


class History(Grid):
    """The events of a slip, the newest first; those of the gate that did not pass are red."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(2)
        self._desk = desk

    def fill(self, events: Sequence[ReleaseEventView]) -> None:
        """Shows the events."""
        clear(self._grid)
        for row, event in enumerate(events):
            bad = event.kind.startswith("gate-") or event.kind == "refused"
            cells = (
                (say.moment(self._desk, event.at), "muted"),
                (label("release_events", event.kind), "bad" if bad else ""),
                (event.note, ""),
                (event.staff, "muted"),
            )
            for place, (words, role) in enumerate(cells):
                self._grid.addWidget(theme.text(words, role, wrap=place == 2), row, place, TOP)


def facts(desk: Desk, row: ReleaseView) -> FactSheet:
    """Who, with which papers, when, what happened at the gate."""
    valid = f"{row.valid_from} — {row.valid_to}" if row.valid_from != row.valid_to else f"{row.valid_from}"
    scope = scope_words(row.scope)
    if row.lease_end:
        # L10N: 退租
        scope += " · " + _("The lease ends")
    who = f"{row.company} {row.name}".strip()
    owner = row.owner
    if row.owner_here:
        # L10N: {name}（到场）
        owner = _("{name} (here)").format(name=row.owner)
    there = {"owner": _("the owner"), "desk": _("somebody of the centre")}.get(row.on_site, "")
    copy = f"{row.copy_back_on}" if row.copy_back_on else ""
    if row.state in ("passed", "partly") and not copy:
        # L10N: 未收回
        copy = _("still at the gate")
    return FactSheet(
        "",
        (
            (_("What leaves"), scope, "strong"),
            (_("Valid"), valid, "bad" if row.verdict in ("early", "expired") else "strong"),
            (_("Applicant"), bracketed(who, label("release_applicants", row.applicant)), ""),
            (_("Phone"), row.phone, ""),
            (_("Document"), row.document, ""),
            (_("Owner"), f"{owner} {row.owner_phone}".strip(), ""),
            (_("Who is there"), there, ""),
            (_("Leaves at"), f"{say.moment(desk, row.move_at)} {label('release_slots', row.slot) if row.slot else ''}".strip(), ""),
            (_("Carrier"), row.carrier, ""),
            (_("Number plate"), row.plate, ""),
            (_("Passed at"), say.moment(desk, row.gate_at) if row.gate_at else "", ""),
            (_("Guard"), row.guard, ""),
            (_("Carrier's document"), row.carrier_document, ""),
            (_("Gate copy"), copy, "bad" if not row.copy_back_on and copy else ""),
            (_("Replaces"), row.replaces, ""),
            (_("Replaced by"), row.replaced_by, ""),
            (_("Issued by"), f"{row.staff} {say.moment(desk, row.created_at)}", "muted"),
        ),
        (
            (_("Papers seen"), listed(label("release_papers", code) for code in row.papers), ""),
            # L10N: 随之搬走
            (_("Who leaves"), row.leaving, ""),
            (_("Allowed by the manager"), f"{listed(dict.fromkeys(row.waived))} {row.waived_by}".strip(), "bad"),
            (_("What differs"), row.difference, "bad"),
            # L10N: 作废原因
            (_("Why it is void"), row.void_reason, "bad"),
            (_("Note"), row.note, ""),
        ),
    )  # fmt: skip


__all__ = ["GoodsList", "History", "facts"]
