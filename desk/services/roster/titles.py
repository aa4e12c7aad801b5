"""What the names of the sheets and the lines above their headings say of all rows, and what the sheets say of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from desk.i18n import _
from desk.rules import roster, roster_places
from desk.rules.kit.rooms import format_room
from desk.rules.kit.wording import listed
from desk.rules.roster_places import Title
from desk.services.kit.workbooks.package import Sheet
from desk.services.kit.workbooks.plans import ListProblem, SheetPlan
from desk.services.roster.data import RosterContent

Plans = Callable[[str, Sequence[Sequence[object]]], SheetPlan | None]


def of_sheets(
    sheets: Sequence[Sheet],
    top_of: Callable[[Sheet], Iterable[Sequence[object]]],
    plans: Mapping[str, SheetPlan] | Plans,
) -> dict[str, Title]:
    """What the name of each sheet and the lines above its headings say of its rows.

    A part of the estate (一期, A区) counts only where another sheet is of another part: in a list of one part it would make
    other rooms of those that are known without it.

    Args:
        sheets: those that are read.
        top_of: the first rows of a sheet.
        plans: how each is read: chosen, or to be asked of its first rows.
    """
    found: dict[str, Title] = {}
    for sheet in sheets:
        title = roster_places.read_title(sheet.title)
        top = list(top_of(sheet))
        plan = plans(sheet.title, top) if callable(plans) else plans.get(sheet.title)
        for row in top[: plan.header_row - 1 if plan and plan.header_row else 0]:
            texts = [str(value) for value in row if roster.plain_text(value)]
            if len(texts) == 1:
                title = roster_places.together(title, roster_places.read_title(texts[0]))
        found[sheet.title] = title
    if len({title.part for title in found.values() if title.part}) < 2:
        found = {name: replace(title, part="") for name, title in found.items()}
    return found


def on_two_sheets(content: RosterContent) -> list[ListProblem]:
    """What is told of homes that two sheets give to different owners: they may be two homes of one number."""
    seen: dict[str, tuple[str, set[str]]] = {}
    found = []
    for line in content.lines:
        owners = {person.name for person in line.people if person.role == "owner"}
        if not owners:
            continue
        sheet, names = seen.setdefault(line.room.code, (line.sheet, set()))
        if sheet == line.sheet:
            names |= owners
        elif names.isdisjoint(owners):
            # L10N: 工作表“{sheet}”中这个房号是其他业主（{names}）。如果是另一期或另一栋的房屋，请写明分期或楼栋。
            message = _(
                "On the sheet “{sheet}” this room has other owners ({names}). If it is another home, name its phase or building."
            )
            words = message.format(sheet=sheet, names=listed(sorted(names)))
            room = format_room(line.room, building_name=line.building_name)
            names |= owners
            found.append(ListProblem(line.sheet, line.row, "", "room", words, room=room, person=min(owners)))
    return found


__all__ = ["of_sheets", "on_two_sheets"]
