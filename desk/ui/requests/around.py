"""What stands above the fields of a new request: the mass incident that runs there, and the request that it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from desk.i18n import _
from desk.services import incidents, requests
from desk.ui.kit import theme

if TYPE_CHECKING:
    from desk.services.incidents import IncidentView
    from desk.services.requests.views import RequestView
    from desk.ui.forms import Form
    from desk.ui.kit.pages import Page

CONTENT = 80
"""So many characters of the other request are quoted."""


class IncidentBar(QFrame):
    """A mass incident runs where the caller is: what callers are told, and one key to join it.

    The form's field `incident_id` keeps which one, so that a draft keeps it too.
    """

    def __init__(self, page: Page, form: Form) -> None:
        super().__init__()
        self._page = page
        self._form = form
        self._running: tuple[IncidentView, ...] = ()
        self._asked: int | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        self._words = theme.text("", "note-warning", wrap=True)
        layout.addWidget(self._words, 1)
        self.button = theme.Button("", key="Ctrl+Shift+W", role="small")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(lambda _checked: self.join())
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def words(self) -> str:
        """What is said; "" when nothing runs."""
        return self._words.text() if not self.isHidden() else ""

    def reset(self) -> None:
        """A new form: nothing is known yet."""
        self._asked = None
        self.show_incidents(())

    def follow(self, unit: int | None) -> None:
        """Asks what runs in the building of a room (and on the whole site), when that is not known already."""
        wanted = unit or 0
        if wanted == self._asked:
            self.retranslate()
            return
        self._asked = wanted
        desk = self._page.desk

        def look() -> tuple[IncidentView, ...]:
            return incidents.incidents(desk, unit_id=unit)

        def show(found: tuple[IncidentView, ...]) -> None:
            if wanted == self._asked:
                self.show_incidents(found)

        self._page.ask(look, show)

    def show_incidents(self, running: Sequence[IncidentView]) -> None:
        """Which incidents run here now; one that does not is left."""
        self._running = tuple(running)
        if running and self._form.value("incident_id") not in ("", *(str(each.id) for each in running)):
            self._form.set_value("incident_id", "")
        self.retranslate()

    def join(self) -> None:
        """Puts the request under the running incident, then under the next one, then under none."""
        codes = ["", *(str(each.id) for each in self._running)]
        now = self._form.value("incident_id")
        self._form.set_value("incident_id", codes[(codes.index(now) + 1) % len(codes)] if now in codes else "")

    def retranslate(self) -> None:
        """Says its words anew."""
        self.setVisible(bool(self._running))
        if not self._running:
            return
        chosen = self._form.value("incident_id")
        mine = next((each for each in self._running if str(each.id) == chosen), None)
        theme.set_role(self._words, "note-good" if mine else "note-warning")
        if mine is not None:
            # L10N: 并入 {incident}
            said = [_("Belongs to {incident}").format(incident=f"{mine.number} {mine.title}"), mine.note]
            # L10N: 移出; 换一个
            self.button.set_words(_("Take it out") if len(self._running) == 1 else _("Change"))
        else:
            names = " · ".join(each.title for each in self._running)
            # L10N: 正在处理：{incidents}
            said = [_("Running now: {incidents}").format(incidents=names)]
            said += [self._running[0].note] if len(self._running) == 1 else []
            # L10N: 并入
            self.button.set_words(_("Join it"))
        self._words.setText("\n".join(part for part in said if part))


class OriginNote(QLabel):
    """The request that the new one comes from; the form's field `origin_id` keeps it."""

    def __init__(self, page: Page, form: Form) -> None:
        super().__init__()
        self._page = page
        self._form = form
        self._shown = ""
        self._view: RequestView | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "note-info")
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def follow(self) -> None:
        """Asks for the request that the form names now."""
        origin = self._form.value("origin_id")
        if origin == self._shown:
            return
        self._shown = origin
        self._view = None
        self.retranslate()
        if not origin:
            return
        desk = self._page.desk

        def look() -> RequestView:
            return requests.request(desk, int(origin))

        def show(view: RequestView) -> None:
            if origin == self._shown:
                self._view = view
                self.retranslate()

        self._page.ask(look, show)

    def retranslate(self) -> None:
        """Says its words anew."""
        view = self._view
        self.setVisible(view is not None)
        if view is not None:
            # L10N: 由 {number} 转来，保存后两单互相关联：{content}
            words = _("Comes from {number}; both stay and are linked: {content}")
            self.setText(words.format(number=view.number, content=view.content[:CONTENT]))


__all__ = ["IncidentBar", "OriginNote"]
