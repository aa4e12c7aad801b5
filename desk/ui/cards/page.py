"""The page of a member: who holds the card, level, what the scheme gives, warnings, cards, papers, history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desk import features
from desk.catalog import label
from desk.i18n import N_, _
from desk.rules.cards import grouped, plain, use_problem
from desk.rules.cards.cycle import CYCLE
from desk.rules.kit.wording import listed
from desk.services import cards
from desk.ui.cards.acts import KEYS, MemberActs
from desk.ui.cards.words import cause_words
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import clear
from desk.ui.kit.record_cards import TOP, Facts, FactSheet, Grid
from desk.ui.kit.record_page import Head, RecordCard, RecordPage
from desk.ui.slips.files import files_card
from desk.ui.slips.record import Further, papers_card

if TYPE_CHECKING:
    from desk.services.cards import CardView, MemberEventView, MemberView
    from desk.services.kit.desk import Desk

LAMPS = {"applied": "amber", "active": "green", "rejected": "red", "ended": "red"}
MOST_EVENTS = 12
"""So many lines of the history stand on the page."""


PAPERS = Further(cards.offered, cards.preview, cards.issue_paper)
"""The papers of a membership; none of them asks anything."""


class MemberPage(RecordPage):
    """One membership. A scanned card opens it, and says at once when that card may not be used."""

    kind = "member"
    shows = frozenset({"member", "card", "customer", "slip"})
    cycle = CYCLE
    keys = KEYS
    # L10N: 下一步; 冻结或解冻卡片
    shared = {"Ctrl+J": N_("Next step"), "Ctrl+Shift+S": N_("Freeze the card, or release it")}
    resting = "note"
    acts_heading = N_("What to do")
    link_key = "Ctrl+H"
    link_label = N_("Open the household")

    def __init__(self, shell: Any, desk: Desk) -> None:
        self._scanned = ""
        super().__init__(shell, desk)

    @staticmethod
    def read(desk: Desk, record_id: int) -> MemberView:
        return cards.member(desk, record_id)

    @staticmethod
    def id_of(desk: Desk, number: str) -> int:
        return cards.member_id_of(desk, number)

    def open(self, **args: Any) -> None:
        """`member_id`, or `number`: of a card (a scan), of its paper, of the application."""
        number = str(args.get("number") or "")
        self._scanned = "" if number.upper().startswith(("HY-", "KP-")) else plain(number)
        super().open(**args)

    def make_acts(self) -> MemberActs:
        return MemberActs(self)

    def head(self, record: MemberView) -> Head:
        refusal = _refusal(record, self._scanned)
        warnings = [*([refusal] if refusal else []), *(each for each in record.warnings if each != refusal)]
        lamp = LAMPS[record.state]
        if record.state == "active" and (refusal or record.card_state in ("lost", "frozen", "expired")):
            lamp = "red"
        elif record.state == "active" and (not record.card_state or not record.handed_over):
            lamp = "amber"
        number = grouped(record.card.number) if record.card is not None else record.number
        state = record.tier_name if record.state == "active" else label("member_states", record.state)
        return Head(
            record.name,
            lamp=lamp,
            state=f"{state}  {number}",
            late=" ".join(warnings),
            link=f"{record.room}  {self.link_key}" if record.unit_id is not None else "",
            target=f"unit:{record.unit_id}" if record.unit_id is not None else "",
        )

    def cards(self) -> tuple[RecordCard, ...]:
        more = [card for hook in features.hooks("member_cards") for card in hook(self)]
        return (
            # L10N: 会员卡和等级
            RecordCard("standing", N_("Card and level"), lambda _page: Facts(), of=self._standing),
            *more,
            # L10N: 申请资料
            RecordCard("application", N_("Application"), lambda _page: Facts(), of=self._application),
            # L10N: 历次卡片
            RecordCard("cards", N_("Cards before"), lambda _page: OldCards(), of=lambda row: row.old_cards),
            # L10N: 经过
            RecordCard("history", N_("History"), lambda _page: History(self), of=lambda row: row.events[:MOST_EVENTS]),
            papers_card(of=lambda row: row.slips, further=PAPERS),
            files_card("member"),
        )

    def also_shows(self, record: MemberView) -> Iterable[tuple[str, int]]:
        return (("customer", record.customer_id), *((("unit", record.unit_id),) if record.unit_id is not None else ()))

    def _standing(self, row: MemberView) -> FactSheet:
        card = row.card
        state = label("card_states", card.state) if card is not None else ""
        if card is not None and card.state == "active" and card.collected_on is None:
            # L10N: 待领卡
            state = _("to be fetched")
        tone = "good" if card is not None and card.state == "active" and card.collected_on else "warning"
        # L10N: 长期有效
        until = (say.day(card.expires_on) or _("no end")) if card is not None else ""
        since = say.day(row.tier_since)
        facts = [(fact.label, fact.words, fact.tone) for fact in row.facts if not fact.wide]
        wide = [(fact.label, fact.words, fact.tone) for fact in row.facts if fact.wide]
        return FactSheet(
            "",
            (
                # L10N: 会员等级（{day} 起）
                (_("Level"), _("{level} since {day}").format(level=row.tier_name, day=since) if since else row.tier_name,
                 "strong"),
                # L10N: 卡片状态
                (_("Card"), state, tone),
                # L10N: 卡号
                (_("Card number"), grouped(card.number) if card is not None else "", "strong"),
                # L10N: 有效期至
                (_("Valid until"), until, ""),
                # L10N: 领卡
                (_("Fetched on"), f"{say.day(card.collected_on)} {card.collected_by}" if card and card.collected_on else "", ""),
                # L10N: 最近消费
                (_("Last purchase"), say.day(row.last_use_on) if row.last_use_on != row.joined_on else "", ""),
                *facts,
            ),
            # L10N: 会员权益
            ((_("Benefits"), listed(row.benefits), ""), *wide),
        )  # fmt: skip

    def _application(self, row: MemberView) -> FactSheet:
        # L10N: {age} 周岁
        age = _("{age} years").format(age=row.age) if row.age is not None else ""
        sex = label("sexes", row.sex) if row.sex else ""
        goods = listed(label("goods_types", code) for code in row.goods)
        # L10N: 同意问候; 不接收活动通知
        told = [_("greetings welcome")] if row.greets else []
        told += [_("no notices")] if row.opted_out else []
        return FactSheet(
            "",
            (
                # L10N: 会员编号
                (_("Membership"), row.number, "strong"),
                # L10N: 入会日期
                (_("Joined on"), say.day(row.joined_on), ""),
                (_("Name"), " · ".join(part for part in (row.name, row.latin_name, sex) if part), ""),
                # L10N: 生日
                (_("Birthday"), " · ".join(part for part in (row.birthday, age) if part), ""),
                (_("Phone"), row.phone, ""),
                (_("Document"), row.document, ""),
                (_("E-mail"), row.email, ""),
                # L10N: 会员制度
                (_("Scheme"), row.scheme_name, ""),
                # L10N: 办理依据
                (_("Granted for"), label("member_hows", row.how), ""),
                (_("Recommended by"), row.proposed_by, ""),
            ),
            (
                (_("Home address"), row.address, ""),
                (_("Work address"), row.work_address, ""),
                (_("Mostly bought"), goods, ""),
                (_("Consent"), listed(told), ""),
                # L10N: 退会原因; 积分处理
                (_("Ended because"), row.end_reason, "warning"),
                (_("Points"), row.points_said, ""),
            ),
        )


def _refusal(record: MemberView, scanned: str) -> str:
    """Why the card that was scanned may not be used; "" when it may, or nothing was scanned."""
    if not scanned:
        return ""
    card = next(
        (each for each in (record.card, *record.old_cards) if each is not None and each.number == scanned), None
    )
    if card is None:
        return ""
    problem = use_problem(card.state, None, date.min, lost_on=card.lost_on)
    return problem.message if problem is not None else ""


class OldCards(Grid):
    """The dead cards: number, state, why it went, when."""

    def __init__(self) -> None:
        super().__init__(3)

    def fill(self, cards: Sequence[CardView]) -> None:
        """Shows them, the newest first."""
        clear(self._grid)
        for row, card in enumerate(cards):
            words = " · ".join(part for part in (cause_words(card.cause), card.note) if part)
            days = f"{say.day(card.issued_on)} – {say.day(card.ended_on)}"
            for place, (text, role) in enumerate(
                (
                    (grouped(card.number), "strong"),
                    (label("card_states", card.state), "muted"),
                    (days, ""),
                    (words, "muted"),
                )
            ):
                self._grid.addWidget(theme.text(text, role, wrap=place == 3), row, place, TOP)


class History(Grid):
    """What happened, the newest first."""

    def __init__(self, page: MemberPage) -> None:
        super().__init__(2)
        self._page = page

    def fill(self, events: Sequence[MemberEventView]) -> None:
        """Shows the lines."""
        clear(self._grid)
        for row, event in enumerate(events):
            cells: list[QWidget] = [
                theme.text(say.short_moment(self._page.desk, event.at), "muted"),
                theme.text(label("member_events", event.kind), "strong"),
                theme.text(_told(event), "", wrap=True),
                theme.text(event.staff, "muted"),
            ]
            for place, widget in enumerate(cells):
                self._grid.addWidget(widget, row, place, TOP)


def _told(event: MemberEventView) -> str:
    data = event.data
    words = [event.words]
    if event.kind == "card-replaced":
        words.append(label("card_causes", str(data.get("cause", ""))))
        words.append(f"{grouped(str(data.get('old', '')))} → {grouped(str(data.get('card', '')))}")
    if data.get("slip"):
        words.append(str(data["slip"]))
    return " · ".join(part for part in (*words, event.note) if part)


__all__ = ["PAPERS", "MemberPage"]
