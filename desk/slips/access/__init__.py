"""The 查阅记录 of a month (handbook S27): who looked at whose data how often, for the manager's signature."""

from __future__ import annotations

from collections.abc import Sequence

from desk.i18n import _, speaking
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Column, Field, Signature, Slip, Table


def access_log(
    month: str, totals: Sequence[tuple[str, ...]], lines: Sequence[tuple[str, ...]], left_out: int, head: PaperHead
) -> Slip:
    """The sheet of a month.

    Args:
        month: in words.
        totals: of each member of staff: name, pages opened, whole numbers shown, papers with whole numbers, lists saved, look-ups in a row.
        lines: when, who, what, whose, what for.
        left_out: so many lines more are in the program only.
        head: of the paper.
    """
    with speaking(head.language):
        return head.slip(
            "access-log",
            # L10N: 查阅记录
            _("Access log"),
            fields=(
                # L10N: 月份 / 未列出
                Field(_("Month"), month, bold=True),
                Field(_("Lines not printed"), str(left_out or "")),
            ),
            tables=(
                Table(
                    (
                        # L10N: 员工 / 打开住户页 / 查看完整号码 / 完整单据 / 连续查号
                        Column(_("Member of staff"), 2.0),
                        Column(_("Pages of homes"), 1.2, right=True),
                        Column(_("Whole numbers"), 1.2, right=True),
                        Column(_("Whole papers"), 1.2, right=True),
                        # L10N: 导出名单
                        Column(_("Lists saved"), 1.2, right=True),
                        Column(_("Many look-ups in a row"), 1.2, right=True),
                    ),
                    tuple(totals),
                ),
                Table(
                    (
                        # L10N: 时间 / 员工 / 查阅内容 / 对象 / 用途
                        Column(_("When"), 1.8),
                        Column(_("Member of staff"), 1.3),
                        Column(_("What was looked at"), 1.8),
                        Column(_("Whose"), 2.4),
                        Column(_("What for"), 1.4),
                    ),
                    tuple(lines),
                ),
            ),
            # L10N: 复核意见
            after=(Field(_("Result of the review"), "", span=12, lines=2),),
            signatures=(
                # L10N: 服务中心经理
                Signature(_("Centre manager"), dated=True),
            ),
        )


__all__ = ["access_log"]
