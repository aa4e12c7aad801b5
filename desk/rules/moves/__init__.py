"""The rules of moving in and out (handbook A2, A3, M1 to M7): who needs which papers, stations, consent, fees."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desk.errors import Problem
from desk.i18n import _
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.money import figures
from desk.rules.kit.phones import check_phone
from desk.rules.kit.wording import listed
from desk.rules.money import SETTLED_KINDS, UTILITIES

WHO = ("owner", "tenant", "relative", "borrower", "company")
"""Who moves in; a company is an owner or a tenant that uses the home."""
ROLE_OF = {"owner": "owner", "tenant": "tenant", "relative": "relative", "borrower": "borrower", "company": "tenant"}
"""As what the applicant is registered."""
WHY = ("whole", "end-of-lease", "some")
"""Why somebody moves out: an owner's whole household (全部搬出), the end of a lease (退租), some people of a household that stays."""
PHOTOS = 2
"""One-inch photos of the applicant and of each person living along (handbook A2)."""
STATIONS = ("money", "treaty", "property", "inspection")
"""The stations of the 入伙会签单 in turn: 收款 → 条约 → 物业 → 验房 (handbook B1)."""
CONSENT = ("relative", "borrower")
"""They need the owner's written consent, signed, with the owner's phone (handbook A2, M3)."""
LEAVING_NEEDS_FEES = ("whole", "end-of-lease")
"""Moves that ask whether management fee and utilities are settled (handbook C-13, C-22); anybody else's leaving never asks."""
UTILITY_ANSWERS = ("not-ours", "bill-seen")
"""What may be ticked for a utility that the supplier bills (handbook C-22)."""
MOST_KEYS = 99
MOST_READING = Decimal(10_000_000)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the checklist.

    Attributes:
        who: the applicants that need it. when: a further condition: agent (somebody acts for the applicant).
        optional: asked for, and the move goes on without it. dossier: the paper of the household's file that it ticks.
        station: it is signed at this station; "" for one that is seen before.
    """

    code: str
    label: str
    who: tuple[str, ...]
    when: str = ""
    optional: bool = False
    dossier: str = ""
    station: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who moves in, as the rules see them. `child`: under 14, of whom no photo is kept without the guardian."""

    name: str
    photos: int
    identity: bool
    main: bool = False
    company: bool = False
    child: bool = False


@dataclass(frozen=True, slots=True)
class OwnerWord:
    """The owner's word for somebody else's moving in: who, whether the consent is signed, the phone on it, who is there in person."""

    name: str = ""
    signed: bool = False
    phone: str = ""


def needed(papers: Sequence[Paper], who: str, *, agent: bool) -> tuple[Paper, ...]:
    """The papers of an applicant (handbook A2, M3)."""
    return tuple(paper for paper in papers if who in paper.who and (paper.when != "agent" or agent))


def paper_obstacles(papers: Sequence[Paper], who: str, seen: Collection[str], *, agent: bool) -> list[Obstacle]:
    """What papers are missing, by name and all at once."""
    missing = [
        paper.label
        for paper in needed(papers, who, agent=agent)
        if not paper.optional and not paper.station and paper.code not in seen
    ]
    if not missing:
        return []
    # L10N: 还缺资料：{names}
    words = _("Papers are missing: {names}").format(names=listed(missing))
    return [Obstacle("papers", words, "papers", _("Papers seen"))]


def people_obstacles(people: Sequence[Person]) -> list[Obstacle]:
    """Each person shows the identity document and hands in two photos; whoever lacks something is named (handbook A2, M10)."""
    if not people:
        # L10N: 尚未登记入住人
        return [Obstacle("people", _("Nobody is named who moves in."), "people", _("People, photos"))]
    found = []
    persons = [person for person in people if not person.company]
    # L10N: {name}（{n}/2 张）
    few = [
        _("{name} ({n} of {all})").format(name=person.name, n=person.photos, all=PHOTOS)
        for person in persons
        if not person.child and person.photos < PHOTOS
    ]
    if few:
        # L10N: 一寸照片不足：{names}
        words = _("One-inch photos are missing: {names}").format(names=listed(few))
        found.append(Obstacle("photos", words, "people", _("People, photos")))
    unseen = [person.name for person in persons if not person.identity and not person.child]
    if unseen:
        # L10N: 尚未核验身份证件：{names}
        words = _("The identity document was not seen: {names}").format(names=listed(unseen))
        found.append(Obstacle("identity", words, "people", _("People, photos")))
    return found


def owner_problems(who: str, word: OwnerWord, *, owners: Collection[str], former: Collection[str]) -> list[Problem]:
    """What is wrong with the owner's word (handbook A2, M3, M10): fields `owner_word`, `owner_signed`, `owner_phone`.

    Any current owner of the home is enough; an ended owner's consent, and somebody whose name is not on the register, are refused.

    Args:
        who: the applicant.
        word: as typed.
        owners: names of the current owners.
        former: names of those who were.
    """
    found: list[Problem] = []
    if who == "owner":
        return found
    name = word.name.strip()
    if who in CONSENT:
        if not name:
            # L10N: 请填写出具书面同意的业主
            found.append(Problem("required", _("Which owner gave the written consent?"), "owner_word"))
        if not word.signed:
            # L10N: 须有业主签字的书面同意
            found.append(Problem("consent", _("The owner's written consent must be signed."), "owner_signed"))
        if not word.phone.strip():
            # L10N: 书面同意须写明业主电话
            found.append(Problem("required", _("The consent must give the owner's phone."), "owner_phone"))
    if word.phone.strip() and (wrong := check_phone(word.phone).problem) is not None:
        found.append(Problem(wrong.code, wrong.message, "owner_phone"))
    if name and name not in owners:
        if name in former:
            # L10N: {name} 已不是业主
            words = _("{name} is no owner of this home any more.")
        else:
            # L10N: {name} 不在业主登记中
            words = _("{name} is not registered as an owner of this home.")
        found.append(Problem("owner", words.format(name=name), "owner_word"))
    return found


def owner_warnings(word: OwnerWord, phones: Collection[str]) -> list[Problem]:
    """A phone on the consent that is not the one on file deserves a second look (handbook M3)."""
    number = check_phone(word.phone).number if word.phone.strip() else ""
    if not number or not phones or number in phones:
        return []
    # L10N: 书面同意上的电话与登记的不同，请核对
    return [Problem("phone", _("The phone differs from the one on file. Please compare."), "owner_phone", warning=True)]


def deed_warnings(holder: str, owners: Collection[str]) -> list[Problem]:
    """The holder's name on the title deed is compared with the register (handbook M6)."""
    if not holder.strip() or holder.strip() in owners:
        return []
    # L10N: 房产证上的权利人 {name} 与登记的业主不同，请核对
    words = _("The title deed names {name}, who is not on the register. Please compare.")
    return [Problem("deed", words.format(name=holder.strip()), "deed_holder", warning=True)]


def stations_for(who: str, company_owner: bool = False) -> tuple[str, ...]:
    """The stations that must sign: all four for an owner, property and inspection for whoever uses the home (default)."""
    return STATIONS if who == "owner" or company_owner else ("property", "inspection")


def station_problem(code: str, signed: Collection[str], needed_stations: Sequence[str]) -> Problem | None:
    """Stations sign in turn (handbook B1). Field `station`."""
    if code not in STATIONS:
        # L10N: 请选择会签站
        return Problem("choice", _("Choose the station."), "station")
    if code in signed:
        # L10N: 该站已会签
        return Problem("signed", _("This station has signed already."), "station")
    before = [each for each in needed_stations if STATIONS.index(each) < STATIONS.index(code) and each not in signed]
    if before:
        # L10N: 请按顺序会签
        return Problem("order", _("The stations sign in turn; the one before has not signed yet."), "station")
    return None


def station_obstacles(who: str, signed: Mapping[str, str], words: Mapping[str, str]) -> list[Obstacle]:
    """Which stations have not signed. `words`: their names by code."""
    open_ones = [words[code] for code in stations_for(who) if code not in signed]
    if not open_ones:
        return []
    # L10N: 尚未会签：{names}
    text = _("Not signed yet: {names}").format(names=listed(open_ones))
    return [Obstacle("stations", text, "sign", _("Sign a station"))]


# ----------------------------------------------------------------------------------------------------------- moving out
def fees_obstacles(
    why: str,
    owed: Mapping[str, int],
    disputed: Collection[str],
    words: Mapping[str, str],
) -> list[Obstacle]:
    """Management fee and utilities must be settled for a whole move and the end of a lease; one fen blocks (handbook C-13, C-22, M2).

    A credit of one kind does not count against another; parking, deposits and paid services do not block.

    Args:
        why: of `WHY`.
        owed: open fen by kind.
        disputed: kinds with a disputed bill.
        words: names of the kinds.
    """
    if why not in LEAVING_NEEDS_FEES:
        return []
    blocking = {kind: fen for kind, fen in owed.items() if kind in SETTLED_KINDS and fen > 0}
    if not blocking:
        return []
    names = listed(f"{words.get(kind, kind)} {figures(fen)}" for kind, fen in blocking.items())
    # L10N: 物业费及水电费未结清：{names}
    text = _("Management fee and utilities are not settled: {names}").format(names=names)
    if set(blocking) & set(disputed):
        # L10N: （其中有异议的账单）
        text += " " + _("(a bill among them is disputed)")
    return [
        # L10N: 去收费; 特批原因
        Obstacle("fees", text, "money", _("Take the payment"), "manager", _("Why it is done without"))
    ]


def utility_obstacles(
    why: str, ours: Collection[str], answers: Mapping[str, Mapping[str, str]], words: Mapping[str, str]
) -> list[Obstacle]:
    """A utility that the supplier bills is ticked with a reason: not ours, or the last paid bill was seen (handbook C-22, M2).

    Args:
        why: of `WHY`.
        ours: utilities that this desk charges for the home; its balance speaks for them.
        answers: `{utility: {how, reason}}`.
        words: names of the kinds.
    """
    if why not in LEAVING_NEEDS_FEES:
        return []
    unanswered = [
        words.get(kind, kind)
        for kind in UTILITIES
        if kind not in ours
        and not (
            answers.get(kind, {}).get("how") in UTILITY_ANSWERS and answers.get(kind, {}).get("reason", "").strip()
        )
    ]
    if not unanswered:
        return []
    # L10N: 由供应商收费的项目须注明：{names}
    text = _("What the supplier bills must be noted: {names}").format(names=listed(unanswered))
    return [Obstacle("utilities", text, "utilities", _("Utilities"))]


def key_obstacles(keys: Sequence[tuple[str, int]]) -> list[Obstacle]:
    """Keys signed out at the move-in must be back, lost with a record, or the owner's; fewer pieces are still out (handbook M8).

    Args:
        keys: words of each kind that is out, and how many pieces are missing.
    """
    if not keys:
        return []
    # L10N: {key} {n} 把
    names = listed(_("{key} × {n}").format(key=name, n=pieces) for name, pieces in keys)
    # L10N: 钥匙未交回：{names}
    text = _("Keys are not back: {names}").format(names=names)
    return [Obstacle("keys", text, "keys-back", _("Keys back"), "supervisor", _("Why it is done without"))]


def day_problems(on: date | None, *, today: date, since: Mapping[str, date | None]) -> list[Problem]:
    """The last day of who leaves: not ahead, not before anybody's living there began. Field `day`.

    Args:
        on: as typed.
        today: the site's date.
        since: by name, when living there began.
    """
    if on is None:
        # L10N: 请填写搬出日期
        return [Problem("required", _("On which day?"), "day")]
    if on > today:
        return [Problem("future", _("That day has not come yet. Note the leaving when it happens."), "day")]
    late = [name for name, began in since.items() if began is not None and on < began]
    if late:
        # L10N: {names} 在此之后才入住
        return [Problem("order", _("{names} moved in after that day.").format(names=listed(late)), "day")]
    return []


__all__ = [
    "CONSENT", "LEAVING_NEEDS_FEES", "MOST_KEYS", "MOST_READING", "PHOTOS", "ROLE_OF", "STATIONS",
    "UTILITY_ANSWERS", "WHO", "WHY", "OwnerWord", "Paper", "Person", "day_problems", "deed_warnings", "fees_obstacles",
    "key_obstacles", "needed", "owner_problems", "owner_warnings", "paper_obstacles", "people_obstacles",
    "station_obstacles", "station_problem", "stations_for", "utility_obstacles",
]  # fmt: skip
