"""What is asked of an entry of the book, of its telephones, and of a proposal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _
from desk.rules.desk_book import KINDS, WORDLESS
from desk.services import desk_book as service
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit.words import dotted

if TYPE_CHECKING:
    from desk.services.desk_book import BookView, ChargeItem
    from desk.ui.kit.pages import Page


def _is(*kinds: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda values: values.get("kind") in kinds


def _kinds() -> list[tuple[str, str]]:
    return [(code, label("book_kinds", code)) for code in KINDS]


def _fields(items: Sequence[ChargeItem]) -> tuple[FieldSpec, ...]:
    def offered() -> list[tuple[str, str]]:
        return [("", ""), *((each.key, dotted(each.name, each.words)) for each in items)]

    return (
        # L10N: 种类
        FieldSpec("kind", N_("Kind"), "choice", required=True, choices=_kinds, default="procedure"),
        # L10N: 标题
        FieldSpec("title", N_("Title"), required=True, max_length=40),
        # L10N: 电话
        FieldSpec("phone", N_("Phone"), visible_when=_is("telephone"), max_length=30),
        # L10N: 收费项目; 单价从收费项目读取
        FieldSpec(
            "item", N_("Charge item"), "choice", choices=offered, visible_when=_is("charge"), needed_when=_is("charge"),
            span="full", help=N_("The rate is read from the charge item."),
        ),
        # L10N: 内容
        FieldSpec(
            "text", N_("Text"), "multiline", span="full", lines=7,
            needed_when=lambda values: values.get("kind") not in WORDLESS,
        ),
        # L10N: 关键词; 空格分开，可用拼音查到
        FieldSpec("keywords", N_("Keywords"), span="full", max_length=100, help=N_("Apart by spaces; found by pinyin.")),
        # L10N: 有效期自 / 有效期至
        FieldSpec("valid_from", N_("Valid from"), "date"),
        FieldSpec("valid_until", N_("Valid until"), "date"),
        # L10N: 依据
        FieldSpec("source", N_("Where it comes from"), max_length=60),
        # L10N: 服务指南; 印在给住户的服务指南上
        FieldSpec("public", N_("Guide to our services"), "check", text=N_("It stands on the guide for residents")),
    )  # fmt: skip


def ask_entry(page: Page, view: BookView | None = None) -> None:
    """Asks for an entry, new or to be changed: a supervisor puts it into the book, everybody else proposes it."""
    desk = page.desk

    def look() -> Any:
        return service.items(desk)

    page.ask(look, lambda items: _ask(page, view, items))


def _ask(page: Page, view: BookView | None, items: Sequence[ChargeItem]) -> None:
    desk = page.desk
    own = desk.may("supervisor")

    def save(values: dict[str, Any]) -> Any:
        text = service.BookText(**{**values, "item": values["item"] or ""})
        return (service.save if own else service.propose)(desk, text, view.id if view is not None else None)

    def done(after: Any) -> None:
        if own:
            # L10N: “{title}”已保存
            page.shell.messages.info(_("“{title}” is in the book.").format(title=after.title))
            page.shell.open_target(f"book-entry:{after.id}")
        else:
            # L10N: 已提交建议，待主管审核
            page.shell.messages.info(_("It is proposed. A supervisor decides about it."))

    fields = _fields(items)
    values = {field.name: getattr(view, field.name) for field in fields} if view is not None else {}
    if own:
        # L10N: 修改条目 / 新增条目
        title = N_("Change the entry") if view is not None else N_("Add an entry")
    else:
        # L10N: 建议修改 / 建议新增
        title = N_("Propose a change") if view is not None else N_("Propose an entry")
    dialog = ActDialog(page, FormSpec(title, fields), save, yes=_("Save") if own else _("Propose"), values=values)
    dialog.acted.connect(done)
    dialog.start()


def ask_numbers(page: Page) -> None:
    """Asks for the numbers of all telephones of the book at once; what is not known yet is left empty."""
    desk = page.desk

    def look() -> Any:
        return service.entries(desk, "telephone").rows

    def ask(rows: Sequence[BookView]) -> None:
        # The name of each telephone is its entry's own, not a message of the program.
        fields = tuple(FieldSpec(f"phone-{row.id}", row.title, max_length=30) for row in rows)

        def save(values: dict[str, Any]) -> Any:
            return service.save_numbers(
                desk, tuple(service.Number(row.id, values[f"phone-{row.id}"] or "") for row in rows)
            )

        # L10N: 填写常用电话
        spec = FormSpec(N_("Fill in the telephones"), fields)
        values = {f"phone-{row.id}": row.phone for row in rows}
        dialog = ActDialog(page, spec, save, yes=_("Save"), values=values)
        dialog.approval.ask("supervisor")
        # L10N: 常用电话已保存
        dialog.acted.connect(lambda _after: page.shell.messages.info(_("The telephones are kept.")))
        dialog.start()

    page.ask(look, ask)


__all__ = ["ask_entry", "ask_numbers"]
