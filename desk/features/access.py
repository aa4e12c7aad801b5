"""The access log: who looked at whose data, reviewed by the manager each month."""

from __future__ import annotations

from desk.features.kit import LOOKED, Act, Feature, HouseholdAct, Key, OwnList, PageSpec, PolicyKey, SlipKind
from desk.i18n import N_

# L10N: 查阅记录
_LOG = N_("Access log")
_S = "desk.services.access:"
_WHO = (
    # L10N: 接待员本人; 主管; 经理
    ("receptionist", N_("whoever is at the counter")),
    ("supervisor", N_("a supervisor")),
    ("manager", N_("the manager")),
)

KEYS = (
    Key("Ctrl+P", ("Print the month's sheet",)),
    Key("Alt+Shift+P", ("What is known of a person",), "prints what is known of a person"),
)  # fmt: skip


FEATURE = Feature(
    code="access",
    policy=(
        PolicyKey(
            "access.opened",
            "choice",
            # L10N: 打开住户页面
            N_("A home's page that is opened"),
            _LOG,
            choices=(
                # L10N: 不记录 / 记录 / 记录并说明用途
                ("off", N_("is not noted")),
                ("log", N_("is noted")),
                ("purpose", N_("is noted with its purpose")),
            ),
        ),
        PolicyKey(
            "access.identity",
            "choice",
            # L10N: 查看完整证件号码须由谁同意
            N_("An identity number in full is shown by the word of"),
            _LOG,
            choices=_WHO,
        ),
        PolicyKey(
            "access.phones",
            "choice",
            # L10N: 查看完整电话号码须由谁同意
            N_("A phone in full is shown by the word of"),
            _LOG,
            choices=_WHO,
        ),
        PolicyKey(
            "access.lookups",
            "int",
            # L10N: 十分钟内查号达到此次数即记录（0 为不记录）
            N_("Look-ups of numbers within ten minutes that are noted (0: none)"),
            _LOG,
            0,
            1000,
        ),
    ),
    # L10N: 查阅用途
    lists=(OwnList("view_purposes", N_("Purposes of a look")),),
    slips=(
        SlipKind("access-log", "CR", _LOG, "a4", ("a4",), subject=("site",)),
        # L10N: 个人信息查询单
        SlipKind("person-sheet", "GX", N_("What is known of a person"), "a4", ("a4",), subject=("customer",)),
    ),
    household_acts=(
        HouseholdAct(
            "person-sheet",
            N_("What is known of a person"),
            "Alt+Shift+P",
            run="desk.ui.access.known:print_known",
            order=80,
        ),
    ),
    pages=(PageSpec("access", _LOG, "desk.ui.access:AccessPage", parent="reports", targets=("access",)),),
    keys=KEYS,
    acts=(
        Act("access.list", _S + "looks", changes=False, role="manager"),
        Act("access.counts", _S + "counts", changes=False, role="manager"),
        Act("access.person-sheet", "desk.services.access.known:person_sheet", role="manager", undo=LOOKED),
        Act("access.person-sheet-preview", "desk.services.access.known:person_sheet_preview", changes=False),
        Act("access.review", _S + "review", role="manager"),
    ),
)
