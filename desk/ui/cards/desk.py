"""The VIP desk (F10): one box finds a member or reads a card; who is none yet goes on to the application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.i18n import N_, _
from desk.rules.cards import foreign, is_card_number
from desk.services import cards, finder
from desk.ui.cards.list import MembersPage
from desk.ui.forms.search_box import SearchBox
from desk.ui.kit import theme
from desk.ui.kit.pages import Page, PageAction, Shell, column

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

LIMIT = 12
SHOWN = ("applied", "waiting", "without", "lost", "expiring", "birthdays", "dormant", "active")
"""The lists that stand under the box with their counts, in this order."""
KINDS = {
    # L10N: 会员
    "member": N_("Members"),
    # L10N: 住户档案（尚未入会）
    "customer": N_("On file, not a member"),
}


class MemberDeskPage(Page):
    """Where a card is put on the counter. Enter opens the member; Ins begins an application."""

    shows = frozenset({"member", "card", "customer"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        layout = column(self)
        self._title = theme.text("", "title")
        layout.addWidget(self._title)
        card = theme.Card()
        self._ask_words = theme.text("", "strong", wrap=True)
        self.box = SearchBox(self._search, headings=lambda: KINDS)
        self.box.setMinimumWidth(theme.characters(self, 60))
        self.box.chosen.connect(self._chosen)
        self.box.submitted.connect(self._submitted)
        self._hint = theme.text("", "muted", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.box, 1)
        self.join_button = theme.Button("", key="Ins", role="primary")
        self.join_button.clicked.connect(lambda _checked=False: self.join())
        row.addWidget(self.join_button)
        card.body.addWidget(self._ask_words)
        card.body.addLayout(row)
        card.body.addWidget(self._hint)
        layout.addWidget(card)
        self._lists = theme.Card()
        self.buttons: dict[str, theme.Button] = {}
        for code in SHOWN:
            button = self.buttons[code] = theme.Button("", role="link")
            button.clicked.connect(lambda _checked=False, view=code: self.shell.open_page("members", view=view))
            self._lists.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._lists)
        layout.addStretch(1)
        self._counts: Mapping[str, int] = {}

    def title(self) -> str:
        # L10N: 会员台
        return _("VIP desk")

    def open(self, **args: Any) -> None:
        """`number`: a card that was scanned."""
        self.box.clear()
        if args.get("number"):
            self.box.type_in(str(args["number"]))

    def refresh(self) -> None:
        desk = self.desk

        def look() -> Mapping[str, int]:
            return cards.counts(desk)

        self.ask(look, self._counted)

    def _counted(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.title())
        # L10N: 请刷卡或扫描卡码，也可输入姓名、拼音、手机尾号、卡号
        self._ask_words.setText(_("Scan the card, or type a name, pinyin, last digits of a phone, or the card number"))
        self.box.setPlaceholderText(_("Scan or type"))
        self.box.setAccessibleName(_("Find a member"))
        # L10N: 回车打开会员；尚未入会的人回车办理入会。会员卡限本人使用，请核对姓名。
        self._hint.setText(
            _(
                "Enter opens the member, or begins the application of somebody who is none. A card is not lent: compare the name."
            )
        )
        # L10N: 办理入会
        self.join_button.set_words(_("Join a member"))
        # L10N: 会员名单
        self._lists.set_heading(_("Lists of members"))
        names = {view.code: _(view.label) for view in MembersPage.views}
        for code, button in self.buttons.items():
            button.set_words(f"{names[code]}  {self._counts.get(code, 0):,}")

    def first_focus(self) -> QWidget | None:
        return self.box

    def key_back(self) -> bool:
        return self.box.close_list()

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            PageAction(N_("Join a member"), "Ins", self.join),
            PageAction(N_("List of members"), "Ctrl+1", lambda: self.shell.open_page("members")),
            PageAction(N_("Issue book"), "Ctrl+2", lambda: self.shell.open_page("card-book")),
        )

    def _search(self, text: str) -> Sequence[Any]:
        found = finder.find(self.desk, text, limit=LIMIT, kinds=("member",))
        people = finder.find(self.desk, text, limit=LIMIT, kinds=("customer",))
        known = cards.memberships(self.desk, [hit.id for hit in people])
        return [*found, *(hit for hit in people if hit.id not in known)]

    def _chosen(self, hit: Any) -> None:
        if hit.kind == "member":
            self.shell.open_target(hit.target)
        else:
            self._open_customer(hit)

    def _open_customer(self, hit: Any) -> None:
        """Somebody of the register: the membership if there is one, else the application."""
        desk, shell, customer_id = self.desk, self.shell, hit.id

        def look() -> Any:
            return cards.of_customer(desk, customer_id)

        def show(member: Any) -> None:
            if member is not None:
                shell.open_target(f"member:{member.id}")
            else:
                shell.open_page("member-form", customer_id=(customer_id, hit.title))

        self.ask(look, show)

    def _submitted(self, text: str) -> None:
        """Enter without a hit: a card number of another place, or the name of somebody new."""
        if is_card_number(text) or foreign(text) or text.strip().replace(" ", "").isdigit():
            # L10N: 没有找到该卡号或手机号，请核对
            self.shell.messages.warn(_("Nothing has this number. Please compare it with the card."))
        else:
            self.join(text)

    def join(self, name: str = "") -> None:
        """Begins an application, with what was typed as the name of somebody new."""
        words = name or self.box.text().strip()
        if words and not words.isdigit():
            self.shell.open_page("member-form", customer_id=words)
        else:
            self.shell.open_page("member-form")


__all__ = ["MemberDeskPage"]
