"""The kinds of slips: prefix of their numbers, name, papers, copies (DESIGN §6, DOMAIN B4)."""

from __future__ import annotations

from dataclasses import dataclass

from desk.features import slip_kinds
from desk.i18n import N_


@dataclass(frozen=True, slots=True)
class SlipKind:
    """A kind of slip.

    Attributes:
        code: what the database keeps.
        prefix: of its numbers (`TS-20261121-0031`).
        label: message id of its name.
        paper: code of the default paper.
        papers: codes of the papers it may be printed on.
        copies: message ids of the default copies; empty = one unnamed copy.
    """

    code: str
    prefix: str
    label: str
    paper: str
    papers: tuple[str, ...]
    copies: tuple[str, ...] = ()


KINDS: dict[str, SlipKind] = {
    kind.code: kind
    for kind in (
        SlipKind(
            "complaint",
            "TS",
            # L10N: 投诉/服务登记单
            N_("Complaint and service form"),
            "a5",
            ("a5", "241-half", "roll-80"),
            # L10N: 客户联, 存根联
            (N_("Customer copy"), N_("Office copy")),
        ),
        # L10N: 派工单
        SlipKind("dispatch", "PG", N_("Work order"), "a5", ("a5", "roll-80"), (N_("Crew copy"), N_("Office copy"))),
        # L10N: 投诉处理单
        SlipKind("handling", "CL", N_("Complaint handling form"), "a4", ("a4", "241-whole")),
        # L10N: 回访记录表
        SlipKind("callback", "HF", N_("Callback record"), "a5", ("a5", "a4")),
        # L10N: 客户沟通登记表
        SlipKind("day-sheet", "GT", N_("Register of talks with customers"), "a4-wide", ("a4-wide",)),
        SlipKind(
            "rectification",
            "ZG",
            # L10N: 整改通知单
            N_("Rectification notice"),
            "a4",
            ("a4", "241-whole"),
            # L10N: 客户联, 存根联
            (N_("Customer copy"), N_("Office copy")),
        ),
        # L10N: 回复函
        SlipKind("reply", "HH", N_("Letter of reply"), "a4", ("a4",), (N_("Customer copy"), N_("Office copy"))),
        # L10N: 住户成员情况登记表
        SlipKind("register-card", "DJ", N_("Household register card"), "a4", ("a4",)),
    )
}
KINDS |= {
    kind.code: SlipKind(kind.code, kind.prefix, kind.label, kind.paper, kind.papers, kind.copies)
    for kind in slip_kinds().values()
}
