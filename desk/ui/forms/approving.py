"""Asks for the approval of work that was refused, where the work is no form of its own (the fields: approval)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desk.errors import NotAllowed
from desk.i18n import N_, _
from desk.ui.forms import FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import tasks

if TYPE_CHECKING:
    from desk.ui.kit.pages import Page


def ask_approval(page: Page, error: NotAllowed, job: tasks.Job) -> bool:
    """Asks for the approval of work that was refused, and runs it again with it; for all that is no form of its own.

    Returns:
        False where nobody is signed in, or the work belongs to a dialog that asks by itself.
    """
    if not error.role or isinstance(job.owner, ActDialog):
        return False
    desk = page.desk
    # L10N: 当场授权; 授权
    dialog = ActDialog(page, FormSpec(N_("Approval by PIN"), ()), lambda _values: None, yes=_("Give approval"))

    def given(by: Any) -> None:
        def around(work: Callable[..., Any]) -> Callable[..., Any]:
            def with_approval(*args: Any) -> Any:
                with desk.approved(by):
                    return work(*args)

            return with_approval

        job.again(around)

    dialog.acted.connect(given)
    dialog.rejected.connect(lambda: job.refuse(error))
    dialog.approval.identify_only()
    dialog.approval.ask(error.role)
    dialog.start()
    return True


__all__ = ["ask_approval"]
