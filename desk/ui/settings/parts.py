"""Parts of the settings: this PC, the site, buildings, rules."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desk import i18n
from desk.i18n import N_, _
from desk.services import site
from desk.ui.forms import FieldSpec, Form, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.forms.saving import submit
from desk.ui.kit import messages, tasks, theme, translator
from desk.ui.kit.list_card import ListAct, ListCard
from desk.ui.kit.pages import Page, PageAction
from desk.ui.kit.tables import Column
from desk.ui.kit.translator import languages


class Part(QWidget):
    """One tab of the settings.

    Attributes:
        holder: the scrolling widget it lies in.
    """

    holder: QWidget

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.shell = page.shell
        self.desk = page.desk
        self.setProperty("role", "page")
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 4, 0, 8)
        self.box.setSpacing(12)

    def refresh(self) -> None:
        """Reads what it shows."""

    def save(self) -> None:
        """Saves what was changed (Ctrl+S)."""

    def actions_by_key(self) -> tuple[PageAction, ...]:
        """What it does by key while it is shown, besides saving."""
        return ()

    def can_leave(self) -> bool:
        """Asks when something would be lost."""
        return True

    def retranslate(self) -> None:
        """Says its words anew."""

    def may_try(self) -> bool:
        """Whether somebody is at the counter: what needs a higher role asks for the PIN of who has it."""
        return self.desk.actor is not None

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class TablePart(Part):
    """A part that is one table, with its acts over it."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.card = ListCard(self.columns(), self.acts(), heading=True)
        self.table = self.card.table
        self.table.fit_rows(40)
        self.box.addWidget(self.card)
        self.box.addStretch(1)

    def columns(self) -> tuple[Column, ...]:
        """Its columns."""
        raise NotImplementedError

    def acts(self) -> tuple[ListAct, ...]:
        """What is done with a row, or with the list."""
        raise NotImplementedError

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return self.card.actions_by_key()


def ask_to_leave(part: Part) -> bool:
    """Asks whether what was typed may be lost."""
    return messages.ask(
        part,
        _("Leave the settings?"),
        _("What you changed was not saved."),
        yes=_("Leave"),
        no=_("Stay"),
        danger=True,
    )


class FormPart(Part):
    """A part that is one form with a Save button."""

    spec: FormSpec
    manager_only = True

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.card = theme.Card()
        self.form = Form(self.spec, self.desk)
        self.busy = tasks.Busy(self.form.set_read_only)
        self.card.body.addWidget(self.form)
        row = QHBoxLayout()
        self.note = theme.text("", "muted", wrap=True)
        row.addWidget(self.note, 1)
        self.button = theme.Button("", key="Ctrl+S", role="primary")
        self.button.clicked.connect(self.save)
        row.addWidget(self.button)
        self.card.body.addLayout(row)
        self.box.addWidget(self.card)
        self.box.addStretch(1)
        self.form.finished.connect(self.button.setFocus)

    def values(self) -> dict[str, Any]:
        """What is stored now."""
        raise NotImplementedError

    def store(self, values: dict[str, Any]) -> None:
        """Stores it; off the UI thread."""
        raise NotImplementedError

    def refresh(self) -> None:
        allowed = self.may_try()
        self.form.setEnabled(allowed)
        self.button.setEnabled(allowed)
        # L10N: 修改须由经理输入密码授权
        approved = self.manager_only and not self.desk.may("manager")
        self.note.setText(_("Saving needs the manager's PIN.") if approved else "")
        if not self.form.is_changed():
            self.form.set_values(self.values())
            self.form.mark_saved()

    def save(self) -> None:
        if not self.button.isEnabled():
            return

        def done(_nothing: Any) -> None:
            self.shell.messages.info(_("Saved."))
            self.shell.changed()
            self.shell.retranslate()

        submit(
            self.form,
            self.store,
            owner=self,
            busy=self.busy,
            done=done,
            failed=self.shell.messages.explain,
        )

    def can_leave(self) -> bool:
        if self.busy:
            return False
        if not self.form.is_changed():
            return True
        leave = ask_to_leave(self)
        if leave:
            self.form.mark_saved()
        return leave

    def retranslate(self) -> None:
        self.button.set_words(_("Save"))


def _themes() -> list[tuple[str, str]]:
    # L10N: 跟随系统 / 浅色 / 深色
    return [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]


def _sizes() -> list[tuple[str, str]]:
    # L10N: 小 / 标准 / 大 / 特大
    return [("small", _("Small")), ("normal", _("Normal")), ("large", _("Large")), ("larger", _("Very large"))]


class ThisPC(Part):
    """Language, theme and text size; each works at once and is remembered on this PC."""

    SPEC = FormSpec(
        N_("This PC"),
        (
            FieldSpec("language", N_("Language"), "choice", required=True, choices=languages),
            # L10N: 外观
            FieldSpec("theme", N_("Appearance"), "choice", required=True, choices=_themes),
            # L10N: 字号
            FieldSpec("text_size", N_("Text size"), "choice", required=True, choices=_sizes),
        ),
    )

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.card = theme.Card()
        self.form = Form(self.SPEC, self.desk)
        choice, size = theme.current()
        self.form.set_values({"language": i18n.current_language(), "theme": choice, "text_size": size})
        self.form.mark_saved()
        self.card.body.addWidget(self.form)
        self.box.addWidget(self.card)
        self.box.addStretch(1)
        self.form.field("language").changed.connect(self._language)
        self.form.field("theme").changed.connect(self._look)
        self.form.field("text_size").changed.connect(self._look)

    def _language(self) -> None:
        language = self.form.value("language")
        app = QApplication.instance()
        if language and language != i18n.current_language() and isinstance(app, QApplication):
            self.shell.preferences.put("language", language)
            translator.switch_language(app, language)

    def _look(self) -> None:
        app = QApplication.instance()
        choice, size = self.form.value("theme"), self.form.value("text_size")
        if choice and size and (choice, size) != theme.current() and isinstance(app, QApplication):
            self.shell.preferences.put("theme", choice)
            self.shell.preferences.put("text_size", size)
            theme.apply(app, choice, text_size=size)


class SitePart(FormPart):
    """Name, hotline and the language of slips."""

    spec = FormSpec(
        N_("The centre"),
        (
            FieldSpec("name", N_("Name of the centre"), required=True, max_length=60),
            FieldSpec("hotline", N_("Hotline"), max_length=40),
            FieldSpec("slip_language", N_("Language of slips"), "choice", required=True, choices=languages),
        ),
    )

    def values(self) -> dict[str, Any]:
        site = self.desk.site
        return {"name": site.name, "hotline": site.hotline, "slip_language": site.slip_language}

    def store(self, values: dict[str, Any]) -> None:
        site.change_site(self.desk, **values)


class Buildings(Part):
    """The buildings, and a new one."""

    SPEC = FormSpec(
        # L10N: 添加楼栋
        N_("Add a building"),
        (
            # L10N: 楼栋名称
            FieldSpec("name", N_("Building name"), required=True, max_length=20, placeholder=N_("Such as 13栋")),
            FieldSpec("entrances", N_("Entrances"), "number", default=1),
            FieldSpec("floors", N_("Floors"), "number", default=18),
            FieldSpec("rooms_per_floor", N_("Rooms per floor"), "number", default=4),
        ),
    )

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.card = ListCard(
            (
                Column("name", N_("Building"), 20, bold=True),
                Column("code", N_("Code"), 10),
                Column("units", N_("Rooms"), 12, get=lambda row: f"{row.units:,}"),
            ),
            (
                ListAct(
                    "add",
                    N_("Add a building"),
                    "Ins",
                    self._add,
                    on="list",
                    at="head",
                    role="small",
                    fits=lambda _row: self.may_try(),
                ),
                # L10N: 查看房间
                ListAct("rooms", N_("Open the rooms"), "Enter", self._rooms, at="under"),
                # L10N: 修改
                ListAct("change", N_("Change"), "Ctrl+E", self._rename, at="under", fits=lambda _row: self.may_try()),
            ),
            heading=True,
        )
        self.table = self.card.table
        self.table.fit_rows(40)
        self.box.addWidget(self.card)
        self.box.addStretch(1)

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return self.card.actions_by_key()

    def refresh(self) -> None:
        def read() -> list[Any]:
            return site.buildings(self.desk)

        self.card.show_state()
        tasks.run(read, on_done=self.table.set_rows, owner=self)

    def _add(self) -> None:
        def save(values: dict[str, Any]) -> int:
            figures = {name: int(values[name] or 0) for name in ("entrances", "floors", "rooms_per_floor")}
            return site.add_building(self.desk, site.BuildingPlan(name=values["name"], **figures))

        dialog = ActDialog(self.page, self.SPEC, save, yes=_("Add"))
        dialog.approval.ask("manager")
        dialog.start()

    def _rooms(self, row: Any) -> None:
        self.page.shell.open_page("households", building_id=row.id)

    def _rename(self, row: Any) -> None:
        spec = FormSpec(
            # L10N: 修改楼栋名称
            N_("Change the building's name"),
            (FieldSpec("name", N_("Building name"), required=True, max_length=20),),
        )

        def save(values: dict[str, Any]) -> Any:
            return site.rename_building(self.desk, row.id, values["name"])

        dialog = ActDialog(self.page, spec, save, yes=_("Save"), values={"name": row.name})
        dialog.approval.ask("manager")
        dialog.start()

    def retranslate(self) -> None:
        # L10N: 楼栋
        self.card.set_heading(_("Buildings"))
        self.table.set_empty(_("No building yet."))
        self.card.retranslate()
