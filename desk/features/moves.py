"""Moves: households moving in and out, the clearance, residence passes."""

from __future__ import annotations

from desk.features.kit import (
    Act,
    Due,
    Feature,
    Findable,
    HeldNumber,
    HouseholdAct,
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

# L10N: 入住搬出
_MOVES = N_("Moves")
_MOVE = ("move",)
# L10N: 住户联, 存根联
_TWO = (N_("Household's copy"), N_("Office copy"))


def _slip(code: str, prefix: str, label: str, paper: str = "a4", copies: tuple[str, ...] = ()) -> SlipKind:
    return SlipKind(code, prefix, label, paper, ("a4",), copies, subject=_MOVE)


_CHARGED = Undo(run="desk.services.money.charges:undo_charges")

SLIPS = (
    # L10N: 入伙会签单
    _slip("move-sign-off", "RH", N_("Move-in sign-off sheet")),
    # L10N: 房屋验收交接表
    _slip("move-handover", "YF", N_("Handover inspection"), copies=_TWO),
    # L10N: 钥匙领用表
    _slip("move-keys", "LY", N_("Receipt for keys"), copies=_TWO),
    # L10N: 住户成员登记表
    _slip("move-members", "CY", N_("Register of household members")),
    # L10N: 资料发放签收表
    _slip("move-handouts", "ZL", N_("Receipt for what was handed out")),
    SlipKind(
        "resident-pass",
        "JZ",
        # L10N: 小区居住证
        N_("Residence pass"),
        "cr80",
        ("cr80", "a4"),
        carries="resident-pass",
        on_void="desk.services.moves.passes:pass_voided",
        subject=("unit",),
    ),
    # L10N: 清户单
    _slip("move-clearance", "QH", N_("Clearance sheet"), copies=_TWO),
)

POLICY = (
    # L10N: 入住、搬出办理期限（天）
    PolicyKey("moves.unfinished_days", "int", N_("A move is finished within (days)"), _MOVES, 1, 90),
    # L10N: 验房缺陷整改期限（天）
    PolicyKey("moves.defect_days", "int", N_("A defect is put right within (days)"), _MOVES, 1, 365),
    # L10N: 注销的居住证交回期限（天）
    PolicyKey(
        "moves.pass_return_days", "int", N_("A cancelled residence pass comes back within (days)"), _MOVES, 0, 90
    ),
    # L10N: 业主家庭居住证有效期（月，0 为长期）
    PolicyKey("moves.pass_months", "int", N_("A residence pass is valid for (months, 0: no end)"), _MOVES, 0, 120),
)

_S = "desk.services.moves:"
ACTS = (
    Act("move.texts", "desk.services.moves.read:texts_for", changes=False),
    Act("move.show", _S + "move", changes=False),
    Act("move.by-number", _S + "by_number", changes=False),
    Act("move.of-unit", _S + "of_unit", changes=False),
    Act("move.list", _S + "moves", changes=False),
    Act("move.counts", _S + "counts", changes=False),
    Act("move.check", _S + "check_begin", changes=False),
    Act("move.in-the-way", _S + "in_the_way", changes=False),
    Act("move.papers-offered", _S + "offered", changes=False),
    Act("move.preview", _S + "preview", changes=False),
    Act("move.known", _S + "known", changes=False),
    Act("clearance.show", _S + "clearance", changes=False),
    Act("resident-pass.show", _S + "resident_pass", changes=False),
    Act("resident-pass.list", _S + "passes", changes=False),
    Act("resident-pass.of-unit", _S + "passes_of", changes=False),
    Act("move.begin", _S + "begin"),
    Act("move.edit", _S + "edit"),
    Act("move.people", _S + "name_people"),
    Act("move.papers", _S + "see_papers"),
    Act("move.inspect", _S + "inspect"),
    Act("move.readings", _S + "read_meters"),
    Act("move.keys", _S + "hand_keys"),
    Act("move.handouts", _S + "hand_out"),
    Act("move.sign", _S + "sign"),
    Act("move.fee", _S + "charge_fee", undo=_CHARGED),
    Act("move.move-in", _S + "move_in"),
    Act("move.leave", _S + "leave"),
    Act("move.utilities", _S + "note_utilities"),
    Act("move.keys-back", _S + "take_keys"),
    Act("move.passes-back", _S + "take_passes"),
    Act("move.clearance", _S + "issue_clearance"),
    Act("move.move-out", _S + "move_out"),
    Act("move.reverse", _S + "reverse", role="supervisor"),
    Act("move.cancel", _S + "cancel"),
    Act("move.note", _S + "note"),
    Act("move.paper", _S + "issue_paper"),
    Act("move.passes", _S + "issue_passes"),
    Act("resident-pass.issue", _S + "issue_for_unit"),
    Act("resident-pass.issue-building", _S + "issue_for_building", role="supervisor"),
    Act("resident-pass.return", _S + "take_back"),
    Act("resident-pass.lose", _S + "lose"),
    Act("resident-pass.replace", _S + "replace_pass"),
    Act("resident-pass.void", _S + "void_pass", role="supervisor"),
)

_DUE = "desk.services.moves.due:"
DUE = (
    # L10N: 未办完的入住、搬出
    Due("moves-unfinished", N_("Moves under way"), _DUE + "unfinished", waits=True, order=24),
    # L10N: 验房缺陷未整改
    Due("moves-defects", N_("Defects of the handover"), _DUE + "defects", order=40),
    # L10N: 应收回的居住证
    Due("moves-passes", N_("Residence passes to come back"), _DUE + "passes", waits=True, order=25),
    # L10N: 居住证到期
    Due("moves-passes-ending", N_("Residence passes running out"), _DUE + "ending", order=45),
)

_UI = "desk.ui.moves."
PAGES = (
    PageSpec("moves", _MOVES, _UI + "list:MovesPage", icon="moves", targets=("moves",)),
    # L10N: 办理入住
    PageSpec("move-form", N_("Move in"), _UI + "form:MoveInForm", parent="moves"),
    # L10N: 办理搬出
    PageSpec("leave-form", N_("Move out"), _UI + "form:MoveOutForm", parent="moves", targets=("leave",)),
    PageSpec("move", N_("Move in or out"), _UI + "page:MovePage", parent="moves", targets=("move",), scans=("RZ-",)),
    PageSpec(
        "resident-passes",
        # L10N: 居住证
        N_("Residence passes"),
        _UI + "passes:PassesPage",
        parent="moves",
        targets=("resident-passes",),
        scans=("JZ-",),
    ),
)

KEYS = (
    Key("Enter", ("Open the household", "Open the move")), Key("F9", ("Take the payment",)),
    Key("Ins", ("Issue passes", "Move in")), Key("Alt+D", ("Meter readings",), "meter readings"),
    Key("Alt+F", ("People, photos", "Utilities"), "people's photos, or utilities"),
    Key("Alt+I", ("Clearance sheet", "Residence passes"), "residence passes, or the clearance sheet"),
    Key("Alt+J", ("Hand out papers", "Passes back"), "papers handed out, or passes back"),
    Key("Alt+K", ("Hand out keys", "Keys back"), "keys out, or back"), Key("Alt+O", ("Move out",), "moves out"),
    Key("Ctrl+B", ("Take back",)), Key("Ctrl+Del", ("Take the move-out back",)), Key("Ctrl+E", ("Change",)),
    Key("Ctrl+H", ("Open the household",)), Key("Ctrl+Ins", ("Issue for a building", "Move out")),
    Key("Ctrl+J", ("Move in", "Move out")), Key("Ctrl+S", ("Whole file as one PDF",)), Key("Ctrl+T", ("Sign a station",)),
    Key("Ctrl+Shift+A", ("Print on A4",)), Key("Ctrl+Shift+D", ("Papers seen",)), Key("Ctrl+Shift+G", ("Fee",)),
    Key("Ctrl+Shift+I", ("Inspect the home",)), Key("Ctrl+Shift+K", ("Print on cards",)), Key("Ctrl+Shift+N", ("Replace",)),
    Key("Ctrl+Shift+X", ("Lost",)),
)  # fmt: skip


FEATURE = Feature(
    code="moves",
    tables=("desk.models.moves",),
    # L10N: 入住搬出人员; 交付的钥匙
    person_words={"move_person": N_("Move in or out"), "move_key": N_("Key handed over")},
    records=(
        Record(
            "move",
            # L10N: 入住搬出档案
            N_("Move in or out"),
            "desk.models.moves:Move",
            files=True,
            find=Findable(
                7,
                _MOVES,
                writer="desk.services.moves.due:pages",
                words="desk.rules.moves.words:found_move",
                # L10N: 已办结
                past=N_("Done"),
                newest_first=True,
            ),
            lifecycle="desk.rules.moves.cycle:CYCLE",
            withdraw="desk.services.moves.undone:move",
            texts="desk.services.moves.read:texts_for",
        ),
        Record(
            "resident-pass",
            # L10N: 小区居住证
            N_("Residence pass"),
            "desk.models.moves:ResidentPass",
            lifecycle="desk.rules.moves.cycle:PASS_CYCLE",
            withdraw="desk.services.moves.undone:resident_pass",
        ),
    ),
    numbers=(
        Numbers("desk.models.moves:Move.number", ("RZ",)),
        Numbers("desk.models.moves:ResidentPass.number", ("JZ",)),
    ),
    policy=POLICY,
    lists=(
        # L10N: 验房房间
        OwnList("handover_rooms", N_("Rooms of the handover")),
        # L10N: 钥匙种类
        OwnList("move_key_kinds", N_("Kinds of keys")),
        # L10N: 入住发放物品
        OwnList("handouts", N_("What is handed out at a move-in")),
    ),
    slips=SLIPS,
    pages=PAGES,
    # L10N: 办理入住
    actions=(QuickAction(N_("Move in"), "F11", "move-form", takes=("unit_id",)),),
    keys=KEYS,
    due=DUE,
    used=("move", "resident_pass"),
    homes=("move.unit_id", "move_key.unit_id", "resident_pass.unit_id"),
    lights=(
        # L10N: 领用钥匙, 无未交回
        Light(
            "move-keys",
            "desk.services.moves.lights:keys",
            order=50,
            label=N_("Keys handed out"),
            none=N_("None out"),
            health="custody",
        ),
        Light(
            "resident-passes",
            "desk.services.moves.lights:passes",
            order=55,
            # L10N: 居住证
            label=N_("Residence passes"),
            none=N_("None out"),
            health="custody",
        ),
        # L10N: 无办理中的入住或搬出
        Light(
            "moves", "desk.services.moves.lights:move", order=57, leaving=False, label=_MOVES, none=N_("None under way")
        ),
    ),
    household_acts=(
        HouseholdAct("move-in", N_("Move in"), "F11", page="move-form", order=30),
        HouseholdAct("move-out", N_("Move out"), "Alt+O", page="leave-form", order=31),
    ),
    acts=ACTS,
    numbers_held=(HeldNumber("move.owner_phone", "move"),),
    timeline=("desk.services.moves.due:lines",),
    checks=("desk.services.moves.due:check",),
    obstacles={
        "move.in": "desk.services.moves.gates:moving_in",
        "move.out": "desk.services.moves.gates:moving_out",
    },
    hooks={
        "stay_ended": "desk.services.moves.passes:stay_ended",
        "stay_again": "desk.services.moves.passes:stay_again",
    },
    tour="desk.tour.moves:tell",
)
