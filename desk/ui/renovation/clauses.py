"""The printed clauses of agreement, pledge and notice: the edition in force, and a new one; a manager's act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import features, i18n
from desk.i18n import LANGUAGES, N_, _, ngettext
from desk.services import renovation
from desk.services.kit.paging import Page
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.renovation import TextView


def paper_of(row: TextView) -> str:
    """The paper that a text is printed on, in words."""
    return _(features.slip_kinds()[f"renovation-{row.code}"].label)


class ClausesPage(ListPage):
    """Texts that are printed on the papers of a file; Enter writes a new edition. What was signed keeps its words."""

    # L10N: 装修文书条款
    heading = N_("Printed clauses")
    # L10N: 没有条款文本
    views = (View("all", N_("All"), N_("There is no printed text.")),)
    shows = frozenset({"renovation-text"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 份文本
        return ngettext("{n} text", "{n} texts", total)

    def columns(self) -> tuple[Column, ...]:
        def begins(row: TextView) -> str:
            return next(iter(row.words.get(i18n.current_language(), "").strip().splitlines()), "")

        return (
            # L10N: 文书
            Column("code", N_("Paper"), 24, get=paper_of, bold=True, least=20),
            # L10N: 版本
            Column("version", N_("Edition"), 12, least=10),
            # L10N: 开头
            Column("words", N_("Begins with"), 50, get=begins),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        # L10N: 新版本
        return (ListAct("edition", N_("New edition"), "Enter", self.edit, at="under", role="primary"),)

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:  # noqa: ARG004 - as every list reads
        rows = tuple(renovation.text(desk, code) for code in renovation.text_codes())
        return Page(rows[part.offset : part.offset + part.limit], len(rows))

    def empty(self) -> Empty:
        return Empty(super().empty().words)

    def edit(self, row: TextView) -> ActDialog:
        """Asks for a new edition, in each language."""
        desk = self.desk
        fields = (
            FieldSpec("version", N_("Edition"), required=True, max_length=20),
            *(
                FieldSpec(code, words, "multiline", required=True, span="full", lines=6, max_length=4000)
                for code, words in LANGUAGES.items()
            ),
        )

        def save(values: dict[str, Any]) -> Any:
            words = {code: values[code] for code in LANGUAGES}
            return renovation.save_text(desk, row.code, values["version"], words)

        # L10N: 新版本
        spec = FormSpec(N_("New edition"), fields)
        values = {"version": "", **{code: row.words.get(code, "") for code in LANGUAGES}}
        title = paper_of(row)
        # L10N: 现行版本 {version}
        note = _("in force: {version}").format(version=row.version)
        # L10N: 启用
        dialog = ActDialog(self, spec, save, yes=_("Put in force"), values=values, title=title, note=note)
        dialog.approval.ask("manager")
        dialog.acted.connect(self._saved)
        dialog.start()
        return dialog

    def _saved(self, after: TextView) -> None:
        # L10N: {paper}：版本 {version} 已启用
        words = _("{paper}: edition {version} is in force.")
        self.shell.messages.info(words.format(paper=paper_of(after), version=after.version))
        self.refresh()


__all__ = ["ClausesPage"]
