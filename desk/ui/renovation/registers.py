"""The lists beside the files: passes that are out, deposits held by age, the register of contractors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.services import renovation as service
from desk.services.kit.paging import Page as Rows
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query
from desk.ui.kit.pages import NOTHING_CHOSEN, Page, PageAction, column
from desk.ui.kit.tables import Answer, Column, Table
from desk.ui.renovation import cards
from desk.ui.renovation.passes import PassActs, pass_columns
from desk.ui.renovation.words import yuan_words

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.renovation import ContractorView, PassView
    from desk.ui.kit.pages import Shell


class WorkerPassesPage(ListPage):
    """The passes that are out; Enter opens the file of one."""

    # L10N: 在外出入证
    heading = N_("Passes out")
    shows = frozenset({"worker-pass", "renovation"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._acts = PassActs(self)
        super().__init__(shell, desk)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 张
        return ngettext("{n} pass", "{n} passes", total)

    def columns(self) -> tuple[Column, ...]:
        number, *rest = pass_columns()
        # L10N: 房号
        return (number, Column("room", N_("Room"), 14, least=12), *rest)

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct("open", N_("Open the file"), "Enter", self._open),
            ListAct("back", N_("Take back"), "Ctrl+B", self._acts.take_back, at="under"),
            ListAct("lost", N_("Lost"), "Ctrl+Shift+X", self._acts.lose, at="under"),
        )

    @staticmethod
    def read(desk: Desk, _query: Query, part: Part) -> Answer:
        return service.passes_out(desk, offset=part.offset, limit=part.limit)

    def empty(self) -> Any:
        # L10N: 没有在外的出入证
        return Empty(_("No pass is out."))

    def _open(self, row: PassView) -> None:
        self.shell.open_target(f"renovation:{row.renovation_id}")


class DepositsPage(Page):
    """Deposits of renovations and passes that are held, by age; the sum is the journal's."""

    shows = frozenset({"renovation", "worker-pass", "receipt"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        layout = column(self, scroll=False)
        self._title = theme.text("", "title")
        layout.addWidget(self._title)
        self.table = Table(
            (
                # L10N: 在押时间
                Column("age", N_("Held for"), 20, get=lambda row: label("deposit_ages", row.age), bold=True),
                # L10N: 笔数
                Column("count", N_("How many"), 10, align="right"),
                # L10N: 金额（元）
                Column("fen", N_("Amount"), 16, get=lambda row: yuan_words(row.fen), align="right"),
            )
        )
        layout.addWidget(self.table, 1)
        self._sum = theme.text("", "strong")
        layout.addWidget(self._sum)
        self._held: Any = None

    def title(self) -> str:
        # L10N: 在押押金
        return _("Deposits held")

    def first_focus(self) -> Any:
        return self.table.view

    def refresh(self) -> None:
        desk = self.desk

        def look() -> Any:
            return service.deposits_by_age(desk)

        self.ask(look, self._show)

    def _show(self, held: Any) -> None:
        self._held = held
        self.table.set_rows(held.ages)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.title())
        self.table.retranslate()
        if self._held is not None:
            # L10N: 共 {n} 笔，{amount} 元，与账簿一致
            words = _("In all {n} deposits, {amount} yuan, as the journal has them.")
            self._sum.setText(words.format(n=self._held.count, amount=yuan_words(self._held.fen) or "0.00"))


def contractor_fields() -> tuple[FieldSpec, ...]:
    """What is asked of a contractor."""
    return (
        # L10N: 单位名称
        FieldSpec("name", N_("Name of the contractor"), required=True, max_length=60),
        # L10N: 统一社会信用代码
        FieldSpec("credit_code", N_("Credit code"), required=True, max_length=18),
        # L10N: 联系人
        FieldSpec("contact", N_("Contact")),
        # L10N: 电话
        FieldSpec("phone", N_("Phone")),
        # L10N: 营业执照有效期至
        FieldSpec("licence_until", N_("Licence valid until"), "date", help=N_("Left empty: without an end.")),
        # L10N: 承建资格
        FieldSpec("qualification", N_("Qualification")),
        # L10N: 资格有效期至
        FieldSpec("qualification_until", N_("Qualification valid until"), "date"),
        # L10N: 地址
        FieldSpec("address", N_("Address"), span="full"),
        FieldSpec("note", N_("Note"), span="full"),
        # L10N: 不予受理原因
        FieldSpec("refused", N_("No filing is taken: why"), span="full"),
    )


def ask_contractor(page: Page, row: ContractorView | None = None) -> ActDialog:
    """Asks for a contractor, new or to be changed."""
    desk = page.desk
    fields = contractor_fields()

    def save(values: dict[str, Any]) -> Any:
        return service.save_contractor(desk, service.ContractorEntry(**values), row.id if row is not None else None)

    values = {field.name: getattr(row, field.name) for field in fields} if row is not None else {}
    # L10N: 登记施工单位 / 修改施工单位
    title = N_("Change the contractor") if row is not None else N_("Add a contractor")
    dialog = ActDialog(page, FormSpec(title, fields), save, yes=_("Save"), values=values)
    # L10N: {name} 已保存
    dialog.acted.connect(lambda after: page.shell.messages.info(_("{name} is saved.").format(name=after.name)))
    dialog.start()
    return dialog


class ContractorsPage(ListPage):
    """The register of contractors; Enter opens one, Ins adds one."""

    # L10N: 施工单位
    heading = N_("Contractors")
    # L10N: 名称或信用代码
    search = N_("Name or credit code")
    shows = frozenset({"contractor", "renovation"})
    hides = ("phone", "credit_code")

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 家
        return ngettext("{n} contractor", "{n} contractors", total)

    def columns(self) -> tuple[Column, ...]:
        def expired(row: ContractorView) -> str:
            return " ".join(row.expired) or row.refused

        return (
            # L10N: 单位名称
            Column("name", N_("Contractor"), 26, bold=True, least=16),
            Column("credit_code", N_("Credit code"), 20, least=19),
            Column("phone", N_("Phone"), 14),
            # L10N: 施工中
            Column("running", N_("At work"), 8, get=lambda row: f"{row.running or ''}", align="right"),
            # L10N: 未整改
            Column(
                "violations", N_("Violations"), 9, get=lambda row: f"{row.violations or ''}", align="right",
                tone=lambda row: "red" if row.violations else "",
            ),
            # L10N: 提示
            Column("expired", N_("Mind"), 30, get=expired, tone=lambda _row: "red"),
        )  # fmt: skip

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct("open", N_("Open"), "Enter", lambda row: self.shell.open_target(f"contractor:{row.id}")),
            ListAct(
                "add", N_("Add a contractor"), "Ins", lambda: ask_contractor(self), on="list", at="head", role="primary"
            ),
            ListAct("change", N_("Change"), "Ctrl+E", lambda row: ask_contractor(self, row), at="under"),
        )

    def empty(self) -> Any:
        if self.narrowed():
            return super().empty()
        # L10N: 尚未登记施工单位
        return Empty(_("No contractor is registered yet."), _("Add a contractor"), lambda: ask_contractor(self))

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        found = service.contractors(desk, text=query.text, limit=1000)
        return Rows(found[part.offset : part.offset + part.limit], len(found))


class ContractorPage(Page):
    """One contractor."""

    shows = frozenset({"contractor", "renovation", "violation"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._id = 0
        self._view: ContractorView | None = None
        layout = column(self)
        self._title = theme.text("", "title")
        layout.addWidget(self._title)
        self._warning = theme.text("", "note-bad", wrap=True)
        self._warning.hide()
        layout.addWidget(self._warning)
        self._card, self._facts = theme.Card(), cards.Grid(1)
        self._card.body.addWidget(self._facts)
        layout.addWidget(self._card)
        self.change_button = theme.Button("", key="Ctrl+E", role="primary")
        self.change_button.clicked.connect(self.change)
        self._card.add_to_heading(self.change_button)
        layout.addStretch(1)

    def title(self) -> str:
        return self._view.name if self._view is not None else _("Contractor")

    def open(self, **args: Any) -> None:
        """`contractor_id`: which one."""
        self._id = int(args.get("contractor_id") or 0)
        if not self._id:
            self._view = None
            self.retranslate()

    def first_focus(self) -> Any:
        return self.change_button

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (PageAction(N_("Change"), "Ctrl+E", self.change),)

    def refresh(self) -> None:
        desk, wanted = self.desk, self._id
        if not wanted:
            return

        def look() -> Any:
            return service.contractor(desk, wanted)

        self.ask(look, self._show)

    def _show(self, view: ContractorView) -> None:
        self._view = view
        self.retranslate()
        self.title_changed.emit()

    def change(self) -> None:
        """Changes what is known of it."""
        if self._view is not None:
            ask_contractor(self, self._view)

    def retranslate(self) -> None:
        # L10N: 修改
        self.change_button.set_words(_("Change"))
        self._card.set_heading(_("Details"))
        view = self._view
        if view is None:
            self._title.setText("" if self._id else _(NOTHING_CHOSEN))
            return
        self._title.setText(view.name)
        self._warning.setText("\n".join(view.expired))
        self._warning.setVisible(bool(view.expired))
        pairs = [
            (_("Credit code"), view.credit_code),
            (_("Contact"), f"{view.contact} {view.phone}".strip()),
            (_("Address"), view.address),
            (_("Licence valid until"), cards.day(view.licence_until)),
            (_("Qualification"), f"{view.qualification} {cards.day(view.qualification_until)}".strip()),
            # L10N: 施工中的档案
            (_("Files at work"), f"{view.running}"),
            # L10N: 未整改违规
            (_("Violations not put right"), f"{view.violations}"),
            (_("Note"), view.note),
        ]
        self._facts.fill([((name, "label"), (words, "")) for name, words in pairs if words])


__all__ = [
    "ContractorPage",
    "ContractorsPage",
    "DepositsPage",
    "WorkerPassesPage",
    "ask_contractor",
    "contractor_fields",
]
