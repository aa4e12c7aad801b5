"""Letters with salutation (handbook A6, S3): life cycles of templates and letters, placeholders, who is left out. Pure."""

from __future__ import annotations

from desk.i18n import N_
from desk.rules.kit.lifecycle import LifeCycle, Move, Need
from desk.rules.letters.audience import FREE_KINDS, Facts, left_out
from desk.rules.letters.texts import (
    CUSTOMERS,
    KINDS,
    LANGUAGES,
    PLACEHOLDERS,
    STYLES,
    Part,
    asked,
    filled,
    parts,
    text_problems,
)

TEMPLATE = LifeCycle(
    kind="letter-template",
    states=("draft", "approved", "in-use", "withdrawn"),
    names="letter_template_states",
    ended=("withdrawn",),
    likely={"draft": "approve", "approved": "use"},
    moves=(
        Move("write", ("",), "draft", event="written", hidden=True),
        # L10N: 审批; {number} 已审批
        Move("approve", ("draft",), "approved", event="approved", role="supervisor", label=N_("Approve"),
             title=N_("Approve the template"), done=N_("{number} is approved.")),
        # L10N: 启用; {number} 已启用
        Move("use", ("approved",), "in-use", event="used", label=N_("Put into use"), done=N_("{number} is in use.")),
        # L10N: 停用; {number} 已停用
        Move("withdraw", ("draft", "approved", "in-use"), "withdrawn", event="withdrawn", role="supervisor",
             label=N_("Withdraw"), title=N_("Withdraw the template"), danger=True, quiet=True,
             needs=(Need("reason", N_("Write why.")),), done=N_("{number} is withdrawn.")),
    ),
)  # fmt: skip
"""A version of a template: only one of a template is in use, and nothing is printed from one that is not (handbook S3)."""


LETTER = LifeCycle(
    kind="letter",
    states=("issued", "delivered", "returned", "void"),
    names="letter_delivery_states",
    ended=("delivered", "returned", "void"),
    likely={"issued": "deliver"},
    moves=(
        Move("issue", ("",), "issued", event="issued", hidden=True),
        # L10N: 登记送达; {number} 已登记送达
        Move("deliver", ("issued",), "delivered", event="delivered", label=N_("Note the delivery"),
             needs=(Need("by", N_("Write who delivered it.")), Need("on", N_("Give the day."))),
             done=N_("{number} is delivered.")),
        # L10N: 登记退回; {number} 已登记退回
        Move("return", ("issued", "delivered"), "returned", event="returned", label=N_("Note that it came back"),
             needs=(Need("on", N_("Give the day.")), Need("note", N_("Write why it came back."))), quiet=True,
             done=N_("{number} came back.")),
        # L10N: 作废; {number} 已作废
        Move("void", ("issued",), "void", event="void", role="supervisor", label=N_("Void"),
             title=N_("Void this letter"), danger=True, quiet=True, needs=(Need("reason", N_("Write why.")),),
             done=N_("{number} is void.")),
    ),
)  # fmt: skip
"""A letter to one household or person: issued, delivered or returned, or void with its reason."""

GREETING = LifeCycle(
    kind="greeting",
    states=("due", "done", "missed", "dropped"),
    names="greeting_states",
    ended=("done", "missed", "dropped"),
    likely={"due": "done"},
    moves=(
        Move("list", ("",), "due", event="listed", hidden=True),
        # L10N: 已问候; {number} 已登记
        Move("done", ("due", "missed"), "done", event="greeted", label=N_("Greeted"), done=N_("{number} is greeted.")),
        # L10N: 未联系上; {number} 未联系上
        Move("miss", ("due",), "missed", event="missed", label=N_("Could not be reached"), done=N_("{number} was not reached.")),
        # L10N: 移出名单; {number} 已移出
        Move("drop", ("due", "missed"), "dropped", event="dropped", label=N_("Take off the list"), danger=True, quiet=True,
             needs=(Need("note", N_("Write why.")),), done=N_("{number} is taken off the list.")),
    ),
)  # fmt: skip
"""One person to be greeted: done, not reached, or taken off the list."""

__all__ = [
    "CUSTOMERS", "FREE_KINDS", "GREETING", "KINDS", "LANGUAGES", "LETTER", "PLACEHOLDERS", "STYLES", "TEMPLATE", "Facts", "Part",
    "asked", "filled", "left_out", "parts", "text_problems",
]  # fmt: skip
