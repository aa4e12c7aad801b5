"""The rulebook's numbers as this site has them: checked by what the features declare, told to whom they concern."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.orm import Session

from desk import features
from desk.errors import Checker
from desk.features.kit import PolicyKey
from desk.i18n import _
from desk.models import Setting
from desk.services.kit.desk import Act, Desk

PREFIX = "policy."
"""What the key of a changed rule begins with among the settings."""


def change_rules(desk: Desk, values: Mapping[str, Any]) -> None:
    """Changes several rules at once, audited with before and after; those that stay as they are may be among them.

    Args:
        desk: the desk.
        values: by dotted name in policy.toml.

    Raises:
        InvalidInput: one field a rule, by its name; nothing is changed then.
        NotAllowed: not the manager.
    """
    with desk.act("site.rules") as act:
        desk.require("manager")
        check = Checker()
        for key, value in values.items():
            check_value(check, key, key, value)
        check.done()
        for hook in features.hooks("policy_checked"):
            check.problems += [each for each in hook(desk.policy.changed(values)) if each.field in values]
        check.done()
        changed = {key: value for key, value in values.items() if desk.policy[key] != value}
        act.data["changed"] = {key: [desk.policy[key], value] for key, value in changed.items()}
        for key, value in changed.items():
            act.session.merge(Setting(key=PREFIX + key, value=value))
        put_in_force(act, desk, changed)
    desk.forget()


def put_in_force(act: Act, desk: Desk, changed: Mapping[str, Any]) -> None:
    """Tells the features what changed, inside the act, while the desk reckons with it; the caller `forget`s afterwards."""
    act.session.flush()
    old = desk.policy
    desk.use_policy(old.changed(changed))
    try:
        tell(act.session, desk, changed)
    finally:
        desk.use_policy(old)


def tell(session: Session, desk: Desk, keys: Collection[str]) -> None:
    """Calls what the features want to be told when rules change (`holidays`: the table of holidays)."""
    if keys:
        for hook in features.hooks("policy_changed"):
            hook(session, desk, keys)


def check_value(check: Checker, field: str, key: str, value: Any) -> None:
    """Notes a value that does not suit its rule."""
    rule = features.policy().get(key)
    if rule is None or rule.type == "elsewhere":
        check.add("key" if field == "value" else field, "setting", _("There is no rule named {name}.").format(name=key))
    elif not _suits(rule, value):
        check.add(field, "value", _("This value does not suit the rule."))
    elif rule.least is not None and rule.most is not None and not rule.least <= value <= rule.most:
        # L10N: 请填 {least} 到 {most} 之间的数
        words = _("Between {least} and {most}, please.")
        check.add(field, "range", words.format(least=f"{rule.least:g}", most=f"{rule.most:g}"))


def _suits(rule: PolicyKey, value: Any) -> bool:
    if rule.type == "choice":
        return value in {code for code, _label in rule.choices}
    if rule.type in ("bool", "text"):
        return isinstance(value, bool if rule.type == "bool" else str)
    kinds = (int,) if rule.type == "int" else (int, float)
    return isinstance(value, kinds) and not isinstance(value, bool)
