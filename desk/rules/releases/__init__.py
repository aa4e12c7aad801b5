"""Goods release: who may ask for it, with which papers, when fees come first (handbook A3, C-13, C-15, C-22, M2, M3, M5).

Everything in the way is told at once; each obstacle has a code, a sentence and the field or the act that settles it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from desk.catalog import label
from desk.i18n import _, ngettext
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.money import figures
from desk.rules.kit.phones import check_phone
from desk.rules.kit.wording import listed
from desk.rules.money import SETTLED_KINDS

APPLICANTS = ("owner", "agent", "tenant", "borrower", "merchant", "contractor")
SCOPES = ("part", "whole")
LESSEES = ("tenant", "borrower")
"""Who comes with the owner, or brings the owner's consent."""
UTILITIES = ("water", "electricity")
TICKS = ("not-ours", "bill-seen")
"""How a utility that its supplier bills counts as settled: nothing of ours, or the last paid bill was seen (handbook C-22)."""
WAIVED_BY = "manager"
LIVELY_FILES = (
    "running", "extended", "suspended", "expired", "inspection-asked", "rectify", "passed", "refundable", "refunded",
)  # fmt: skip
"""States of a renovation file in which its contractor takes tools out: until it is archived (handbook M3)."""
_WHOLE_WORDS = ("全部", "所有", "全屋", "everything", "all goods")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules have to know of an application.

    Attributes:
        applicant: of `APPLICANTS`. scope: part or whole. lease_end: the lease ends with it (退租).
        papers: codes of the papers that were seen.
        registered: the applicant is on the room's register now, in the role that is claimed.
        owner: of the one who comes along, consents or gives the power: `current`, `ended`, "" nobody named.
        owner_here: the owner is at the counter. owner_phone: as written on the consent.
        on_site: who is there when a contractor takes tools out: owner, desk, "".
        file: state of the room's renovation file, "" without one.
        owed, credit: fen by kind of charge; a credit nets its own kind only.
        ticks: by utility not billed here, one of `TICKS`. note: the reason for the ticks. billed_here: utilities on our bills.
        residents: who still lives there. leaving: how many of them are said to leave.
    """

    applicant: str = "owner"
    scope: str = "part"
    lease_end: bool = False
    papers: Collection[str] = ()
    registered: bool = True
    owner: str = "current"
    owner_here: bool = False
    owner_phone: str = ""
    on_site: str = ""
    file: str = ""
    owed: Mapping[str, int] = field(default_factory=dict)
    credit: Mapping[str, int] = field(default_factory=dict)
    ticks: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    billed_here: Collection[str] = UTILITIES
    residents: Sequence[str] = ()
    leaving: int = 0
    nobody_leaves: bool = False


def papers_needed(applicant: str, *, owner_here: bool = False) -> tuple[str, ...]:
    """The papers that must be seen, in the order they are asked for (handbook A3, M3).

    A power of attorney and the copy of the owner's identity card that is attached to it are one paper with two ticks.
    """
    if applicant == "agent":
        return ("own-id", "attorney", "attorney-id-copy")
    if applicant in LESSEES:
        return ("own-id", "owner-id") if owner_here else ("own-id", "owner-id-copy", "consent-signed")
    if applicant == "merchant":
        return ("own-id", "letter")
    return ("own-id",)


def asks_for_fees(scope: str, *, lease_end: bool) -> bool:
    """Whether the fees must be settled first: everything leaves, whoever applies, or the lease ends, whatever leaves (handbook C-13, C-15, M2)."""
    return scope == "whole" or lease_end


def blocking(owed: Mapping[str, int], credit: Mapping[str, int]) -> dict[str, int]:
    """What of the arrears blocks, in fen: management fee, water and electricity, each less a credit of its own kind (handbook C-22, M2)."""
    left = {kind: owed.get(kind, 0) - credit.get(kind, 0) for kind in SETTLED_KINDS}
    return {kind: fen for kind, fen in left.items() if fen > 0}


def obstacles(facts: Facts) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of issuing the slip, in the order in which it is told."""
    return (*_of_person(facts), *_of_papers(facts), *_of_contractor(facts), *_of_fees(facts), *_of_leaving(facts))


def _of_person(facts: Facts) -> list[Obstacle]:
    found = []
    if not facts.registered and facts.applicant in ("owner", *LESSEES, "merchant"):
        # L10N: 登记册上没有这位{role}
        words = _("{role}: not on the register of this room now. Register first, or choose how the applicant comes.")
        named = words.format(role=label("release_applicants", facts.applicant))
        found.append(Obstacle("registered", named, "household", _("Open the household")))
    if facts.applicant in ("agent", *LESSEES):
        if facts.owner == "ended":
            # L10N: 该业主已不是本房业主，须由现业主同意
            words = _("This owner does not own the room any more. A present owner has to agree.")
            found.append(Obstacle("owner-ended", words))
        elif not facts.owner:
            # L10N: 请选择委托或同意的业主
            found.append(Obstacle("owner", _("Choose the owner who gives the power or agrees."), field="owner_id"))
    return found


def _of_papers(facts: Facts) -> list[Obstacle]:
    found = [
        # L10N: 未见：{paper}
        Obstacle(code, _("Not seen yet: {paper}.").format(paper=label("release_papers", code)))
        for code in papers_needed(facts.applicant, owner_here=facts.owner_here)
        if code not in facts.papers
    ]
    if facts.applicant in LESSEES and not facts.owner_here:
        written = check_phone(facts.owner_phone) if facts.owner_phone.strip() else None
        if written is None:
            # L10N: 书面同意上须有业主电话
            words = _("The consent has to bear the owner's telephone number.")
            found.append(Obstacle("owner-phone", words, field="owner_phone"))
        elif written.problem is not None:
            found.append(Obstacle("owner-phone", written.problem.message))
    return found


def _of_contractor(facts: Facts) -> list[Obstacle]:
    if facts.applicant != "contractor":
        return []
    found = []
    if facts.file not in LIVELY_FILES:
        # L10N: 该房没有在办的装修档案
        words = _("A contractor takes tools out while the room has a renovation file that is not archived.")
        found.append(Obstacle("file", words, "renovations", _("Open the renovations")))
    if not facts.on_site:
        # L10N: 施工单位搬出工具须业主或物业人员在场
        words = _("The owner or somebody of the centre has to be there when a contractor takes tools out.")
        found.append(Obstacle("on-site", words, field="on_site"))
    if facts.scope == "whole" or facts.lease_end:
        # L10N: 施工单位只能办理部分放行
        found.append(Obstacle("contractor-part", _("A contractor's release is for a part of the goods only.")))
    return found


def _of_fees(facts: Facts) -> list[Obstacle]:
    if not asks_for_fees(facts.scope, lease_end=facts.lease_end) or facts.applicant == "contractor":
        return []
    found = []
    left = blocking(facts.owed, facts.credit)
    # L10N: 特批原因（经理授权，印在存根上）
    why = _("The manager's reason, printed on the stub")
    if left:
        kinds = listed(f"{label('charge_kinds', kind)} {figures(fen)}" for kind, fen in left.items())
        # L10N: 全部搬出或退租须先结清：{kinds}
        words = _("To be settled before everything leaves or the lease ends: {kinds}.").format(kinds=kinds)
        found.append(Obstacle("fees", words, "pay", _("Take the fees"), waivable_by=WAIVED_BY, waive_words=why))
    open_ones = [kind for kind in UTILITIES if kind not in facts.billed_here and facts.ticks.get(kind, "") not in TICKS]
    if open_ones:
        # L10N: {kinds}由供应单位收取：请核对最近一期已缴账单，或注明与本户无关
        words = _("{kinds}: billed by the supplier. See the last paid bill, or note that it is not ours.")
        named = words.format(kinds=listed(label("charge_kinds", kind) for kind in open_ones))
        found.append(Obstacle("utilities", named, waivable_by=WAIVED_BY, waive_words=why))
    elif any(facts.ticks.values()) and not facts.note.strip():
        # L10N: 请写明依据（账单期间或原因）
        found.append(Obstacle("utilities-note", _("Say by what: the bill's period, or why."), field="utilities_note"))
    return found


def _of_leaving(facts: Facts) -> list[Obstacle]:
    if facts.scope != "whole" or not facts.residents or facts.leaving or facts.nobody_leaves:
        return []
    # L10N: 登记在住：{names}。请选择谁随之搬走，或注明无人搬走
    words = _("Still registered: {names}. Say who leaves with the goods, or that nobody does.")
    return [Obstacle("leaving", words.format(names=listed(facts.residents)))]


def warnings(facts: Facts, items: Sequence[str] = (), *, on_file: Collection[str] = (), plate: str = "") -> list[str]:
    """What deserves a second look and lets pass (handbook M2, M3, M5).

    Args:
        facts: the application.
        items: the names of the goods.
        on_file: telephones of the owner on the register.
        plate: what an odd number plate is told with; "" for a usual one.
    """
    found = [plate] if plate else []
    if facts.scope == "part":
        named = [name for name in items if any(word in name.casefold() for word in _WHOLE_WORDS)]
        if named:
            # L10N: 物品栏写有“{item}”，请核对是否全部搬出
            words = _("The goods say “{item}”. Please compare: is it a whole move?")
            found.append(words.format(item=named[0]))
    if facts.owner_phone.strip() and on_file and facts.applicant in LESSEES and not facts.owner_here:
        written = check_phone(facts.owner_phone)
        if written.problem is None and written.number not in on_file:
            # L10N: 同意书上的业主电话与登记的不一致，请核对
            found.append(_("The owner's telephone on the consent is not the one on file. Please compare."))
    if asks_for_fees(facts.scope, lease_end=facts.lease_end):
        others = {kind: fen for kind, fen in facts.owed.items() if kind not in SETTLED_KINDS and fen > 0}
        if others:
            kinds = listed(f"{label('charge_kinds', kind)} {figures(fen)}" for kind, fen in others.items())
            # L10N: 另有未缴：{kinds}（不影响放行）
            found.append(_("Also owed: {kinds}. It does not block the release.").format(kinds=kinds))
    if facts.applicant == "contractor" and facts.on_site == "desk":
        # L10N: 由物业人员在场
        found.append(_("Somebody of the centre goes along."))
    return found


def total_words(quantities: Sequence[int]) -> str:
    """How many kinds and pieces a list has, in words."""
    pieces = sum(quantities)
    # L10N: 共 {kinds} 种 {n} 件
    return ngettext("{n} piece of {kinds} kinds", "{n} pieces of {kinds} kinds", pieces).format(
        n=pieces, kinds=len(quantities)
    )


__all__ = [
    "APPLICANTS", "LESSEES", "LIVELY_FILES", "SCOPES", "TICKS", "UTILITIES", "WAIVED_BY", "Facts", "asks_for_fees",
    "blocking", "obstacles", "papers_needed", "total_words", "warnings",
]  # fmt: skip
