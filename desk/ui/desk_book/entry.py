"""One entry of the book, large enough to read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _
from desk.services import desk_book as service
from desk.ui.desk_book.forms import ask_entry
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import NOTHING_CHOSEN, Page, PageAction, column
from desk.ui.kit.record_cards import Facts, FactSheet

if TYPE_CHECKING:
    from desk.services.desk_book import BookView
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Shell


def sheet(desk: Desk, view: BookView) -> FactSheet:
    """An entry's words: the number or the rate first, then the text, then where it comes from and how old it is."""
    missing = view.kind == "telephone" and not view.phone
    return FactSheet(
        text="\n".join(part for part in (view.phone, view.charge, view.text) if part)
        # L10N: （未填写）
        or (_("(missing)") if missing else ""),
        short=(
            (_("Kind"), label("book_kinds", view.kind), ""),
            (_("Valid from"), say.day(view.valid_from), ""),
            (_("Valid until"), say.day(view.valid_until), "" if view.valid else "bad"),
            (_("Where it comes from"), view.source, ""),
            # L10N: 更新
            (_("Last changed"), say.dotted(say.moment(desk, view.updated_at), view.updated_by), ""),
            # L10N: 复核日期
            (_("Look through on"), say.day(view.due), "bad" if view.overdue else ""),
        ),
    )


class EntryPage(Page):
    """An entry: Ctrl+E changes or proposes, Ctrl+J notes that it was looked through."""

    shows = frozenset({"book-entry", "fee-item"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._id = 0
        self.view: BookView | None = None
        layout = column(self)
        self._title = theme.text("", "title", wrap=True)
        layout.addWidget(self._title)
        card = theme.Card()
        self.facts = Facts()
        card.body.addWidget(self.facts)
        self.change_button = theme.Button("", key="Ctrl+E", role="primary")
        self.change_button.clicked.connect(self.change)
        self.review_button = theme.Button("", key="Ctrl+J")
        self.review_button.clicked.connect(self.review)
        card.add_to_heading(self.review_button)
        card.add_to_heading(self.change_button)
        self._card = card
        layout.addWidget(card)
        layout.addStretch(1)

    def title(self) -> str:
        return self.view.title if self.view is not None else _("Entry of the handbook")

    def open(self, **args: Any) -> None:
        """`book-entry_id`: which one."""
        self._id = int(args.get("book-entry_id") or 0)
        if self.view is not None and self.view.id != self._id:
            self.view = None
            self.retranslate()

    def first_focus(self) -> Any:
        return self.change_button

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            PageAction(N_("Change"), "Ctrl+E", self.change),
            # L10N: 已复核
            PageAction(N_("Looked through"), "Ctrl+J", self.review),
        )

    def refresh(self) -> None:
        desk, wanted = self.desk, self._id
        if not wanted:
            return

        def look() -> Any:
            return service.entry(desk, wanted)

        self.ask(look, self._show)

    def _show(self, view: BookView) -> None:
        self.view = view
        self.retranslate()
        self.title_changed.emit()

    def change(self) -> None:
        """Changes it, or proposes a change."""
        if self.view is not None:
            ask_entry(self, self.view)

    def review(self) -> None:
        """It was looked through and stands as it is; a supervisor says so."""
        view, desk = self.view, self.desk
        if view is None:
            return

        def work() -> Any:
            return service.review(desk, view.id)

        # L10N: “{title}”已复核
        said = _("“{title}” was looked through.").format(title=view.title)
        self.act(work, lambda _after: self.shell.messages.info(said))

    def retranslate(self) -> None:
        self.change_button.set_words(_("Change") if self.desk.may("supervisor") else _("Propose a change"))
        self.review_button.set_words(_("Looked through"))
        self._card.set_heading(_("Details"))
        view = self.view
        self._title.setText(view.title if view is not None else "" if self._id else _(NOTHING_CHOSEN))
        self.facts.fill(sheet(self.desk, view) if view is not None else FactSheet())


__all__ = ["EntryPage", "sheet"]
