"""The callback desk: whom to call, the earliest due first; Enter opens the form of the call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.ui.kit import pages, theme
from desk.ui.kit.pages import Page, PageAction, Shell, column
from desk.ui.kit.tables import Column, Table
from desk.ui.requests.acts import RequestActs
from desk.ui.requests.list import moment_words

if TYPE_CHECKING:
    from desk.services.callbacks import DueRow
    from desk.services.kit.desk import Desk

NARROW = 960


class CallbacksPage(Page):
    """Who is to be called back."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.acts = RequestActs(self)
        layout = column(self, scroll=False)
        top = QHBoxLayout()
        top.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._total = theme.text("", "muted")
        self.late_button = theme.Button("", key="F6", role="small")
        self.late_button.setCheckable(True)
        self.late_button.toggled.connect(lambda _on: self._filtered())
        self.quality_button = theme.Button("", key="F7", role="small")
        self.quality_button.clicked.connect(self._open_quality)
        self.quality_button.setEnabled(pages.spec_of("quality") is not None)
        for widget in (self._title, self._total):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.late_button)
        top.addWidget(self.quality_button)
        layout.addLayout(top)
        self.table = Table(self._columns(), self._fetch)
        self.table.opened.connect(lambda row: self.acts.open_for(row.request_id, "callback"))
        self.table.loaded.connect(self._loaded)
        # L10N: 打开此单
        self.table.add_action(
            N_("Open the request"), "", lambda row: self.shell.open_page("request", request_id=row.request_id)
        )
        card = theme.Card()
        card.body.addWidget(self.table)
        layout.addWidget(card, 1)

    def _columns(self) -> tuple[Column, ...]:
        desk = self.desk

        def tried(row: DueRow) -> str:
            if not row.attempts:
                return ""
            return f"{row.attempts} · {label('callback_outcomes', row.last_outcome)}"

        return (
            # L10N: 应回访时间
            Column(
                "due_at",
                N_("Call by"),
                16,
                get=lambda row: moment_words(desk, row.due_at),
                tone=lambda row: "red" if row.late else "",
                least=16,
            ),
            # L10N: 房号
            Column("room", N_("Room"), 15, least=13),
            # L10N: 来人
            Column("caller", N_("Caller"), 9, bold=True),
            # L10N: 电话
            Column("phone", N_("Phone"), 13),
            # L10N: 已联系
            Column("attempts", N_("Tried"), 13, get=tried),
            # L10N: 单号
            Column("number", N_("Number"), 18, least=18),
            # L10N: 责任人
            Column("responsible", N_("Responsible"), 9, tone=lambda row: "" if row.may_score else "amber"),
            # L10N: 内容
            Column("content", N_("Details"), 26),
        )

    # ---------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        # L10N: 回访
        return _("Callbacks")

    def open(self, **args: Any) -> None:
        """`late`: only those that are overdue."""
        if "late" in args:
            self.late_button.setChecked(bool(args["late"]))

    def refresh(self) -> None:
        self.table.reload()

    def retranslate(self) -> None:
        self._title.setText(_("Callbacks"))
        # L10N: 只看超期
        self.late_button.set_words(_("Only late ones"))
        # L10N: 质量抽查
        self.quality_button.set_words(_("Quality sample"))
        self.table.retranslate()
        self._say_empty()

    def first_focus(self) -> QWidget | None:
        return self.table.view

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            PageAction(N_("Only late ones"), "F6", self.late_button.toggle),
            PageAction(N_("Quality sample"), "F7", self._open_quality),
            PageAction(N_("Open the request"), "Ctrl+O", self._open_request),
        )

    def context(self) -> dict[str, Any]:
        return {}

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.hide_columns(*(("responsible", "phone") if self.width() < NARROW else ()))

    # ---------------------------------------------------------------------------------------------------- the list
    def _fetch(self, offset: int, limit: int, sort: str, descending: bool) -> tuple[Any, int]:
        from desk.services import callbacks

        page = callbacks.callbacks_due(self.desk, late_only=self.late_button.isChecked(), offset=offset, limit=limit)
        return page.rows, page.total

    def _filtered(self) -> None:
        self._say_empty()
        self.table.reload(keep=False)

    def _say_empty(self) -> None:
        if self.late_button.isChecked():
            # L10N: 没有超期的回访
            self.table.set_empty(_("No callback is late."), button=_("Show all"), action=self.late_button.toggle)
        else:
            # L10N: 没有待回访的客户
            self.table.set_empty(_("Nobody has to be called back. Resolved complaints come here by themselves."))

    def _loaded(self, total: int) -> None:
        # L10N: 待回访 {n} 户
        self._total.setText(ngettext("{n} to call", "{n} to call", total).format(n=f"{total:,}"))

    def _open_request(self) -> None:
        row = self.table.current()
        if row is not None:
            self.shell.open_page("request", request_id=row.request_id)

    def _open_quality(self) -> None:
        self.shell.open_page("quality")


__all__ = ["CallbacksPage"]
