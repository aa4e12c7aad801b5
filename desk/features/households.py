"""Households: buildings and rooms, who owns and lives in them, their papers and vehicles."""

from __future__ import annotations

from desk.features.kit import (
    LOOKED,
    Act,
    Code,
    Due,
    Feature,
    Findable,
    HouseholdAct,
    Key,
    Light,
    OwnList,
    PageSpec,
    PolicyKey,
    QuickAction,
    Record,
    SlipKind,
    Undo,
    Way,
)
from desk.i18n import N_

# L10N: 撤回同意后，相关信息已删除，不能撤销。本人再次同意时请重新登记。
_WITHDRAWN = Undo(
    instead=N_(
        "What was only kept by that consent is erased, so this cannot be undone. Record the consent anew when the person agrees again."
    )
)

ACTS = (
    Act("household.show", "desk.services.households:household", changes=False),
    Act("household.open", "desk.services.households.opened:note_opening", undo=LOOKED),
    Act("household.units", "desk.services.households:units", changes=False),
    Act("household.caller", "desk.services.households.callers:caller", changes=False),
    Act("household.residents", "desk.services.households.callers:residents", changes=False),
    Act("household.notes", "desk.services.households:notes", changes=False),
    Act("household.check-person", "desk.services.households:check_person", changes=False),
    Act("household.duplicates", "desk.services.households:duplicates", changes=False),
    Act("household.consents", "desk.services.households:consents_of", changes=False),
    Act("household.register-card-preview", "desk.services.households:register_card_preview", changes=False),
    Act("household.register", "desk.services.households:register_person"),
    Act("household.change", "desk.services.households:change_person"),
    Act("household.reveal", "desk.services.households:reveal", undo=LOOKED),
    Act("household.check-identity", "desk.services.households:check_identity", undo=LOOKED),
    Act(
        "household.person-for-edit",
        "desk.services.households:person_for_edit",
        undo=LOOKED,
        events=("household.reveal",),
    ),
    Act("household.give-consent", "desk.services.households:give_consent", events=("household.consent",)),
    Act(
        "household.withdraw-consent",
        "desk.services.households:withdraw_consent",
        undo=_WITHDRAWN,
        events=("household.withdraw-consent",),
    ),
    Act("household.end-stay", "desk.services.households:end_stay"),
    Act("household.correct-leaving", "desk.services.households:correct_leaving"),
    Act("household.move-in", "desk.services.households:move_in"),
    Act("household.lease", "desk.services.households:change_lease"),
    Act("household.transfer", "desk.services.households:transfer"),
    Act("household.strike", "desk.services.households:strike"),
    Act("household.unit", "desk.services.households:change_unit"),
    Act("household.vehicle", "desk.services.households:add_vehicle"),
    Act("household.end-vehicle", "desk.services.households:end_vehicle"),
    Act("household.dossier", "desk.services.households:set_dossier"),
    Act("household.attach", "desk.services.households:attach"),
    Act("household.note", "desk.services.households:add_note"),
    Act("household.end-note", "desk.services.households:end_note"),
    Act("household.register-card", "desk.services.households:register_card"),
)

_SCANNED = "desk.services.households.scanned:"
CODES = (
    Code(
        "person",
        # L10N: 身份证
        N_("Identity card"),
        reads="desk.rules.scans:person_number",
        look=_SCANNED + "people",
        masked=True,
        # L10N: 登记此人
        ways=(Way(N_("Register this person"), "person", takes="line"),),
    ),
    Code(
        "company",
        # L10N: 统一社会信用代码
        N_("Unified social credit code"),
        reads="desk.rules.scans:credit_code",
        look=_SCANNED + "people",
        # L10N: 登记此单位
        ways=(Way(N_("Register this company"), "person", takes="line"),),
    ),
    Code(
        "plate",
        N_("Number plate"),
        reads="desk.rules.households:scanned_plate",
        look=_SCANNED + "vehicles",
        # L10N: 登记为本户车辆
        ways=(Way(N_("Register this car for the room shown"), "household", takes="vehicle", about=("unit_id",)),),
    ),
)

# L10N: 住户健康指数
_HEALTH = N_("Health of a household")

KEYS = (
    Key("Del", ("End a stay",)), Key("Enter", ("Open the household",)), Key("F6", ("Photo",)), Key("Ins", ("Add a person",)),
    Key("Shift+Del", ("Correct a moving-out",)), Key("Alt+H", ("Show or hide who moved out",), "who moved out"),
    Key("Alt+L", ("Lives here from now",), "lives here from now"), Key("Alt+M", ("Add a vehicle",), "a vehicle"),
    Key("Alt+R", ("Show or hide whole numbers",)),
    Key("Alt+Shift+R", ("Compare or show the document number",), "compares or shows the document number"),
    Key("Alt+T", ("Transfer of title",), "transfer of title"),
    Key("Alt+W", ("Lease",), "the lease"), Key("Ctrl+I", ("Import a roster",)), Key("Ctrl+N", ("Add a household note",)),
    Key("Ctrl+P", ("Register card",)), Key("Ctrl+Y", ("Record consent",)), Key("Ctrl+Shift+D", ("Papers",)),
    Key("Ctrl+Shift+Del", ("Strike a registration",)), Key("Ctrl+Shift+Y", ("Withdraw a consent",)),
    Key("Ctrl+Shift+Z", ("End a vehicle",), "the vehicle is gone"),
)  # fmt: skip


FEATURE = Feature(
    code="households",
    keys=KEYS,
    codes=CODES,
    acts=ACTS,
    tables=("desk.models.households",),
    identity_scans=("dossier:owner-id-copy",),
    records=(
        Record(
            "unit",
            # L10N: 房间
            N_("Room"),
            "desk.models.households:Unit",
            title="name",
            find=Findable(
                0,
                # L10N: 房间
                N_("Rooms"),
                writer="desk.services.households.index:unit_pages",
                words="desk.rules.households:found_unit",
                # A whole entrance, so that its rooms can be put into natural order.
                read=300,
                kept=300,
                matching=120,
            ),
        ),
        Record(
            "customer",
            # L10N: 人员
            N_("Person"),
            "desk.models.households:Customer",
            title="name",
            find=Findable(
                1,
                # L10N: 人员
                N_("People"),
                writer="desk.services.households.index:customer_pages",
                words="desk.rules.households:found_customer",
                # L10N: 已迁出
                past=N_("Moved out"),
                # L10N: 今日搬出
                last_day=N_("moves out today"),
                people=True,
                read=120,
                kept=60,
                matching=60,
            ),
        ),
        # L10N: 楼栋
        Record("building", N_("Building"), "desk.models.households:Building", title="name"),
    ),
    slips=(
        # L10N: 住户成员情况登记表
        SlipKind("register-card", "DJ", N_("Household register card"), "a4", ("a4",), subject=("unit",)),
    ),
    pages=(
        # L10N: 住户
        PageSpec("households", N_("Households"), "desk.ui.households.list:HouseholdsPage", icon="households"),
        PageSpec(
            "household",
            # L10N: 住户
            N_("Household"),
            "desk.ui.households.page:HouseholdPage",
            parent="households",
            targets=("unit",),
        ),
        PageSpec(
            "person",
            # L10N: 登记住户
            N_("Register a person"),
            "desk.ui.households.person:PersonFormPage",
            parent="households",
            targets=("customer",),
        ),
    ),
    # L10N: 登记住户
    actions=(QuickAction(N_("Register a person"), "F4", "person", takes=("unit_id",)),),
    # L10N: 今日生日
    household_acts=(
        # L10N: 迁入在住; 过户; 撤销登记
        HouseholdAct(
            "lives-here",
            N_("Lives here from now"),
            "Alt+L",
            run="desk.ui.households.residence:live_here",
            order=60,
        ),
        # L10N: 租期
        HouseholdAct("lease", N_("Lease"), "Alt+W", run="desk.ui.households.residence:lease", order=63),
        HouseholdAct(
            "correct-leaving",
            # L10N: 搬出登记更正
            N_("Correct a moving-out"),
            "Shift+Del",
            run="desk.ui.households.residence:correct_leaving",
            order=63,
        ),
        HouseholdAct(
            "transfer", N_("Transfer of title"), "Alt+T", run="desk.ui.households.residence:transfer", order=61
        ),
        HouseholdAct(
            "strike",
            N_("Strike a registration"),
            "Ctrl+Shift+Del",
            run="desk.ui.households.residence:strike",
            order=62,
        ),
        # L10N: 住户提示
        HouseholdAct("note", N_("Add a household note"), "Ctrl+N", run="desk.ui.households.notes:add", order=63),
    ),
    due=(
        Due("birthdays", N_("Birthdays today"), "desk.services.households.birthdays:birthdays", order=90),
        # L10N: 租约到期
        Due("leases", N_("Leases that end"), "desk.services.households.residence:leases", order=72),
    ),
    policy=(
        *(
            PolicyKey(f"households.health_{part}", "int", label, _HEALTH, 0, 100)
            for part, label in (
                # L10N: 权重：安全（%）; 权重：投诉报修（%）; 权重：资料（%）; 权重：保管（%）; 权重：费用（%）
                ("safety", N_("Weight of safety (%)")),
                ("requests", N_("Weight of requests (%)")),
                ("papers", N_("Weight of papers (%)")),
                ("custody", N_("Weight of custody (%)")),
                ("fees", N_("Weight of fees (%)")),
                # L10N: 绿灯下限; 黄灯下限
                ("green", N_("Green from")),
                ("amber", N_("Amber from")),
            )
        ),
        PolicyKey(
            "households.lease_days",
            "int",
            # L10N: 租约到期提前提醒（天）
            N_("Days before a lease ends that it is due"),
            # L10N: 住户
            N_("Households"),
            0,
            365,
        ),
    ),
    lists=(
        # L10N: 住户提示
        OwnList("household_notes", N_("Household notes")),
        # L10N: 档案资料
        OwnList("dossier", N_("Papers of the file")),
        # L10N: 联系频率
        OwnList("contact_rhythms", N_("How often to be in touch")),
    ),
    lights=(
        Light("owner", "desk.services.households.lights:owner", order=10, leaving=False),
        Light("dossier", "desk.services.households.lights:dossier", order=30, leaving=False, health="papers"),
    ),
    timeline=("desk.services.households.timeline:lines", "desk.services.households.timeline:slip_lines"),
    events="desk.services.households.timeline:EVENTS",
    hooks={
        "units_changed": "desk.services.households.index:index_units",
        "rooms_renamed": "desk.services.households.index:rooms_renamed",
        "stay_ended": "desk.services.households.notes:stay_ended",
        "consent_withdrawn": "desk.services.households.notes:consent_withdrawn",
        "caller_lines": "desk.services.households.notes:caller_lines",
        "policy_checked": "desk.services.households.health:check_rules",
    },
)
