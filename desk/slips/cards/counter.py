"""VIP会员申请表 with the rules on its back, 领卡签收, 补卡单 (handbook A9, B1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desk.i18n import _
from desk.slips.cards.facts import CardFacts, MemberFacts, slip
from desk.slips.engine.slip import Field, Passage, Signature, Slip, Tick


def application(facts: MemberFacts, head: Mapping[str, Any]) -> Slip:
    """The application for membership; the rules of the scheme stand on the back of the sheet."""
    # L10N: 申请人签字; 经办人
    signatures = [Signature(_("Applicant"), dated=True), Signature(_("Handled by"), dated=True)]
    if facts.approves:
        # L10N: 审批人
        signatures.append(Signature(_("Approved by"), dated=True))
    return slip(
        "member-application",
        # L10N: VIP会员申请表
        _("Application for membership"),
        dict(head),
        fields=(*_person(facts), *_wanted(facts)),
        clauses=_notice(),
        signatures=tuple(signatures),
        back=_rules(facts),
    )


def _person(facts: MemberFacts) -> list[Field]:
    """Who applies."""
    # L10N: {name}（{latin}）
    name = _("{name} ({latin})").format(name=facts.name, latin=facts.latin_name) if facts.latin_name else facts.name
    # L10N: {day}（{age} 周岁）
    birthday = _("{day} ({age} years)").format(day=facts.birthday, age=facts.age) if facts.age else facts.birthday
    return [
        # L10N: 会员编号
        Field(_("Membership"), facts.number, bold=True),
        # L10N: 申请日期
        Field(_("Applied on"), facts.joined),
        # L10N: 姓名（中/英）
        Field(_("Name (Chinese / English)"), name, bold=True),
        # L10N: 性别
        Field(_("Sex"), facts.sex),
        # L10N: 出生日期（年龄）
        Field(_("Birth date (age)"), birthday),
        # L10N: 手机号码
        Field(_("Mobile phone"), facts.phone),
        # L10N: 证件及号码
        Field(_("Document"), f"{facts.document_kind} {facts.document}".strip(), span=12),
        # L10N: 电子邮箱
        Field(_("E-mail"), facts.email, span=12),
        # L10N: 住址
        Field(_("Home address"), facts.address, span=12),
        # L10N: 单位地址
        Field(_("Work address"), facts.work_address, span=12),
        # L10N: 主要消费商品类型
        Field(_("Mostly bought"), ticks=tuple(Tick(words, on) for words, on in facts.goods), span=12),
    ]


def _wanted(facts: MemberFacts) -> list[Field]:
    """What is applied for, and what is agreed to."""
    # L10N: 同意背面会员须知及个人信息告知（{version}）
    agreed = _("I agree to the rules overleaf and the notice on personal data ({version})").format(
        version=facts.version
    )
    ticks = (
        Tick(agreed, facts.consent),
        # L10N: 同意接收生日和节日问候
        Tick(_("Birthday and holiday greetings are welcome"), facts.greetings),
        # L10N: 不接收活动通知
        Tick(_("No notices of events, please"), facts.no_notices),
    )
    return [
        # L10N: 会员制度
        Field(_("Scheme"), facts.scheme),
        # L10N: 申请等级
        Field(_("Level"), facts.level, bold=True),
        # L10N: 办理依据
        Field(_("Granted for"), facts.how),
        # L10N: 会员卡号
        Field(_("Card number"), facts.card),
        # L10N: 推荐人（单位）
        *([Field(_("Recommended by"), facts.proposed_by, span=12)] if facts.proposed_by else []),
        Field(_("Consent"), ticks=ticks, span=12),
    ]


def _notice() -> tuple[str, ...]:
    return (
        # L10N: 本中心仅为会员服务、积分和您同意的问候使用以上信息，不对外提供；会籍终止后除依法须保存的消费记录外予以删除。您可随时查阅、更正、撤回同意，撤回不影响其他服务。
        _(
            "This centre uses the above for the membership, its points, and the greetings you agreed to, and gives it to nobody. "
            "When the membership ends it is erased, but for records of purchases that must be kept by law. You may look, correct "
            "and withdraw at any time; other services do not depend on it."
        ),
        # L10N: 会员卡不储值，凭本人使用，不得转借；遗失请立即挂失，积分、累计消费和等级转入新卡，姓名和证件不变。
        _(
            "No money is stored on the card. It is for its holder only and is not lent. Report a loss at once: points, totals and "
            "level go on with the new card; name and document do not change."
        ),
    )


def _rules(facts: MemberFacts) -> tuple[Passage, ...]:
    """The back of the sheet: the rules of the scheme."""
    # L10N: {scheme}会员须知
    back = [Passage(_("Rules of the {scheme}").format(scheme=facts.scheme), bold=True)] if facts.rules else []
    for heading, lines in facts.rules:
        back.append(Passage(heading, bold=True))
        back += [Passage(f"{place}. {line}") for place, line in enumerate(lines, 1)]
    return tuple(back)


def card_receipt(facts: MemberFacts, card: CardFacts, head: Mapping[str, Any]) -> Slip:
    """The receipt that the holder signs for the card."""
    return slip(
        "card-receipt",
        # L10N: 会员卡领卡签收单
        _("Receipt for a member's card"),
        dict(head),
        fields=(
            Field(_("Membership"), facts.number),
            Field(_("Name"), facts.name, bold=True),
            Field(_("Card number"), card.grouped, bold=True),
            Field(_("Level"), card.level),
            # L10N: 发卡日期
            Field(_("Issued on"), card.issued),
            # L10N: 有效期至
            Field(_("Valid until"), card.until or _("no end")),
            # L10N: 领卡日期
            Field(_("Handed over on"), card.collected),
            # L10N: 领卡人
            Field(_("Received by"), card.signer),
        ),
        clauses=(
            # L10N: 已领取会员卡一张和使用须知。请在卡背签名；凭本人使用，不得转借；遗失请立即挂失。
            _(
                "One card was received, with its instructions. Please sign it on the back. It is not lent; report a loss at "
                "once."
            ),
        ),
        signatures=(
            # L10N: 领卡人签收
            Signature(_("Received, signature"), dated=True),
            Signature(_("Handled by")),
        ),
    )


def replacement(facts: MemberFacts, card: CardFacts, head: Mapping[str, Any]) -> Slip:
    """The replacement form: what goes on, and which number is dead."""
    return slip(
        "card-replacement",
        # L10N: 会员卡补卡单
        _("Replacement of a member's card"),
        dict(head),
        fields=(
            Field(_("Membership"), facts.number),
            Field(_("Name"), facts.name, bold=True),
            # L10N: 证件
            Field(_("Document"), f"{facts.document_kind} {facts.document}".strip(), span=12),
            Field(_("Level"), facts.level, span=12),
            # L10N: 补卡原因
            Field(_("Replaced because"), card.cause),
            # L10N: 挂失日期
            Field(_("Reported lost on"), card.lost),
            # L10N: 旧卡号（已失效）
            Field(_("Old number (dead)"), card.old, span=12),
            # L10N: 新卡号
            Field(_("New number"), card.grouped, bold=True, span=12),
            # L10N: 旧卡
            Field(
                _("Old card"),
                # L10N: 已收回; 遗失未收回
                ticks=(Tick(_("taken in"), card.returned), Tick(_("lost, not here"), not card.returned)),
                span=12,
            ),
        ),
        clauses=(
            # L10N: 积分、累计消费和会员等级不变，随会籍转入新卡；会籍的姓名和证件不变。
            _(
                "Points, totals and level stay with the membership and go on with the new card; name and document do not change."
            ),
            # L10N: 旧卡号自补卡时起永久失效；找回的旧卡不能使用，请交回本中心。
            _("The old number is dead for good. An old card that is found again cannot be used; please hand it in."),
            # L10N: 已核对持卡人证件原件。本中心不扣押身份证。
            _("The holder's document was compared. No identity card is kept."),
        ),
        signatures=(
            # L10N: 持卡人
            Signature(_("Holder"), dated=True),
            Signature(_("Handled by")),
        ),
    )


__all__ = ["application", "card_receipt", "replacement"]
