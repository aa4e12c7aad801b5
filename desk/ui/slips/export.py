"""A list of people leaves the desk as a workbook: asks where to, and for the manager's word (handbook C-27)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from desk.i18n import N_, _
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page
from desk.ui.slips.batch import open_file

# L10N: 导出 Excel; 存为 PDF
TITLES = {"xlsx": N_("Save as Excel"), "pdf": N_("Save as PDF")}
KINDS = {"xlsx": "Excel (*.xlsx)", "pdf": "PDF (*.pdf)"}


def export(
    page: Page,
    name: str,
    work: Callable[[Path, dict[str, Any]], object],
    *,
    fields: tuple[FieldSpec, ...] = (),
    values: Mapping[str, Any] | None = None,
    note: str = "",
    path: Path | None = None,
    said: Callable[[Any], str] | None = None,
) -> ActDialog | None:
    """Asks for what the list needs and for the manager, and writes the file; says where it is.

    Args:
        page: the page it belongs to.
        name: of the file that is proposed; its ending, xlsx or pdf, says what is written.
        work: writes the workbook to a path with the form's values; runs off the UI thread.
        fields: what is asked.
        values: what they start with.
        note: a sentence above them.
        path: where to; asked for when None.
        said: what is added to the message, of what `work` gave.
    """
    target, ending = path, name.rpartition(".")[2]
    if target is None:
        proposed = str(Path.home() / name.replace("/", "-"))
        chosen, _filter = QFileDialog.getSaveFileName(page.window(), _(TITLES[ending]), proposed, KINDS[ending])
        target = Path(chosen) if chosen else None
    if target is None:
        return None
    file = target
    # L10N: 名单含多人个人信息，导出须经理授权，并留有记录
    words = _("Data of many people leaves the desk: the manager approves it, and it is noted.")
    dialog = ActDialog(
        page, FormSpec(TITLES[ending], fields), lambda given: work(file, given), yes=_("Save"), values=values,
        note=say.dotted(*(part for part in (note, words) if part)),
    )  # fmt: skip
    dialog.approval.ask("manager")

    def saved(result: Any) -> None:
        told = " ".join(
            part for part in (_("Saved as {file}.").format(file=file.name), said(result) if said else "") if part
        )
        page.shell.messages.info(told, label=_("Open"), action=lambda: open_file(page, file))

    dialog.acted.connect(saved)
    return dialog.start()


__all__ = ["export"]
