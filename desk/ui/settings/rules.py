"""The rulebook's numbers, as the features declare them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout

from desk import features
from desk.errors import DeskError, InvalidInput
from desk.features import PolicyKey
from desk.i18n import _
from desk.ui.forms import FieldSpec, Form, FormSpec
from desk.ui.kit import tasks, theme
from desk.ui.settings.parts import Part, ask_to_leave

if TYPE_CHECKING:
    from desk.ui.settings.page import SettingsPage

_KINDS = {"int": "number", "decimal": "number", "bool": "check", "text": "text", "choice": "choice"}
"""Kinds of fields by the types of rules."""


def _rule_field(rule: PolicyKey) -> FieldSpec:
    return FieldSpec(
        rule.key,
        rule.label,
        _KINDS[rule.type],
        required=_KINDS[rule.type] in ("number", "choice"),
        choices=lambda: [(code, _(words)) for code, words in rule.choices],
        text=rule.label if rule.type == "bool" else "",
        help=rule.help,
    )


class Rules(Part):
    """The rulebook's numbers that a manager may change: a form for each group of them, saved together."""

    def __init__(self, page: SettingsPage) -> None:
        super().__init__(page)
        self.forms: dict[str, Form] = {}
        self._cards: dict[str, theme.Card] = {}
        groups: dict[str, list[FieldSpec]] = {}
        for rule in features.policy().values():
            if rule.type in _KINDS:
                groups.setdefault(rule.group, []).append(_rule_field(rule))
        for group, fields in groups.items():
            card = self._cards[group] = theme.Card()
            form = self.forms[group] = Form(FormSpec(group, tuple(fields)), self.desk)
            card.body.addWidget(form)
            self.box.addWidget(card)
        row = QHBoxLayout()
        self.note = theme.text("", "muted", wrap=True)
        row.addWidget(self.note, 1)
        self.button = theme.Button("", key="Ctrl+S", role="primary")
        self.button.clicked.connect(self.save)
        row.addWidget(self.button)
        self.box.addLayout(row)
        self.box.addStretch(1)
        forms = list(self.forms.values())
        for form, following in zip(forms, [*forms[1:], None], strict=True):
            form.finished.connect(self.button.setFocus if following is None else following.focus_first)

    def form_of(self, key: str) -> Form:
        """The form that a rule stands in."""
        return next(form for form in self.forms.values() if any(field.name == key for field in form.spec.fields))

    def refresh(self) -> None:
        self.button.setEnabled(self.is_manager())
        self.note.setText("" if self.is_manager() else _("Only the manager changes this."))
        for form in self.forms.values():
            form.setEnabled(self.is_manager())
            if not form.is_changed():
                form.set_values({field.name: self.desk.policy[field.name] for field in form.spec.fields})
                form.mark_saved()

    def save(self) -> None:
        if not self.button.isEnabled():
            return
        wrong = False
        for form in self.forms.values():
            problems = form.check()
            form.show_problems(problems)
            wrong = wrong or bool(problems)
        if wrong:
            return
        values = {name: _stored(value) for form in self.forms.values() for name, value in form.values().items()}

        def store() -> None:
            from desk.services.site import policy

            policy.change_rules(self.desk, values)

        def done(_nothing: Any) -> None:
            for form in self.forms.values():
                form.mark_saved()
            self.shell.messages.info(_("Saved."))
            self.shell.changed()

        def failed(error: DeskError) -> None:
            if not isinstance(error, InvalidInput):
                self.shell.messages.explain(error)
                return
            for form in self.forms.values():
                names = {field.name for field in form.spec.fields}
                form.show_problems({name: words for name, words in error.by_field().items() if name in names})

        tasks.run(store, on_done=done, on_error=failed, owner=self)

    def can_leave(self) -> bool:
        if not any(form.is_changed() for form in self.forms.values()):
            return True
        leave = ask_to_leave(self)
        if leave:
            for form in self.forms.values():
                form.mark_saved()
        return leave

    def retranslate(self) -> None:
        for group, card in self._cards.items():
            card.set_heading(_(group))
        self.button.set_words(_("Save"))


def _stored(value: Any) -> Any:
    """A typed value as the rulebook keeps it: whole numbers as such."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
