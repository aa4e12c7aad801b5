"""Parking cards (handbook S19): one active card for a plate, valid within what is paid, a lost number stays dead. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from desk.errors import Checker, Problem
from desk.i18n import N_, _
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.lifecycle import LifeCycle, Move, Need

CARD_KINDS = ("month", "visitor", "staff")
SPACE_KINDS = ("own", "let", "public")
LIVE = ("active", "suspended")
"""States in which a card holds its plate and its space."""
_WHY = Need("note", N_("Write why."))

CYCLE = LifeCycle(
    kind="parking-card",
    states=("active", "suspended", "lost", "replaced", "returned", "cancelled"),
    names="parking_card_states",
    ended=("replaced", "returned", "cancelled"),
    likely={"active": "renew", "suspended": "resume", "lost": "replace"},
    moves=(
        Move("issue", ("",), "active", event="issued", hidden=True),
        # L10N: 续期; {number} 已续期
        Move("renew", ("active", "suspended"), event="renewed", label=N_("Renew"), title=N_("Renew a parking card"),
             done=N_("{number} is renewed.")),
        # L10N: 换发（换牌、补卡）
        Move("replace", ("active", "suspended", "lost"), "replaced", event="replaced", needs=(_WHY,),
             label=N_("New card"), title=N_("A new card for this one"), done=N_("{number} takes the place of the old card.")),
        # L10N: 挂失; {number} 已挂失
        Move("lose", LIVE, "lost", event="lost", needs=(Need("note", N_("Write how it happened.")),),
             label=N_("Report lost"), done=N_("{number}: the loss is recorded.")),
        # L10N: 停用; 恢复
        Move("suspend", ("active",), "suspended", event="suspended", needs=(_WHY,), label=N_("Stop the card"), quiet=True,
             done=N_("{number} is stopped.")),
        Move("resume", ("suspended",), "active", event="resumed", label=N_("Let it work again"), done=N_("{number} works again.")),
        # L10N: 退卡; {number} 已退卡
        Move("return", (*LIVE, "lost"), "returned", event="returned", label=N_("Card comes back"), quiet=True,
             done=N_("{number} is taken back.")),
        # L10N: 注销
        Move("cancel", (*LIVE, "lost"), "cancelled", event="cancelled", needs=(_WHY,), role="supervisor", danger=True,
             quiet=True, label=N_("Cancel the card"), done=N_("{number} is cancelled.")),
    ),
)  # fmt: skip
"""The life of a parking card."""


@dataclass(frozen=True, slots=True)
class Parking:
    """What is typed of a card, as far as the rules look at it.

    Attributes:
        plate: tidied. holder: whose it is; people: who belongs to the home now.
        plate_card: number of the card that the plate has already, "" for none. space_card: the same of the space.
        space_of: the other home that the space belongs or is let to, "" for none.
        cards, spaces: of the home now; extra: how many more cards than spaces a home may have (policy).
        paid_until: last day that is paid, as the receipt says it. unpaid_because: why it is valid beyond (a supervisor says so).
    """

    kind: str
    plate: str
    holder: str
    room: bool
    papers_seen: bool
    first: date | None
    until: date | None
    paid_until: date | None
    unpaid_because: str = ""
    people: Collection[str] = ()
    plate_card: str = ""
    space_card: str = ""
    space_of: str = ""
    cards: int = 0
    spaces: int = 0
    extra: int = 0


def card_problems(typed: Parking, *, today: date) -> list[Problem]:
    """What is wrong with a card that is issued (handbook S19)."""
    check = Checker()
    if typed.kind not in CARD_KINDS:
        check.add("kind", "choice", _("Choose the kind."))
    # L10N: 请填写车牌
    check.require("plate", typed.plate, _("Type the number plate."))
    # L10N: 请填写持卡人
    check.require("holder", typed.holder, _("Whose card is it?"))
    if typed.plate_card:
        # L10N: 该车牌已有有效卡 {number}
        words = _("This plate has the active card {number}. One plate, one card.")
        check.add("plate", "plate-taken", words.format(number=typed.plate_card))
    if typed.space_card:
        # L10N: 该车位已有卡 {number}
        words = _("This space has the active card {number}.")
        check.add("space_id", "space-taken", words.format(number=typed.space_card))
    if typed.space_of:
        # L10N: 该车位属于 {room}
        words = _("This space belongs or is let to {room}. Choose another one, or change the space first.")
        check.add("space_id", "space-of-other", words.format(room=typed.space_of))
    if typed.kind == "month":
        if not typed.room:
            check.add("unit_id", "required", _("Choose the room."))
        elif typed.holder.strip():
            check.note("holder", holder_problem(typed.kind, typed.holder.strip(), typed.people))
        if typed.room:
            check.note("unit_id", many_problem(typed.cards, typed.spaces, typed.extra))
    if not typed.papers_seen:
        # L10N: 请核对行驶证和驾驶证
        check.add("papers_seen", "required", _("Look at the driving licence and the registration of the car."))
    check.problems += period_problems(typed.first, typed.until, typed.paid_until, typed.unpaid_because, today=today)
    return check.problems


def holder_problem(kind: str, holder: str, people: Collection[str]) -> Problem | None:
    """Somebody who left, or never lived there, gets no card, no longer one, and no new one for an old one (handbook S19)."""
    if kind != "month" or holder in people:
        return None
    # L10N: {name} 未登记在该户
    return Problem("not-of-home", _("{name} is not registered in this home.").format(name=holder))


def many_problem(cards: int, spaces: int, extra: int) -> Problem | None:
    """A home has no more cards than spaces, and those that the policy adds."""
    if cards < spaces + extra:
        return None
    # L10N: 该户已有 {n} 张卡，车位 {spaces} 个
    words = _("This home has {n} cards for {spaces} spaces. No further one is issued.")
    return Problem("too-many", words.format(n=cards, spaces=spaces))


def period_problems(
    first: date | None, until: date | None, paid_until: date | None, unpaid_because: str, *, today: date
) -> list[Problem]:
    """What is wrong with a validity: never beyond what is paid, unless a supervisor says why."""
    check = Checker()
    # L10N: 请填写有效期至
    check.require("until", until, _("Until when is the card valid?"))
    check.require("first", first, _("From when is the card valid?"))
    if first is not None and until is not None and until < first:
        # L10N: 有效期止不能早于起
        check.add("until", "before", _("It ends before it begins."))
    elif until is not None and until < today:
        check.add("until", "past", _("This day is over. Choose a later one."))
    if until is not None and beyond(until, paid_until) and not unpaid_because.strip():
        # L10N: 有效期超过已缴费日期
        words = _("Parking is paid until {day}. A supervisor may let it go on; write why.")
        check.add("until", "unpaid", words.format(day=f"{paid_until}" if paid_until else "—"))
    return check.problems


def beyond(until: date | None, paid_until: date | None) -> bool:
    """Whether a card would be valid on a day that is not paid."""
    return until is not None and (paid_until is None or until > paid_until)


def card_out(number: str, plate: str, target: str = "") -> Obstacle:
    """A parking card of a home that is still valid."""
    # L10N: 停车卡 {number}（{plate}）未退
    words = _("The parking card {number} ({plate}) is not back.").format(number=number, plate=plate)
    # L10N: 退卡; 保留的原因
    return Obstacle(
        "parking-card-out", words, settle=target or "parking:live", settle_words=_("Card comes back"), waivable_by="supervisor",
        waive_words=_("Why the card stays"),
    )  # fmt: skip


__all__ = [
    "CARD_KINDS",
    "CYCLE",
    "LIVE",
    "SPACE_KINDS",
    "Parking",
    "beyond",
    "card_out",
    "card_problems",
    "holder_problem",
    "many_problem",
    "period_problems",
]
