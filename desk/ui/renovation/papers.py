"""All papers of a file in one list, issued and printed; the whole file as one PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desk.i18n import _
from desk.ui.kit import tasks
from desk.ui.slips.actions import ask_file
from desk.ui.slips.record import Further

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.kit.papers import Offer
    from desk.services.renovation import RenovationView
    from desk.services.slips import SlipView
    from desk.slips.engine.slip import Slip
    from desk.ui.kit.pages import Page


class FilePapers(Further):
    """The papers of a file; each is issued from what the file says."""

    @staticmethod
    def offered(desk: Desk, record_id: int) -> Sequence[Offer]:
        from desk.services import renovation as service

        return service.offered(desk, record_id)

    @staticmethod
    def preview(desk: Desk, record_id: int, kind: str) -> Slip:
        from desk.services import renovation as service

        return service.preview(desk, record_id, service.paper_of(kind))

    @staticmethod
    def issue(desk: Desk, record_id: int, kind: str) -> SlipView:
        from desk.services import renovation as service

        return service.issue_paper(desk, record_id, service.paper_of(kind))


def keep_whole_file(page: Page, view: RenovationView, path: Path | None = None) -> None:
    """Keeps the index and every paper of a file as one PDF; asks where when no path is given."""
    target = path or ask_file(page, view.number)
    if target is None:
        return
    desk, file = page.desk, target

    def work() -> None:
        from desk.services import renovation as service
        from desk.ui.kit import printing

        printing.save_pdf(service.whole_file(desk, view.id), file)

    def saved(_nothing: object) -> None:
        from desk.ui.slips.batch import open_file

        # L10N: 已存为; 打开
        words = _("Saved as {file}.").format(file=file.name)
        page.shell.messages.info(words, label=_("Open"), action=lambda: open_file(page, file))

    page.act(work, saved, pool=tasks.LONG)


__all__ = ["FilePapers", "keep_whole_file"]
