"""Places outside the data folder that a site names: the second place for copies, and the file of anchors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desk.errors import Checker
from desk.i18n import _
from desk.models import Setting
from desk.services.kit.desk import Desk

SECOND, ANCHOR, COPIED = "place.second", "place.anchor", "place.second_at"
WEEK_DAYS = 7
"""A copy in a second place is asked for so often (handbook S28)."""


@dataclass(frozen=True, slots=True)
class PlacesView:
    """The places a site named.

    Attributes:
        second: folder of the weekly copy, "" when none is named. anchor: the file of anchors, "" when none is.
        copied_at: when the last weekly copy was made.
    """

    second: str
    anchor: str
    copied_at: datetime | None = None


def _setting(desk: Desk, key: str) -> Any:
    with desk.database.glance() as connection:
        row = connection.execute("SELECT value FROM setting WHERE key = :key", {"key": key}).fetchone()
    try:
        return json.loads(row[0]) if row and row[0] is not None else None
    except ValueError:
        return None


def show(desk: Desk) -> PlacesView:
    """The places that are named, and when the weekly copy was made last."""
    copied = _setting(desk, COPIED)
    try:
        at = datetime.fromisoformat(copied) if copied else None
    except (TypeError, ValueError):
        at = None
    return PlacesView(str(_setting(desk, SECOND) or ""), str(_setting(desk, ANCHOR) or ""), at)


def second_place(desk: Desk) -> Path | None:
    """The folder of the weekly copy, None when none is named."""
    named = show(desk).second
    return Path(named) if named else None


def anchor_file(desk: Desk) -> Path | None:
    """The file of anchors, None when none is named."""
    named = show(desk).anchor
    return Path(named) if named else None


def change_places(desk: Desk, *, second: str = "", anchor: str = "") -> PlacesView:
    """Names the second place for copies and the file of anchors; "" takes one back.

    Args:
        desk: the desk.
        second: a folder on another disk, a stick or a share.
        anchor: a text file that others keep: on a share, with rights to add only where the system knows them.

    Raises:
        InvalidInput: fields `second`, `anchor`: not there, or inside the data folder.
        NotAllowed: not the manager.
    """
    with desk.act("site.places") as act:
        desk.require("manager")
        check = Checker()
        second, anchor = second.strip(), anchor.strip()
        if second:
            _check_place(check, desk, "second", Path(second), Path(second))
        if anchor:
            _check_place(check, desk, "anchor", Path(anchor), Path(anchor).parent)
            if Path(anchor).is_dir():
                # L10N: 请写明文件名
                check.add("anchor", "folder", _("Please name a file, not a folder."))
        check.done()
        before = show(desk)
        for key, value in ((SECOND, second), (ANCHOR, anchor)):
            act.session.merge(Setting(key=key, value=value))
        act.subject = "site:1"
        act.data["changed"] = {"second": [before.second, second], "anchor": [before.anchor, anchor]}
    return show(desk)


def _check_place(check: Checker, desk: Desk, field: str, place: Path, folder: Path) -> None:
    try:
        there, inside = folder.is_dir(), place.resolve().is_relative_to(desk.data.resolve())
    except (OSError, ValueError):
        there, inside = False, False
    if not place.is_absolute() or not there:
        # L10N: 找不到文件夹 {folder}，请插好 U 盘或检查共享
        check.add(
            field,
            "missing",
            _("There is no folder {folder}. Is the stick in, the share connected?").format(folder=folder),
        )
    elif inside:
        # L10N: 请选数据文件夹以外的地方：它丢失时，这里的也一起丢失
        check.add(field, "inside", _("Choose a place outside the data folder: what takes the one takes the other."))


def is_due(desk: Desk, view: PlacesView) -> bool:
    """Whether the last copy in the second place is a week old, missing, or from the future."""
    if view.copied_at is None:
        return True
    age = (desk.today() - desk.local(view.copied_at).date()).days
    return not 0 <= age < WEEK_DAYS


__all__ = [
    "PlacesView",
    "anchor_file",
    "change_places",
    "is_due",
    "second_place",
    "show",
]
