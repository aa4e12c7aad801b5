"""Parcels, things left for somebody, things found (handbook S20): what is taken, until when, to whom it is handed. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desk.errors import Checker, Problem
from desk.i18n import N_, _
from desk.rules.kit.lifecycle import LifeCycle, Move, Need

PREFIXES = {"parcel": "BG", "left": "JC", "found": "SW"}
"""By kind: a parcel of a courier, a thing left for somebody, a thing found."""
CONTENTS = ("general", "valuables", "cash", "papers", "identity", "perishable", "dangerous")
PRECIOUS = ("valuables", "cash", "papers", "identity")
"""Found, these are taken by two and sealed."""
AT_ONCE = ("valuables", "cash", "identity")
"""Found, these go on to the police the same day; nobody's identity card is ever held."""
TAIL = 4
MOST_PIECES = 99


def _found(record: Any) -> bool:
    return bool(record.kind == "found")


CYCLE = LifeCycle(
    kind="parcel",
    states=("kept", "handed-out", "returned", "police", "disposed", "void"),
    names="parcel_states",
    ended=("handed-out", "returned", "police", "disposed", "void"),
    likely={"kept": "hand-out"},
    moves=(
        Move("take", ("",), "kept", event="taken", hidden=True),
        # L10N: 交付; {number} 已交付
        Move("hand-out", ("kept",), "handed-out", event="handed-out", label=N_("Hand out"), title=N_("Hand it out"),
             done=N_("{number} is handed out.")),
        # L10N: 登记通知
        Move("tell", ("kept",), event="told", label=N_("Recipient told"), needs=(Need("how", N_("How was it told?")),),
             fits=lambda record: record.kind != "found", quiet=True, done=N_("{number}: noted.")),
        # L10N: 退回; {number} 已退回
        Move("return", ("kept",), "returned", event="returned", label=N_("Give it back to who brought it"), quiet=True,
             needs=(Need("note", N_("Write to whom it went back.")),), done=N_("{number} went back.")),
        # L10N: 移交公安
        Move("police", ("kept",), "police", event="police", label=N_("Pass on to the police"), fits=_found,
             needs=(Need("note", N_("Write the station and who took it.")),), done=N_("{number} went to the police.")),
        # L10N: 处理（两人）
        Move("dispose", ("kept",), "disposed", event="disposed", role="supervisor", label=N_("Dispose of it"), danger=True,
             quiet=True, needs=(Need("note", N_("Write what was done with it.")),), done=N_("{number} is disposed of.")),
        # L10N: 作废
        Move("void", ("kept",), "void", event="void", role="supervisor", label=N_("Void"), danger=True, quiet=True,
             needs=(Need("note", N_("Write why.")),), done=N_("{number} is void.")),
    ),
)  # fmt: skip
"""The life of a thing that is kept for somebody."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is typed when a thing is taken.

    Attributes:
        room, recipient: for whom; a found thing has neither. brought_by: courier, who leaves it, who found it.
        contents: see `CONTENTS`. sealed, seal. witness: whether a second member of staff is named.
        where: where it was found.
    """

    kind: str
    what: str
    contents: str
    place: str
    pieces: int = 1
    room: bool = False
    recipient: str = ""
    brought_by: str = ""
    sealed: bool = False
    seal: str = ""
    witness: bool = False
    where: str = ""


def keeping_problems(typed: Keeping) -> list[Problem]:
    """What is wrong with a thing as it is taken; what the desk does not keep is refused (handbook S20)."""
    check = Checker()
    if typed.kind not in PREFIXES:
        # L10N: 请选择类别
        check.add("kind", "choice", _("Choose the kind."))
    # L10N: 请填写物品
    check.require("what", typed.what, _("Write what it is."))
    # L10N: 请填写存放位置
    check.require("place", typed.place, _("Write where it is kept."))
    if not 1 <= typed.pieces <= MOST_PIECES:
        check.add("pieces", "number", _("The pieces are 1 to {most}.").format(most=MOST_PIECES))
    check.problems += _refused(typed)
    if typed.sealed:
        check.require("seal", typed.seal, _("Write the number of the seal."))
    if typed.kind in ("parcel", "left") and not typed.room and not typed.recipient.strip():
        # L10N: 请选择房号或填写收件人
        check.add("unit_id", "required", _("For whom is it? Choose the room, or write who."))
    if typed.kind == "left":
        # L10N: 请填写寄存人
        check.require("brought_by", typed.brought_by, _("Who leaves it?"))
    if typed.kind == "found":
        check.require("where", typed.where, _("Where was it found?"))
        check.require("brought_by", typed.brought_by, _("Who found it?"))
    return check.problems


def _refused(typed: Keeping) -> list[Problem]:
    check = Checker()
    if typed.contents not in CONTENTS:
        # L10N: 请选择物品性质
        check.add("contents", "choice", _("Choose what kind of thing it is."))
    elif typed.contents == "dangerous":
        # L10N: 危险品不予保管
        check.add("contents", "dangerous", _("Dangerous goods are not kept. Call security."))
    elif typed.contents == "perishable":
        # L10N: 易腐物品不予保管
        check.add("contents", "perishable", _("Perishable goods are not kept. Call the recipient at once."))
    elif typed.kind == "found" and typed.contents in PRECIOUS:
        if not typed.sealed:
            # L10N: 须当面封存
            check.add("sealed", "required", _("Valuables and papers are sealed in the presence of two."))
        if not typed.witness:
            # L10N: 须两名工作人员
            check.add("witness_id", "required", _("Two of the staff take it. Choose the second one."))
    elif typed.contents == "cash" and not typed.sealed:
        # L10N: 未封存的现金不予保管
        check.add("sealed", "cash", _("Cash is kept only in a sealed envelope."))
    elif typed.contents == "identity":
        # L10N: 不代为保管他人身份证
        check.add(
            "contents", "identity", _("Nobody's identity card is kept at the desk. It is given to its owner only.")
        )
    return check.problems


def due_on(kind: str, contents: str, taken_on: date, *, return_days: int, found_days: int) -> date:
    """The last day: parcels and left things go back after the days of the policy, found things to the police or are disposed of.

    What has to be passed on at once is due the same day.
    """
    if kind == "found":
        return taken_on if contents in AT_ONCE else taken_on + timedelta(days=found_days)
    return taken_on + timedelta(days=return_days)


@dataclass(frozen=True, slots=True)
class Handing:
    """What is typed when a thing is handed out.

    Attributes:
        receiver: who takes it. tail: last four digits of their phone. signed: they signed on the tag.
        authorised_by, authorised_how: who of the home allowed somebody else, and how (phone, written).
        claim: how the claimant of a found thing described it. document_seen: looked at and given back.
    """

    receiver: str
    tail: str = ""
    signed: bool = False
    authorised_by: str = ""
    authorised_how: str = ""
    claim: str = ""
    document_seen: bool = False


def handing_problems(
    typed: Handing, kind: str, *, people: Collection[str] = (), tails: Collection[str] = (), known: bool = False
) -> list[Problem]:
    """What is wrong with handing a thing out.

    Args:
        typed: what was typed.
        kind: of the thing.
        people: names of those who live in or own the home now, and of whom it is addressed to.
        tails: last four digits of their phones, and of the phone on the label.
        known: whether anybody is known to whom it belongs.
    """
    check = Checker()
    # L10N: 请填写领取人
    check.require("receiver", typed.receiver, _("Who takes it?"))
    tail = typed.tail.strip()
    if kind == "found":
        # L10N: 请认领人说明物品特征
        check.require("claim", typed.claim, _("Let the claimant describe it, and write it down."))
        if not typed.document_seen:
            check.add("document_seen", "required", _("Look at the identity document and give it back at once."))
        if not typed.signed:
            check.add("signed", "required", _("Whoever takes it has to sign."))
        return check.problems
    if not tail and not typed.signed:
        # L10N: 请核对手机尾号或请领取人签字
        check.add("tail", "required", _("Ask for the last four digits of the phone, or for a signature."))
    if tail and (len(tail) != TAIL or not tail.isdecimal()):
        check.add("tail", "digits", _("Write the last four digits of the phone."))
    mine = bool(typed.receiver.strip()) and typed.receiver.strip() in people
    if mine and tail and tails and tail not in tails:
        # L10N: 尾号与登记不符
        check.add("tail", "mismatch", _("These digits belong to nobody of this home. Please compare."))
    if tail and not tails and not typed.signed:
        # L10N: 无登记手机号可核对，请领取人签字
        check.add("signed", "required", _("No phone is known to compare with. Let whoever takes it sign."))
    if not mine and known and typed.receiver.strip():
        _authorised(typed, check, people)
    return check.problems


def _authorised(typed: Handing, check: Checker, people: Collection[str]) -> None:
    by = typed.authorised_by.strip()
    if not by:
        # L10N: 领取人不是该户人员，须经该户同意
        words = _("{name} is not of this home. Call somebody of the home and write who allows it.")
        check.add("authorised_by", "required", words.format(name=typed.receiver.strip()))
    elif people and by not in people:
        # L10N: {name} 不是该户人员
        check.add("authorised_by", "not-of-home", _("{name} is not registered in this home.").format(name=by))
    if typed.authorised_how not in ("phone", "written", "present"):
        # L10N: 请选择同意方式
        check.add("authorised_how", "choice", _("How was it allowed?"))


__all__ = [
    "AT_ONCE", "CONTENTS", "CYCLE", "PRECIOUS", "PREFIXES", "Handing", "Keeping", "due_on", "handing_problems",
    "keeping_problems",
]  # fmt: skip
