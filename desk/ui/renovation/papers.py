"""All papers of a file in one list, issued and printed; the whole file as one PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _
from desk.services import renovation as service
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.forms.rows import FILES_HINT, ScansField
from desk.ui.kit import printing, tasks
from desk.ui.slips.actions import ask_file
from desk.ui.slips.batch import open_file
from desk.ui.slips.record import Further

if TYPE_CHECKING:
    from desk.services.renovation import RenovationView
    from desk.ui.kit.pages import Page


PAPERS = Further(
    service.offered,
    lambda desk, record_id, kind: service.preview(desk, record_id, service.paper_of(kind)),
    lambda desk, record_id, kind: service.issue_paper(desk, record_id, service.paper_of(kind)),
)
"""The papers of a file; each is issued from what the file says."""


def keep_scan(page: Page, view: RenovationView) -> ActDialog:
    """Asks for a paper of the file and its scan; the paper counts as received."""
    papers = [(each.code, label("renovation_documents", each.code)) for each in view.documents]
    fields = (
        # L10N: 资料
        FieldSpec("code", N_("Paper"), "choice", required=True, choices=lambda: papers),
        # L10N: 扫描件
        FieldSpec(
            "scan", N_("Scan"), required=True, span="full", help=FILES_HINT,
            widget=lambda spec, _desk: ScansField(spec),
        ),
    )  # fmt: skip

    def save(values: dict[str, Any]) -> Any:
        return service.keep_scan(page.desk, view.id, values["code"], values["scan"][0])

    # L10N: 存扫描件
    spec = FormSpec(N_("Keep a scan"), fields)
    missing = next((each.code for each in view.documents if each.received_on is None), "")
    dialog = ActDialog(page, spec, save, yes=_("Save"), values={"code": missing}, note=f"{view.number} · {view.room}")
    # L10N: 扫描件已存入档案
    dialog.acted.connect(lambda _after: page.shell.messages.info(_("The scan is in the file.")))
    dialog.start()
    return dialog


def keep_whole_file(page: Page, view: RenovationView, path: Path | None = None) -> None:
    """Keeps the index and every paper of a file as one PDF; asks where when no path is given."""
    target = path or ask_file(page, view.number)
    if target is None:
        return
    desk, file = page.desk, target

    def work() -> None:
        printing.save_pdf(service.whole_file(desk, view.id), file)

    def saved(_nothing: object) -> None:
        # L10N: 已存为; 打开
        words = _("Saved as {file}.").format(file=file.name)
        page.shell.messages.info(words, label=_("Open"), action=lambda: open_file(page, file))

    page.act(work, saved, pool=tasks.LONG)


__all__ = ["PAPERS", "keep_scan", "keep_whole_file"]
