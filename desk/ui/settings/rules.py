"""The rulebook's numbers, as the features declare them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from desk import features
from desk.features import PolicyKey
from desk.i18n import _
from desk.ui.forms import FieldSpec, Form, FormSpec
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
    """The rules that stand under one heading; they are saved together."""

    def __init__(self, page: Page, heading: str, rules: list[PolicyKey]) -> None:
        self.spec = FormSpec(heading, tuple(_field(rule) for rule in rules))
        super().__init__(page)
        self.box.setContentsMargins(0, 0, 0, 0)

    def values(self) -> dict[str, Any]:
        return {field.name: self.desk.policy[field.name] for field in self.spec.fields}

    def store(self, values: dict[str, Any]) -> None:
        from desk.services.site import policy

        policy.change_rules(self.desk, {name: _stored(value) for name, value in values.items()})

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
        self.groups = [_Group(page, heading, rules) for heading, rules in found.items()]
        for group in self.groups:
            self.box.addWidget(group)
        self.box.addStretch(1)

    def form_of(self, key: str) -> Form:
        """The form that a rule stands in."""
        return next(group.form for group in self.groups if group.form.has_field(key))

    def refresh(self) -> None:
        for group in self.groups:
            group.refresh()

    def save(self) -> None:
        """Saves every group that was changed."""
        for group in self.groups:
            if group.form.is_changed():
                group.save()

    def can_leave(self) -> bool:
        return all(group.can_leave() for group in self.groups)

    def retranslate(self) -> None:
        for group in self.groups:
            group.retranslate()


def _stored(value: Any) -> Any:
    """A typed value as the rulebook keeps it: whole numbers as such."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
