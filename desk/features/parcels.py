"""Parcels, things left for somebody, things found: taken, told of, handed out once, given back or passed on."""

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
)
from desk.i18n import N_

# L10N: 包裹
_PARCELS = N_("Parcels")
# L10N: 物品联（系于物品）, 签收联
_TAG_AND_RECEIPT = (N_("Tag on the thing"), N_("Signed receipt"))
# L10N: 保管单据随物品记录办理，不能单独作废
_BY_THING = N_("Tags follow the record of their thing and cannot be voided alone.")

_S = "desk.services.parcels:"
_DUE = "desk.services.parcels.due:"
_UI = "desk.ui.parcels."


def _tag(code: str, prefix: str, label: str) -> SlipKind:
    return SlipKind(
        code, prefix, label, "roll-80", ("roll-80", "a5"), _TAG_AND_RECEIPT, carries="parcel", own_void=_BY_THING,
        subject=("parcel",),
    )  # fmt: skip


KEYS = (
    Key("Ins", ("Take a thing",)), Key("Ctrl+G", ("Recipient told",)), Key("Ctrl+H", ("Open the household",)),
    Key("Ctrl+J", ("Hand out",)), Key("Ctrl+M", ("Pass on to the police",)), Key("Ctrl+P", ("Count sheet",)),
    Key("Ctrl+U", ("Give it back to who brought it",)), Key("Ctrl+Shift+Del", ("Dispose of it",)),
    Key("Ctrl+Shift+P", ("Notice of found things",)),
)  # fmt: skip


FEATURE = Feature(
    code="parcels",
    keys=KEYS,
    # A waybill has the form that its carrier gives it.
    codes=(Code("waybill", "", "desk.rules.scans:any_code", "desk.services.parcels.lists:of_waybill"),),
    tables=("desk.models.parcels",),
    records=(
        Record(
            "parcel",
            # L10N: 保管物品
            N_("Thing kept"),
            "desk.models.parcels:Parcel",
            find=Findable(
                8,
                _PARCELS,
                writer=_DUE + "pages",
                shows=("room", "recipient", "what", "parcel_states:state"),
                # L10N: 已办结
                past=N_("Handed out or gone"),
                newest_first=True,
            ),
            files=True,
            lifecycle="desk.rules.parcels:CYCLE",
            withdraw="desk.services.parcels.acts:withdraw",
            texts="desk.services.parcels.lists:texts_for",
            text_sent="desk.services.parcels.lists:text_sent",
        ),
    ),
    numbers=(Numbers("desk.models.parcels:Parcel.number", ("BG", "JC", "SW")),),
    policy=(
        # L10N: 通知提醒间隔（天）
        PolicyKey("parcels.remind_days", "int", N_("Recipients are reminded after (days)"), _PARCELS, 1, 30),
        # L10N: 包裹保管期限（天）
        PolicyKey("parcels.return_days", "int", N_("Parcels go back after (days)"), _PARCELS, 1, 90),
        # L10N: 失物保管期限（天）
        PolicyKey("parcels.found_days", "int", N_("Found things go to the police after (days)"), _PARCELS, 1, 365),
        # L10N: 领取人信息保存（天）
        PolicyKey("parcels.keep_days", "int", N_("Who took parcels is kept for (days)"), _PARCELS, 30, 1095),
    ),
    slips=(
        # L10N: 包裹签收单
        _tag("parcel", "BG", N_("Parcel receipt")),
        # L10N: 寄存物品单
        _tag("left-thing", "JC", N_("Receipt for a thing left")),
        # L10N: 失物招领登记单
        _tag("found-thing", "SW", N_("Receipt for a thing found")),
        # L10N: 保管物品盘点表
        SlipKind("parcel-count", "BP", N_("Count of things kept"), "a4", ("a4",)),
        # L10N: 招领启事
        SlipKind("found-notice", "SL", N_("Notice of things found"), "a4", ("a4",)),
    ),
    pages=(
        PageSpec("parcels", _PARCELS, _UI + "list:ParcelsPage", icon="parcel", targets=("parcels",)),
        PageSpec(
            "parcel",
            N_("Thing kept"),
            _UI + "page:ParcelPage",
            parent="parcels",
            targets=("parcel",),
            scans=("BG-", "JC-", "SW-"),
        ),
    ),
    due=(
        # L10N: 包裹、失物到期未处理
        Due("parcels-late", N_("Parcels and found things past their day"), _DUE + "overdue", True, True, order=26),
        # L10N: 待通知收件人
        Due("parcels-tell", N_("Recipients of parcels to tell"), _DUE + "reminders", waits=True, order=27),
    ),
    # L10N: 包裹 / 无待领物品
    lights=(
        Light(
            "parcels", _DUE + "light", order=56, label=N_("Parcels"), none=N_("Nothing to hand out"), health="custody"
        ),
    ),
    used=("parcel",),
    homes=("parcel.unit_id",),
    acts=(
        Act("parcel.texts", "desk.services.parcels.lists:texts_for", changes=False),
        Act("parcel.show", _S + "parcel", changes=False),
        Act("parcel.by-number", _S + "by_number", changes=False),
        Act("parcel.list", _S + "parcels", changes=False),
        Act("parcel.counts", _S + "counts", changes=False),
        Act("parcel.take", _S + "take"),
        Act("parcel.tell", _S + "tell"),
        Act("parcel.text-sent", "desk.services.parcels.lists:text_sent", events=("parcel.tell",)),
        Act("parcel.hand-out", _S + "hand_out"),
        Act("parcel.return", _S + "give_back"),
        Act("parcel.police", _S + "to_police"),
        Act("parcel.dispose", _S + "dispose", role="supervisor"),
        Act("parcel.void", _S + "void", role="supervisor"),
        Act("parcel.count-sheet", _S + "issue_count_sheet"),
        Act("parcel.notice", _S + "issue_notice"),
        Act("parcel.sweep", _S + "sweep", undo=TIME),
    ),
    numbers_held=(HeldNumber("parcel.phone", "parcel"),),
    timeline=(_DUE + "lines",),
    checks=(_DUE + "check",),
    obstacles={"move.out": _DUE + "moving_out"},
    hooks={"day_begins": _S + "sweep", "shift_lines": _DUE + "shift_lines"},
)
