"""The sheet for the safe as a PDF; nothing of it is stored, so it is no numbered slip and cannot be printed again."""

from __future__ import annotations

from desk.i18n import _
from desk.services.kit.desk import Desk
from desk.services.kit.papers import writing
from desk.slips.engine.renderer import render
from desk.slips.site import RecoveryFacts, recovery_sheet


def recovery_pdf(desk: Desk, code: str, *, of_site: bool = True) -> bytes:
    """The sheet with a recovery code.

    Args:
        desk: the desk, for the head.
        code: the code.
        of_site: it opens the encrypted data; else it lets the manager in who forgot the PIN.
    """
    with writing(desk) as head:
        what = (
            # L10N: 忘记站点密码时，在输入密码处输入下面的恢复码，即可打开加密的数据及其备份。
            _(
                "When the site password is forgotten, type this code in its place: it opens the encrypted data and its backups."
            )
            if of_site
            # L10N: 经理忘记 PIN 码时，…
            else _("When the manager's PIN is forgotten, this code sets a new one: desk pin --as LOGIN.")
        )
        facts = RecoveryFacts(code, what, head["site"], head["hotline"], head["issued"], head["language"])
    return render(recovery_sheet(facts), "a4")


__all__ = ["recovery_pdf"]
