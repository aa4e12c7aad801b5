"""Calling back (handbook A4, C-3, B1): who is called, what an attempt says, who may write down the grade.

Every complaint is called back before it is closed; of the repairs a sample. The customer's grade has five steps; from
dissatisfied down the request is taken up again at once. Who did the job does not write down how good it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from desk.errors import Problem
from desk.i18n import _
from desk.rules.kit import texts
from desk.rules.requests import FARTHEST_PROMISE

OUTCOMES = ("reached", "no-answer", "refused", "later")
METHODS = ("phone", "visit", "wechat", "counter")
SCORES = (5, 4, 3, 2, 1)
"""非常满意 满意 一般 不满意 非常不满意."""
DISSATISFIED = 2
"""This grade and those below take the request up again."""


@dataclass(frozen=True, slots=True)
class CallbackEntry:
    """One attempt to call back.

    Attributes:
        outcome: reached, no-answer, refused, later (the customer asks for another time).
        method: phone, visit, wechat, counter.
        score: 5 very satisfied to 1; only when reached.
        reasons: codes of catalog `callback_reasons`; a dissatisfied customer has at least one.
        words: what the customer said.
        again_at: when to call again, aware; needed for `later`, proposed for no-answer.
    """

    outcome: str
    method: str = "phone"
    score: int | None = None
    reasons: tuple[str, ...] = ()
    words: str = ""
    again_at: datetime | None = None


class Attempt(NamedTuple):
    """What the rules look at of an attempt that was made: the round it belongs to, how it ended, the grade."""

    round: int
    outcome: str
    score: int | None


def dissatisfied(score: int | None) -> bool:
    """Whether a grade takes the request up again."""
    return score is not None and score <= DISSATISFIED


def done(attempts: Iterable[Attempt], this_round: int) -> bool:
    """Whether the customer was reached in this round and gave a grade that lets the request close.

    A grade of an earlier round says nothing about what was done since.
    """
    return any(
        attempt.round == this_round
        and attempt.outcome == "reached"
        and attempt.score is not None
        and not dissatisfied(attempt.score)
        for attempt in attempts
    )


def wanted(kind: str, number: str, repair_share: Fraction) -> bool:
    """Whether a request is called back: every complaint, repairs by sample, the other kinds not (handbook C-3).

    Args:
        kind: the request's kind.
        number: its number. The sample of repairs follows from it alone: nobody can choose whom to call, and asking
            twice gives the same answer.
        repair_share: from 0 to 1, policy `callbacks.repair_percent`.
    """
    if kind == "complaint":
        return True
    if kind != "repair":
        return False
    drawn = int.from_bytes(hashlib.sha256(number.encode()).digest()[:8], "big")
    return Fraction(drawn, 1 << 64) < repair_share


def own_job(name: str, doers: Collection[str]) -> bool:
    """Whether somebody is among those who did the job (names as they stand on the staff list)."""
    return name.strip() in {doer.strip() for doer in doers if doer.strip()}


def problems(
    entry: CallbackEntry,
    *,
    now: datetime,
    recorder: str,
    doers: Collection[str],
    known_reasons: Collection[str],
) -> list[Problem]:
    """What is wrong with an attempt, by field of `CallbackEntry`.

    Args:
        entry: the attempt.
        now: the present moment.
        recorder: the name of the one at the counter.
        doers: those who did the job; none of them records the grade.
        known_reasons: codes to choose from.
    """
    found = texts.entry_problems(entry, long=("words",))

    def wrong(field: str, code: str, message: str) -> None:
        found.append(Problem(code, message, field))

    if entry.outcome not in OUTCOMES:
        wrong("outcome", "unknown", _("Choose how the call ended."))
    if entry.method not in METHODS:
        wrong("method", "unknown", _("Choose how the customer was asked."))
    if entry.outcome == "reached":
        if entry.score is None:
            # L10N: 请选择满意度
            wrong("score", "required", _("Which grade does the customer give?"))
        elif entry.score not in SCORES:
            wrong("score", "unknown", _("Choose one of the five grades."))
        elif own_job(recorder, doers):
            # L10N: 本单由{name}处理，满意度须由他人登记
            words = _("{name} did this job, so somebody else has to record the grade. Please let a colleague sign in.")
            wrong("score", "own-job", words.format(name=recorder))
        if dissatisfied(entry.score) and not entry.reasons:
            # L10N: 请选择不满意的原因
            wrong("reasons", "required", _("Why is the customer dissatisfied? Choose at least one reason."))
    elif entry.score is not None:
        wrong("score", "not-reached", _("There is a grade only when the customer was reached."))
    if unknown := [code for code in entry.reasons if code not in known_reasons]:
        wrong("reasons", "unknown", _("{code} is not in the list of reasons.").format(code=unknown[0]))
    if entry.outcome == "later" and entry.again_at is None:
        # L10N: 请填写再次回访的时间
        wrong("again_at", "required", _("When shall we call again?"))
    if entry.again_at is not None:
        if entry.outcome in ("reached", "refused"):
            wrong("again_at", "not-needed", _("There is no further call after this outcome."))
        elif entry.again_at <= now:
            wrong("again_at", "past", _("This time has passed already. Choose one that lies ahead."))
        elif entry.again_at > now + FARTHEST_PROMISE:
            wrong("again_at", "far", _("That is more than a year ahead. Please check the date."))
    return found


def next_call(
    entry: CallbackEntry, due_at: datetime | None, *, now: datetime, retry_at: datetime, complaint: bool
) -> datetime | None:
    """When somebody has to call next after an attempt; None when nobody has to.

    A complaint that refused stays on the list: only a grade or a supervisor's waiver closes it (handbook A4).

    Args:
        entry: the attempt.
        due_at: when it was due before.
        now: the moment of the attempt.
        retry_at: when to call again after an unanswered call.
        complaint: whether the request is one.
    """
    if entry.outcome == "reached":
        return None
    if entry.outcome == "refused":
        return (due_at or now) if complaint else None
    return entry.again_at or retry_at


__all__ = [
    "DISSATISFIED",
    "METHODS",
    "OUTCOMES",
    "SCORES",
    "Attempt",
    "CallbackEntry",
    "dissatisfied",
    "done",
    "next_call",
    "own_job",
    "problems",
    "wanted",
]
