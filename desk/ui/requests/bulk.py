"""Several requests at once: handed over together to one person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desk.i18n import N_, _, ngettext
from desk.services import workers
from desk.services.requests import moves as request_moves
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit.marks import Marks, RefusedDialog
from desk.ui.requests.choices import departments
from desk.ui.workers import responsible_field

if TYPE_CHECKING:
    from desk.ui.kit.pages import Page


def assign_marked(page: Page, marks: Marks, *, done: Callable[[], object] | None = None) -> None:
    """Hands the marked requests over to one person; what is refused stays marked."""
    desk, ids = page.desk, marks.ids()

    def look() -> Any:
        return workers.candidates(desk)

    def ask(people: Any) -> None:
        spec = FormSpec(
            # L10N: 批量派工
            N_("Assign all marked"),
            (
                FieldSpec("department", N_("Department"), "choice", required=True, choices=departments),
                responsible_field(lambda: people, required=True),
                # L10N: 承诺时间；空着则各自不变
                FieldSpec("promised_at", N_("Promised by"), "datetime", help=N_("Left empty, each keeps its own.")),
                FieldSpec("note", N_("Note"), "text", span="full"),
            ),
        )

        def save(values: dict[str, Any]) -> Any:
            return request_moves.bulk_assign(desk, ids, **values)

        count = len(ids)
        note = ngettext("{n} request", "{n} requests", count).format(n=count)
        dialog = ActDialog(page, spec, save, yes=_("Assign"), note=note, values={"department": "engineering"})
        dialog.acted.connect(lambda bulk: _assigned(page, marks, bulk, done))
        dialog.start()

    page.ask(look, ask)


def _assigned(page: Page, marks: Marks, bulk: Any, done: Callable[[], object] | None) -> None:
    marks.keep([refused.request_id for refused in bulk.refused])
    count = len(bulk.done)
    # L10N: 已派工 {n} 件
    words = ngettext("{n} request assigned.", "{n} requests assigned.", count).format(n=count) if count else ""
    if bulk.refused:
        RefusedDialog(page, _("Not all were assigned"), words, bulk.refused).open()
    elif words:
        page.shell.messages.info(words)
    if done is not None:
        done()


__all__ = ["assign_marked"]
