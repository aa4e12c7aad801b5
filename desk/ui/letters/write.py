"""Letters to an audience: template, subject and filter; beside it who gets one, who does not and why, and the letter itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTabWidget, QWidget

from desk.catalog import catalog, label
from desk.errors import DeskError, InvalidInput
from desk.i18n import N_, _, ngettext
from desk.services import letters, site
from desk.services.letters import RunEntry
from desk.slips.engine.slip import Marks
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.page import FormPage
from desk.ui.kit import tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import PageAction
from desk.ui.kit.preview import SlipPreview
from desk.ui.kit.tables import Column, Table
from desk.ui.letters.runs import LEFT_OUT
from desk.ui.slips.many import print_papers

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.letters import Recipient, TemplateView
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
    """`open_page("letter-write")`, with `template_id` or `persons`; Ctrl+Enter writes the letters and prints them.

    A list of greetings is the same page with other fields (`greet.GreetPage`).

    Attributes:
        heading: msgid of the title. people: columns of those who get one. templates: the texts in use.
    """

    heading: ClassVar[str] = N_("Write letters")
    people: ClassVar[tuple[Column, ...]] = LETTERS

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self.templates: tuple[TemplateView, ...] = ()
        self._buildings: tuple[tuple[str, str], ...] = ()
        self._tiers: tuple[tuple[str, str], ...] = ()
        self._without: set[int] = set()
        self._found: Any = None
        self._asked: Any = None
        self._ready = False
        self.spec = FormSpec(self.heading, self.fields())
        self._pause = QTimer()
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        super().__init__(shell, desk)
        self._pause.setParent(self)  # it ends with the page

    # ------------------------------------------------------------------------------------------- what is written, and to whom
    def fields(self) -> tuple[FieldSpec, ...]:
        """The fields of the form."""

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
                choices=lambda: [(str(one.id), _words(one)) for one in self.templates],
            ),
            # L10N: 事由
            FieldSpec("subject", N_("Subject of the letters"), required=True, span="full", max_length=60),
            FieldSpec(
                "persons", N_("One letter for each"), "choice", required=True, default="household",
                # L10N: 每户一函; 每人一函
                choices=lambda: [("household", _("One household")), ("person", _("One person"))],
            ),
            FieldSpec("role", N_("To whom"), "choice", choices=roles, default=""),
            *self.filter_fields(),
            FieldSpec("unit_kind", N_("Use of a room"), "choice", choices=_every("unit_kinds"), default=""),
            FieldSpec(
                "again", N_("Again"), "check", span="full",
                # L10N: 近期已收到同一函件的也再发一次
                text=N_("Also to those who had this letter lately"),
            ),
        )  # fmt: skip

    def filter_fields(self) -> tuple[FieldSpec, ...]:
        """Building, class and level."""
        return (
            FieldSpec(
                "building_id", N_("Building"), "choice", choices=lambda: [("", _("All")), *self._buildings], default=""
            ),
            FieldSpec("klass", N_("Customer class"), "choice", choices=_every("classes"), default=""),
            FieldSpec("tier", N_("Member level"), "choice", choices=lambda: [("", _("All")), *self._tiers], default=""),
        )

    def read_around(self, desk: Desk) -> Any:
        """What the choices need; on a worker."""
        return letters.templates(desk, state="in-use", limit=500).rows

    def looked(self, args: Mapping[str, Any], answer: Any) -> None:
        """Fills the choices with what was read."""
        self.templates = tuple(answer)
        self.form.refill("template_id")
        wanted = str(args.get("template_id") or "")
        self.form.set_value("template_id", wanted or (str(answer[0].id) if answer else ""))

    def entry(self, values: Mapping[str, Any]) -> Any:
        """What is asked of the service."""
        return RunEntry(
            int(values["template_id"] or 0), values["subject"] or "", int(values["building_id"] or 0) or None,
            values["unit_kind"] or "", values["role"] or "", values["klass"] or "", values["tier"] or "",
            persons=values["persons"] == "person", again=bool(values["again"]), without=self.without(),
        )  # fmt: skip

    def without(self) -> tuple[int, ...]:
        """Who was taken out by hand."""
        return tuple(sorted(self._without))

    @staticmethod
    def asked_for(entry: Any) -> bool:
        """Whether enough is chosen to look for an audience."""
        return bool(entry.template_id)

    @staticmethod
    def look(desk: Desk, entry: Any) -> Any:
        """Who gets one and who does not; on a worker."""
        return letters.preview_run(desk, entry)

    @staticmethod
    def write(desk: Desk, entry: Any, progress: tasks.Progress) -> Any:
        """Writes them; on a worker."""
        return letters.run(desk, entry, progress=progress, cancelled=progress.cancelled)

    @staticmethod
    def template_of(found: Any) -> int:
        """Of which template a letter is shown; 0 shows none."""
        return int(found.template.id)

    def none_words(self) -> str:
        """What is missing before anybody can get one; "" when nothing is."""
        # L10N: 没有已启用的模板，请先到“函件模板”审批启用。
        return "" if self.templates else _("No template is in use. Approve one among the templates first.")

    def count_words(self, count: int) -> str:
        """How many there will be."""
        return ngettext("{n} letter", "{n} letters", count).format(n=f"{count:,}")

    def tab_words(self, letters: int, left: int) -> Sequence[str]:
        """Over the three tabs."""
        # L10N: 函件; 收件人（{n}）; 未列入（{n}）
        return (
            _("The letter"),
            _("Recipients ({n})").format(n=f"{letters:,}"),
            _("Left out ({n})").format(n=f"{left:,}"),
        )

    def done(self, view: Any, *, printing: bool) -> None:
        """They are written: says so, shows them, prints them."""
        # L10N: {number}：已写 {n} 份函件
        words = ngettext("{number}: {n} letter is written.", "{number}: {n} letters are written.", view.letters)
        self.shell.messages.info(words.format(number=view.number, n=f"{view.letters:,}"))
        self.shell.open_page("letter-list", run_id=view.id)
        if printing:
            print_papers(self.shell.page() or self, "letter", view.numbers)

    # ------------------------------------------------------------------------------------------------------- the page
    def side(self) -> QWidget:
        card = theme.Card()
        self._counts = theme.text("", "strong", wrap=True)
        card.body.addWidget(self._counts)
        self.tabs = QTabWidget()
        self.preview = SlipPreview(debounce=0)
        self.to_write, self.left = Table(self.people), Table(LEFT_OUT)
        for widget in (self.preview, self.to_write, self.left):
            self.tabs.addTab(widget, "")
        self.to_write.selected.connect(lambda _row: self._show_letter())
        self.to_write.opened.connect(lambda _row: self.tabs.setCurrentIndex(0))
        self.left.opened.connect(
            lambda row: self.shell.open_target(f"unit:{row.unit_id}") if row.unit_id is not None else None
        )
        card.body.addWidget(self.tabs, 1)
        return card

    def start(self, **args: Any) -> dict[str, Any]:
        self._without, self._found, self._asked, self._ready = set(), None, None, False
        self.preview.clear()
        self.to_write.set_rows(())
        self.left.set_rows(())
        desk, read = self.desk, self.read_around

        def look() -> Any:
            return read(desk), tuple(site.buildings(desk)), letters.choices_of(desk, "tier")

        self.ask(look, lambda answer: self._looked(args, *answer))
        return {"persons": "person" if args.get("persons") else "household"}

    def _looked(self, args: Mapping[str, Any], answer: Any, buildings: Sequence[Any], tiers: Any) -> None:
        self._buildings = tuple((str(one.id), one.name) for one in buildings)
        self._tiers = tuple(tiers)
        for name in ("building_id", "tier"):
            self.form.refill(name)
        with self.form.quietly():
            self.looked(args, answer)
            self.form.set_value("building_id", "")
            self.form.set_value("tier", "")
        self.form.mark_saved()
        self._ready = True
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
    def changed(self) -> None:
        self._pause.start()

    def _look(self) -> None:
        if self.busy or not self._ready:
            return
        values = self.form.values()
        if "subject" in values:
            values["subject"] = ""  # what it is about changes nobody's letter
        entry, desk, look = self.entry(values), self.desk, type(self).look
        if entry == self._asked:
            return
        self._asked = entry
        if not self.asked_for(entry):
            self._nobody()
            return

        def shown(found: Any) -> None:
            if entry == self._asked:
                self._show_audience(found)

        self.ask(lambda: look(desk, entry), shown, on_error=self._not_found)

    def _nobody(self) -> None:
        self._found = None
        self.to_write.set_rows(())
        self.left.set_rows(())
        self.preview.clear()
        self._say()

    def _not_found(self, error: DeskError) -> None:
        self._nobody()
        if isinstance(error, InvalidInput):
            self.form.show_problems(error, focus=False)
        else:
            self.shell.messages.explain(error)

    def _show_audience(self, found: Any) -> None:
        kept = self.to_write.current()
        self._found = found
        self.form.clear_problems()
        self.to_write.set_rows(found.letters)
        self.left.set_rows(found.left_out)
        if kept is not None:
            self.to_write.select(lambda row: row.customer_id == kept.customer_id and row.unit_id == kept.unit_id)
        self._say()
        self._show_letter()

    def _say(self) -> None:
        found = self._found
        letters, left = (len(found.letters), len(found.left_out)) if found is not None else (0, 0)
        for at, words in enumerate(self.tab_words(letters, left)):
            self.tabs.setTabText(at, words)
        self.print_button.setEnabled(letters > 0)
        self.save_button.setEnabled(letters > 0)
        missing = self.none_words() if self._ready else ""
        if missing:
            self._counts.setText(missing)
        elif found is not None:
            words = self.count_words(letters)
            self._counts.setText(say.dotted(words, _("Left out ({n})").format(n=f"{left:,}")) if left else words)
        else:
            self._counts.setText("")

    def _current(self) -> Recipient | None:
        found = self._found
        row: Recipient | None = self.to_write.current()
        if row is None and found is not None and found.letters:
            row = found.letters[0]
        return row

    def _show_letter(self) -> None:
        one, desk, found = self._current(), self.desk, self._found
        template_id = self.template_of(found) if found is not None else 0
        if one is None or not template_id:
            self.preview.clear()
            return
        wanted = one

        def look() -> Any:
            return letters.letter_preview(desk, template_id, wanted)

        def shown(slip: Any) -> None:
            if wanted is self._current():
                self.preview.show_slip(slip, "a4", Marks(preview=True))

        self.ask(look, shown)

    def _step(self, by: int) -> None:
        found, one = self._found, self._current()
        if found is None or one is None or not found.letters:
            return
        wanted = found.letters[(found.letters.index(one) + by) % len(found.letters)]
        self.to_write.select(lambda row: row == wanted)
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
        if not self.side_button.isHidden() and self.tabs.currentIndex() == self.tabs.count() - 1:
            self.tabs.setCurrentIndex(0)
            self.side_button.setChecked(False)  # and round to the form
            return
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())
        widget = self.tabs.currentWidget()
        if isinstance(widget, Table):
            widget.keys().setFocus()

    # ---------------------------------------------------------------------------------------------------------- saving
    def submit(self, *, printing: bool) -> None:
        """Writes them, with a bar and Cancel; Cancel leaves nothing."""
        if self.busy:
            return
        self.form.settle()
        wrong = self.form.check()
        if wrong:
            self.form.show_problems(wrong)
            return
        self.form.clear_problems()
        entry, desk, write = self.entry(self.form.values()), self.desk, type(self).write

        def failed(error: DeskError) -> None:
            if isinstance(error, InvalidInput):
                self.form.show_problems(error)
            elif error.code == "cancelled":
                self.shell.messages.info(error.message)
            else:
                self.shell.messages.explain(error)

        def written(view: Any) -> None:
            self.form.mark_saved()
            self.shell.changed(view)
            self.done(view, printing=printing)

        tasks.run(
            lambda progress: write(desk, entry, progress),
            on_done=written,
            on_error=failed,
            # L10N: 正在写函件
            progress=_("Writing the letters"),
            owner=self,
            busy=self.busy,
        )


def _words(one: TemplateView) -> str:
    return say.dotted(label("letter_kinds", one.kind), one.name, one.of_words)


def _every(name: str) -> Any:
    # L10N: 全部
    return lambda: [("", _("All")), *((one.code, one.label) for one in catalog(name))]


__all__ = ["WritePage"]
