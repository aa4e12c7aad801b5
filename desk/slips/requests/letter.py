"""The 回复函: a letter of reply to one customer (handbook A4, A6, A7: each owner individually, saluted by surname)."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, speaking
from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Passage, Signature, Slip


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """What a letter of reply says. All texts are finished, in the language of the letter.

    Attributes:
        number: the letter's number; request: the number of what is answered.
        salutation: how the customer is addressed (`rules.names.salutation`: 李公, 欧阳公).
        room: where it goes.
        received_on: the day of the customer's words, as printed; channel: how they came.
        kind: what it was (投诉), as printed.
        content: the customer's words in short; "" leaves the paragraph out.
        findings, cause, result: what was found, why it happened, what was done; "" leaves the paragraph out.
        further: what will follow.
        signed_by: who signs for the centre; day: the date as printed.
    """

    number: str = NUMBER_AFTER_SAVING
    request: str = ""
    salutation: str = ""
    room: str = ""
    received_on: str = ""
    channel: str = ""
    kind: str = ""
    content: str = ""
    findings: str = ""
    cause: str = ""
    result: str = ""
    further: str = ""
    signed_by: str = ""
    day: str = ""
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"


def reply_letter(facts: ReplyFacts) -> Slip:
    """The 回复函 to one customer."""
    with speaking(facts.language):
        chinese = facts.language.startswith("zh")
        words = [_opening(facts)]
        if facts.content:
            # L10N: 您反映的情况：{content}
            words.append(_("You told us: {content}").format(content=facts.content))
        if facts.findings:
            # L10N: 经核实：{findings}
            words.append(_("This is what we found: {findings}").format(findings=facts.findings))
        if facts.cause:
            # L10N: 原因：{cause}
            words.append(_("The cause: {cause}").format(cause=facts.cause))
        if facts.result:
            # L10N: 处理结果：{result}
            words.append(_("What was done: {result}").format(result=facts.result))
        if facts.further:
            # L10N: 后续安排：{further}
            words.append(_("What will follow: {further}").format(further=facts.further))
        words.append(
            # L10N: 感谢您的理解与支持。如对处理结果有不同意见，请拨打服务热线 {hotline} 或到服务中心与我们联系。
            _(
                "Thank you for your patience. If you see it differently, please call our hotline {hotline} "
                "or come to the service centre."
            ).format(hotline=facts.hotline)
            if facts.hotline
            # L10N: 感谢您的理解与支持。如对处理结果有不同意见，请到服务中心与我们联系。
            else _("Thank you for your patience. If you see it differently, please come to the service centre.")
        )
        # L10N: 尊敬的{name}：
        greeting = _("Dear {name},").format(name=facts.salutation) if facts.salutation else _("Dear resident,")
        body = [Passage(greeting, bold=True), *(Passage(text, indent=chinese) for text in words)]
        # L10N: 特此函复。
        body.append(Passage(_("Yours sincerely,"), indent=chinese))
        body += [Passage(text, right=True) for text in (facts.site, facts.signed_by, facts.day) if text]
        return Slip(
            kind="reply",
            # L10N: 回复函
            title=_("Letter of reply"),
            number=facts.number,
            site=facts.site,
            body=tuple(body),
            signatures=(
                # L10N: 客户签收
                Signature(_("Received by"), dated=True),
            ),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


def _opening(facts: ReplyFacts) -> str:
    # L10N: 您于 {day} 通过{channel}提出的{kind}（编号 {number}，房号 {room}）已收到，现将办理情况回复如下。
    return _("We received your {kind} of {day} ({channel}; no. {number}, room {room}) and answer as follows.").format(
        kind=facts.kind if facts.language.startswith("zh") else facts.kind.lower(),
        day=facts.received_on,
        channel=facts.channel,
        number=facts.request,
        room=facts.room or "-",
    )


__all__ = ["ReplyFacts", "reply_letter"]
