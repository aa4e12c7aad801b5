"""Letters to an audience: template, subject and filter; beside it who gets one, who does not and why, and the letter itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTabWidget, QWidget

from desk.catalog import catalog, label
from desk.errors import DeskError, InvalidInput
from desk.i18n import N_, _, ngettext
from desk.slips.engine.slip import Marks
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.page import FormPage
from desk.ui.kit import tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import PageAction
from desk.ui.kit.tables import Column, Table
from desk.ui.letters.runs import LEFT_OUT
from desk.ui.slips.many import print_papers

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.letters import Recipient, RunEntry, RunPreview, RunView, TemplateView
    from desk.ui.kit.pages import Shell

PAUSE_MS = 200
"""The audience follows the form after this pause."""
LETTERS = (
    Column("room", N_("Room"), 16, bold=True),
    # L10N: 收件人
    Column("name", N_("Recipient"), 12),
    # L10N: 称呼
    Column("salutation", N_("Salutation"), 12),
)


class WritePage(FormPage):
    """`open_page("letter-write")`, with `template_id` or `persons`; Ctrl+Enter writes the letters and prints them."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._templates: tuple[TemplateView, ...] = ()
        self._buildings: tuple[tuple[str, str], ...] = ()
        self._tiers: tuple[tuple[str, str], ...] = ()
        self._without: set[int] = set()
        self._found: RunPreview | None = None
        self._asked: RunEntry | None = None
        self.spec = FormSpec(N_("Write letters"), self._fields())  # type: ignore[misc]
        self._pause = QTimer()
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        super().__init__(shell, desk)

    def _fields(self) -> tuple[FieldSpec, ...]:
        def every(name: str) -> Any:
            # L10N: 全部
            return lambda: [("", _("All")), *((one.code, one.label) for one in catalog(name))]

        def roles() -> list[tuple[str, str]]:
            # L10N: 业主和租户; 目前在住的人
            return [
                ("", _("Owners and tenants")),
                *((one.code, one.label) for one in catalog("roles")),
                ("living", _("Whoever lives here")),
            ]

        return (
            FieldSpec(
                "template_id", N_("Template"), "choice", required=True, span="full",
                choices=lambda: [(str(one.id), self._words(one)) for one in self._templates],
            ),
            # L10N: 事由
            FieldSpec("subject", N_("Subject of the letters"), required=True, span="full", max_length=60),
            FieldSpec(
                "persons", N_("One letter for each"), "choice", required=True, default="household",
                # L10N: 每户一函; 每人一函
                choices=lambda: [("household", _("One household")), ("person", _("One person"))],
            ),
            FieldSpec("role", N_("To whom"), "choice", choices=roles, default=""),
            FieldSpec("building_id", N_("Building"), "choice", choices=lambda: [("", _("All")), *self._buildings], default=""),
            FieldSpec("unit_kind", N_("Use of a room"), "choice", choices=every("unit_kinds"), default=""),
            FieldSpec("klass", N_("Customer class"), "choice", choices=every("classes"), default=""),
            FieldSpec("tier", N_("Member level"), "choice", choices=lambda: [("", _("All")), *self._tiers], default=""),
            FieldSpec(
                "again", N_("Again"), "check", span="full",
                # L10N: 近期已收到同一函件的也再发一次
                text=N_("Also to those who had this letter lately"),
            ),
        )  # fmt: skip

    @staticmethod
    def _words(one: TemplateView) -> str:
        return say.dotted(label("letter_kinds", one.kind), one.name, one.of_words)

    def side(self) -> QWidget:
        from desk.ui.kit.preview import SlipPreview

        card = theme.Card()
        self._counts = theme.text("", "strong", wrap=True)
        card.body.addWidget(self._counts)
        self.tabs = QTabWidget()
        self.preview = SlipPreview(debounce=0)
        self.to_write, self.left = Table(LETTERS), Table(LEFT_OUT)
        for widget in (self.preview, self.to_write, self.left):
            self.tabs.addTab(widget, "")
        self.to_write.selected.connect(lambda _row: self._show_letter())
        self.to_write.opened.connect(lambda _row: self.tabs.setCurrentIndex(0))
        self.left.opened.connect(
            lambda row: self.shell.open_target(f"unit:{row.unit_id}") if row.unit_id is not None else None
        )
        card.body.addWidget(self.tabs, 1)
        return card

    # ------------------------------------------------------------------------------------------------------- the page
    def start(self, **args: Any) -> dict[str, Any]:
        self._without, self._found, self._asked = set(), None, None
        self.preview.clear()
        self.to_write.set_rows(())
        self.left.set_rows(())
        desk, wanted = self.desk, str(args.get("template_id") or "")

        def look() -> Any:
            from desk.services import letters, site

            found = letters.templates(desk, state="in-use", limit=500).rows
            return found, tuple(site.buildings(desk)), letters.choices_of(desk, "tier")

        self.ask(look, lambda answer: self._looked(wanted, *answer))
        return {"persons": "person" if args.get("persons") else "household"}

    def _looked(self, wanted: str, templates: Sequence[TemplateView], buildings: Sequence[Any], tiers: Any) -> None:
        self._templates = tuple(templates)
        self._buildings = tuple((str(one.id), one.name) for one in buildings)
        self._tiers = tuple(tiers)
        for name in ("template_id", "building_id", "tier"):
            self.form.refill(name)
        with self.form.quietly():
            first = wanted or (str(templates[0].id) if templates else "")
            self.form.set_value("template_id", first)
            self.form.set_value("building_id", "")
            self.form.set_value("tier", "")
        self.form.mark_saved()
        self.changed()

    def retranslate(self) -> None:
        super().retranslate()
        self.preview.retranslate()
        self.save_button.set_words(_("Write without printing"))
        self.print_button.set_words(_("Write and print"))
        for table in (self.to_write, self.left):
            table.retranslate()
        # L10N: 没有收件人
        self.to_write.set_empty(_("Nobody gets this letter."))
        self.left.set_empty(_("Nobody was left out."))
        self._say()

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            # L10N: 保存（不打印）
            PageAction(N_("Write without printing"), "Ctrl+S", lambda: self.submit(printing=False)),
            PageAction(N_("Write and print"), "Ctrl+Enter", lambda: self.submit(printing=True)),
            # L10N: 下一份函件; 上一份函件
            PageAction(N_("Next letter"), "Ctrl+PgDown", lambda: self._step(1)),
            PageAction(N_("Previous letter"), "Ctrl+PgUp", lambda: self._step(-1)),
            # L10N: 移出或移回收件人
            PageAction(N_("Take the recipient out, or back"), "Ctrl+Del", self._take_out),
            # L10N: 预览、收件人、未列入
            PageAction(N_("Letter, recipients, left out"), "F6", self._next_tab),
        )

    # -------------------------------------------------------------------------------------------------------- audience
    def _entry(self, values: Mapping[str, Any]) -> RunEntry:
        from desk.services.letters import RunEntry

        return RunEntry(
            int(values["template_id"] or 0), values["subject"] or "", int(values["building_id"] or 0) or None,
            values["unit_kind"] or "", values["role"] or "", values["klass"] or "", values["tier"] or "",
            persons=values["persons"] == "person", again=bool(values["again"]), without=tuple(sorted(self._without)),
        )  # fmt: skip

    def changed(self) -> None:
        self._pause.start()

    def _look(self) -> None:
        values = {**self.form.values(), "subject": ""}  # what it is about changes nobody's letter
        entry, desk = self._entry(values), self.desk
        if self.busy or entry == self._asked:
            return
        self._asked = entry
        if not entry.template_id:
            self._found = None
            self._say()
            return

        def look() -> Any:
            from desk.services import letters

            return letters.preview_run(desk, entry)

        def shown(found: RunPreview) -> None:
            if entry == self._asked:
                self._show_audience(found)

        self.ask(look, shown, on_error=self._not_found)

    def _not_found(self, error: DeskError) -> None:
        self._found = None
        self._say()
        self.shell.messages.explain(error)

    def _show_audience(self, found: RunPreview) -> None:
        kept = self.to_write.current()
        self._found = found
        self.to_write.set_rows(found.letters)
        self.left.set_rows(found.left_out)
        if kept is not None:
            self.to_write.select(lambda row: row.customer_id == kept.customer_id and row.unit_id == kept.unit_id)
        self._say()
        self._show_letter()

    def _say(self) -> None:
        found = self._found
        letters, left = (len(found.letters), len(found.left_out)) if found is not None else (0, 0)
        # L10N: 函件; 收件人（{n}）; 未列入（{n}）
        for at, words in enumerate(
            (
                _("The letter"), _("Recipients ({n})").format(n=f"{letters:,}"), _("Left out ({n})").format(n=f"{left:,}"),
            )
        ):  # fmt: skip
            self.tabs.setTabText(at, words)
        self.print_button.setEnabled(letters > 0)
        self.save_button.setEnabled(letters > 0)
        if not self._templates:
            # L10N: 没有已启用的模板，请先到“函件模板”审批启用。
            self._counts.setText(_("No template is in use. Approve one among the templates first."))
        elif found is not None:
            words = ngettext("{n} letter", "{n} letters", letters).format(n=f"{letters:,}")
            self._counts.setText(say.dotted(words, _("Left out ({n})").format(n=f"{left:,}")) if left else words)
        else:
            self._counts.setText("")

    def _current(self) -> Recipient | None:
        found = self._found
        row = self.to_write.current()
        if row is None and found is not None and found.letters:
            row = found.letters[0]
        return row

    def _show_letter(self) -> None:
        one, desk, found = self._current(), self.desk, self._found
        if one is None or found is None:
            self.preview.clear()
            return
        template_id = found.template.id

        def look() -> Any:
            from desk.services import letters

            return letters.letter_preview(desk, template_id, one)

        self.ask(
            look,
            lambda slip: self.preview.show_slip(slip, "a4", Marks(preview=True)) if one is self._current() else None,
        )

    def _step(self, by: int) -> None:
        found, one = self._found, self._current()
        if found is None or one is None or not found.letters:
            return
        at = (found.letters.index(one) + by) % len(found.letters)
        wanted = found.letters[at]
        self.to_write.select(lambda row: row is wanted or row == wanted)
        self._show_letter()

    def _take_out(self) -> None:
        at_left = self.tabs.currentIndex() == 2
        row = self.left.current() if at_left else self._current()
        if row is None or (at_left and row.why != "taken-out"):
            return
        self._without ^= {row.customer_id}
        self._look()

    def _next_tab(self) -> None:
        if not self.side_button.isHidden() and not self.side_button.isChecked():
            self.side_button.setChecked(True)
            return
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())
        widget = self.tabs.currentWidget()
        if isinstance(widget, Table):
            widget.keys().setFocus()

    # ---------------------------------------------------------------------------------------------------------- saving
    def submit(self, *, printing: bool) -> None:
        """Writes the letters, with a bar and Cancel; Cancel leaves nothing."""
        if self.busy:
            return
        self.form.settle()
        wrong = self.form.check()
        if wrong:
            self.form.show_problems(wrong)
            return
        self.form.clear_problems()
        entry, desk = self._entry(self.form.values()), self.desk

        def work(progress: tasks.Progress) -> RunView:
            from desk.services import letters

            return letters.run(desk, entry, progress=progress, cancelled=progress.cancelled)

        def failed(error: DeskError) -> None:
            if isinstance(error, InvalidInput):
                self.form.show_problems(error)
            elif error.code == "cancelled":
                self.shell.messages.info(error.message)
            else:
                self.shell.messages.explain(error)

        # L10N: 正在写函件
        tasks.run(work, on_done=lambda view: self._done(view, printing), on_error=failed, progress=_("Writing the letters"),
                  owner=self, busy=self.busy)  # fmt: skip

    def _done(self, view: RunView, printing: bool) -> None:
        # L10N: {number}：已写 {n} 份函件
        words = ngettext("{number}: {n} letter is written.", "{number}: {n} letters are written.", view.letters)
        self.shell.messages.info(words.format(number=view.number, n=f"{view.letters:,}"))
        self.form.mark_saved()
        self.shell.changed(view)
        self.shell.open_page("letter-list", run_id=view.id)
        if printing:
            print_papers(self.shell.page() or self, "letter", view.numbers)


__all__ = ["WritePage"]
