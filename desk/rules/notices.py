"""Notices to residents (handbook S22): what is told how long ahead, where, and what may not stand on a poster. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from desk.config import Policy
from desk.errors import Checker, Problem
from desk.i18n import N_, _, ngettext
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.lifecycle import LifeCycle, Move, Need
from desk.rules.kit.wording import listed

KINDS = (
    "outage", "fire-drill", "staff-change", "prices", "holiday", "safety-check", "authority", "renovation", "law", "other",
)  # fmt: skip
"""What a notice is about: codes of the list `notice_kinds`."""
SCOPES = ("site", "buildings", "entrances", "units")
"""What its area is made of."""
OUTCOMES = ("signed", "left", "refused", "absent")
"""What came of a delivery at a door; the first two reached the household."""
REACHED = ("signed", "left")
LEADS: Mapping[str, tuple[str, str]] = {
    "outage": ("hours", "notices.outage_hours"),
    "prices": ("days", "notices.prices_days"),
}
"""How long ahead a kind is told: the unit, and the rule with the number. All other kinds: `OTHER_LEAD`."""
OTHER_LEAD = ("days", "notices.other_days")
TEXT = 600
"""The longest text of a notice in characters, ENGLISH the same of its English: together they fill one poster."""
ENGLISH = 1200
_NAME = 2
"""Names shorter than this are syllables of any sentence."""


def _outage(record: Any) -> bool:
    return bool(record.kind == "outage")


def _begun(record: Any) -> bool:
    return _outage(record) and record.begun_at is not None


def _can_end(record: Any) -> bool:
    """An outage that has not begun is withdrawn, not ended."""
    return not _outage(record) or record.begun_at is not None


def _next(record: Any) -> str:
    """Once it hangs or was delivered, its end comes next."""
    if record.state == "issued" and record.told:
        return "end" if _can_end(record) else ""
    return ""


_WHY = Need("note", N_("Write why."))

CYCLE = LifeCycle(
    kind="public-notice",
    states=("draft", "approved", "issued", "ended", "withdrawn", "cancelled"),
    names="notice_states",
    ended=("ended", "withdrawn", "cancelled"),
    likely={"draft": "approve", "approved": "issue", "issued": "post"},
    likelier=_next,
    moves=(
        Move("write", ("",), "draft", event="written", hidden=True),
        # L10N: 审批; {number} 已批准，可以发布
        Move("approve", ("draft",), "approved", event="approved", role="supervisor", label=N_("Approve"), gate="public-notice.print",
             title=N_("Approve the notice"), done=N_("{number} is approved and can be issued.")),
        # L10N: 发布; {number} 已发布，请张贴或送达
        Move("issue", ("approved",), "issued", event="issued", label=N_("Issue"), gate="public-notice.print",
             title=N_("Issue the notice"), done=N_("{number} is issued. Put it up, or deliver it.")),
        # L10N: 登记张贴; {number} 张贴已登记
        Move("post", ("issued",), event="posted", label=N_("Posted"), title=N_("Where it was put up"),
             needs=(Need("place", N_("Where was it put up?")), Need("by", N_("Who put it up?"))),
             done=N_("{number}: the posting is recorded.")),
        # L10N: 登记取下; {number} 已登记取下
        Move("take-down", ("issued", "ended", "withdrawn"), event="taken-down", label=N_("Taken down"), fits=lambda r: r.up > 0,
             title=N_("Posters taken down"), needs=(Need("by", N_("Who took it down?")),),
             done=N_("{number}: it hangs nowhere any more.")),
        # L10N: 仍未恢复; {number} 已延长，请张贴新公告
        Move("extend", ("issued",), event="extended", label=N_("Not back yet"), fits=_begun,
             title=N_("The outage goes on"), needs=(Need("until", N_("Until when is it expected to last?")),),
             done=N_("{number} goes on. Put up the new poster.")),
        # L10N: 结束（已恢复）; {number} 已结束
        Move("end", ("issued",), "ended", event="ended", label=N_("It is over"), fits=_can_end, title=N_("The notice is over"),
             needs=(Need("result", N_("Please write in a sentence that it is back."), _begun),), done=N_("{number} is over.")),
        # L10N: 撤回; 已撤回，另发 {number}
        Move("withdraw", ("issued",), "withdrawn", event="withdrawn", role="supervisor", quiet=True, needs=(_WHY,),
             label=N_("Withdraw the notice"), title=N_("Withdraw by a new notice"), done=N_("It is withdrawn by {number}. Put that up.")),
        # L10N: 修改; {number} 已修改，需重新审批
        Move("edit", ("draft", "approved"), "draft", event="changed", label=N_("Change"), title=N_("Change the notice"), quiet=True,
             done=N_("{number} is changed and waits for approval.")),
        # L10N: 取消; {number} 已取消
        Move("cancel", ("draft", "approved"), "cancelled", event="cancelled", danger=True, quiet=True, needs=(_WHY,),
             label=N_("Cancel the notice"), done=N_("{number} is cancelled.")),
    ),
)  # fmt: skip
"""The life of a notice."""


# -------------------------------------------------------------------------------------------------------------- entry
@dataclass(frozen=True, slots=True)
class Lead:
    """How long ahead a notice is told: so many hours, or so many days of which the first does not count (handbook C-17)."""

    unit: str
    amount: int

    def words(self) -> str:
        """It in words, in the language in force."""
        if self.unit == "hours":
            # L10N: {n} 小时
            return ngettext("{n} hour", "{n} hours", self.amount).format(n=self.amount)
        # L10N: {n} 天
        return ngettext("{n} day", "{n} days", self.amount).format(n=self.amount)


def lead_of(kind: str, policy: Policy) -> Lead:
    """How long ahead a kind is told by the site's rules (handbook S22: outage 24 hours, prices 15 days, else 3 days)."""
    unit, key = LEADS.get(kind, OTHER_LEAD)
    return Lead(unit, int(policy[key]))


def is_short(lead: Lead, since: datetime, now: datetime) -> bool:
    """Whether less time is left than the kind is told ahead; both moments in the site's zone. Exactly the time is enough."""
    if lead.unit == "hours":
        return since - now < timedelta(hours=lead.amount)
    return (since.date() - now.date()).days < lead.amount


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed of a notice, as far as the rules look at it; moments in the site's zone.

    Attributes:
        homes: how many homes the area has. english_asked: the site wants the English of each notice.
        emergency: it has happened already, nobody could tell it ahead.
    """

    kind: str
    title: str
    text: str
    english: str
    since: datetime | None
    until: datetime | None
    homes: int
    emergency: bool = False
    english_asked: bool = False


def problems(typed: Typed, now: datetime) -> list[Problem]:
    """What is wrong with a notice as it is typed (handbook S22)."""
    check = Checker()
    if typed.kind not in KINDS:
        check.add("kind", "choice", _("Choose the kind."))
    # L10N: 请填写标题
    check.require("title", typed.title, _("Type the title."))
    # L10N: 请填写内容
    check.require("text", typed.text, _("Type the text of the notice."))
    for name, text, most in (("text", typed.text, TEXT), ("english", typed.english, ENGLISH)):
        if len(text.strip()) > most:
            # L10N: 一张公告最多 {most} 个字
            check.add(name, "poster", _("A poster holds {most} characters.").format(most=most))
    if typed.english_asked and not typed.emergency and not typed.english.strip():
        # L10N: 请填写英文内容（可在设置中取消此要求）
        check.add(
            "english", "required", _("Type the English text for foreign tenants, or let the settings not ask for it.")
        )
    check.require("since", typed.since, _("From when?"))
    if typed.kind == "outage":
        # L10N: 请填写预计恢复时间
        check.require("until", typed.until, _("Until when is it expected to last?"))
    if typed.since is not None and typed.since < now and not typed.emergency:
        # L10N: 开始时间已过；突发情况请勾选“突发”
        check.add("since", "past", _("This time has passed already. Tick the emergency if it has happened."))
    if typed.since is not None and typed.until is not None and typed.until < typed.since:
        # L10N: 结束时间不能早于开始时间
        check.add("until", "before", _("It ends before it begins."))
    elif typed.until is not None and typed.until < now and typed.emergency:
        # L10N: 结束时间已过
        check.add("until", "past", _("This time has passed already. Choose one that lies ahead."))
    if typed.homes < 1:
        # L10N: 该范围没有住户，请核对
        check.add("places", "empty", _("There is no home in this area. Please check it."))
    return check.problems


def late_problem(lead: Lead, reason: str) -> Problem | None:
    """Less time than the kind is told ahead needs a supervisor's reason, which is printed."""
    if reason.strip():
        return None
    # L10N: 提前时间不足 {lead}，须主管说明原因
    words = _("This kind is told {lead} ahead. A supervisor writes why it is later; that is printed.")
    return Problem("short", words.format(lead=lead.words()), "reason")


def percent(reached: int, homes: int) -> Fraction | None:
    """Share of the homes that a delivery reached; None without homes."""
    return Fraction(min(reached, homes), homes) if homes else None


# ----------------------------------------------------------------------------------------------------------- the poster
def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Names of the register that stand in a text, the longest first."""
    plain = unicodedata.normalize("NFKC", text)
    close = "".join(plain.split())
    found = {name for name in names if len(name) >= _NAME and (name in plain or name in close)}
    return sorted(found, key=lambda name: (-len(name), name))


_NUMBER = re.compile(r"(?<!\d)\+?\d(?:[ \-.·]?\d){4,19}(?!\d)")


def numbers_in(text: str) -> list[str]:
    """What reads like a telephone number in a text: runs of five digits and more, their digits alone."""
    return [re.sub(r"\D", "", run) for run in _NUMBER.findall(unicodedata.normalize("NFKC", text))]


def writings(number: str) -> set[str]:
    """The digits of a kept telephone number: whole, without its extension, and a line without its area code."""
    parts = number.split("-")
    main = "".join(parts[:2]) if number.startswith("0") else parts[0]
    found = {
        re.sub(r"\D", "", text)
        for text in (number, main, parts[1] if number.startswith("0") and len(parts) > 1 else "")
    }
    return {digits for digits in found if len(digits) > 4}


def phones_in(text: str, known: Collection[str]) -> list[str]:
    """Numbers of residents' telephones that stand in a text, however they are spaced; `known`: digits alone."""
    return [
        number for number in dict.fromkeys(numbers_in(text)) if number in known or number.removeprefix("86") in known
    ]


def rooms_in(text: str, rooms: Mapping[str, str]) -> list[str]:
    """Rooms that a text names, by any of their writings: `{writing: name of the room}`."""
    found = {name for writing, name in rooms.items() if writing in text and _whole(text, writing)}
    return sorted(found)


def _whole(text: str, writing: str) -> bool:
    """Whether the writing stands there by itself: 101 is no part of 1011."""
    return re.search(rf"(?<![0-9A-Za-z\-]){re.escape(writing)}(?![0-9\-])", text) is not None


def name_obstacle(names: Collection[str]) -> Obstacle:
    """A name of the register on a poster; a supervisor may say that the words mean something else."""
    # L10N: 公告中出现住户姓名：{names}
    words = _("The notice has names of residents: {names}. A poster names nobody.").format(names=listed(names))
    # L10N: 并非指该住户的说明
    return Obstacle(
        "notice-name", words, settle="public-notice:edit", settle_words=_("Change"), waivable_by="supervisor",
        waive_words=_("Why these words are nobody's name"),
    )  # fmt: skip


def phone_obstacle(count: int) -> Obstacle:
    """A resident's telephone on a poster; nobody may do without."""
    # L10N: 公告中有 {n} 个住户电话
    words = ngettext(
        "The notice has the telephone of a resident. A poster has none.",
        "The notice has the telephones of {n} residents. A poster has none.",
        count,
    )
    return Obstacle("notice-phone", words.format(n=count), settle="public-notice:edit", settle_words=_("Change"))


def room_obstacle() -> Obstacle:
    """A room that owes on a poster: which one is not said, the way out is to name the entrance."""
    # L10N: 公告写明的房号中有欠费房屋；请改写为单元，或逐户送达
    words = _("A room on the notice has arrears, so no room is named on a poster. Choose the entrance as its area.")
    return Obstacle("notice-room", words, settle="public-notice:edit", settle_words=_("Change"))


# ---------------------------------------------------------------------------------------------------------- start texts
def _of_service() -> dict[str, tuple[str, str]]:
    """Outages, drills, staff and prices."""
    return {
        "outage": (
            # L10N: 停水（电、气、梯）通知
            _("Notice of an outage"),
            # L10N: 因〔原因〕，下列范围将暂停〔供水/供电/供气/电梯〕。请提前做好准备，恢复时间如有变化另行通知。不便之处，敬请谅解。
            _(
                "Because of 〔reason〕, 〔water / power / gas / the lift〕 will be off in the area below. Please prepare for it; we"
                " shall tell you if it takes longer. We apologise for the inconvenience."
            ),
        ),
        "fire-drill": (
            # L10N: 消防演练（报警测试）通知
            _("Fire drill and alarm test"),
            # L10N: 届时警铃会响，属于演练，请勿惊慌，听从现场工作人员引导。
            _("The alarm will sound. It is a drill: please stay calm and follow the staff."),
        ),
        "staff-change": (
            # L10N: 服务人员调整通知
            _("Change of service staff"),
            # L10N: 自下列日期起，〔岗位〕服务人员调整，服务内容与服务热线不变。
            _("From the day below the staff of 〔post〕 change. Services and hotline stay the same."),
        ),
        "prices": (
            # L10N: 有偿服务价格调整通知
            _("Change of prices of paid services"),
            # L10N: 自下列日期起，下列有偿服务价格调整为：〔项目、单价〕。此前已受理的按原价执行。
            _(
                "From the day below these paid services cost: 〔service, price〕. What was ordered before keeps its price."
            ),
        ),
    }


def _of_the_site() -> dict[str, tuple[str, str]]:
    """Hours, checks, visits, works, law."""
    return {
        "holiday": (
            # L10N: 节假日服务时间通知
            _("Service hours on holidays"),
            # L10N: 假日期间前台服务时间为〔时间〕；维修与安保 24 小时值班。
            _("During the holidays the desk is open 〔hours〕. Repairs and security are on duty day and night."),
        ),
        "safety-check": (
            # L10N: 安全检查通知
            _("Safety check"),
            # L10N: 本中心将对〔内容〕进行安全检查，需入户的请家中留人。工作人员佩戴工牌，不收取任何费用。
            _("We shall check 〔what〕. Please be at home where we have to come in. Staff wear badges and take no money."),
        ),
        "authority": (
            # L10N: 主管部门检查通知
            _("Visit of an authority"),
            # L10N: 〔部门〕将到本小区〔事项〕，请予配合。
            _("〔authority〕 will come to the site for 〔matter〕. Please give them your help."),
        ),
        "renovation": (
            # L10N: 邻近房屋装修告知
            _("Renovation next door"),
            # L10N: 下列范围内有房屋装修，施工时间为〔时段〕，法定休息日不做有噪声的施工。如有影响请联系服务中心。
            _(
                "There is a renovation in the area below. Work is done 〔hours〕, without noise on days of rest. If it disturbs"
                " you, please tell the service centre."
            ),
        ),
        "law": (
            # L10N: 法规宣传
            _("What the law says"),
            # L10N: 根据〔法规〕：〔内容〕。
            _("By 〔law〕: 〔what it says〕."),
        ),
        "other": ("", ""),
    }  # fmt: skip


def own_texts(kind: str) -> tuple[str, str]:
    """The title and text proposed for a kind, in the language in force; 〔…〕 is left for the clerk to fill in."""
    return {**_of_service(), **_of_the_site()}[kind]


def unfilled(*texts: str) -> bool:
    """Whether something of a proposed text was not filled in."""
    return any("〔" in text for text in texts)


__all__ = [
    "CYCLE", "ENGLISH", "KINDS", "OUTCOMES", "REACHED", "SCOPES", "TEXT", "Lead", "Typed", "is_short", "late_problem", "lead_of",
    "name_obstacle", "names_in", "numbers_in", "own_texts", "percent", "phone_obstacle", "phones_in", "problems",
    "room_obstacle", "rooms_in", "unfilled", "writings",
]  # fmt: skip
