"""The 个人信息查询单: everything that is known of a person, on one sheet, for that person (handbook B3: copies on request)."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, pgettext, speaking
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Column, Field, Signature, Slip, Table


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """What the sheet says, in finished words.

    Attributes:
        data: label and value of everything that stands in the person's own record.
        consents: what for, given on, withdrawn on. homes: room, role, since, until. notes: room, words, until.
        records: kind of record, its number or name, its day.
        looks: when, by whom, what, what for. left_out: how many older looks are not printed.
    """

    name: str
    data: tuple[tuple[str, str], ...]
    consents: tuple[tuple[str, ...], ...] = ()
    homes: tuple[tuple[str, ...], ...] = ()
    notes: tuple[tuple[str, ...], ...] = ()
    records: tuple[tuple[str, ...], ...] = ()
    looks: tuple[tuple[str, ...], ...] = ()
    left_out: int = 0


def person_sheet(facts: KnownFacts, head: PaperHead) -> Slip:
    """The sheet of a person; an empty table says that there is nothing of its kind."""
    with speaking(head.language):
        return head.slip(
            "person-sheet",
            # L10N: 个人信息查询单
            _("What is known of a person"),
            fields=tuple(Field(label, value, span=6 if len(value) < 40 else 12) for label, value in facts.data),
            tables=(
                _table(
                    # L10N: 同意与撤回 / 事项 / 同意日期 / 撤回日期
                    _("Consents"), (_("Consent to"), 3.0), (_("Given on"), 1.5), (_("Withdrawn on"), 1.5), rows=facts.consents
                ),
                # L10N: 房号与身份；截止
                _table(
                    _("Homes and roles"), (_("Room"), 2.5), (_("Role"), 1.2), (_("Since"), 1.2), (pgettext("known", "Until"), 1.2), rows=facts.homes
                ),
                # L10N: 提示
                _table(_("Notes"), (_("Room"), 2.0), (_("Note"), 4.0), (pgettext("known", "Until"), 1.2), rows=facts.notes),
                # L10N: 有关的记录 / 记录 / 编号 / 日期
                _table(
                    _("Records about the person"), (_("Kind of record"), 2.2), (_("Number"), 2.6), (_("Day"), 1.4),
                    rows=facts.records,
                ),
                # L10N: 谁查阅过 / 时间 / 员工 / 查阅内容 / 用途
                _table(
                    _("Who looked at the data"), (_("When"), 1.6), (_("Member of staff"), 1.3), (_("What was looked at"), 2.4),
                    (_("What for"), 1.6), rows=facts.looks,
                ),
            ),
            after=(
                # L10N: 未列出的查阅次数
                (Field(_("Looks not printed"), str(facts.left_out), span=12),) if facts.left_out else ()
            ),
            clauses=(
                # L10N: 以上为本中心保存的该人全部信息。如有错误可要求更正，也可要求删除或撤回同意。所列记录可按编号申请复印。
                _(
                    "This is everything that the centre keeps of this person. What is wrong is corrected on request; deletion and the "
                    "withdrawal of a consent can be asked for at the centre. Of each record a copy can be asked for by its number."
                ),
            ),
            signatures=(
                # L10N: 本人（或代理人）签收
                Signature(_("Received by the person"), dated=True),
                # L10N: 经办人
                Signature(_("Issued by"), dated=True),
            ),
        )  # fmt: skip


def _table(heading: str, *columns: tuple[str, float], rows: tuple[tuple[str, ...], ...]) -> Table:
    # L10N: 无
    return Table(
        tuple(Column(label, width) for label, width in columns),
        rows,
        heading=heading,
        closing="" if rows else _("Nothing"),
    )


__all__ = ["KnownFacts", "person_sheet"]
