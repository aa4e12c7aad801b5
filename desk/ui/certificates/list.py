"""The list of residents' certificates; issuing one, printing it again, voiding it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.services import certificates as service
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query
from desk.ui.kit.tables import Answer, Column
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.certificates import CertificateView, ResidentView
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Shell


@dataclass(frozen=True, slots=True)
class CertificatesQuery(Query):
    """Which certificates are shown; `unit`: those of one home."""

    unit: int | None = None


class CertificatesPage(ListPage):
    """Certificates; Enter prints one again, Ins issues one for the home that is shown, or asks for the room first."""

    # L10N: 入住证明
    heading = N_("Residence certificates")
    # L10N: 编号、姓名、房号、用途
    search = N_("Number, name, room, purpose")
    shows = frozenset({"certificate"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._unit: int | None = None
        super().__init__(shell, desk)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 份
        return ngettext("{n} certificate", "{n} certificates", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            # L10N: 编号
            Column("number", N_("Number"), 18, bold=True, least=18),
            # L10N: 姓名
            Column("name", N_("Name"), 12, least=9),
            # L10N: 房号
            Column("room", N_("Room"), 14, least=12),
            # L10N: 用途
            Column("purpose", N_("Purpose"), 20),
            # L10N: 提交单位
            Column("addressee", N_("Submitted to"), 16),
            # L10N: 开具时间
            Column("issued_at", N_("Issued at"), 13, get=lambda row: say.short_moment(desk, row.issued_at), least=12),
            # L10N: 状态
            Column(
                "state", N_("State"), 9, get=lambda row: label("certificate_states", row.state),
                tone=lambda row: "muted" if row.state == "void" else "",
            ),
            # L10N: 作废原因
            Column("reason", N_("Reason"), 14),
        )  # fmt: skip

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 补打
            ListAct("print", N_("Print again"), "Enter", self._print, at="under"),
            # L10N: 开具入住证明
            ListAct("issue", N_("Issue a certificate"), "Ins", self.issue, on="list", at="head", role="primary"),
            # L10N: 作废
            ListAct(
                "void", N_("Void"), "Ctrl+Del", self._void, at="under", role="danger",
                fits=lambda row: row.state == "issued",
            ),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, query: CertificatesQuery, part: Part) -> Answer:
        return service.certificates(desk, unit_id=query.unit, text=query.text, offset=part.offset, limit=part.limit)

    def query(self) -> CertificatesQuery:
        return CertificatesQuery(self._view, self.words(), self._unit)

    def narrowed(self) -> bool:
        return bool(self.words() or self._unit)

    def show_all(self) -> None:
        self._unit = None
        super().show_all()
        self.again()

    def empty(self) -> Empty:
        if self.words():
            return super().empty()
        # L10N: 还没有入住证明。按 Ins 开具。
        return Empty(_("No certificate yet. Ins issues one."), _("Issue a certificate"), self.issue)

    def open(self, **args: Any) -> None:
        """`unit_id`: of one home, for whom one is issued at once; `number`: one certificate."""
        self._unit = args.get("unit_id") or None
        number = str(args.get("number") or "")
        super().open(**({"text": number} if number else {"text": ""}))
        if self._unit is not None:
            QTimer.singleShot(0, self, self.issue)

    def issue(self) -> None:
        """Asks for whom and what for; without a home, for the room first."""
        if self._unit is None:
            self._ask_room()
            return
        desk, unit_id = self.desk, self._unit

        def look() -> Any:
            return service.residents(desk, unit_id)

        self.ask(look, partial(self._ask_who, unit_id))

    def _ask_room(self) -> None:
        spec = FormSpec(N_("Issue a certificate"), (FieldSpec("unit_id", N_("Room"), "room", required=True),))
        # L10N: 下一步
        dialog = ActDialog(self, spec, lambda values: values["unit_id"], yes=_("Go on"))

        def chosen(unit_id: int) -> None:
            self._unit = unit_id
            self.again()
            QTimer.singleShot(0, self, self.issue)

        dialog.acted.connect(chosen)
        dialog.start()

    def _ask_who(self, unit_id: int, people: Sequence[ResidentView]) -> None:
        desk = self.desk
        if not people:
            # L10N: 该户目前没有登记在住的人员
            self.shell.messages.warn(_("Nobody lives in this home by the register. Register the person first."))
            return
        fields = (
            # L10N: 证明对象
            FieldSpec(
                "customer_id", N_("For whom"), "choice", required=True,
                choices=lambda: [(str(one.customer_id), say.dotted(one.name, label("roles", one.role))) for one in people],
            ),
            # L10N: 用途
            FieldSpec("purpose", N_("Purpose"), required=True, span="full", max_length=60),
            # L10N: 提交单位
            FieldSpec("addressee", N_("Submitted to"), span="full", max_length=60, help=N_("Left empty: to whom it may concern.")),
        )  # fmt: skip

        def save(values: dict[str, Any]) -> Any:
            entry = service.CertificateEntry(
                unit_id, int(values["customer_id"]), values["purpose"], values["addressee"]
            )
            return service.issue_certificate(desk, entry)

        def done(view: CertificateView) -> None:
            # L10N: {number} 已开具
            self.shell.messages.info(_("{number} is issued.").format(number=view.number))
            if view.slip is not None:
                print_slip(self, view.slip)

        spec = FormSpec(N_("Issue a certificate"), fields)
        values = {"customer_id": str(people[0].customer_id)}
        dialog = ActDialog(self, spec, save, yes=_("Save and print"), values=values)
        dialog.acted.connect(done)
        dialog.start()

    def _print(self, row: CertificateView) -> None:
        if row.slip is not None:
            print_slip(self, row.slip)

    def _void(self, row: CertificateView) -> None:
        desk = self.desk

        def save(values: dict[str, Any]) -> Any:
            return service.void_certificate(desk, row.id, reason=values["reason"])

        # L10N: 作废入住证明
        field = FieldSpec("reason", N_("Reason"), "multiline", span="full", lines=2, required=True)
        spec = FormSpec(N_("Void the certificate"), (field,))
        dialog = ActDialog(self, spec, save, yes=_("Void"), note=say.dotted(row.number, row.name), danger=True)
        dialog.approval.ask("supervisor")
        dialog.acted.connect(lambda after: self.shell.messages.info(_("{number} is void.").format(number=after.number)))
        dialog.start()


__all__ = ["CertificatesPage"]
