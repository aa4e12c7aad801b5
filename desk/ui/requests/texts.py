"""One key that puts the fitting text on the clipboard and says so; again for the next one; the message notes it as a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication

from desk.i18n import _

if TYPE_CHECKING:
    from desk.ui.kit.pages import Page

KEY = "Ctrl+F8"


class Texts:
    """Copies the texts of the request that a page shows, one after the other."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._last: tuple[int, int] = (0, -1)

    def copy(self, request_id: int) -> None:
        """Puts the text that fits on the clipboard; pressed again, the next one."""
        desk, page = self._page.desk, self._page

        def look() -> Any:
            from desk.services.requests import texts

            return texts.texts(desk, request_id)

        def show(found: Any) -> None:
            if not found:
                # L10N: 没有短信模板，请在“设置－选项列表”中添加
                page.shell.messages.info(_("There is no text to copy: add one among the lists in the settings."))
                return
            before, place = self._last
            place = (place + 1) % len(found) if before == request_id else 0
            self._last = (request_id, place)
            one = found[place]
            QGuiApplication.clipboard().setText(one.words)
            # L10N: 已复制：{words}
            words = _("Copied: {words}").format(words=one.words)
            # L10N: 记为已联系
            page.shell.messages.info(words, label=_("Note as sent"), action=lambda: self._note(request_id, one.code))

        page.ask(look, show)

    def _note(self, request_id: int, code: str) -> None:
        desk, page = self._page.desk, self._page

        def work() -> Any:
            from desk.services.requests import texts

            return texts.note_sent(desk, request_id, code)

        # L10N: 已记入经过
        page.act(work, lambda _view: page.shell.messages.info(_("Noted in the history.")))


__all__ = ["KEY", "Texts"]
