"""The VIP scheme in force in words, its editions, and the form by which a manager changes its numbers or switches (handbook C-2, V12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desk.catalog import catalog
from desk.errors import InvalidInput, Problem
from desk.i18n import N_, _
from desk.rules.money import UTILITIES
from desk.rules.schemes import CONDITIONS, Campaign, Condition, Double, Ladder, Level, Scheme, level_name, scheme_name
from desk.rules.schemes import words as scheme_words
from desk.rules.schemes.standard import STANDARD
from desk.services import schemes
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.list_page import fit_head
from desk.ui.kit.pages import Page, PageAction, Shell, column
from desk.ui.kit.record_cards import clear

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.schemes import EditionView, SchemeView

MONEY = 100


class SchemePage(Page):
    """What the scheme gives and asks; Ctrl+E changes its numbers from a day on, Ctrl+Shift+E switches to another one."""

    shows = frozenset({"scheme"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._view: SchemeView | None = None
        self._editions: tuple[EditionView, ...] = ()
        layout = column(self)
        top = self.head = QHBoxLayout()
        top.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._since = theme.text("", "muted")
        top.addWidget(self._title)
        top.addWidget(self._since)
        top.addStretch(1)
        self.buttons: list[tuple[theme.Button, str]] = []
        for label, key, run, role in self._acts():
            button = theme.Button("", key=key, role=role)
            button.clicked.connect(lambda _checked=False, work=run: work())
            top.addWidget(button)
            self.buttons.append((button, label))
        layout.addLayout(top)
        self._words = QGridLayout()
        self._words.setSpacing(12)
        layout.addLayout(self._words)
        self._editions_card = theme.Card()
        self._editions_grid = QGridLayout()
        self._editions_card.body.addLayout(self._editions_grid)
        layout.addWidget(self._editions_card)
        layout.addStretch(1)
        self.dialog: ActDialog | None = None

    def _acts(self) -> tuple[tuple[str, str, Any, str], ...]:
        return (
            # L10N: 专柜和特约商户
            (N_("Counters and partners"), "Ctrl+1", lambda: self.shell.open_page("shop-counters"), ""),
            # L10N: 更换制度
            (N_("Switch the scheme"), "Ctrl+Shift+N", self.switch, ""),
            # L10N: 修改规则
            (N_("Change the numbers"), "Ctrl+E", self.change, "primary"),
        )

    def title(self) -> str:
        # L10N: 会员制度
        return _("VIP scheme")

    def first_focus(self) -> QWidget | None:
        return self.buttons[-1][0]

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return tuple(PageAction(label, key, run) for label, key, run, _role in self._acts())

    def refresh(self) -> None:
        desk = self.desk

        def look() -> tuple[Any, Any]:
            return schemes.scheme(desk), schemes.editions(desk)

        self.ask(look, lambda found: self._show(*found))

    def _show(self, view: SchemeView, editions: tuple[EditionView, ...]) -> None:
        self._view, self._editions = view, editions
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        fit_head(self.head, self.width() - 2 * theme.MARGIN, self._since, [button for button, _label in self.buttons])

    def retranslate(self) -> None:
        self._title.setText(self.title())
        for button, label in self.buttons:
            button.set_words(_(label))
        self._fit_head()
        view = self._view
        if view is None:
            return
        # L10N: {name}，自 {day} 起
        since = _("{name} since {day}").format(name=scheme_name(view.scheme), day=say.day(view.since))
        self._since.setText(since if view.since > date(1901, 1, 1) else scheme_name(view.scheme))
        self._fit_head()
        clear(self._words)
        for at, (heading, lines) in enumerate(scheme_words.handbook(view.scheme)):
            card = theme.Card(heading)
            for line in lines:
                card.body.addWidget(theme.text(line, "", wrap=True))
            card.body.addStretch(1)
            self._words.addWidget(card, at // 2, at % 2)
        self._words.setColumnStretch(0, 1)
        self._words.setColumnStretch(1, 1)
        # L10N: 历次版本
        self._editions_card.set_heading(_("Editions"))
        clear(self._editions_grid)
        if not self._editions:
            # L10N: 尚未修改，使用程序自带的规则
            self._editions_grid.addWidget(theme.text(_("The program's own numbers, never changed."), "muted"), 0, 0)
        for at, row in enumerate(self._editions):
            words = (say.day(row.since), row.name, row.note, row.staff, _("in force") if row.in_force else "")
            for place, text in enumerate(words):
                role = "strong" if row.in_force else ""
                self._editions_grid.addWidget(theme.text(text, role, wrap=place == 2), at, place)

    # --------------------------------------------------------------------------------------------------------- changing
    def change(self) -> None:
        """Asks for the numbers, from a day on."""
        if self._view is not None:
            self._ask(self._view.scheme, self._view.scheme)

    def switch(self) -> None:
        """Asks which scheme, then its day and the mapping of the levels."""
        if self._view is None:
            return
        here = self._view.scheme
        codes = [code for code in STANDARD if code != here.code]
        spec = FormSpec(
            # L10N: 更换会员制度
            N_("Switch the scheme"),
            (
                # L10N: 新制度
                FieldSpec(
                    "code", N_("New scheme"), "choice", required=True,
                    choices=lambda: [(code, scheme_name(STANDARD[code])) for code in codes],
                ),
            ),
        )  # fmt: skip

        def choose(values: Mapping[str, Any]) -> str:
            return str(values["code"])

        dialog = ActDialog(self, spec, choose, yes=_("Continue"))
        dialog.acted.connect(lambda code: self._ask(STANDARD[code], here))
        dialog.start()

    def _ask(self, scheme: Scheme, before: Scheme) -> None:
        desk = self.desk
        spec = FormSpec(N_("Numbers of the scheme"), (*_number_fields(scheme), *_mapping_fields(scheme, before)))

        def save(values: dict[str, Any]) -> Any:
            entry = schemes.SchemeEntry(
                scheme_of(scheme, values), values["since"], values["note"],
                {code: values[f"to_{code}"] for code in before.codes} if scheme.code != before.code else {},
            )  # fmt: skip
            try:
                return schemes.save(desk, entry)
            except InvalidInput as error:
                raise InvalidInput([_placed(each, scheme) for each in error.problems]) from error

        values = {**values_of(scheme), "since": desk.today() + timedelta(days=1)}
        dialog = self.dialog = ActDialog(
            self, spec, save, yes=_("Put in force"), values=values, note=scheme_name(scheme)
        )
        dialog.approval.ask("manager")
        # L10N: 新规则自 {day} 起生效
        dialog.acted.connect(
            lambda view: self.shell.messages.info(_("The numbers count from {day}.").format(day=say.day(view.since)))
        )
        dialog.start()


def _placed(problem: Problem, scheme: Scheme) -> Problem:
    """A problem beside its field of the form."""
    parts = problem.field.split(".")
    name = problem.field
    if parts[0] == "levels" and len(parts) == 3 and int(parts[1]) < len(scheme.levels):
        name = f"{parts[2]}_{scheme.levels[int(parts[1])].code}"
    elif parts[0] == "mapping":
        name = f"to_{parts[1]}"
    elif parts[0] == "campaigns":
        name = {"name": "campaign", "until": "campaign_until"}.get(parts[-1], "campaign")
    elif parts[0] in ("ladder", "coupons"):
        name = "ladder_points"
    return Problem(problem.code, problem.message, name, problem.warning)


def _number_fields(scheme: Scheme) -> tuple[FieldSpec, ...]:
    fields = [
        # L10N: 生效日期
        FieldSpec("since", N_("In force from"), "date", required=True),
        # L10N: 修改说明
        FieldSpec("note", N_("Why"), max_length=120),
        # L10N: 每多少元积分; 积几分
        FieldSpec("earn", N_("Points for each (yuan)"), "money", required=True),
        FieldSpec("earn_points", N_("… so many points"), "number", required=True),
        # L10N: 单笔奖励：积分满; 奖励
        FieldSpec("bonus_from", N_("Bonus for one purchase from (points)"), "number"),
        FieldSpec("bonus", N_("Bonus (points, 0: none)"), "number"),
        # L10N: 首档积分; 首档标价; 每档积分; 每档标价
        FieldSpec("ladder_points", N_("Redemption: first step (points)"), "number"),
        FieldSpec("ladder_fen", N_("… label price up to"), "money"),
        FieldSpec("ladder_step_points", N_("Each further step (points)"), "number"),
        FieldSpec("ladder_step_fen", N_("… label price more"), "money"),
        # L10N: 生日双倍; 当日前 N 名双倍
        FieldSpec("birthday_double", N_("Double points"), "check", text=N_("On the birthday")),
        FieldSpec("first_double", N_("First members of a day (0: none)"), "number"),
        # L10N: 双倍星期; 双倍月份
        FieldSpec(
            "weekdays", N_("Double on weekdays (1–7)"), max_length=20, help=N_("3 is Wednesday; several with commas")
        ),
        FieldSpec("months", N_("… in months"), max_length=40, help=N_("2,3,4; empty: every month")),
        # L10N: 积分有效期（月，0 为长期）
        FieldSpec("expiry_months", N_("Points last (months, 0: no end)"), "number"),
        # L10N: 休眠（月）; 撤回升级期限（天）; 办卡小票期限（天）
        FieldSpec("dormant_months", N_("Dormant after (months)"), "number"),
        FieldSpec("take_back_days", N_("Taking an upgrade back within (days)"), "number"),
        FieldSpec("join_days", N_("Joining receipts at most (days old)"), "number"),
        FieldSpec("join_earns", N_("Joining receipts"), "check", text=N_("They earn points")),
        FieldSpec("every", N_("Conditions"), "check", text=N_("All of a level's conditions, not one of them")),
        FieldSpec("automatic", N_("Upgrades"), "check", text=N_("By themselves, without confirming")),
        # L10N: 现金券有效期（月）; 停车券有效期（天）; 生日变更后须授权（天）
        FieldSpec("coupon_months", N_("Coupons last (months)"), "number"),
        FieldSpec("parking_days", N_("Parking vouchers last (days)"), "number"),
        FieldSpec("birthday_days", N_("A changed birth date is asked about for (days)"), "number"),
        # L10N: 人工调整计入累计积分; 员工可单独登记本人卡
        FieldSpec("lifetime_adjusted", N_("Adjustments"), "check", text=N_("They count as lifetime points")),
        FieldSpec("own_alone", N_("Cards of the staff"), "check", text=N_("Staff may book to their own card alone")),
        *_centre_fields(),
        # L10N: 抽奖尾数（-1 为不抽奖）
        FieldSpec("draw_digit", N_("Draw: last digit (-1: none)"), "number"),
        FieldSpec("birthday_gift", N_("Birthday gift"), "check", text=N_("A purchase on the birthday brings a gift")),
        # L10N: 办卡礼品
        FieldSpec("card_gift", N_("Gift with the card"), max_length=60),
        # L10N: 活动名称; 起; 止; 免费办卡等级; 礼品
        FieldSpec("campaign", N_("Campaign"), max_length=60),
        FieldSpec("campaign_since", N_("Campaign from"), "date"),
        FieldSpec("campaign_until", N_("Campaign until"), "date"),
        FieldSpec(
            "campaign_level", N_("Free card of level"), "choice", choices=lambda: _level_choices(scheme, blank=True)
        ),
    ]
    for level in scheme.levels:
        fields += _level_fields(scheme, level)
    return tuple(fields)


def _centre_fields() -> list[FieldSpec]:
    """Which kinds of the centre's own receipts earn points; never what is collected for a supplier (handbook C-26)."""
    return [
        # L10N: 服务中心收据参加积分
        FieldSpec(f"centre_{kind.code}", N_("The centre's receipts earn"), "check", text=kind.label)
        for kind in catalog("charge_kinds")
        if kind.code not in UTILITIES
    ]


def _level_choices(scheme: Scheme, *, blank: bool = False) -> list[tuple[str, str]]:
    found = [(code, level_name(scheme, code)) for code in scheme.codes]
    return [("", ""), *found] if blank else found


def _level_fields(scheme: Scheme, level: Level) -> list[FieldSpec]:
    code = level.code
    fields = [
        # L10N: 等级名称; 折扣（折）; 特约商户折扣（折）; 停车（小时）
        FieldSpec(
            f"name_{code}", N_("Name of the level"), max_length=30, placeholder=level_name(scheme, code), new_row=True
        ),
        FieldSpec(f"rate_{code}", N_("Card price (tenths)"), "number", required=True),
        FieldSpec(f"partner_rate_{code}", N_("At partners (tenths)"), "number", required=True),
        FieldSpec(f"parking_hours_{code}", N_("Parking (hours)"), "number"),
        FieldSpec(f"quarter_gift_{code}", N_("Gifts"), "check", text=N_("A gift each quarter")),
        FieldSpec(f"letters_{code}", N_("Letters on the card"), "check", text=N_("The card may bear VIP")),
    ]
    for kind in ("join", "upgrade"):
        for place, condition in enumerate(getattr(level, kind)):
            points = condition.kind == "lifetime"
            # L10N: 办卡条件; 升级条件
            label = N_("To join") if kind == "join" else N_("To rise")
            fields.append(
                FieldSpec(
                    f"{kind}_{code}_{place}", label, "number" if points else "money", help=_condition_kind(condition)
                )
            )
    return fields


def _condition_kind(condition: Condition) -> str:
    """The msgid that says of what kind an amount is."""
    return CONDITIONS[condition.kind]


def _mapping_fields(scheme: Scheme, before: Scheme) -> tuple[FieldSpec, ...]:
    if scheme.code == before.code:
        return ()
    return tuple(
        FieldSpec(
            # L10N: 原等级对应的新等级
            f"to_{code}", N_("New level of those who have"), "choice", required=True, choices=lambda: _level_choices(scheme),
            help=level_name(before, code),
        )
        for code in before.codes
    )  # fmt: skip


def values_of(scheme: Scheme) -> dict[str, Any]:
    """What the form starts with."""
    ladder = scheme.ladder
    weekday = next((each for each in scheme.doubles if each.kind == "weekday" and each.on), None)
    first = next((each.count for each in scheme.doubles if each.kind == "first" and each.on), 0)
    campaign = scheme.campaigns[-1] if scheme.campaigns else None
    values: dict[str, Any] = {
        "earn": Decimal(scheme.earn_fen) / MONEY,
        "ladder_points": ladder.points if ladder else None,
        "ladder_fen": Decimal(ladder.fen) / MONEY if ladder else None,
        "ladder_step_points": ladder.step_points if ladder else None,
        "ladder_step_fen": Decimal(ladder.step_fen) / MONEY if ladder else None,
        "birthday_double": any(each.kind == "birthday" and each.on for each in scheme.doubles),
        "first_double": first,
        "weekdays": ",".join(str(day + 1) for day in weekday.weekdays) if weekday else "",
        "months": ",".join(str(month) for month in weekday.months) if weekday else "",
        "campaign": campaign.name if campaign else "",
        "campaign_since": campaign.since if campaign else None,
        "campaign_until": campaign.until if campaign else None,
        "campaign_level": campaign.free_level if campaign else "",
    }
    for name in _PLAIN:
        values[name] = getattr(scheme, name)
    for fee in catalog("charge_kinds"):
        values[f"centre_{fee.code}"] = fee.code in scheme.centre_kinds
    for level in scheme.levels:
        values |= {
            f"name_{level.code}": level.name, f"rate_{level.code}": Decimal(level.rate) / MONEY,
            f"partner_rate_{level.code}": Decimal(level.partner_rate) / MONEY,
            f"parking_hours_{level.code}": level.parking_hours, f"quarter_gift_{level.code}": level.quarter_gift,
            f"letters_{level.code}": level.letters,
        }  # fmt: skip
        for kind in ("join", "upgrade"):
            for place, each in enumerate(getattr(level, kind)):
                least = each.least if each.kind == "lifetime" else Decimal(each.least) / MONEY
                values[f"{kind}_{level.code}_{place}"] = least
    return values


_NUMBERS = (
    "coupon_months",
    "parking_days",
    "birthday_days",
    "earn_points",
    "bonus_from",
    "bonus",
    "expiry_months",
    "dormant_months",
    "take_back_days",
    "join_days",
    "draw_digit",
)
_PLAIN = (*_NUMBERS, "join_earns", "lifetime_adjusted", "own_alone", "every", "automatic", "birthday_gift", "card_gift")


def scheme_of(scheme: Scheme, values: Mapping[str, Any]) -> Scheme:
    """The scheme with what was typed.

    Raises:
        InvalidInput: `weekdays`, `months` are no list of numbers.
    """

    def whole(name: str) -> int:
        return int(values.get(name) or 0)

    def fen(name: str) -> int:
        return int((values.get(name) or Decimal(0)) * MONEY)

    levels = tuple(_level_of(level, values) for level in scheme.levels)
    ladder = None
    if values.get("ladder_points"):
        ladder = Ladder(whole("ladder_points"), fen("ladder_fen"), whole("ladder_step_points"), fen("ladder_step_fen"))
    campaigns = scheme.campaigns
    if values.get("campaign") and values.get("campaign_since") and values.get("campaign_until"):
        made = Campaign(
            values["campaign"], values["campaign_since"], values["campaign_until"], values.get("campaign_level") or "",
            values.get("card_gift") or "",
        )  # fmt: skip
        campaigns = (*(each for each in campaigns if each.name != made.name), made)
    plain: dict[str, Any] = {name: whole(name) for name in _NUMBERS}
    plain |= {name: values.get(name) for name in _PLAIN if name not in _NUMBERS}
    return replace(
        scheme, levels=levels, earn_fen=fen("earn"), ladder=ladder, coupons=ladder if scheme.coupons else None,
        doubles=_doubles(values), campaigns=campaigns,
        centre_kinds=tuple(kind.code for kind in catalog("charge_kinds") if values.get(f"centre_{kind.code}")), **plain,
    )  # fmt: skip


def _doubles(values: Mapping[str, Any]) -> tuple[Double, ...]:
    found = []
    weekdays = _listed(values, "weekdays", 1, 7)
    if weekdays:
        days = tuple(day - 1 for day in weekdays)
        found.append(Double("weekday", weekdays=days, months=_listed(values, "months", 1, 12)))
    found.append(Double("birthday", on=bool(values.get("birthday_double"))))
    count = int(values.get("first_double") or 0)
    found.append(Double("first", on=count > 0, count=count or 100))
    return tuple(found)


def _listed(values: Mapping[str, Any], name: str, least: int, most: int) -> tuple[int, ...]:
    parts = [
        part for part in str(values.get(name) or "").replace("，", ",").replace("、", ",").split(",") if part.strip()
    ]
    if any(not part.strip().isdigit() or not least <= int(part) <= most for part in parts):
        # L10N: 请用逗号分隔 {least} 到 {most} 之间的数字
        words = _("Numbers between {least} and {most}, with commas between them.").format(least=least, most=most)
        raise InvalidInput([Problem("range", words, name)])
    return tuple(int(part) for part in parts)


def _level_of(level: Level, values: Mapping[str, Any]) -> Level:
    code = level.code

    def conditions(kind: str) -> tuple[Condition, ...]:
        found = []
        for place, each in enumerate(getattr(level, kind)):
            typed = values.get(f"{kind}_{code}_{place}")
            if typed:
                found.append(replace(each, least=int(typed) if each.kind == "lifetime" else int(typed * MONEY)))
        return tuple(found)

    return replace(
        level, name=values.get(f"name_{code}") or "", rate=int((values.get(f"rate_{code}") or 0) * MONEY),
        partner_rate=int((values.get(f"partner_rate_{code}") or 0) * MONEY),
        parking_hours=int(values.get(f"parking_hours_{code}") or 0), quarter_gift=bool(values.get(f"quarter_gift_{code}")),
        letters=bool(values.get(f"letters_{code}")), join=conditions("join"), upgrade=conditions("upgrade"),
    )  # fmt: skip


__all__ = ["SchemePage", "scheme_of", "values_of"]
