"""The 客户沟通登记表 of a day (handbook A4, B1): who said what, what was promised, how it ended."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, ngettext, speaking
from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Column, Field, Signature, Slip, Table


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """One line. All texts are finished; "" leaves room to write.

    Attributes:
        time: of the day, 09:14.
        subject: what kind of matter (事项类别).
        repeated_back: None where there was nobody to repeat it to (a letter).
        steps: how it was handled; callback: the outcome of the callback.
    """

    time: str = ""
    customer: str = ""
    room: str = ""
    phone: str = ""
    subject: str = ""
    content: str = ""
    repeated_back: bool | None = None
    promised: str = ""
    responsible: str = ""
    steps: str = ""
    result: str = ""
    callback: str = ""


@dataclass(frozen=True, slots=True)
class DaySheetFacts:
    """What a day's register says.

    Attributes:
        day: the date as printed.
        staff: who was at the counter.
        talks: in order of time.
        blank: lines left for handwriting below.
    """

    number: str = NUMBER_AFTER_SAVING
    day: str = ""
    staff: str = ""
    talks: tuple[TalkFacts, ...] = ()
    blank: int = 0
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"


def day_sheet(facts: DaySheetFacts) -> Slip:
    """The 客户沟通登记表 of a day; a table across the sheet that runs on to further pages."""
    with speaking(facts.language):
        said = {True: _("Yes"), False: _("No"), None: ""}
        count = len(facts.talks)
        return Slip(
            kind="day-sheet",
            # L10N: 客户沟通登记表
            title=_("Register of talks with customers"),
            number=facts.number,
            site=facts.site,
            fields=(
                # L10N: 日期
                Field(_("Date"), facts.day, span=4, bold=True),
                # L10N: 值班人
                Field(_("On duty"), facts.staff, span=5),
                # L10N: 件数
                Field(_("Entries"), ngettext("{count} entry", "{count} entries", count).format(count=count), span=3),
            ),
            tables=(
                Table(
                    columns=_columns(),
                    rows=tuple(
                        (
                            str(place), talk.time, talk.customer, talk.room, talk.phone, talk.subject, talk.content,
                            said[talk.repeated_back], talk.promised, talk.responsible, talk.steps, talk.result,
                            talk.callback, "",
                        )
                        for place, talk in enumerate(facts.talks, 1)
                    ),
                    least_rows=count + facts.blank,
                ),
            ),
            signatures=(
                # L10N: 填表人
                Signature(_("Filled in by"), dated=True),
                # L10N: 审核人
                Signature(_("Checked by"), dated=True),
            ),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )  # fmt: skip


def _columns() -> tuple[Column, ...]:
    return (
        # L10N: 序号
        Column(_("No."), 0.55),
        # L10N: 时间
        Column(_("Time"), 0.8),
        # L10N: 客户
        Column(_("Customer"), 1.15),
        # L10N: 房号
        Column(_("Room"), 1.25),
        # L10N: 电话
        Column(_("Phone"), 1.45),
        # L10N: 事项类别
        Column(_("Subject"), 1.15),
        # L10N: 内容
        Column(_("Details"), 3.0),
        # L10N: 复述确认
        Column(_("Repeated"), 0.8),
        # L10N: 承诺时间
        Column(_("Promised"), 1.1),
        # L10N: 责任人
        Column(_("Responsible"), 1.15),
        # L10N: 处理过程
        Column(_("Steps"), 2.0),
        # L10N: 处理结果
        Column(_("Result"), 2.0),
        # L10N: 回访
        Column(_("Callback"), 1.0),
        # L10N: 客户签字
        Column(_("Signature"), 1.2),
    )


__all__ = ["DaySheetFacts", "TalkFacts", "day_sheet"]
