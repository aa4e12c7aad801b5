"""Visitors and temporary cards (handbook M9): who is let in, on what card, until when; nobody's identity card is kept. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desk.errors import Checker, Problem
from desk.i18n import N_, _
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.lifecycle import LifeCycle, Move, Need

ANSWERS = ("yes", "no", "not-reached")
"""What the host said when asked."""
CARDS = ("none", "paper", "plastic")
MOST_PEOPLE = 20


def _matter_open(record: Any) -> bool:
    return bool(record.matter) and record.answered_at is None


CYCLE = LifeCycle(
    kind="visit",
    states=("here", "left", "refused"),
    names="visit_states",
    ended=("left", "refused"),
    likely={"here": "leave"},
    moves=(
        Move("register", ("",), "here", event="came", hidden=True),
        Move("refuse", ("",), "refused", event="refused", hidden=True),
        # L10N: 登记离开; {number} 已离开
        Move("leave", ("here",), "left", event="left", label=N_("Visitor leaves"), done=N_("{number}: left.")),
        # L10N: 补发临时卡
        Move("card", ("here",), event="card", label=N_("Another card"), quiet=True, done=N_("{number}: noted.")),
        # L10N: 反馈结果; 请填写反馈结果
        Move("answer", ("here", "left", "refused"), event="answered", label=N_("Feed back the result"),
             needs=(Need("answer", N_("Write what came of it.")),), fits=_matter_open, done=N_("{number}: noted.")),
    ),
)  # fmt: skip
"""A visit: come, left; or not let in, which is kept too."""

CARD_CYCLE = LifeCycle(
    kind="visitor-card",
    states=("out", "back", "lost"),
    names="visitor_card_states",
    ended=("back",),
    likely={"out": "return", "lost": "return"},
    moves=(
        Move("issue", ("",), "out", event="issued", hidden=True),
        # L10N: 收回; {number} 已收回
        Move("return", ("out", "lost"), "back", event="returned", label=N_("Take the card back"), done=N_("{number} is taken back.")),
        # L10N: 登记遗失
        Move("lose", ("out",), "lost", event="lost", needs=(Need("note", N_("Write how it happened.")),),
             label=N_("Record a loss"), done=N_("{number}: the loss is recorded.")),
    ),
)  # fmt: skip
"""A temporary card; one found again after its loss was recorded comes back like any other."""


@dataclass(frozen=True, slots=True)
class Visiting:
    """What is typed about a visit, as far as the rules look at it.

    Attributes:
        names: of the visitors, the first one first. room: whether a room was chosen; host: who is visited.
        seen: the identity document was looked at and given back at once.
        answer: of the host. agreed: why the shift leader lets somebody in whose host was not reached.
        card: none, paper, plastic; labels: numbers of the plastic cards.
        matter: what the visitor brings forward; passed_to: to whom it is passed on.
    """

    names: Sequence[str]
    room: bool
    host: str
    purpose: str
    seen: bool
    answer: str
    agreed: str = ""
    until: datetime | None = None
    card: str = "none"
    labels: Sequence[str] = ()
    matter: str = ""
    passed_to: str = ""


def let_in(answer: str, agreed: str) -> bool:
    """Whether somebody is let in: the host says yes; not reached, only when the shift leader agrees (handbook M9)."""
    return answer == "yes" or (answer == "not-reached" and bool(agreed.strip()))


def visit_problems(typed: Visiting, *, now: datetime, paper_hours: int) -> list[Problem]:
    """What is wrong with a visit as it is typed."""
    check = Checker()
    if not any(name.strip() for name in typed.names):
        # L10N: 请填写访客姓名
        check.add("name", "required", _("Who comes?"))
    elif len(typed.names) > MOST_PEOPLE:
        # L10N: 一张登记单最多 {most} 人
        check.add("companions", "too-many", _("One sheet has {most} visitors at most.").format(most=MOST_PEOPLE))
    if not typed.room and not typed.host.strip():
        # L10N: 请选择被访房号或填写被访人
        check.add("unit_id", "required", _("Whom do they visit? Choose the room, or write who."))
    # L10N: 请填写来访事由
    check.require("purpose", typed.purpose, _("Write what the visit is for."))
    if typed.answer not in ANSWERS:
        # L10N: 请先联系被访人
        check.add("answer", "choice", _("Ask the host first. What was the answer?"))
    if typed.matter.strip():
        # L10N: 请填写转交给谁
        check.require("passed_to", typed.passed_to, _("To whom is it passed on?"))
    if let_in(typed.answer, typed.agreed):
        if not typed.seen:
            # L10N: 请核对证件，核对后当场交还
            check.add("seen", "required", _("Look at the identity document and give it back at once."))
        check.problems += card_problems(
            typed.card, typed.labels, len(typed.names), typed.until, now=now, paper_hours=paper_hours
        )
    elif typed.card != "none" and typed.answer in ANSWERS:
        # L10N: 被访人未同意，不能发卡
        words = _("The host did not agree: no card. Not reached, the shift leader may agree; write why.")
        check.add("card", "host", words)
    return check.problems


def card_problems(
    card: str, labels: Sequence[str], people: int, until: datetime | None, *, now: datetime, paper_hours: int
) -> list[Problem]:
    """What is wrong with cards: paper ones are for hours, plastic ones have a number (handbook B1, M9)."""
    check = Checker()
    if card not in CARDS:
        # L10N: 请选择临时卡
        check.add("card", "choice", _("Choose the card."))
    if card != "none" and until is None:
        # L10N: 请填写有效期至
        check.add("until", "required", _("Until when is the card valid?"))
    if until is not None and until <= now:
        check.add("until", "past", _("This time is over. Choose a later one."))
    elif card == "paper" and until is not None and until > now + timedelta(hours=paper_hours):
        # L10N: 超过 {n} 小时请用塑料卡
        check.add("until", "paper", _("For more than {n} hours give a plastic card.").format(n=paper_hours))
    if card == "plastic":
        if not labels:
            # L10N: 请填写卡面编号
            check.add("labels", "required", _("Write the numbers on the cards."))
        elif len(set(labels)) != len(labels):
            # L10N: 卡面编号重复
            check.add("labels", "twice", _("A number stands there twice."))
        elif len(labels) > people:
            # L10N: 卡比人多
            check.add("labels", "too-many", _("There are more cards than visitors."))
    return check.problems


def card_out(number: str, name: str, target: str = "") -> Obstacle:
    """A visitor's card of the home is out."""
    # L10N: 访客卡 {number}（{name}）未收回
    words = _("The visitor's card {number} ({name}) is not back.").format(number=number, name=name)
    # L10N: 收回
    return Obstacle(
        "visitor-card-out", words, settle=target or "visitor-cards:out", settle_words=_("Take the card back")
    )


__all__ = [
    "ANSWERS", "CARDS", "CARD_CYCLE", "CYCLE", "MOST_PEOPLE", "Visiting", "card_out", "card_problems", "let_in",
    "visit_problems",
]  # fmt: skip
