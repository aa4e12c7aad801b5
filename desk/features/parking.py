"""Parking cards: issued for a plate, renewed within what is paid, replaced, lost, taken back; the spaces they stand on."""

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
    Record,
    SlipKind,
    Way,
)
from desk.i18n import N_

# L10N: 停车卡
_PARKING = N_("Parking cards")
# L10N: 持卡人联, 存根联
_TWO_COPIES = (N_("Card holder's copy"), N_("Office copy"))
# L10N: 停车卡单据随停车卡办理，不能单独作废
_BY_CARD = N_("Papers of a parking card follow the card and cannot be voided alone.")

_S = "desk.services.parking:"
_READ = "desk.services.parking.read:"
_UI = "desk.ui.parking."

KEYS = (
    Key("Enter", ("Change",)), Key("Ins", ("Add a parking space", "Issue a parking card")), Key("Ctrl+B", ("Card comes back",)),
    Key("Ctrl+Del", ("Cancel the card",)), Key("Ctrl+H", ("Open the household",)), Key("Ctrl+J", ("Renew",)),
    Key("Ctrl+Shift+K", ("Print the card itself",)), Key("Ctrl+Shift+N", ("New card",)),
    Key("Ctrl+Shift+S", ("Let it work again", "Stop the card")), Key("Ctrl+Shift+X", ("Report lost",)),
)  # fmt: skip


FEATURE = Feature(
    code="parking",
    tables=("desk.models.parking",),
    records=(
        Record(
            "parking-card",
            # L10N: 停车卡
            N_("Parking card"),
            "desk.models.parking:ParkingCard",
            files=True,
            find=Findable(
                10,
                _PARKING,
                writer=_READ + "pages",
                shows=("plate", "room", "holder", "parking_card_states:state"),
                # L10N: 已失效
                past=N_("No longer valid"),
                newest_first=True,
            ),
            lifecycle="desk.rules.parking:CYCLE",
            withdraw="desk.services.parking.acts:withdraw",
            texts="desk.services.parking.read:texts_for",
        ),
        # L10N: 车位
        Record("parking-space", N_("Parking space"), "desk.models.parking:ParkingSpace"),
    ),
    numbers=(Numbers("desk.models.parking:ParkingCard.number", ("CK",)),),
    policy=(
        # L10N: 每户可多于车位的卡数
        PolicyKey("parking.extra_cards", "int", N_("Cards of a home beyond its spaces"), _PARKING, 0, 10),
        # L10N: 到期提醒（天）
        PolicyKey("parking.remind_days", "int", N_("Reminder before a card ends (days)"), _PARKING, 1, 60),
        # L10N: 持卡人信息保存（天）
        PolicyKey("parking.keep_days", "int", N_("Holders of old cards are kept for (days)"), _PARKING, 30, 1825),
    ),
    keys=KEYS,
    codes=(
        Code(
            "plate",
            N_("Number plate"),
            reads="desk.rules.households:scanned_plate",
            look=_READ + "of_plate",
            # L10N: 为此车办停车卡
            ways=(Way(N_("Issue a parking card for this car"), "parking", takes="plate"),),
        ),
    ),
    slips=(
        SlipKind(
            "parking-card",
            "CK",
            # L10N: 停车卡办理单
            N_("Parking card form"),
            "a5",
            ("a5", "241-half", "a4"),
            _TWO_COPIES,
            carries="parking-card",
            own_void=_BY_CARD,
            subject=("parking-card",),
        ),
        SlipKind(
            "parking-plastic",
            "CP",
            # L10N: 停车卡（卡片）
            N_("Parking card (CR80)"),
            "cr80",
            ("cr80", "a4"),
            own_void=_BY_CARD,
            subject=("parking-card",),
        ),
    ),
    pages=(
        PageSpec("parking", _PARKING, _UI + "list:ParkingPage", icon="parking", targets=("parking",)),
        PageSpec(
            "parking-card",
            N_("Parking card"),
            _UI + "page:ParkingCardPage",
            parent="parking",
            targets=("parking-card",),
            scans=("CK-",),
        ),
        PageSpec(
            "parking-spaces",
            # L10N: 车位
            N_("Parking spaces"),
            _UI + "list:SpacesPage",
            parent="parking",
            targets=("parking-spaces",),
        ),
    ),
    # L10N: 停车卡即将到期
    due=(Due("parking-running-out", N_("Parking cards running out"), _READ + "running_out", waits=True, order=41),),
    # L10N: 停车卡 / 无停车卡
    lights=(
        Light(
            "parking",
            _READ + "light",
            order=57,
            label=N_("Parking cards"),
            none=N_("No parking card"),
            health="custody",
        ),
    ),
    used=("parking_card",),
    homes=("parking_card.unit_id",),
    acts=(
        Act("parking-card.texts", "desk.services.parking.read:texts_for", changes=False),
        Act("parking-card.show", _S + "card", changes=False),
        Act("parking-card.by-number", _S + "by_number", changes=False),
        Act("parking-card.list", _S + "cards", changes=False),
        Act("parking-card.counts", _S + "counts", changes=False),
        Act("parking-card.issue", _S + "issue_card"),
        Act("parking-card.renew", _S + "renew"),
        Act("parking-card.replace", _S + "replace"),
        Act("parking-card.lose", _S + "lose"),
        Act("parking-card.suspend", _S + "suspend"),
        Act("parking-card.resume", _S + "resume"),
        Act("parking-card.return", _S + "take_back"),
        Act("parking-card.cancel", _S + "cancel", role="supervisor"),
        Act("parking-card.plastic", _S + "issue_plastic"),
        Act("parking-card.sweep", _S + "sweep", undo=TIME),
        Act("parking.paid-until", _S + "paid_until", changes=False),
        Act("parking.space", _S + "save_space", role="supervisor"),
        Act("parking.spaces", _S + "spaces", changes=False),
    ),
    numbers_held=(HeldNumber("parking_card.phone", "parking-card"),),
    timeline=(_READ + "lines",),
    checks=(_READ + "check",),
    obstacles={"move.out": _READ + "moving_out"},
    hooks={"day_begins": _S + "sweep"},
    tour="desk.tour.parking:tell",
)
