"""The form of a notice: what is told on the left, the poster as it will hang on the right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desk.catalog import catalog
from desk.i18n import N_, _, ngettext
from desk.services import notices as service
from desk.slips.engine.slip import Marks
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.common import choices
from desk.ui.forms.page import FormPage
from desk.ui.kit.preview import SlipPreview, paper_card

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Shell

PAPER = "a4"


def _outage(values: Mapping[str, Any]) -> bool:
    return values.get("kind") == "outage"


def _in_parts(values: Mapping[str, Any]) -> bool:
    return values.get("scope") != "site"


def _categories() -> list[tuple[str, str]]:
    return [
        ("", ""),
        *((each.code, each.label) for each in catalog("categories") if "repair" in each.extra.get("kinds", ())),
    ]


_FIELDS = (
    # L10N: 种类
    FieldSpec("kind", N_("Kind"), "choice", required=True, choices=choices("notice_kinds"), default="outage"),
    # L10N: 来电归类
    FieldSpec("category", N_("Calls about it are"), "choice", choices=_categories, visible_when=_outage),
    # L10N: 范围
    FieldSpec("scope", N_("Area"), "choice", required=True, choices=choices("notice_scopes"), default="buildings", new_row=True),
    # L10N: 楼栋、单元或房号; 如 1栋、3-5栋；1栋2单元；1-1-101
    FieldSpec(
        "places", N_("Which"), visible_when=_in_parts, needed_when=_in_parts, help=N_("Apart by commas: 1, 3-5; entrance 1-2; room 1-1-101"),
        max_length=400,
    ),
    # L10N: 开始时间
    FieldSpec("since", N_("Begins at"), "datetime", required=True, new_row=True),
    # L10N: 结束时间
    FieldSpec("until", N_("Lasts until"), "datetime", needed_when=_outage),
    # L10N: 突发; 已经发生，无法提前通知
    FieldSpec("emergency", N_("Urgent"), "check", text=N_("It happened already, untold"), span="full"),
    # L10N: 标题
    FieldSpec("title", N_("Title"), required=True, span="full", max_length=40),
    # L10N: 内容
    FieldSpec("text", N_("Text"), "multiline", required=True, span="full", lines=6),
    # L10N: 英文（供外籍住户）
    FieldSpec("english", N_("In English"), "multiline", span="full", lines=4),
)  # fmt: skip


class NoticeForm(FormPage):
    """Writes a notice, or changes one that is not issued."""

    # L10N: 拟写公告
    spec = FormSpec(N_("Write a notice"), _FIELDS)
    draft_key = "public-notice"
    prints = False

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._changing: int | None = None
        self._proposed: tuple[str, str, str] = ("", "", "")
        self._kind = ""
        self._asked: tuple[str, str] = ("", "")
        self._busy_with: Any = None
        self._shown: Any = None
        super().__init__(shell, desk)

    def side(self) -> QWidget:
        self.preview = SlipPreview(debounce=0)
        return paper_card(self.preview)

    def title(self) -> str:
        # L10N: 修改公告
        return _("Change the notice") if self._changing is not None else super().title()

    def open(self, **args: Any) -> None:
        """`notice_id`: one to be changed; `kind`: of a new one."""
        changing = args.pop("notice_id", None)
        self._changing = int(changing) if changing else None
        self._proposed, self._kind, self._asked, self._shown = ("", "", ""), "", ("", ""), None
        self.preview.clear()
        super().open(**args)
        self.retranslate()
        if self._changing is None:
            self.changed()
            return
        desk, wanted = self.desk, self._changing

        def look() -> Any:
            return service.entry_of(desk, wanted)

        self.ask(look, self._fill)

    def _fill(self, entry: Any) -> None:
        self._kind = entry.kind  # its own words stay
        with self.form.quietly():
            self.form.set_values({name: getattr(entry, name) for name in _NAMES})
        self.form.mark_saved()
        self.changed()

    def changed(self) -> None:
        if not hasattr(self, "preview"):
            return
        values = self.form.values()
        self._propose(values["kind"])
        self._ask_area(values["scope"], values["places"])
        self._follow()

    # ------------------------------------------------------------------------------------------ what follows the typing
    def _propose(self, kind: str) -> None:
        """Another kind has other words, as long as nobody wrote any."""
        if not kind or kind == self._kind:
            return
        self._kind = kind
        desk = self.desk

        def look() -> Any:
            return kind, service.proposal(desk, kind)

        def show(answer: Any) -> None:
            wanted, found = answer
            form = self.form
            written = tuple(str(form.value(name) or "") for name in _WORDS)
            if wanted != self._kind or (any(written) and written != self._proposed):
                return
            self._proposed = (found.title, found.text, found.english)
            with form.quietly():
                form.set_values(dict(zip(_WORDS, self._proposed, strict=True)))
            self.changed()

        self.ask(look, show)

    def _ask_area(self, scope: str, places: str) -> None:
        """Says beside the field how the area is understood."""
        if (scope, places) == self._asked:
            return
        self._asked = (scope, places)
        if scope != "site" and not places.strip():
            self.form.show_hint("places", "")
            return
        desk = self.desk

        def look() -> Any:
            return (scope, places), service.area_of(desk, scope, places)

        def show(answer: Any) -> None:
            asked, area = answer
            if asked == self._asked:
                # L10N: {area}，共 {n} 户
                words = ngettext("{area}: {n} home", "{area}: {n} homes", area.homes)
                self.form.show_hint("places", words.format(area=area.words, n=area.homes))

        self.ask(look, show, on_error=lambda _error: self.form.show_hint("places", ""))

    def _follow(self) -> None:
        """Asks for the poster of what is typed now; while one is being made only the newest waits."""
        entry = self._entry(self.form.values())
        if self._busy_with is not None or entry == self._shown:
            return
        self._busy_with = self._shown = entry
        desk = self.desk

        def make() -> Any:
            return service.typed_preview(desk, entry)

        def show(slip: Any) -> None:
            self._busy_with = None
            self.preview.show_slip(slip, PAPER, Marks(preview=True))
            self._follow()

        def failed(_error: Any) -> None:
            self._busy_with = None

        self.ask(make, show, on_error=failed)

    # --------------------------------------------------------------------------------------------------------- saving
    @staticmethod
    def _entry(values: Mapping[str, Any]) -> Any:
        return service.NoticeEntry(**{name: values[name] for name in _NAMES})

    def save(self, values: dict[str, Any]) -> Any:
        entry = self._entry(values)
        if self._changing is not None:
            return service.edit(self.desk, self._changing, entry)
        return service.write(self.desk, entry)

    def saved(self, result: Any, printing: bool) -> None:
        # L10N: {number} 已保存，待主管批准
        self.shell.messages.info(
            _("{number} is kept and waits for a supervisor's approval.").format(number=result.number)
        )
        changing = self._changing is not None
        self.shell.leave()
        if not changing:
            self.shell.open_target(f"public-notice:{result.id}")


_NAMES = tuple(field.name for field in _FIELDS)
_WORDS = ("title", "text", "english")

__all__ = ["NoticeForm"]
