"""The rulebook's numbers, as the features declare them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from desk import features
from desk.errors import DeskError, InvalidInput
from desk.features.kit import PolicyKey
from desk.i18n import _
from desk.services.site import policy
from desk.ui.forms import FieldSpec, Form, FormSpec
from desk.ui.kit import tasks
from desk.ui.kit.pages import Page
from desk.ui.settings.parts import FormPart, Part

_KINDS = {"int": "number", "decimal": "number", "bool": "check", "text": "text", "choice": "choice"}
"""Kinds of fields by the types of rules; a rule of another type is changed on a page of its own."""


def _field(rule: PolicyKey) -> FieldSpec:
    return FieldSpec(
        rule.key,
        rule.label,
        _KINDS[rule.type],
        required=_KINDS[rule.type] in ("number", "choice"),
        choices=lambda: [(code, _(words)) for code, words in rule.choices],
        text=rule.label if rule.type == "bool" else "",
        help=rule.help,
    )


class _Group(FormPart):
    """The rules that stand under one heading."""

    def __init__(self, part: Rules, heading: str, rules: list[PolicyKey]) -> None:
        self.spec = FormSpec(heading, tuple(_field(rule) for rule in rules))
        super().__init__(part.page)
        self._part = part
        self.box.setContentsMargins(0, 0, 0, 0)

    def values(self) -> dict[str, Any]:
        return {field.name: self.desk.policy[field.name] for field in self.spec.fields}

    def save(self) -> None:
        """Saves all that was changed on the page: the rules are one book."""
        self._part.save()

    def retranslate(self) -> None:
        super().retranslate()
        self.card.set_heading(_(self.spec.title))


class Rules(Part):
    """The rulebook's numbers that a manager may change, a card for each group."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        found: dict[str, list[PolicyKey]] = {}
        for rule in features.policy().values():
            if rule.type in _KINDS:
                found.setdefault(rule.group, []).append(rule)
        self.groups = [_Group(self, heading, rules) for heading, rules in found.items()]
        self._busy = tasks.Busy(self._set_read_only)
        for group in self.groups:
            self.box.addWidget(group)
        self.box.addStretch(1)

    def form_of(self, key: str) -> Form:
        """The form that a rule stands in."""
        return next(group.form for group in self.groups if group.form.has_field(key))

    def _set_read_only(self, on: bool) -> None:
        for group in self.groups:
            group.form.set_read_only(on)

    def refresh(self) -> None:
        for group in self.groups:
            group.refresh()

    def save(self) -> None:
        """Saves every rule that was changed, under whatever heading, by one act: all of them or none."""
        changed = [group.form for group in self.groups if group.form.is_changed()]
        if self._busy or not changed:
            return
        for form in changed:
            form.settle()
        problems = {name: words for form in changed for name, words in form.check().items()}
        self._show(changed, problems)
        if problems:
            return
        handed = [(form, form.state()) for form in changed]
        values = {name: _stored(value) for form in changed for name, value in form.values().items()}

        def store() -> None:
            policy.change_rules(self.desk, values)

        def done(_nothing: Any) -> None:
            for form, state in handed:
                form.mark_saved(state)
            self.shell.messages.info(_("Saved."))
            self.shell.changed()
            self.shell.retranslate()

        def failed(error: DeskError) -> None:
            if isinstance(error, InvalidInput):
                self._show(changed, error.by_field())
            else:
                self.shell.messages.explain(error)

        tasks.run(store, on_done=done, on_error=failed, owner=self, busy=self._busy, pool=tasks.ACTS)

    @staticmethod
    def _show(forms: list[Form], problems: Mapping[str, str]) -> None:
        """Says what is wrong beside each rule; the focus goes to the first."""
        for form in reversed(forms):
            form.show_problems({name: words for name, words in problems.items() if form.has_field(name)})

    def can_leave(self) -> bool:
        return not self._busy and all(group.can_leave() for group in self.groups)

    def retranslate(self) -> None:
        for group in self.groups:
            group.retranslate()


def _stored(value: Any) -> Any:
    """A typed value as the rulebook keeps it: whole numbers as such."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
