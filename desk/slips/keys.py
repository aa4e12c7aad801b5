"""The papers of keys (handbook M8): 钥匙托管单, 钥匙借用单, 钥匙交还单, 钥匙盘点表. Nobody's identity card is kept for them (handbook C-20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk.i18n import _, speaking
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Column, Field, Signature, Slip, Table, Tick


@dataclass(frozen=True, slots=True)
class SetFacts:
    """A set; `seal`: the number of its seal, "" when it is open."""

    number: str
    kind: str
    room: str
    name: str
    tag: str
    hook: str
    pieces: int
    seal: str = ""


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """Who brought a set and which owner agreed; `standing`: staff may take it for repairs."""

    given_by: str
    phone: str = ""
    consent_by: str = ""
    standing: bool = False
    until: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LoanFacts:
    """A loan; texts are finished."""

    number: str
    kind: str
    borrower: str
    company: str
    phone: str
    purpose: str
    permission: str
    permitted_by: str
    pieces: int
    lent: str
    due: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CountLine:
    """A set of a count: what the book says is on the hook, and what was found."""

    facts: SetFacts
    expected: int
    counted: int


def no_identity_card() -> str:
    """What every paper of something lent says (handbook B3, C-20)."""
    # L10N: 借用不扣押身份证等任何证件。
    return _("No identity card or other document is kept as security (不扣押身份证).")


def _set_fields(facts: SetFacts) -> tuple[Field, ...]:
    return (
        # L10N: 房号
        Field(_("Room"), facts.room, bold=True) if facts.room else Field(_("Kind"), facts.kind, bold=True),
        # L10N: 名称
        Field(_("What it is"), facts.name, bold=True),
        # L10N: 标签号 / 挂钩
        Field(_("Tag"), facts.tag, span=4),
        Field(_("Hook"), facts.hook, span=4),
        # L10N: 件数
        Field(_("Number of pieces"), str(facts.pieces), span=4, bold=True),
    )


def custody_slip(facts: SetFacts, consent: ConsentFacts, taken: str, staff: str, head: PaperHead) -> Slip:
    """The 钥匙托管单."""
    with speaking(head.language):
        return head.slip(
            "key-custody",
            # L10N: 钥匙托管单
            _("Custody of keys"),
            number=facts.number,
            fields=(
                *_set_fields(facts),
                Field(
                    # L10N: 封存
                    _("Sealed"),
                    # L10N: 已封存 / 未封存
                    ticks=(Tick(_("sealed"), bool(facts.seal)), Tick(_("not sealed"), not facts.seal)),
                ),
                # L10N: 封条号
                Field(_("Seal"), facts.seal),
                # L10N: 交钥匙人
                Field(_("Given by"), consent.given_by),
                # L10N: 电话
                Field(_("Phone"), consent.phone),
                # L10N: 同意托管的业主
                Field(_("Owner who agrees"), consent.consent_by),
                # L10N: 托管期限
                Field(_("In custody until"), consent.until),
                Field(
                    # L10N: 委托范围
                    _("What is agreed"),
                    ticks=(
                        # L10N: 托管
                        Tick(_("custody"), ticked=True),
                        # L10N: 工作人员维修时可取用
                        Tick(_("staff may take them for repairs"), consent.standing),
                    ),
                    span=12,
                ),
                # L10N: 接收时间
                Field(_("Taken at"), taken),
                # L10N: 接收人
                Field(_("Taken by"), staff),
                # L10N: 备注
                Field(_("Note"), consent.note, span=12),
            ),
            clauses=(
                # L10N: 钥匙借出须经业主同意；已封存的钥匙未经业主当次同意不拆封。
                _("Keys are lent only with the owner's word. Sealed ones are not opened without it."),
                # L10N: 遗失立即告知业主；托管随时可以结束，凭本单交还。
                _("A loss is told to the owner at once. The custody may be ended at any time with this slip."),
            ),
            # L10N: 业主 / 接收人
            signatures=(Signature(_("Owner"), dated=True), Signature(_("Taken by"), staff, dated=True)),
        )


def loan_slip(facts: SetFacts, loan: LoanFacts, staff: str, head: PaperHead) -> Slip:
    """The 钥匙借用单: lent on its upper part, accepted on its lower one."""
    with speaking(head.language):
        return head.slip(
            "key-loan",
            # L10N: 钥匙借用单
            _("Loan of keys"),
            number=loan.number,
            fields=(
                *_set_fields(facts),
                # L10N: 借用人
                Field(_("Borrower"), loan.borrower, bold=True),
                # L10N: 借用人类别
                Field(_("Borrows as"), loan.kind),
                # L10N: 单位
                Field(_("Company"), loan.company),
                Field(_("Phone"), loan.phone),
                # L10N: 用途
                Field(_("Purpose"), loan.purpose, span=12),
                # L10N: 借出时间
                Field(_("Lent at"), loan.lent),
                # L10N: 应还时间
                Field(_("Due back"), loan.due, bold=True),
                # L10N: 业主同意
                Field(_("Owner's word"), " ".join(part for part in (loan.permission, loan.permitted_by) if part)),
                # L10N: 托管单号
                Field(_("Custody no."), facts.number),
                Field(_("Note"), loan.note, span=12),
            ),
            after=(
                # L10N: 归还时间
                Field(_("Back at"), ""),
                # L10N: 归还件数
                Field(_("Pieces back"), ""),
                Field(
                    # L10N: 验收情况
                    _("Condition"),
                    # L10N: 完好 / 损坏 / 件数不足
                    ticks=(Tick(_("good")), Tick(_("damaged")), Tick(_("fewer pieces"))),
                    span=12,
                ),
            ),
            clauses=(
                no_identity_card(),
                # L10N: 不得转借、复制；到期归还，当面清点验收。
                _("They are not lent on or copied. They come back in time and are counted in the presence of both."),
            ),
            signatures=(
                # L10N: 借用人签字 / 经办人 / 归还人签字 / 验收人
                Signature(_("Borrower"), dated=True),
                Signature(_("Lent by"), staff),
                Signature(_("Brought back by"), dated=True),
                Signature(_("Accepted by")),
            ),
        )


def _set_columns() -> tuple[Column, ...]:
    return (
        # L10N: 托管单号, 房号, 名称, 标签, 挂钩, 件数
        Column(_("Custody no."), 2.4),
        Column(_("Room"), 1.8),
        Column(_("What it is"), 1.8),
        Column(_("Tag"), 1.1),
        Column(_("Hook"), 1.1),
    )


def _set_row(facts: SetFacts) -> tuple[str, ...]:
    return (facts.number, facts.room or facts.kind, facts.name, facts.tag, facts.hook)


def hand_back_slip(sets: Sequence[SetFacts], receiver: str, note: str, when: str, staff: str, head: PaperHead) -> Slip:
    """The 钥匙交还单: one or all sets of a home go back to the owner, or to a new one."""
    with speaking(head.language):
        return head.slip(
            "key-hand-back",
            # L10N: 钥匙交还单
            _("Keys handed back"),
            fields=(
                Field(_("Room"), sets[0].room or sets[0].kind, bold=True),
                # L10N: 交还时间
                Field(_("Handed back at"), when),
                # L10N: 领取人
                Field(_("Received by"), receiver, bold=True),
                # L10N: 经办人
                Field(_("Handled by"), staff),
            ),
            tables=(
                Table(
                    (*_set_columns(), Column(_("Number of pieces"), 0.9, right=True)),
                    tuple((*_set_row(facts), str(facts.pieces)) for facts in sets),
                ),
            ),
            after=(Field(_("Note"), note, span=12),),
            # L10N: 以上钥匙已当面清点，托管结束。
            clauses=(_("The keys above were counted in the presence of both. The custody ends."),),
            signatures=(Signature(_("Received by"), dated=True), Signature(_("Handled by"), staff)),
        )


def count_sheet(lines: Sequence[CountLine], when: str, staff: str, note: str, head: PaperHead) -> Slip:
    """The 钥匙盘点表."""
    with speaking(head.language):
        return head.slip(
            "key-count",
            # L10N: 钥匙盘点表
            _("Count sheet of keys"),
            fields=(
                # L10N: 盘点时间
                Field(_("Counted at"), when),
                # L10N: 盘点人
                Field(_("Counted by"), staff),
            ),
            tables=(
                Table(
                    (
                        *_set_columns(),
                        # L10N: 应有 / 实有 / 差异
                        Column(_("By the book"), 0.9, right=True),
                        Column(_("Counted"), 0.9, right=True),
                        Column(_("Difference"), 0.9, right=True),
                    ),
                    tuple(
                        (
                            *_set_row(line.facts),
                            str(line.expected),
                            str(line.counted),
                            "" if line.counted == line.expected else f"{line.counted - line.expected:+d}",
                        )
                        for line in lines
                    ),
                ),
            ),
            # L10N: 差异说明
            after=(Field(_("About the differences"), note, span=12, lines=2),),
            # L10N: 差异只记录、说明，不得自行补平。
            clauses=(_("A difference is written down and explained, never made up for."),),
            signatures=(
                Signature(_("Counted by"), staff, dated=True),
                # L10N: 监盘人
                Signature(_("Witness"), dated=True),
            ),
        )


__all__ = [
    "ConsentFacts", "CountLine", "LoanFacts", "SetFacts", "count_sheet", "custody_slip", "hand_back_slip", "loan_slip",
    "no_identity_card",
]  # fmt: skip
