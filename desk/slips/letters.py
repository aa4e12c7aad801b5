"""Letters with salutation and their delivery list (handbook A6, S3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk.i18n import _, speaking
from desk.rules.letters import Part
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Column, Field, Passage, Signature, Slip, Table


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """One letter: the name of its template as title, whom it goes to, its paragraphs.

    service: it is delivered against a signature: room, name and the place to sign stand below the words.
    """

    title: str
    room: str
    name: str
    parts: tuple[Part, ...]
    service: bool = True


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A line of the delivery list."""

    room: str
    name: str
    number: str


def letter(facts: LetterFacts, head: PaperHead) -> Slip:
    """The letter: nothing on it names another recipient (handbook S3)."""
    with speaking(head.language):
        chinese = head.language.startswith("zh")
        body = tuple(
            Passage(
                part.text, bold=part.place == "opening", right=part.place == "closing",
                indent=chinese and part.place == "text",
            )
            for part in facts.parts
        )  # fmt: skip
        return head.slip(
            "letter",
            facts.title,
            fields=(
                (
                    Field(_("Room"), facts.room, span=6),
                    # L10N: 收件人
                    Field(_("Recipient"), facts.name, span=6),
                )
                if facts.service and facts.room
                else ()
            ),
            body=body,
            # L10N: 签收人
            signatures=(Signature(_("Received by"), dated=True),) if facts.service else (),
        )


@dataclass(frozen=True, slots=True)
class GreetingLine:
    """A line of a list of greetings; key: of a key customer."""

    room: str
    name: str
    salutation: str
    phone: str
    day: str
    key: bool = False


def greeting_list(
    number: str, occasion: str, span: str, means: str, lines: Sequence[GreetingLine], head: PaperHead
) -> Slip:
    """Whom to greet: called, written to or visited by hand; what came of it is noted on it and then in the program (handbook S9)."""
    with speaking(head.language):
        return head.slip(
            "greeting-list",
            # L10N: 问候名单
            _("List of greetings"),
            number,
            fields=(
                # L10N: 事由
                Field(_("Occasion"), occasion, span=6),
                Field(_("Date"), span, span=6),
                # L10N: 方式
                Field(_("Means"), means, span=6),
                # L10N: 人数
                Field(_("People to greet"), f"{len(lines):,}", span=6),
            ),
            tables=(
                Table(
                    columns=(
                        Column(_("No."), 0.8, right=True),
                        Column(_("Date"), 1.3),
                        Column(_("Room"), 1.9),
                        Column(_("Name"), 1.4),
                        Column(_("Salutation"), 1.4),
                        Column(_("Phone"), 1.6),
                        # L10N: 重点客户
                        Column(_("Key customer"), 0.9),
                        # L10N: 结果（问候人、时间）
                        Column(_("Greeted by, when"), 1.8),
                    ),
                    rows=tuple(
                        (
                            f"{at}",
                            line.day,
                            line.room,
                            line.name,
                            line.salutation,
                            line.phone,
                            "★" if line.key else "",
                            "",
                        )
                        for at, line in enumerate(lines, 1)
                    ),
                ),
            ),
            # L10N: 本名单含个人信息，仅供服务中心内部使用。
            clauses=(_("This list holds personal data and stays in the centre."),),
        )


def delivery_list(
    number: str, subject: str, template: str, day: str, lines: Sequence[DeliveryLine], head: PaperHead
) -> Slip:
    """The delivery list of a run, in building order: who gets which letter; the rest is written by hand (handbook S3)."""
    with speaking(head.language):
        return head.slip(
            "letter-list",
            # L10N: 函件送达清单
            _("Delivery list of letters"),
            number,
            fields=(
                # L10N: 事由
                Field(_("Subject of the letters"), subject, span=12),
                # L10N: 模板
                Field(_("Template"), template, span=6),
                Field(_("Date"), day, span=3),
                # L10N: 份数
                Field(_("Number of letters"), f"{len(lines):,}", span=3),
            ),
            tables=(
                Table(
                    columns=(
                        # L10N: 序号
                        Column(_("No."), 0.8, right=True),
                        Column(_("Room"), 1.9),
                        # L10N: 收件人
                        Column(_("Recipient"), 1.5),
                        Column(_("Number"), 2.0),
                        # L10N: 送达人
                        Column(_("Delivered by"), 1.1),
                        Column(_("Date"), 0.9),
                        # L10N: 签收
                        Column(_("Signature"), 1.3),
                        # L10N: 退回
                        Column(_("Came back"), 0.9),
                    ),
                    rows=tuple(
                        (f"{at}", line.room, line.name, line.number, "", "", "", "") for at, line in enumerate(lines, 1)
                    ),
                ),
            ),
            # L10N: 每户一函，请勿让收件人看到本清单。
            clauses=(_("One letter for each home. Recipients do not see this list."),),
            signatures=(Signature(_("Delivered by"), dated=True),),
        )


__all__ = ["DeliveryLine", "GreetingLine", "LetterFacts", "delivery_list", "greeting_list", "letter"]
