"""The homes that a notice is delivered to: what came of it, home by home or for all that are marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.notices import REACHED
from desk.services import notices as service
from desk.services.kit.paging import Page as Rows
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.common import choices
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Shell

# L10N: 没有符合此项的房屋
_NONE = N_("No home is in this list now.")


@dataclass(frozen=True, slots=True)
class OfNotice:
    """Which homes are shown: of a notice, in a view, with words."""

    notice_id: int
    view: str
    text: str


def tone(row: Any) -> str:
    """The colour of what came of it."""
    if row.outcome:
        return "green" if row.outcome in REACHED else "amber"
    return "" if row.lived_in else "muted"


class DeliveriesPage(ListPage):
    """The homes of a notice's area; Space marks, Enter or Ctrl+J records what came of it."""

    # L10N: 送达登记
    heading = N_("Delivery to the homes")
    views = (
        # L10N: 未送达; 全部送达
        View("left", N_("Not reached"), N_("Every home with somebody in it was reached.")),
        # L10N: 已送达
        View("done", N_("Homes reached"), _NONE),
        # L10N: 全部
        View("all", N_("All"), _NONE),
    )
    # L10N: 房号
    search = N_("Room")
    marking = True
    shows = frozenset({"public-notice"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._notice = 0
        self._number = ""
        super().__init__(shell, desk)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 户
        return ngettext("{n} home", "{n} homes", total)

    def title(self) -> str:
        # L10N: 送达登记 {number}
        return _("Delivery of {number}").format(number=self._number) if self._number else super().title()

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            Column("mark", N_("Marked"), 4, get=self.mark),
            # L10N: 房号
            Column("room", N_("Room"), 16, bold=True),
            # L10N: 结果
            Column(
                "outcome", N_("What the delivery came to"), 12, tone=tone,
                get=lambda row: label("notice_outcomes", row.outcome) if row.outcome
                # L10N: 无人居住
                else ("" if row.lived_in else _("nobody lives there")),
            ),
            # L10N: 签收人
            Column("signer", N_("Signed for by"), 12),
            # L10N: 日期
            Column("on", N_("Date"), 10, get=lambda row: say.short_day(desk, row.on) if row.on else ""),
            # L10N: 送达人
            Column("by", N_("Delivered by"), 10),
            # L10N: 备注
            Column("note", N_("Note"), 18),
        )  # fmt: skip

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 登记送达
            ListAct("deliver", N_("Record the delivery"), "Ctrl+J", self.deliver, on="rows", at="under", role="primary"),
            ListAct("one", N_("Record the delivery"), "Enter", lambda row: self.deliver([row])),
            # L10N: 打印签收表
            ListAct("print", N_("Print the delivery list"), "Ctrl+P", self._print, on="list", at="head"),
        )  # fmt: skip

    def query(self) -> OfNotice:
        return OfNotice(self._notice, self.view(), self.words())

    @staticmethod
    def read(desk: Desk, query: Any, part: Part) -> Answer:
        if not query.notice_id:
            return Rows((), 0)
        return service.deliveries(
            desk, query.notice_id, view=query.view, text=query.text, offset=part.offset, limit=part.limit
        )

    def open(self, **args: Any) -> None:
        """`notice_id`, `number`: of the notice."""
        self._notice, self._number = int(args.get("notice_id") or 0), str(args.get("number") or "")
        super().open()
        self.retranslate()
        self.title_changed.emit()

    def deliver(self, rows: Sequence[Any]) -> None:
        """Asks what came of the delivery to one home, or to all that are marked."""
        if not rows:
            return
        desk, notice = self.desk, self._notice
        units = tuple(row.id for row in rows)
        one = len(units) == 1
        fields = (
            # L10N: 结果
            FieldSpec(
                "outcome", N_("What the delivery came to"), "choice", required=True, choices=choices("notice_outcomes"), default="signed"
            ),
            # L10N: 签收人
            FieldSpec(
                "signer", N_("Signed for by"), max_length=30, visible_when=lambda values: one and values["outcome"] == "signed",
                needed_when=lambda values: values["outcome"] == "signed",
            ),
            # L10N: 送达人
            FieldSpec("by", N_("Delivered by"), max_length=30),
            FieldSpec("on", N_("Date"), "date", required=True),
            FieldSpec("note", N_("Note"), span="full", max_length=60),
        )  # fmt: skip

        def save(values: dict[str, Any]) -> Any:
            return service.deliver(desk, notice, service.DeliveryEntry(units, **values))

        who = desk.actor.name if desk.actor else ""
        # L10N: 登记送达
        dialog = ActDialog(
            self, FormSpec(N_("Record the delivery"), fields), save, yes=_("Save"), values={"on": desk.today(), "by": who},
            note=rows[0].room if one else ngettext("{n} home", "{n} homes", len(units)).format(n=len(units)),
        )  # fmt: skip
        dialog.acted.connect(self._delivered)
        dialog.start()

    def _delivered(self, after: Any) -> None:
        if self.marks is not None:
            self.marks.clear()
        # L10N: 已登记，送达率 {percent}
        self.shell.messages.info(_("Recorded. The notice has reached {percent}.").format(percent=after.percent))

    def _print(self) -> None:
        desk, notice = self.desk, self._notice

        def work() -> Any:
            return service.issue_paper(desk, notice, "notice-list")

        self.act(work, lambda slip: print_slip(self, slip))


__all__ = ["DeliveriesPage", "OfNotice"]
