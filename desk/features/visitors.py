"""Visitors: registered with the host asked, temporary cards out and back, what they bring forward fed back."""

from __future__ import annotations

from desk.features.kit import (
    TIME,
    Act,
    Code,
    Due,
    Feature,
    Findable,
    HeldNumber,
    Key,
    Light,
    Numbers,
    PageSpec,
    PolicyKey,
    QuickAction,
    Record,
    SlipKind,
)
from desk.i18n import N_

# L10N: 访客
_VISITORS = N_("Visitors")
# L10N: 访客单据随登记记录办理，不能单独作废
_BY_VISIT = N_("Papers of a visit follow its record and cannot be voided alone.")

_S = "desk.services.visitors:"
_DUE = "desk.services.visitors.due:"
_UI = "desk.ui.visitors."

KEYS = (
    Key("Ins", ("Register a visitor",)), Key("Ctrl+B", ("Take the card back", "Visitor leaves")),
    Key("Ctrl+H", ("Open the household",)), Key("Ctrl+R", ("Feed back the result",)),
    Key("Ctrl+Shift+B", ("Take the card back",), "the card alone comes back"), Key("Ctrl+Shift+N", ("Another card",)),
    Key("Ctrl+Shift+X", ("Record a loss",)),
)  # fmt: skip


FEATURE = Feature(
    code="visitors",
    keys=KEYS,
    codes=(
        # L10N: 车牌号
        Code(
            "plate", N_("Number plate"), "desk.rules.households:scanned_plate", "desk.services.visitors.lists:of_plate"
        ),
    ),
    tables=("desk.models.visitors",),
    person_words={"visit_person": N_("Visit")},
    records=(
        Record(
            "visit",
            # L10N: 访客登记
            N_("Visit"),
            "desk.models.visitors:Visit",
            files=True,
            find=Findable(
                9,
                _VISITORS,
                writer=_DUE + "pages",
                shows=("name", "room", "visit_states:state"),
                # L10N: 已离开
                past=N_("Gone"),
                newest_first=True,
            ),
            lifecycle="desk.rules.visitors:CYCLE",
            withdraw="desk.services.visitors.acts:withdraw",
        ),
        Record(
            "visitor-card",
            # L10N: 访客临时卡
            N_("Visitor's card"),
            "desk.models.visitors:VisitorCard",
            lifecycle="desk.rules.visitors:CARD_CYCLE",
            withdraw="desk.services.visitors.acts:withdraw_card",
        ),
    ),
    numbers=(
        Numbers("desk.models.visitors:Visit.number", ("FK",)),
        Numbers("desk.models.visitors:VisitorCard.number", ("LS",)),
    ),
    policy=(
        # L10N: 纸质临时卡最长（小时）
        PolicyKey("visitors.paper_hours", "int", N_("A paper card is for at most (hours)"), _VISITORS, 1, 24),
        # L10N: 临时卡押金（元/张，0 为不收）
        PolicyKey(
            "visitors.card_deposit", "decimal", N_("Deposit of a visitor's card (yuan, 0: none)"), _VISITORS, 0, 1000
        ),
        # L10N: 访客信息保存（天）
        PolicyKey("visitors.keep_days", "int", N_("Who visited is kept for (days)"), _VISITORS, 30, 1095),
    ),
    slips=(
        SlipKind(
            "visit",
            "FK",
            # L10N: 访客登记单
            N_("Visitors' sheet"),
            "a5",
            ("a5", "241-half", "a4"),
            carries="visit",
            own_void=_BY_VISIT,
            subject=("visit",),
        ),
        SlipKind(
            "visitor-card",
            "LS",
            # L10N: 访客临时卡
            N_("Visitor's card"),
            "roll-80",
            ("roll-80", "a5"),
            carries="visitor-card",
            own_void=_BY_VISIT,
            subject=("visit",),
        ),
    ),
    pages=(
        PageSpec("visitors", _VISITORS, _UI + "list:VisitorsPage", icon="person", targets=("visitors",)),
        PageSpec(
            "visit", N_("Visit"), _UI + "page:VisitPage", parent="visitors", targets=("visit",), scans=("FK-", "LS-")
        ),
        PageSpec(
            "visitor-cards",
            # L10N: 临时卡
            N_("Temporary cards"),
            _UI + "list:VisitorCardsPage",
            parent="visitors",
            targets=("visitor-cards",),
        ),
    ),
    # L10N: 登记访客
    actions=(QuickAction(N_("Register a visitor"), "Shift+F4", "visitors", {"new": True}, takes=("unit_id",)),),
    due=(
        # L10N: 临时卡逾期未收回
        Due("visitor-cards", N_("Visitors' cards not back"), _DUE + "cards_late", urgent=True, waits=True, order=24),
        # L10N: 访客事项待反馈
        Due("visitor-matters", N_("Visitors' matters to feed back"), _DUE + "matters", waits=True, order=25),
    ),
    # L10N: 访客 / 无未收回的临时卡
    lights=(
        Light("visitors", _DUE + "light", order=55, label=N_("Visitors"), none=N_("No card out"), health="custody"),
    ),
    used=("visit", "visitor_card"),
    homes=("visit.unit_id",),
    acts=(
        Act("visit.show", _S + "visit", changes=False),
        Act("visit.by-number", _S + "by_number", changes=False),
        Act("visit.list", _S + "visits", changes=False),
        Act("visit.counts", _S + "counts", changes=False),
        Act("visit.register", _S + "register"),
        Act("visit.leave", _S + "leave"),
        Act("visit.card", _S + "add_card"),
        Act("visit.answer", _S + "feed_back"),
        Act("visit.sweep", _S + "sweep", undo=TIME),
        Act("visitor-card.list", _S + "cards", changes=False),
        Act("visitor-card.counts", _S + "card_counts", changes=False),
        Act("visitor-card.return", _S + "return_card"),
        Act("visitor-card.lose", _S + "lose_card"),
    ),
    numbers_held=(
        HeldNumber("visit_person.phone", "visit", "visit_id"),
        HeldNumber("visit_person.document_number", "visit", "visit_id"),
    ),
    timeline=(_DUE + "lines",),
    checks=(_DUE + "check",),
    obstacles={"move.out": _DUE + "moving_out", "deposit.refund": _DUE + "deposit_refund"},
    hooks={"day_begins": _S + "sweep", "shift_lines": _DUE + "shift_lines"},
)
