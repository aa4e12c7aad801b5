"""The form of a template's text, with a letter to somebody beside it as it would look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desk.catalog import label
from desk.errors import DeskError
from desk.i18n import N_, _
from desk.rules.letters import CUSTOMERS, KINDS, LANGUAGES, STYLES
from desk.services import letters
from desk.services.letters import TemplateEntry
from desk.slips.engine.slip import Marks
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.page import FormPage
from desk.ui.kit.preview import SlipPreview, paper_card
from desk.ui.letters.templates import version_words

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.letters import TemplateView
    from desk.ui.kit.pages import Shell


def _listed(name: str, codes: tuple[str, ...]) -> Any:
    return lambda: [(code, label(name, code)) for code in codes]


def _dunning(values: Mapping[str, Any]) -> bool:
    return values.get("kind") == "dunning" or "{金额}" in str(values.get("text") or "")


class TextPage(FormPage):
    """`open_page("letter-text")` begins a template, with `template_id` it shows one: saving makes a draft or changes it."""

    draft_key = "letter-text"
    prints = False

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._of: dict[str, tuple[tuple[str, str], ...]] = {}
        self._template: TemplateView | None = None
        self._asked: Any = None
        self._busy_preview = False
        self._kind_of = ""
        self.spec = FormSpec(N_("Text of a letter"), self._fields())
        super().__init__(shell, desk)

    def _fields(self) -> tuple[FieldSpec, ...]:
        def which() -> list[tuple[str, str]]:
            return [*self._of.get(self._kind_of, ())]

        return (
            FieldSpec("name", N_("Name of the template"), required=True, max_length=40),
            FieldSpec(
                "kind", N_("Kind of letter"), "choice", required=True, choices=_listed("letter_kinds", KINDS), default="service"
            ),
            FieldSpec(
                "customers", N_("For"), "choice", required=True, choices=_listed("letter_customers", CUSTOMERS), default="any"
            ),
            FieldSpec(
                "of",
                # L10N: 分类或等级
                N_("Class or level"),
                "choice",
                choices=which,
                visible_when=lambda values: values.get("customers") in ("class", "tier"),
            ),
            FieldSpec("language", N_("Language of the letter"), "choice", required=True, choices=_listed("letter_languages", LANGUAGES)),
            FieldSpec(
                "style",
                # L10N: 男士称呼
                N_("How men are addressed"),
                "choice",
                required=True,
                choices=_listed("letter_styles", STYLES),
                visible_when=lambda values: values.get("language") == "zh_CN",
                default="gong",
            ),
            FieldSpec(
                "text", N_("Text"), "multiline", required=True, span="full", lines=12,
                # L10N: 可用：{称呼} {姓名} {房号} {金额} {日期} {落款}；落款和日期单独成行时靠右
                help=N_("It may hold {称呼} {姓名} {房号} {金额} {日期} {落款}. Sender and date stand at the right in lines of their own."),
            ),
            FieldSpec(
                "chance", N_("Reason"), span="full", max_length=80, visible_when=_dunning,
                help=N_("Only where a word reads like a threat but is part of another one."),
            ),
        )  # fmt: skip

    def side(self) -> QWidget:
        self.preview = SlipPreview(debounce=0)
        return paper_card(self.preview)

    # -------------------------------------------------------------------------------------------------------- opening
    def start(self, **args: Any) -> dict[str, Any]:
        self._template = None
        self._asked = None
        template_id = int(args.get("template_id") or 0)
        desk = self.desk
        self.preview.clear()

        def look() -> Any:
            found = letters.template(desk, template_id) if template_id else None
            return found, {code: letters.choices_of(desk, code) for code in ("class", "tier")}

        self.ask(look, self._looked)
        return {"language": desk.site.slip_language}

    def _looked(self, answer: tuple[TemplateView | None, dict[str, Any]]) -> None:
        found, self._of = answer
        self._template = found
        self.form.refill("of")
        if found is not None:
            self._kind_of = found.customers
            self.form.refill("of")
            names = ("name", "kind", "customers", "of", "language", "style", "text", "chance")
            with self.form.quietly():
                self.form.set_values({name: getattr(found, name) for name in names})
            self.form.mark_saved()
        self.title_changed.emit()
        self._say_version()
        self.changed()

    def _say_version(self) -> None:
        found = self._template
        words = _(self.spec.title)
        if found is not None:
            words = f"{version_words(found)} · {label('letter_template_states', found.state)}"
        self._title.setText(words)

    def retranslate(self) -> None:
        super().retranslate()
        self.preview.retranslate()
        self._say_version()

    # --------------------------------------------------------------------------------------------------------- typing
    def _entry(self, values: Mapping[str, Any]) -> TemplateEntry:
        style = values["style"] if values["language"] == "zh_CN" else "sir-madam"
        return TemplateEntry(
            values["name"], values["kind"], values["text"], values["customers"], values["of"] or "", values["language"],
            style or "gong", values["chance"] or "",
        )  # fmt: skip

    def changed(self) -> None:
        customers = self.form.value("customers")
        if customers != self._kind_of:
            self._kind_of = customers
            self.form.refill("of")
        self._show()

    def _show(self) -> None:
        entry, desk = self._entry(self.form.values()), self.desk
        if self._busy_preview or entry == self._asked:
            return
        self._asked = entry
        if not entry.text.strip():
            self.preview.clear()
            return
        self._busy_preview = True

        def look() -> Any:
            return letters.template_preview(desk, entry)

        def shown(slip: Any) -> None:
            self._busy_preview = False
            self.preview.show_slip(slip, "a4", Marks(preview=True))
            self._show()  # what was typed meanwhile

        def failed(_error: DeskError) -> None:
            self._busy_preview = False

        self.ask(look, shown, on_error=failed)

    def save(self, values: dict[str, Any]) -> Any:
        found = self._template
        return letters.save_template(
            self.desk, self._entry(values), template_id=found.id if found is not None else None
        )

    def saved(self, result: TemplateView, printing: bool) -> None:
        # L10N: {name} 已存为草稿，请主管审批后启用
        self.shell.messages.info(
            _("{name} is kept as a draft. A supervisor approves it.").format(name=version_words(result))
        )
        self.shell.open_page("letter-templates", view="draft")


__all__ = ["TextPage"]
