"""The lists a site chooses from, edited: entries added, renamed in three languages, retired and offered again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from desk import features, i18n
from desk.catalog import catalog, label
from desk.errors import InvalidInput, Problem
from desk.features.kit import OwnList
from desk.i18n import N_, _, ngettext
from desk.services.site import catalogue
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.list_card import ListAct, ListCard
from desk.ui.kit.pages import Page, PageAction
from desk.ui.kit.tables import Column
from desk.ui.kit.theme.chooser import Chooser
from desk.ui.settings.parts import Part

if TYPE_CHECKING:
    from desk.services.site.catalogue import EntryView


def _kinds_words(row: EntryView) -> str:
    every = catalog("kinds")
    if not row.kinds or len(row.kinds) >= len(every):
        # L10N: 全部
        return _("All") if row.kinds else ""
    return " · ".join(label("kinds", kind) for kind in row.kinds)


class ListsPart(Part):
    """One list at a time, its entries in a table."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._entries: tuple[EntryView, ...] = ()
        self.card = ListCard(self._columns(), self._acts(), heading=True)
        top = QHBoxLayout()
        top.setSpacing(theme.GAP)
        self.list = Chooser()
        self.list.setMaxVisibleItems(12)
        self.list.currentIndexChanged.connect(lambda _at: self.refresh())
        top.addWidget(self.list)
        self.note = theme.text("", "muted", wrap=True)
        top.addWidget(self.note, 1)
        self.table = self.card.table
        self.table.fit_rows(60)
        self.table.selected.connect(lambda _row: self._say_note())
        self.table.view.installEventFilter(self)
        self.card.body.insertLayout(0, top)
        self.box.addWidget(self.card)
        self.box.addStretch(1)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("label", N_("Words"), 18, bold=True, tone=self._tone, least=14),
            Column(
                "zh_TW", N_("Traditional Chinese"), 16, get=lambda row: row.labels.get("zh_TW", ""), tone=self._tone
            ),
            Column("en", N_("English"), 18, get=lambda row: row.labels.get("en", ""), tone=self._tone),
            # L10N: 分组
            Column(
                "group",
                N_("Group"),
                12,
                get=lambda row: say.word(self._declared().groups or "groups", row.group),
                tone=self._tone,
            ),
            # L10N: 适用
            Column("kinds", N_("Offered for"), 26, get=_kinds_words, tone=self._tone),
            Column("state", N_("State"), 12, get=self._state, tone=self._tone),
        )

    def _acts(self) -> tuple[ListAct, ...]:
        def may(_row: Any) -> bool:
            return self.may_try()

        def retire(row: EntryView | None) -> str:
            # L10N: 重新启用 / 停用
            return N_("Offer again") if row is not None and row.retired else N_("Stop offering")

        return (
            ListAct("add", N_("Add"), "Ins", self._add, on="list", at="head", role="small", fits=may),
            ListAct("change", N_("Change"), "Enter", self._change, at="head", role="small", fits=may),
            ListAct("retire", retire, "Del", self._retire, at="head", role="small", fits=may),
        )

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return self.card.actions_by_key()

    # ------------------------------------------------------------------------------------------------------- showing
    def name(self) -> str:
        """Code of the list that is shown."""
        return str(self.list.currentData() or next(iter(features.own_lists())))

    def _declared(self) -> OwnList:
        return features.own_lists()[self.name()]

    @staticmethod
    def _tone(row: EntryView) -> str:
        return "muted" if row.retired else ""

    @staticmethod
    def _state(row: EntryView) -> str:
        if row.retired:
            # L10N: 已停用
            return _("Not offered")
        if row.own:
            # L10N: 本中心添加
            return _("Added here")
        # L10N: 已改动
        return _("Changed") if row.changed else ""

    def refresh(self) -> None:
        name = self.name()

        def read() -> Any:
            return catalogue.entries(self.desk, name)

        def show(entries: Any) -> None:
            if name == self.name():
                self._entries = entries
                self.table.set_rows(entries)
                self.table.hide_columns(*self._hidden())
                self.card.show_state()
                self._say_note()

        tasks.run(read, on_done=show, owner=self)

    def _hidden(self) -> tuple[str, ...]:
        own = self._declared()
        return tuple(name for name, shown in (("group", own.groups), ("kinds", own.kinds)) if not shown)

    def _say_note(self) -> None:
        count = sum(not entry.retired for entry in self._entries)
        words = ngettext("{n} entry is offered.", "{n} entries are offered.", count).format(n=count)
        if not self.desk.may("supervisor"):
            # L10N: 修改须由主管输入密码授权
            words += " " + _("Saving needs a supervisor's PIN.")
        self.note.setText(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self.table.view:
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if step is not None:
                self.list.setCurrentIndex((self.list.currentIndex() + step) % self.list.count())
                return True
        return super().eventFilter(watched, event)

    # ---------------------------------------------------------------------------------------------------------- acts
    def _spec(self, title: str) -> FormSpec:
        own = self._declared()
        fields = [
            FieldSpec("label_zh_CN", N_("Simplified Chinese"), max_length=own.longest),
            FieldSpec(
                "label_zh_TW",
                N_("Traditional Chinese"),
                max_length=own.longest,
                help=N_("Left empty, it shows the other words."),
            ),
            FieldSpec("label_en", N_("English"), max_length=own.longest),
        ]
        if own.groups:
            groups = own.groups
            fields.append(
                FieldSpec(
                    "group", N_("Group"), "choice", choices=lambda: [(one.code, one.label) for one in catalog(groups)]
                )
            )
        fields += [
            FieldSpec(f"mark_{code}", N_("Property"), "check", text=words, span="full") for code, words in own.marks
        ]
        if own.kinds:
            fields += [
                FieldSpec(f"kind_{kind.code}", N_("Offered for"), "check", text=kind.code, default=True)
                for kind in catalog("kinds")
            ]
        return FormSpec(title, tuple(fields))

    def _open(self, title: str, values: dict[str, Any], save: Any, note: str = "") -> None:
        dialog = ActDialog(self.page, self._spec(title), save, yes=_("Save"), values=values, note=note)
        for kind in catalog("kinds"):
            if self._declared().kinds:
                box = dialog.form.field(f"kind_{kind.code}")
                box.setText(kind.label)  # the list's own words, not a msgid
                box.setAccessibleName(kind.label)
        dialog.acted.connect(self._acted)
        dialog.approval.ask("supervisor")
        dialog.start()

    def _acted(self, entry: EntryView) -> None:
        # L10N: 已保存 {label}
        self.shell.messages.info(_("{label} is saved; forms offer it from now on.").format(label=entry.label))
        self.refresh()
        tasks.run(lambda: None, on_done=lambda _n: self.table.select(lambda row: row.code == entry.code), owner=self)

    def _add(self) -> None:
        name = self.name()

        def save(values: dict[str, Any]) -> Any:
            given = _given(values)
            return _beside(lambda: catalogue.add_entry(self.desk, name, **given))

        # L10N: 添加条目
        self._open(N_("Add an entry"), {}, save, note=self.list.currentText())

    def _change(self, row: EntryView) -> None:
        name = self.name()

        def save(values: dict[str, Any]) -> Any:
            given = _given(values)
            entry = _beside(lambda: catalogue.rename_entry(self.desk, name, row.code, labels=given["labels"]))
            others = {key: given[key] for key in ("kinds", "group", "marks") if key in given}
            if others and any(others[key] != getattr(row, key) for key in others):
                entry = _beside(lambda: catalogue.change_entry(self.desk, name, row.code, **others))
            return entry

        values: dict[str, Any] = {f"label_{language}": row.labels.get(language, "") for language in i18n.LANGUAGES}
        values["group"] = row.group
        values.update({f"mark_{code}": code in row.marks for code, _words in self._declared().marks})
        values.update({f"kind_{kind.code}": not row.kinds or kind.code in row.kinds for kind in catalog("kinds")})
        # L10N: 修改条目；旧记录也显示新名称
        self._open(
            N_("Change an entry"),
            values,
            save,
            note=_("Records that have it show the new words; give a new meaning a new entry."),
        )

    def _retire(self, row: EntryView) -> None:
        name = self.name()

        def work() -> Any:
            act = catalogue.restore_entry if row.retired else catalogue.retire_entry
            return act(self.desk, name, row.code)

        def done(entry: EntryView) -> None:
            if entry.retired:
                # L10N: 已停用，旧记录仍显示
                words = _("{label} is not offered any more; records that have it keep it.")
            else:
                # L10N: 已重新启用
                words = _("{label} is offered again.")
            self.shell.messages.info(words.format(label=entry.label))
            self.refresh()

        tasks.run(work, on_done=done, owner=self, pool=tasks.ACTS)

    def retranslate(self) -> None:
        # L10N: 选项列表
        self.card.set_heading(_("Lists"))
        name = self.name()
        self.list.blockSignals(True)
        self.list.clear()
        for own in features.own_lists().values():
            self.list.addItem(_(own.label), own.name)
        self.list.setCurrentIndex(max(0, self.list.findData(name)))
        self.list.blockSignals(False)
        self.list.setAccessibleName(_("Lists"))
        self.table.view.setAccessibleName(_("Lists"))
        self.card.retranslate()
        self._say_note()


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """What the form holds, as the service takes it."""
    given: dict[str, Any] = {
        "labels": {
            name.removeprefix("label_"): value for name, value in values.items() if name.startswith("label_") and value
        }
    }
    kinds = tuple(name.removeprefix("kind_") for name, value in values.items() if name.startswith("kind_") and value)
    if any(name.startswith("kind_") for name in values):
        given["kinds"] = kinds
        if not kinds:
            # L10N: 至少选一种
            raise InvalidInput([Problem("required", _("Tick at least one."), "kind_complaint")])
    if any(name.startswith("mark_") for name in values):
        given["marks"] = tuple(
            name.removeprefix("mark_") for name, value in values.items() if name.startswith("mark_") and value
        )
    if "group" in values:
        given["group"] = values["group"]
    return given


def _beside(call: Any) -> Any:
    """Puts what the service says of the words beside the first box of words."""
    try:
        return call()
    except InvalidInput as error:
        first = f"label_{i18n.DEFAULT_LANGUAGE}"
        names = {"label": first, "code": first, "kinds": "kind_complaint"}
        raise InvalidInput(
            [
                Problem(problem.code, problem.message, names.get(problem.field, problem.field))
                for problem in error.problems
            ]
        ) from error


__all__ = ["ListsPart"]
