"""The 抄表单: the meters of a building in the order of the round, with room to write what they show (handbook S1)."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, speaking
from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Column, Field, Signature, Slip, Table


@dataclass(frozen=True, slots=True)
class MeterRow:
    """A meter: room, kind, number, the last reading and its day, and what it shows now ("" leaves room)."""

    room: str
    kind: str
    number: str
    last: str
    last_on: str
    now: str = ""


@dataclass(frozen=True, slots=True)
class MeterSheetFacts:
    """What the sheet says; `which`: building and kind in words."""

    number: str = NUMBER_AFTER_SAVING
    which: str = ""
    month: str = ""
    rows: tuple[MeterRow, ...] = ()
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"


def meter_sheet(facts: MeterSheetFacts) -> Slip:
    """The sheet, A4."""
    with speaking(facts.language):
        return Slip(
            kind="meter-sheet",
            # L10N: 抄表单
            title=_("Meter sheet"),
            number=facts.number,
            site=facts.site,
            fields=(
                # L10N: 范围
                Field(_("Which meters"), facts.which, span=6),
                Field(_("Month billed"), facts.month, span=6),
            ),
            tables=(
                Table(
                    columns=(
                        Column(_("Room"), 2.2),
                        # L10N: 表种
                        Column(_("Meter"), 1.2),
                        # L10N: 表号
                        Column(_("Meter number"), 2),
                        # L10N: 上次读数
                        Column(_("Last reading"), 1.6, right=True),
                        # L10N: 上次抄表日
                        Column(_("Read on"), 1.6),
                        # L10N: 本次读数
                        Column(_("Reading now"), 2),
                    ),
                    rows=tuple((row.room, row.kind, row.number, row.last, row.last_on, row.now) for row in facts.rows),
                ),
            ),
            signatures=(
                # L10N: 抄表人
                Signature(_("Read by"), dated=True),
                # L10N: 复核
                Signature(_("Checked by"), dated=True),
            ),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


__all__ = ["MeterRow", "MeterSheetFacts", "meter_sheet"]
