"""Residents' certificates (入住证明; handbook A8): for whom one may be written, and what it must say. Pure."""

from __future__ import annotations

from desk.errors import Checker, Problem
from desk.i18n import N_, _
from desk.rules.kit.lifecycle import LifeCycle, Move, Need

CYCLE = LifeCycle(
    kind="certificate",
    states=("issued", "void"),
    names="certificate_states",
    ended=("issued", "void"),
    moves=(
        Move("issue", ("",), "issued", event="issued", hidden=True),
        # L10N: 作废; {number} 已作废
        Move("void", ("issued",), "void", event="void", role="supervisor", needs=(Need("reason", N_("Write why.")),),
             label=N_("Void"), danger=True, done=N_("{number} is void.")),
    ),
)  # fmt: skip
"""A certificate: issued, or void with its reason; nothing of it is changed."""


def certificate_problems(*, lives_here: bool, company: bool, purpose: str, name: str) -> list[Problem]:
    """What is wrong with a certificate: it is for a person who lives in the home today, and says what for."""
    check = Checker()
    if company:
        # L10N: 入住证明只为个人开具
        check.add("customer_id", "company", _("A certificate is for a person, not for a company."))
    elif not lives_here:
        # L10N: {name} 目前未登记在该户
        words = _("{name} does not live in this home today. No certificate is issued.")
        check.add("customer_id", "not-here", words.format(name=name))
    # L10N: 请填写用途
    check.require("purpose", purpose, _("Write what it is for."))
    return check.problems


__all__ = ["CYCLE", "certificate_problems"]
