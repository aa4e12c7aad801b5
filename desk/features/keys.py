"""Keys and the counter's equipment in custody: taken, lent, accepted back, counted, handed back."""

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
    Undo,
)
from desk.i18n import N_

# L10N: 钥匙
_KEYS = N_("Key custody")
# L10N: 业主联, 存根联
_OWNER_AND_OFFICE = (N_("Owner's copy"), N_("Office copy"))
# L10N: 借用人联, 存根联
_BORROWER_AND_OFFICE = (N_("Borrower's copy"), N_("Office copy"))
# L10N: 钥匙单据随托管记录办理，不能单独作废
_BY_SET = N_("Papers of keys follow their custody and cannot be voided alone.")

_S = "desk.services.keys:"
_DUE = "desk.services.keys.due:"
_UI = "desk.ui.keys."

# L10N: 盘点记录保留：如有误，请重新盘点。
_COUNTED = Undo(instead=N_("A count stays on record: count again."))

KEYS = (
    Key("Ins", ("Take keys into custody",)), Key("Ctrl+A", ("All as the book says",)),
    Key("Ctrl+B", ("Accept return", "Found again")), Key("Ctrl+E", ("Change",)), Key("Ctrl+H", ("Open the household",)),
    Key("Ctrl+J", ("Lend",)), Key("Ctrl+U", ("Hand back",)), Key("Ctrl+Shift+R", ("Later return",)),
    Key("Ctrl+Shift+U", ("Hand over all keys of the home",)), Key("Ctrl+Shift+X", ("The rest is lost",)),
)  # fmt: skip


FEATURE = Feature(
    code="keys",
    tables=("desk.models.keys",),
    records=(
        Record(
            "key-set",
            # L10N: 托管钥匙
            N_("Keys in custody"),
            "desk.models.keys:KeySet",
            files=True,
            find=Findable(
                6,
                _KEYS,
                writer=_DUE + "pages",
                shows=("room", "name", "hook", "key_states:state"),
                # L10N: 已结束托管
                past=N_("Custody ended"),
                newest_first=True,
            ),
            lifecycle="desk.rules.keys:CYCLE",
            withdraw="desk.services.keys.undone:key_set",
            texts="desk.services.keys.custody:texts_for",
        ),
        # L10N: 钥匙借用
        Record("key-loan", N_("Loan of keys"), "desk.models.keys:KeyLoan", withdraw="desk.services.keys.undone:loan"),
        # L10N: 钥匙盘点
        Record("key-count", N_("Count of keys"), "desk.models.keys:KeyCount"),
    ),
    numbers=(
        Numbers("desk.models.keys:KeySet.number", ("KT",)),
        Numbers("desk.models.keys:KeyLoan.number", ("KJ",)),
        Numbers("desk.models.keys:KeyCount.number", ("KD",)),
    ),
    policy=(
        # L10N: 借用默认时长（小时）
        PolicyKey("keys.hours", "int", N_("Keys are lent for (hours, proposed)"), _KEYS, 1, 720),
        # L10N: 最长借用（天）
        PolicyKey("keys.most_days", "int", N_("Keys are lent for at most (days)"), _KEYS, 1, 365),
        # L10N: 盘点间隔（天）
        PolicyKey("keys.count_days", "int", N_("Keys are counted every (days)"), _KEYS, 1, 90),
        # L10N: 借用人信息保存（天）
        PolicyKey("keys.keep_days", "int", N_("Who borrowed is kept for (days)"), _KEYS, 30, 3650),
    ),
    slips=(
        SlipKind(
            "key-custody",
            "KT",
            # L10N: 钥匙托管单
            N_("Custody of keys"),
            "a5",
            ("a5", "241-half", "a4"),
            _OWNER_AND_OFFICE,
            carries="key-set",
            own_void=_BY_SET,
            subject=("key-set",),
        ),
        SlipKind(
            "key-loan",
            "KJ",
            # L10N: 钥匙借用单
            N_("Loan of keys"),
            "a5",
            ("a5", "241-half", "a4"),
            _BORROWER_AND_OFFICE,
            carries="key-loan",
            own_void=_BY_SET,
            subject=("key-set",),
        ),
        SlipKind(
            "key-hand-back",
            "KH",
            # L10N: 钥匙交还单
            N_("Keys handed back"),
            "a5",
            ("a5", "241-half", "a4"),
            _OWNER_AND_OFFICE,
            own_void=_BY_SET,
            subject=("key-set",),
        ),
        SlipKind(
            "key-count",
            "KD",
            # L10N: 钥匙盘点表
            N_("Count sheet of keys"),
            "a4",
            ("a4",),
            carries="key-count",
            own_void=_BY_SET,
            subject=("key-count",),
        ),
    ),
    pages=(
        PageSpec("keys", _KEYS, _UI + "list:KeysPage", icon="key", targets=("keys",)),
        PageSpec(
            "key-set",
            N_("Keys in custody"),
            _UI + "page:KeySetPage",
            parent="keys",
            targets=("key-set",),
            scans=("KT-", "KJ-"),
        ),
        PageSpec("key-count", N_("Count of keys"), _UI + "count:KeyCountPage", parent="keys", targets=("key-count",)),
    ),
    keys=KEYS,
    due=(
        # L10N: 钥匙逾期未还
        Due("keys-late", N_("Keys not back in time"), _DUE + "late", urgent=True, waits=True, order=23),
        # L10N: 钥匙盘点
        Due("keys-count", N_("Keys to count"), _DUE + "count_due", order=45),
    ),
    # L10N: 钥匙 / 无托管钥匙
    lights=(
        Light("keys", _DUE + "light", order=50, label=N_("Key custody"), none=N_("None in custody"), health="custody"),
    ),
    used=("key_set",),
    homes=("key_set.unit_id",),
    # A tag is what the site writes on it; no form tells it.
    codes=(Code("key-tag", "", reads="desk.rules.scans:any_code", look="desk.services.keys.lists:tagged"),),
    acts=(
        Act("key-set.texts", "desk.services.keys.custody:texts_for", changes=False),
        Act("key-set.show", _S + "key_set", changes=False),
        Act("key-set.by-number", _S + "by_number", changes=False),
        Act("key-set.list", _S + "key_sets", changes=False),
        Act("key-set.counts", _S + "key_counts_by_list", changes=False),
        Act("key-set.take", _S + "take"),
        Act("key-set.lend", _S + "lend"),
        Act("key-set.return", _S + "take_back", events=("key-set.return", "key-set.return-part")),
        Act("key-set.prolong", _S + "prolong"),
        Act("key-set.lose", _S + "lose", events=("key-set.lose", "key-set.lose-rest")),
        Act("key-set.find", _S + "find"),
        Act("key-set.hand-back", _S + "hand_back"),
        Act("key-set.hand-over-all", _S + "hand_over_all"),
        Act("key-set.change", _S + "change"),
        Act("key-set.recount", _S + "recount", role="supervisor"),
        Act("key-set.void", _S + "void", role="supervisor"),
        Act("key-count.to-count", _S + "to_count", changes=False),
        Act("key-count.list", _S + "key_counts", changes=False),
        Act("key-count.count", _S + "count", undo=_COUNTED),
        Act("key-loan.sweep", _S + "sweep", undo=TIME),
    ),
    numbers_held=(
        HeldNumber("key_loan.phone", "key-loan"),
        HeldNumber("key_set.phone", "key-set"),
    ),
    timeline=(_DUE + "lines",),
    checks=(_DUE + "check",),
    obstacles={"move.out": _DUE + "moving_out"},
    hooks={"day_begins": _S + "sweep", "shift_lines": _DUE + "shift_lines"},
    tour="desk.tour.keys:tell",
)
