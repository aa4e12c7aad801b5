"""The templates: written, approved by a supervisor's PIN, put into use, withdrawn; every version stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.letters import TEMPLATE
from desk.services import letters
from desk.ui.forms import FieldSpec
from desk.ui.forms.acts import ActForm, Acts, FormFactory
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.letters import TemplateView
    from desk.ui.kit.pages import Page, Shell

TONES = {"draft": "amber", "approved": "amber", "in-use": "green", "withdrawn": "muted"}
# L10N: 没有模板
_NONE = N_("No template is in this list now.")


def version_words(row: Any) -> str:
    """Name and version of a template."""
    # L10N: 第 {n} 版
    return say.dotted(row.name, _("version {n}").format(n=row.version))


class TemplateActs(Acts):
    """What may be done with a version of a template."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, TEMPLATE, {code: _form(code) for code in ("approve", "use", "withdraw")})

    def read(self, record_id: int, code: str) -> tuple[TemplateView, None]:
        return letters.template(self._desk, record_id), None

    def number(self, record: Any) -> str:
        return version_words(record)

    def note(self, record: Any) -> tuple[str, ...]:
        return (version_words(record), label("letter_kinds", record.kind))


def _form(code: str) -> FormFactory:
    def made(page: Page, row: TemplateView, _around: Any) -> ActForm:
        def save(values: dict[str, Any]) -> Any:
            acts: dict[str, Any] = {
                "approve": letters.approve_template, "use": letters.use_template, "withdraw": letters.withdraw_template,
            }  # fmt: skip
            return acts[code](page.desk, row.id, **values)

        fields = {
            "approve": (
                # L10N: 立即启用
                FieldSpec(
                    "use", N_("Start of use"), "check", text=N_("Put it into use at once"), span="full", default=True
                ),
            ),
            "withdraw": (FieldSpec("reason", N_("Reason"), "multiline", span="full", lines=2),),
        }
        return ActForm(fields.get(code, ()), save)

    return made


class TemplatesPage(ListPage):
    """Templates; Enter shows the text, Ins writes a new one, Ctrl+Y approves."""

    # L10N: 函件模板
    heading = N_("Templates of letters")
    views = (
        View("in-use", N_("In use"), N_("No template is in use yet.")),
        # L10N: 草稿（待审批）
        View("draft", N_("Drafts"), _NONE),
        # L10N: 已审批
        View("approved", N_("Approved, not in use"), _NONE),
        # L10N: 已停用
        View("withdrawn", N_("Withdrawn"), _NONE),
        # L10N: 全部版本
        View("all", N_("All versions"), _NONE),
    )
    # L10N: 名称或内容
    search = N_("Name or text")
    shows = frozenset({"letter-template"})
    hides = ("approved_by", "staff")

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.acts = TemplateActs(self)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 个模板
        return ngettext("{n} template", "{n} templates", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            Column("name", N_("Template"), 18, bold=True, least=12),
            # L10N: 版本
            Column("version", N_("Version"), 7, get=lambda row: f"{row.version}", align="right"),
            # L10N: 类别
            Column("kind", N_("Kind of letter"), 9, get=lambda row: label("letter_kinds", row.kind), least=8),
            # L10N: 适用客户
            Column("customers", N_("For"), 14, get=lambda row: row.of_words or label("letter_customers", row.customers)),
            # L10N: 语言
            Column("language", N_("Language of the letter"), 9, get=lambda row: label("letter_languages", row.language)),
            Column(
                "state", N_("State"), 9, get=lambda row: label("letter_template_states", row.state),
                tone=lambda row: TONES[row.state],
            ),
            # L10N: 编写
            Column("staff", N_("Author"), 9),
            # L10N: 审批人
            Column("approved_by", N_("Approved by"), 9),
            # L10N: 修改时间
            Column("at", N_("Changed at"), 13, get=lambda row: say.short_moment(desk, row.at)),
            Column("reason", N_("Reason"), 14),
        )  # fmt: skip

    def list_acts(self) -> tuple[ListAct, ...]:
        def act(code: str) -> Any:
            return lambda row: self.acts.open_for(row.id, code)

        def may(code: str) -> Any:
            return lambda row: row is not None and TEMPLATE.possible(row, code)

        return (
            # L10N: 查看和修改内容
            ListAct("open", N_("Show the text"), "Enter", lambda row: self.shell.open_page("letter-text", template_id=row.id)),
            # L10N: 采用初始模板
            ListAct("start", N_("Take the starting texts"), "Ctrl+I", self.take_starting_set, on="list", at="head"),
            # L10N: 新模板
            ListAct(
                "new", N_("New template"), "Ins", lambda: self.shell.open_page("letter-text"), on="list", at="head",
                role="primary",
            ),
            ListAct("approve", N_("Approve"), "Ctrl+Y", act("approve"), at="under", role="primary", fits=may("approve")),
            ListAct("use", N_("Put into use"), "Ctrl+J", act("use"), at="under", fits=may("use")),
            ListAct("withdraw", N_("Withdraw"), "Ctrl+Del", act("withdraw"), at="under", role="danger", fits=may("withdraw")),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        state = "" if query.view == "all" else query.view
        return letters.templates(desk, state=state, text=query.text, offset=part.offset, limit=part.limit)

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return letters.template_counts(desk)

    def open(self, **args: Any) -> None:
        """`view`, or the code of a `letter-templates:CODE` target; `letter-template_id`: shows that text."""
        wanted = args.get("letter-template_id") or args.get("letter_template_id")
        if wanted:
            args["view"] = "all"
        super().open(**{**args, "view": args.get("view") or args.get("number") or ""})

    def empty(self) -> Empty:
        if self.narrowed():
            return super().empty()
        # L10N: 按 Ctrl+I 采用初始模板，再由主管审批启用。
        words = _("Ctrl+I takes over the starting texts; a supervisor approves them on the list of drafts.")
        return Empty(f"{super().empty().words} {words}", _("Take the starting texts"), self.take_starting_set)

    def take_starting_set(self) -> None:
        """Takes over the program's own texts as drafts."""
        desk = self.desk

        def work() -> Any:
            return letters.take_starting_set(desk)

        def done(found: Any) -> None:
            # L10N: 已加入 {n} 个草稿，请主管审批。
            words = ngettext(
                "{n} draft is added. A supervisor approves it.",
                "{n} drafts are added. A supervisor approves them.",
                len(found),
            )
            self.shell.messages.info(words.format(n=len(found)))
            self.show_view("draft")

        self.act(work, done)


__all__ = ["TemplateActs", "TemplatesPage", "version_words"]
