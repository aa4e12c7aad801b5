"""Mass incidents: what many people call about at once runs until it is over."""

from __future__ import annotations

from desk.i18n import N_, _
from desk.rules.kit.lifecycle import LifeCycle, Move, Need

# L10N: 请填写事件名称
_TITLE = Need("title", N_("What has happened? A few words will do."))

CYCLE = LifeCycle(
    kind="incident",
    states=("running", "ended"),
    names="incident_states",
    ended=("ended",),
    likely={"running": "end"},
    # L10N: 该事件已结束
    refusals=lambda _state, _code: _("This incident is over already."),
    moves=(
        # L10N: 登记多户事件; {number} 已开始，登记时可直接关联
        Move(
            "start",
            ("",),
            "running",
            needs=(_TITLE,),
            label=N_("Start an incident"),
            hidden=True,
            done=N_("{number} runs; the request form offers to attach calls to it."),
        ),
        # L10N: 修改事件; {number} 已修改
        Move(
            "change",
            ("running",),
            needs=(_TITLE,),
            label=N_("Change"),
            title=N_("Change the incident"),
            done=N_("{number} is changed."),
        ),
        # L10N: 结束事件; {number} 已结束
        Move(
            "end",
            ("running",),
            "ended",
            # L10N: 请填写处理结果
            needs=(Need("result", N_("Please write in a sentence how it was handled.")),),
            label=N_("End the incident"),
            done=N_("{number} is over."),
        ),
    ),
)
"""The life of a mass incident."""

__all__ = ["CYCLE"]
