"""Goods release: the slip with its list, the gate, the weekly reconciliation with security."""

from __future__ import annotations

from desk.features.kit import (
    LOOKED,
    TIME,
    Act,
    Due,
    Feature,
    Findable,
    HeldNumber,
    HouseholdAct,
    HouseholdCard,
    Key,
    Light,
    Numbers,
    OwnList,
    PageSpec,
    PolicyKey,
    QuickAction,
    Record,
    SlipKind,
    Undo,
)
from desk.i18n import N_

# L10N: 物品放行
_RELEASES = N_("Goods release")
_S = "desk.services.releases:"
_DUE = "desk.services.releases.due:"
_UI = "desk.ui.releases."

# L10N: 门岗出示记录不能撤销，只作留痕。
_SHOWN = Undo(instead=N_("What was shown at the gate stays on record; nothing else was changed."), aside=True)

ACTS = (
    Act("release.texts", "desk.services.releases.core:texts_for", changes=False),
    Act("release.show", _S + "release", changes=False),
    Act("release.by-number", _S + "by_number", changes=False),
    Act("release.list", _S + "releases", changes=False),
    Act("release.counts", _S + "counts", changes=False),
    Act("release.around", _S + "around", changes=False),
    Act("release.check", _S + "check_release", changes=False),
    Act("release.preview", _S + "preview", changes=False),
    Act("release.entry", _S + "entry_of", undo=LOOKED, events=("release.reveal",)),
    Act("release.usual-goods", _S + "usual_goods", changes=False),
    Act("release.week-preview", _S + "week_preview", changes=False),
    Act("release.issue", _S + "issue"),
    Act("release.show-at-gate", _S + "show", undo=_SHOWN),
    Act("release.pass", _S + "let_pass"),
    Act("release.part", _S + "let_part_pass"),
    Act("release.refuse", _S + "refuse"),
    Act("release.return", _S + "copy_back"),
    Act("release.void", _S + "void"),
    Act("release.drop", _S + "drop"),
    Act("release.note", _S + "note"),
    Act("release.week", _S + "issue_week"),
    Act("release.sweep", _S + "sweep", undo=TIME),
)

KEYS = (
    Key("Enter", ("Open the release",)), Key("F9", ("Take the fees",)), Key("Ins", ("Issue a release", "New slip")),
    Key("Ctrl+B", ("Close unused", "Gate copy is back")), Key("Ctrl+Enter", ("Let it pass",)),
    Key("Ctrl+H", ("Open the household",)), Key("Ctrl+J", ("Let it pass",)), Key("Ctrl+O", ("Open the release",)),
    Key("Ctrl+P", ("Week's sheet",)), Key("Ctrl+Shift+J", ("Partly passed",), "lets a part pass"),
    Key("Ctrl+Shift+Y", ("Refused at the gate",)),
)  # fmt: skip


FEATURE = Feature(
    code="releases",
    tables=("desk.models.releases",),
    records=(
        Record(
            "release",
            # L10N: 放行单
            N_("Release slip"),
            "desk.models.releases:Release",
            files=True,
            find=Findable(
                5,
                # L10N: 放行单
                N_("Release slips"),
                writer=_DUE + "pages",
                shows=("room", "name", "release_states:state"),
                newest_first=True,
            ),
            lifecycle="desk.rules.releases.cycle:CYCLE",
            withdraw="desk.services.releases.at_gate:withdraw",
            texts="desk.services.releases.core:texts_for",
        ),
    ),
    numbers=(Numbers("desk.models.releases:Release.number", ("FX",)),),
    policy=(
        # L10N: 放行单有效期最长（天）
        PolicyKey("releases.most_days", "int", N_("A release is valid for at most (days)"), _RELEASES, 1, 60),
        # L10N: 门岗联收回期限（天）
        PolicyKey("releases.copy_days", "int", N_("A gate copy comes back within (days)"), _RELEASES, 1, 60),
        # L10N: 水费由本中心收取
        PolicyKey("releases.water_here", "bool", N_("Water is on the centre's bills"), _RELEASES),
        # L10N: 电费由本中心收取
        PolicyKey("releases.electricity_here", "bool", N_("Electricity is on the centre's bills"), _RELEASES),
    ),
    lists=(
        # L10N: 常见搬出物品
        OwnList("release_goods", N_("Usual goods")),
        # L10N: 货梯、装卸区
        OwnList("release_slots", N_("Lifts and loading places")),
    ),
    slips=(
        SlipKind(
            "release",
            "FX",
            # L10N: 物品放行通知单
            N_("Goods release slip"),
            "241-third",
            ("241-third", "241-half", "a5", "a4"),
            # L10N: 存根联; 客户联; 门岗联
            (N_("Stub"), N_("Customer's copy"), N_("Gate copy")),
            carries="release",
            on_void="desk.services.releases.at_gate:slip_voided",
            subject=("release",),
        ),
        # L10N: 物品放行周核对表
        SlipKind("release-week", "FD", N_("Weekly reconciliation of releases"), "a4-wide", ("a4-wide", "a4")),
    ),
    pages=(
        PageSpec("releases", _RELEASES, _UI + "list:ReleasesPage", icon="release", targets=("releases",)),
        # L10N: 开具放行单
        PageSpec("release-form", N_("Issue a release"), _UI + "form:ReleaseForm", parent="releases"),
        PageSpec(
            "release",
            N_("Release slip"),
            _UI + "page:ReleasePage",
            parent="releases",
            targets=("release",),
            scans=("FX-",),
        ),
        # L10N: 门岗核验
        PageSpec("gate", N_("At the gate"), _UI + "gate:GatePage", parent="releases"),
    ),
    # L10N: 物品放行
    actions=(QuickAction(_RELEASES, "F8", "release-form", takes=("unit_id",)),),
    keys=KEYS,
    due=(
        # L10N: 门岗未放行，须另开新单
        Due("release-refused", N_("Refused at the gate"), _DUE + "refused", True, True, order=23),
        # L10N: 过期未使用的放行单
        Due("release-unused", N_("Releases expired unused"), _DUE + "unused", waits=True, order=24),
        # L10N: 门岗联未收回
        Due("release-copies", N_("Gate copies not back"), _DUE + "copies", waits=True, order=25),
        # L10N: 今日放行
        Due("release-today", N_("Goods leaving today"), _DUE + "leaving_today", order=45),
    ),
    # L10N: 物品放行 / 无待放行
    lights=(Light("releases", _DUE + "light", order=46, label=N_("Goods release"), none=N_("No slip open")),),
    used=("release_slip",),
    homes=("release_slip.unit_id",),
    household_acts=(HouseholdAct("release-form", _RELEASES, "F8", page="release-form", order=30),),
    household_cards=(
        HouseholdCard(
            "releases", _RELEASES, read=_DUE + "of_home", make="desk.ui.releases.household:releases_list", order=45
        ),
    ),
    acts=ACTS,
    numbers_held=(
        HeldNumber("release_slip.phone", "release"),
        HeldNumber("release_slip.document", "release"),
        HeldNumber("release_slip.owner_phone", "release"),
        HeldNumber("release_slip.carrier_document", "release"),
    ),
    timeline=(_DUE + "lines",),
    checks=(_DUE + "check",),
    hooks={"day_begins": _S + "sweep"},
    tour="desk.tour.releases:tell",
)
