"""What can be done with visits and temporary cards, and what each act asks. No field anywhere offers to keep a document."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from desk.errors import InvalidInput, Problem
from desk.i18n import N_, _
from desk.rules.kit.identity import DocumentKind, kind_name
from desk.rules.kit.wording import listed
from desk.rules.visitors import CYCLE
from desk.services import visitors as service
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.acts import ActForm, Acts, FormFactory
from desk.ui.forms.common import HOW, choices, fen, yuan
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit.words import dotted
from desk.ui.slips.record import print_newest

if TYPE_CHECKING:
    from desk.services.visitors import VisitorCardView, VisitView
    from desk.ui.kit.pages import Page

KEYS = {"leave": "Ctrl+B", "card": "Ctrl+Shift+N", "answer": "Ctrl+R"}
"""By the act's code."""


def documents() -> list[tuple[str, str]]:
    """The kinds of identity documents."""
    return [(kind, kind_name(kind)) for kind in DocumentKind if kind is not DocumentKind.CREDIT_CODE]


def names_of(text: str) -> tuple[str, ...]:
    """Several names or numbers in one text, with any separator."""
    plain = unicodedata.normalize("NFKC", text)
    for sign in ",;、/\n":
        plain = plain.replace(sign, "\n")
    return tuple(part.strip() for part in plain.split("\n") if part.strip())


def _inside(values: Mapping[str, Any]) -> bool:
    return values.get("answer") in ("yes", "not-reached")


def _maybe_inside(values: Mapping[str, Any]) -> bool:
    return values.get("answer") != "no"  # most are let in: the fields stand there before the answer is known


def _carded(values: Mapping[str, Any]) -> bool:
    return values.get("card") in ("paper", "plastic")


def _labelled(values: Mapping[str, Any]) -> bool:
    return bool(values.get("card") == "plastic")


def _paid(values: Mapping[str, Any]) -> bool:
    return _carded(values) and bool(values.get("deposit"))


def card_fields() -> tuple[FieldSpec, ...]:
    """What is asked of a card: kind, validity, deposit."""
    return (
        # L10N: 临时卡
        FieldSpec(
            "card", N_("Temporary card"), "choice", required=True, choices=choices("visitor_card_kinds"), default="none"
        ),
        # L10N: 有效期至
        FieldSpec("until", N_("Valid until"), "datetime", needed_when=_carded),
        # L10N: 押金（元/张）
        FieldSpec("deposit", N_("Deposit of a card"), "money", visible_when=_carded, keeps_place=True),
        # L10N: 支付方式
        FieldSpec(
            "method",
            N_("Paid by"),
            "choice",
            choices=choices("tenders"),
            default="cash",
            visible_when=_paid,
            keeps_place=True,
        ),
    )


def visit_fields() -> tuple[FieldSpec, ...]:
    """What is asked when somebody comes: whom they visit first, then who they are."""
    return (
        # L10N: 被访房号
        FieldSpec("unit_id", N_("Room visited"), "room"),
        # L10N: 被访人
        FieldSpec("host", N_("Person visited"), max_length=30),
        # L10N: 访客姓名
        FieldSpec("name", N_("Visitor"), required=True, max_length=30),
        # L10N: 电话
        FieldSpec("phone", N_("Phone")),
        # L10N: 同行人姓名
        FieldSpec(
            "companions", N_("Companions"), span="full", max_length=100, placeholder=N_("names, with commas between")
        ),
        # L10N: 来访事由
        FieldSpec("purpose", N_("Purpose of the visit"), required=True, span="full", max_length=80),
        # L10N: 被访人意见
        FieldSpec("answer", N_("Answer of the host"), "choice", required=True, choices=choices("visit_answers")),
        FieldSpec(
            "agreed",
            # L10N: 领班同意放行的原因
            N_("Why the shift leader agrees"),
            max_length=60,
            visible_when=lambda values: values.get("answer") == "not-reached",
            keeps_place=True,
            # L10N: 留空则不放行
            help=N_("Left empty, nobody is let in."),
        ),
        FieldSpec(
            "seen",
            # L10N: 证件
            N_("Document"),
            "check",
            # L10N: 已核对证件并当场交还
            text=N_("Looked at and given back at once; never kept"),
            span="full",
            visible_when=_maybe_inside,
            needed_when=_inside,
            keeps_place=True,
        ),
        # L10N: 证件种类
        FieldSpec(
            "document_kind",
            N_("Kind of document"),
            "choice",
            choices=documents,
            visible_when=_maybe_inside,
            keeps_place=True,
        ),
        # L10N: 证件号码
        FieldSpec("document_number", N_("Document number"), visible_when=_maybe_inside, keeps_place=True),
        *card_fields(),
        *_further_fields(),
    )


def _further_fields() -> tuple[FieldSpec, ...]:
    """Cards' numbers, what they carry, what they bring forward."""
    return (
        # L10N: 携带物品
        FieldSpec("brings", N_("Carries"), max_length=60),
        # L10N: 车牌
        FieldSpec("plate", N_("Plate"), "plate"),
        # L10N: 反映事项
        FieldSpec("matter", N_("Brought forward"), "multiline", span="full", lines=2),
        FieldSpec(
            "passed_to",
            # L10N: 转交给
            N_("Passed to"),
            max_length=40,
            visible_when=lambda values: bool(values.get("matter")),
            needed_when=lambda values: bool(values.get("matter")),
            keeps_place=True,
        ),
        FieldSpec(
            "labels",
            # L10N: 卡面编号
            N_("Numbers on the cards"),
            max_length=100,
            visible_when=_labelled,
            needed_when=_labelled,
        ),
    )


def register(page: Page, *, unit_id: int | None = None) -> ActDialog:
    """Asks who comes to whom, registers the visit, prints sheet and card."""
    desk = page.desk

    def save(values: dict[str, Any]) -> Any:
        values.pop("unit_id_text", None)
        typed = {
            **values, "companions": names_of(values["companions"]), "labels": names_of(values["labels"] or ""),
            "deposit": fen(values["deposit"]), "card": values["card"] or "none",
        }  # fmt: skip
        return _placed(lambda: service.register(desk, service.VisitEntry(**typed)))

    def done(view: VisitView) -> None:
        if view.state == "refused":
            # L10N: {number} 已登记，未放行
            page.shell.messages.warn(_("{number} is registered; not let in.").format(number=view.number))
        else:
            # L10N: {number} 已登记
            page.shell.messages.info(_("{number} is registered.").format(number=view.number))
        page.shell.open_target(f"visit:{view.id}")
        if view.state == "here":
            for kind in ("visitor-card", "visit"):
                print_newest(page, view, kind)

    # L10N: 登记访客
    spec = FormSpec(N_("Register a visitor"), visit_fields())
    dialog = ActDialog(page, spec, save, yes=_("Save and print"), values={"unit_id": unit_id, **_proposed(page)})
    dialog.form.changed.connect(lambda: _ask_leader(dialog))
    dialog.acted.connect(done)
    dialog.start()
    return dialog


def _ask_leader(dialog: ActDialog) -> None:
    """The shift leader's PIN is asked for as soon as a reason is given why somebody is let in."""
    values = dialog.form.values()
    wanted = values.get("answer") == "not-reached" and str(values.get("agreed") or "").strip()
    dialog.approval.ask("supervisor" if wanted else "receptionist")


def _proposed(page: Page) -> dict[str, Any]:
    policy = page.desk.policy
    hours = timedelta(hours=int(policy["visitors.paper_hours"]))
    deposit = yuan(int(float(str(policy["visitors.card_deposit"])) * 100))
    return {"card": "none", "until": page.desk.now() + hours, "deposit": deposit or None, "method": "cash"}


def _placed(act: Any) -> Any:
    """Problems of the money stand beside the deposit."""
    try:
        return act()
    except InvalidInput as error:
        places = {"tenders": "deposit", "deposits": "deposit", "payer": "name"}
        raise InvalidInput(
            [
                Problem(each.code, each.message, places.get(each.field.partition(".")[0], each.field), each.warning)
                for each in error.problems
            ]
        ) from error


def _leave(page: Page, view: VisitView, _around: Any) -> ActForm:
    out = [card for card in view.cards if card.state == "out"]
    fields = tuple(
        FieldSpec(
            f"card-{card.id}",
            # L10N: 临时卡
            N_("Temporary card"),
            "check",
            text=card.label or card.number,
            span="full",
        )
        for card in out
        if not card.held
    )
    # L10N: 有押金的卡请先收回并退押金：{numbers}
    told = _("Cards with a deposit are taken back on their own: {numbers}")
    held = [card.label or card.number for card in out if card.held]

    def save(values: dict[str, Any]) -> Any:
        back = tuple(card.id for card in out if values.get(f"card-{card.id}"))
        return service.leave(page.desk, view.id, cards_back=back)

    def said(after: VisitView) -> str:
        missing = [card.label or card.number for card in after.cards if card.state == "out"]
        if missing:
            # L10N: {number} 已离开，未收回：{cards}
            return _("{number}: left, not back: {cards}").format(number=after.number, cards=listed(missing))
        return _("{number}: left.").format(number=after.number)

    return ActForm(
        fields, save, said=said, note=told.format(numbers=listed(held)) if held else "",
        values={field.name: True for field in fields},
    )  # fmt: skip


def _card(page: Page, view: VisitView, _around: Any) -> ActForm:
    label = FieldSpec("label", N_("Number on the card"), max_length=30, visible_when=_labelled, needed_when=_labelled)

    def save(values: dict[str, Any]) -> Any:
        typed = {**values, "deposit": fen(values["deposit"]), "label": values["label"] or ""}
        return _placed(lambda: service.add_card(page.desk, view.id, service.CardEntry(**typed)))

    return ActForm(
        (*card_fields(), label), save, yes=_("Save and print"), values={**_proposed(page), "card": "paper"},
        then=lambda after: print_newest(page, after, "visitor-card"),
    )  # fmt: skip


def _answer(page: Page, view: VisitView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        return service.feed_back(page.desk, view.id, **values)

    # L10N: 反馈结果
    field = FieldSpec("answer", N_("What came of it"), "multiline", span="full", lines=2)
    return ActForm((field,), save, note=dotted(view.matter, view.passed_to))


FORMS: dict[str, FormFactory] = {"leave": _leave, "card": _card, "answer": _answer}


class VisitActs(Acts):
    """Opens the act's form for a visit, and does the act."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, CYCLE, FORMS)

    def read(self, record_id: int, code: str) -> tuple[Any, None]:
        return service.visit(self._desk, record_id), None

    def note(self, record: Any) -> tuple[str, ...]:
        return (record.number, record.people[0].name, record.room)


class CardActs:
    """What can be done with a temporary card; the same on the visit's page and in the list of cards."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def take_back(self, card: VisitorCardView) -> None:
        """Takes a card back, its deposit with it."""
        desk, page = self._page.desk, self._page
        fields: tuple[FieldSpec, ...] = ()
        if card.held:
            fields = (
                # L10N: 领款人
                FieldSpec("payee", N_("Payee"), required=True),
                # L10N: 支付方式
                FieldSpec("method", N_("Paid by"), "choice", choices=choices("tenders"), default="cash"),
            )

        def save(values: dict[str, Any]) -> Any:
            return service.return_card(desk, card.id, **values)

        # L10N: 收回临时卡
        spec = FormSpec(N_("Take the card back"), fields)
        values = {"payee": card.name, "method": "cash"} if card.held else {}
        note = dotted(card.number, card.label, card.name)
        dialog = ActDialog(page, spec, save, yes=_("Take the card back"), note=note, values=values)
        if card.held:
            # L10N: 退还押金 {amount}
            dialog.tell(_("Its deposit goes back: {amount}").format(amount=f"{yuan(card.held):,.2f}"))
        dialog.acted.connect(
            lambda after: page.shell.messages.info(_("{number} is taken back.").format(number=after.number))
        )
        dialog.start()

    def lose(self, card: VisitorCardView) -> None:
        """Records that a card is lost."""
        desk, page = self._page.desk, self._page

        def save(values: dict[str, Any]) -> Any:
            return service.lose_card(desk, card.id, note=values["note"])

        note = dotted(card.number, card.label, card.name)
        dialog = ActDialog(page, FormSpec(N_("Record a loss"), (HOW,)), save, yes=_("Record a loss"), note=note)
        dialog.acted.connect(
            lambda after: page.shell.messages.info(_("{number}: the loss is recorded.").format(number=after.number))
        )
        dialog.start()


__all__ = ["FORMS", "KEYS", "CardActs", "VisitActs", "names_of", "register"]
