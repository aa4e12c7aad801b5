"""The printer of each kind of slip on this PC."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from desk.errors import Checker, NotFound
from desk.features import slip_kinds
from desk.i18n import _
from desk.models import Setting
from desk.services.kit.desk import Desk

OFFSET_MOST = 500
"""An offset beyond 50 mm is a typing error: no form is that far off."""


TRIM_MOST = 50
"""Beyond half a millimetre a page the printer is told a wrong paper: no correction helps."""


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """How a kind of slip is printed on this PC.

    Attributes:
        printer: the system's name of the printer; "" for its default.
        paper: code of the paper.
        copies: how many sets; 1 to 9.
        offset_x, offset_y: what the whole form moves right and down, in 0.1 mm, signed (套打).
        trim: how much lower each page of continuous paper is printed than the one before, in 0.01 mm, signed.
    """

    printer: str = ""
    paper: str = ""
    copies: int = 1
    offset_x: int = 0
    offset_y: int = 0
    trim: int = 0


def printer_choice(desk: Desk, kind: str) -> PrinterChoice:
    """The printer, paper, copies and offset remembered for a kind of slip; its defaults when none are.

    Raises:
        NotFound: there is no such kind.
    """
    _check_kind(kind)
    with desk.look() as session:
        row = session.get(Setting, f"print.{kind}")
        kept: dict[str, Any] = dict(row.value) if row is not None else {}
    names = PrinterChoice.__dataclass_fields__
    choice = PrinterChoice(**{name: value for name, value in kept.items() if name in names})
    known = slip_kinds()[kind]
    # A paper that a newer version no longer offers for the kind falls back to the default.
    return choice if choice.paper in known.papers else replace(choice, paper=known.paper)


def save_printer_choice(desk: Desk, kind: str, choice: PrinterChoice) -> None:
    """Remembers how a kind of slip is printed.

    Raises:
        InvalidInput: fields `paper`, `copies`, `offset_x`, `offset_y`, `trim`.
        NotFound: there is no such kind; NotAllowed: nobody is signed in.
    """
    _check_kind(kind)
    check = Checker()
    if choice.paper not in slip_kinds()[kind].papers:
        check.add("paper", "paper", _("This slip is not printed on that paper. Choose another one."))
    if not 1 <= choice.copies <= 9:
        check.add("copies", "copies", _("Between 1 and 9 copies can be printed."))
    for name in ("offset_x", "offset_y"):
        if abs(getattr(choice, name)) > OFFSET_MOST:
            check.add(name, "offset", _("The offset lies between -50 and 50 mm."))
    if abs(choice.trim) > TRIM_MOST:
        check.add(
            "trim", "trim", _("A page is corrected by at most 0.5 mm. Beyond that the printer has a wrong paper size.")
        )
    check.done()
    value = {name: getattr(choice, name) for name in PrinterChoice.__dataclass_fields__}
    with desk.act("settings.printer") as act:
        desk.require("receptionist")
        row = act.session.get(Setting, f"print.{kind}")
        before = row.value if row is not None else None
        act.session.merge(Setting(key=f"print.{kind}", value=value))
        act.data.update(kind=kind, before=before, after=value)


def _check_kind(kind: str) -> None:
    if kind not in slip_kinds():
        # L10N: 没有单据种类 {name}
        raise NotFound(_("There is no kind of slip named {name}.").format(name=kind))
