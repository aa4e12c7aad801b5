"""Callbacks: who is called back after the work is done, and the monthly sample of quality."""

from __future__ import annotations

from desk.features.kit import LOOKED, Act, Due, Feature, Key, OwnList, PageSpec, PolicyKey, Record, SlipKind
from desk.i18n import N_

# L10N: 回访与抽查
_RULES = N_("Callbacks and quality")

ACTS = (
    Act("callback.due", "desk.services.callbacks:callbacks_due", changes=False),
    Act("callback.check", "desk.services.callbacks:check_callback", changes=False),
    Act("callback.rates", "desk.services.callbacks:rates", changes=False),
    Act("quality.sample", "desk.services.callbacks.quality:sample", changes=False),
    Act("quality.months", "desk.services.callbacks.quality:sample_months", changes=False),
    Act("quality.reproduces", "desk.services.callbacks.quality:reproduces", changes=False),
    Act("callback.record", "desk.services.callbacks:record_callback"),
    Act("callback.reveal", "desk.services.callbacks:phone", undo=LOOKED),
    Act("quality.draw", "desk.services.callbacks.quality:draw_sample", role="supervisor"),
    Act("quality.visit", "desk.services.callbacks.quality:record_visit"),
)

KEYS = (
    Key("Enter", ("Call back", "Return visit")), Key("Ctrl+J", ("Draw the sample",)), Key("Ctrl+O", ("Open the request",)),
    Key("Ctrl+PgDown", ("Month after",)), Key("Ctrl+PgUp", ("Month before",)),
)  # fmt: skip


FEATURE = Feature(
    code="callbacks",
    keys=KEYS,
    acts=ACTS,
    hooks={
        "call_back": "desk.ui.callbacks.dialog:CallbackDialog",
        "caller_lines": "desk.services.callbacks.due:caller_lines",
    },
    tables=("desk.models.callbacks",),
    # L10N: 质量抽查
    records=(Record("quality-sample", N_("Quality sample"), "desk.models.callbacks:QualitySample", title="month"),),
    policy=(
        # L10N: 办结后几小时内回访
        PolicyKey("callbacks.within_hours", "decimal", N_("Call back within (hours)"), _RULES, 1, 720),
        # L10N: 未接通，几小时后再拨
        PolicyKey("callbacks.retry_hours", "decimal", N_("Try again after (hours)"), _RULES, 0.5, 720),
        # L10N: 报修回访比例（%）
        PolicyKey("callbacks.repair_percent", "decimal", N_("Repairs called back (%)"), _RULES, 0, 100),
        # L10N: 投诉抽查比例（%）
        PolicyKey("quality.sample_percent", "decimal", N_("Complaints in the monthly sample (%)"), _RULES, 0, 100),
        # L10N: 其中上门比例（%）
        PolicyKey("quality.door_percent", "decimal", N_("Of those, visited at the door (%)"), _RULES, 0, 100),
    ),
    # L10N: 回访不满意原因
    lists=(OwnList("callback_reasons", N_("Reasons at callbacks")),),
    # L10N: 回访记录表
    slips=(SlipKind("callback", "HF", N_("Callback record"), "a5", ("a5", "a4"), subject=("request",)),),
    pages=(
        PageSpec(
            "callbacks",
            # L10N: 回访
            N_("Callbacks"),
            "desk.ui.callbacks.list:CallbacksPage",
            parent="requests",
            targets=("callbacks",),
        ),
        PageSpec(
            "quality",
            # L10N: 质量抽查
            N_("Quality sample"),
            "desk.ui.callbacks.quality:QualityPage",
            parent="requests",
            targets=("quality",),
        ),
    ),
    # L10N: 待回访
    due=(
        Due(
            "callback",
            N_("Waiting for callback"),
            "desk.services.callbacks.due:waiting",
            waits=True,
            order=20,
            walk=3,
            act="desk.ui.requests.acts:do_due",
        ),
    ),
)
