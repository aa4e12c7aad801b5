"""The form of a person or company: registering one into a room, putting one on file, and changing what is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desk import catalog
from desk.errors import NotFound, Problem
from desk.i18n import N_, _
from desk.rules import households as rules
from desk.rules import scans
from desk.rules.kit import identity, names
from desk.rules.kit.dates import age_on
from desk.rules.kit.identity_line import IdentityLine, parse_identity_line
from desk.rules.kit.lunar import to_lunar
from desk.services import households as household
from desk.services.households import callers
from desk.services.households.views import StayEntry
from desk.services.kit import attachments
from desk.ui.forms.page import FormPage
from desk.ui.households.person_fields import LINE_SIGNS, entry_of, make_spec
from desk.ui.households.person_panels import DuplicatePanel, PersonSide
from desk.ui.kit import tasks
from desk.ui.kit.pages import Shell

if TYPE_CHECKING:
    from desk.services.households.views import DuplicateView, PersonEntry, PersonView
    from desk.services.kit.desk import Desk

CHECK_MS = 250
"""The live checks follow the typing after this pause."""
TOLD_WHILE_TYPING = frozenset(("id-check-digit", "id-lost-digits", "id-birthday"))
"""Errors told while the field still has the focus: they can only be seen in a number that is complete."""
_FROM_CARD = (identity.DocumentKind.RESIDENT_CARD, identity.DocumentKind.RESIDENCE_PERMIT)


@dataclass(frozen=True, slots=True)
class _Found:
    """The answer of the live checks."""

    problems: tuple[Problem, ...]
    duplicates: tuple[DuplicateView, ...]
    lunar: str


class PersonFormPage(FormPage):
    """`open_page("person", unit_id=…, role=…)` registers somebody, `customer_id=…` changes somebody's data."""

    prints = False
    draft_key = "person"
    # L10N: 照片
    side_label = N_("Photo")

    def __init__(self, shell: Shell, desk: Desk) -> None:
        # Some of their choices depend on what is typed.
        self.spec = make_spec(self._choices, self._a_child)
        self._kind = "person"
        self._name = ""
        self._customer_id: int | None = None
        self._unit_id: int | None = None
        self._photo = ""
        self._photo_file: Path | None = None
        self._existing: int | None = None
        self._filled: dict[str, Any] = {}
        self._extra: dict[str, Any] = {}
        self._live: dict[str, str] = {}
        self._running = False
        self._again = False
        super().__init__(shell, desk)
        self._checks = QTimer(self)
        self._checks.setSingleShot(True)
        self._checks.setInterval(CHECK_MS)
        self._checks.timeout.connect(self._check)
        self.title_changed.connect(lambda: self._title.setText(self.title()))
        self.form.field("name").installEventFilter(self)
        self.form.focused.connect(lambda _cell: self._checks.start())

    # -- what stands around the fields ---------------------------------------------------------------------------
    def above(self) -> QWidget | None:
        self.panel = DuplicatePanel()
        self.panel.used.connect(self._use)
        return self.panel

    def side(self) -> QWidget | None:
        self.facts = PersonSide()
        self.facts.photo_wanted.connect(self._ask_photo)
        self.facts.photo_dropped.connect(lambda: self.set_photo(None))
        return self.facts

    def _choices(self, name: str) -> list[tuple[str, str]]:
        """The choices of fields that depend on others."""
        if name == "document_kind":
            code = identity.DocumentKind.CREDIT_CODE
            of_person = [kind for kind in identity.DocumentKind if kind != code]
            offered = [code, identity.DocumentKind.OTHER] if self._kind == "company" else of_person
            return [(kind, identity.kind_name(kind)) for kind in offered]
        # L10N: 按规则（{surname}）
        surname = self._name[: max(names.surname_length(self._name), 1)] if self._name else ""
        by_rule = _("by rule ({surname})").format(surname=surname) if surname else _("by rule")
        return [
            ("", by_rule),
            *((str(n), self._name[:n]) for n in range(1, min(len(self._name), 4)) if n != len(surname)),
        ]

    def _a_child(self, values: Mapping[str, Any]) -> bool:
        """Somebody under 14 by the birthday, or by the identity number that has just been typed."""
        born = values.get("birthday")
        return isinstance(born, date) and rules.is_child(born, self.desk.today())

    # -- the page ------------------------------------------------------------------------------------------------
    def title(self) -> str:
        if self._customer_id is not None:
            # L10N: 修改资料
            return _("Change data: {name}").format(name=self._name) if self._name else _("Change data")
        # L10N: 登记住户
        return _("Register a person")

    def open(self, **args: Any) -> None:
        """`unit_id`, `role`; `customer_id`; `line`: what a card reader gave of somebody who is not registered."""
        super().open(**args)
        if args.get("line"):
            self._read_card(str(args["line"]))

    def come_back(self, memento: Any, **args: Any) -> None:
        super().come_back(memento, **{name: value for name, value in args.items() if name != "line" or not memento})

    def start(self, **args: Any) -> dict[str, Any]:
        self._customer_id = int(args["customer_id"]) if args.get("customer_id") else None
        self._unit_id = int(args["unit_id"]) if args.get("unit_id") else None
        adding = self._customer_id is None
        self.form.setEnabled(True)  # also when the data of the one before never came
        self.draft_key = f"person:{self._customer_id}" if not adding else f"person:new:{self._unit_id or ''}"
        self._live, self._filled, self._photo, self._photo_file = {}, {}, "", None
        self._kind = "person"
        self._name = ""
        self._existing = None
        self.panel.clear()
        self.facts.show_photo(None)
        values: dict[str, Any] = {
            "adding": adding,
            "kind": "person",
            "document_kind": "resident-card",
            "birthday_calendar": "solar",
        }
        if adding:
            values |= {"unit_id": self._unit_id, "role": str(args.get("role", "")), "since": self.desk.today()}
            self._filled["document_kind"] = "resident-card"
            if self._unit_id is not None and not args.get("role"):
                self._propose_owner(self._unit_id)
        else:
            self.form.setEnabled(False)
            customer_id = self._customer_id

            def read() -> PersonEntry:
                return household.person_for_edit(self.desk, int(customer_id or 0))

            self.ask(read, lambda entry: self._load(customer_id, entry))
        self.title_changed.emit()
        return values

    def _propose_owner(self, unit_id: int) -> None:
        """The first one registered in a room is its owner, most of the time."""

        def look() -> bool:
            return any(one.role == "owner" for one in callers.residents(self.desk, unit_id))

        def show(owned: bool) -> None:
            if self._unit_id == unit_id and self._customer_id is None and not owned and not self.form.value("role"):
                with self.form.quietly():
                    self.form.set_value("role", "owner")
                if self.form.field("role").hasFocus() or self.form.field("unit_id").hasFocus():
                    self.form.focus_first()

        self.ask(look, show)

    def _load(self, customer_id: int | None, entry: PersonEntry) -> None:
        """The stored data, to be changed."""
        if customer_id != self._customer_id:
            return
        values = {name: getattr(entry, name) for name in entry.__dataclass_fields__}
        self._kind, self._name = entry.kind, entry.name
        self.form.refill("document_kind")
        self.form.refill("surname_length")
        values["surname_length"] = str(entry.surname_length or "")
        self._photo = entry.photo
        self.form.setEnabled(True)
        self.form.set_values(values)
        self.form.mark_saved()
        self._show_photo()
        self.retranslate()
        self.title_changed.emit()
        self.form.focus_first()

    def scanned(self, text: str) -> bool:
        """An identity card or a credit code fills the form, to be compared and saved; everything else opens its record."""
        return self._read_card(text)

    def save(self, values: dict[str, Any]) -> PersonView:
        extra = self._extra
        entry, file = entry_of(values, photo=extra["photo"]), extra["photo_file"]
        if extra["customer_id"] is not None:
            return household.change_person(self.desk, extra["customer_id"], entry, photo_file=file)
        return household.register_person(
            self.desk, entry, self._stay(values), customer_id=extra["existing"], photo_file=file
        )

    @staticmethod
    def _stay(values: Mapping[str, Any]) -> StayEntry | None:
        if values["unit_id"] is None:
            return None
        lives = values["lives"] if values["role"] == "owner" else None
        return StayEntry(
            values["unit_id"], values["role"], values["relation"], values["since"], lives=lives,
            lease_until=values["lease_until"] if values["role"] in rules.LEASED else None,
        )  # fmt: skip

    def submit(self, *, printing: bool) -> None:
        # What does not stand in a field is taken along here: `save` runs on the worker.
        self._extra = {
            "photo": self._photo, "photo_file": self._photo_file,
            "customer_id": self._customer_id, "existing": self._existing, "unit_id": self.form.value("unit_id"),
        }  # fmt: skip
        super().submit(printing=printing)

    def saved(self, result: PersonView, printing: bool) -> None:
        unit_id = self._extra["unit_id"] if self._extra["customer_id"] is None else self._unit_id
        self.shell.leave()
        if unit_id is not None:
            here = self.shell.page()
            if getattr(here, "unit_id", None) != unit_id:
                self.shell.open_page("household", unit_id=unit_id)
        if self._extra["customer_id"] is not None or unit_id is None:
            # L10N: 已保存 {name} 的资料
            self.shell.messages.info(_("The data of {name} is saved.").format(name=result.name))
            return
        role = catalog.label("roles", result.role)
        # L10N: 已登记 {name}（{role}）
        words = _("{name} is registered as {role}.").format(name=result.name, role=role)
        # L10N: 再加一位
        self.shell.messages.info(
            words, label=_("Add another person"), action=lambda: self.shell.open_page("person", unit_id=unit_id)
        )

    def retranslate(self) -> None:
        super().retranslate()
        # L10N: 照片
        self.side_button.set_words(_("Photo"))
        self.panel.retranslate()
        self.facts.retranslate()
        self.form.retranslate()
        self._show_salutation()

    # -- following the typing ------------------------------------------------------------------------------------
    def changed(self) -> None:
        """Quick consequences at once, the service's checks after a pause."""
        form = self.form
        line = form.value("name")
        if any(sign in line for sign in LINE_SIGNS) and (found := parse_identity_line(line)) is not None:
            self._take_line(found)
            return
        kind = form.value("kind") or "person"
        if kind != self._kind:
            self._kind = kind
            self.facts.offer_photo(kind != "company")
            form.refill("document_kind")
            self._fill("document_kind", "credit-code" if kind == "company" else "resident-card")
        if line != self._name:
            self._name = line
            form.refill("surname_length")
            self.title_changed.emit()
        self._read_number()
        self._show_salutation()
        if hasattr(self, "_checks"):  # the first change comes while the form is being made
            self._checks.start()

    def _fill(self, name: str, value: Any) -> None:
        """Fills a field that is empty or still holds what was filled in before; what the clerk typed stays."""
        now = self.form.value(name)
        if now in (None, "") or (name in self._filled and now == self._filled[name]):
            self._filled[name] = value
            if now != value:
                self.form.set_value(name, value)

    def _read_number(self) -> None:
        """Kind, birthday and sex out of the number."""
        number = identity.normalise(self.form.value("document_number"))
        if not number or self._kind == "company":
            return
        guessed = identity.guess_kind(number)
        if guessed is not None and guessed is not identity.DocumentKind.CREDIT_CODE and len(number) >= 15:
            self._fill("document_kind", str(guessed))
        kind = self.form.value("document_kind")
        if kind not in _FROM_CARD or len(number) not in (15, 18):
            return
        check = identity.check_document(kind, number, today=self.desk.today())
        if check.error is None:
            if check.birthday is not None:
                self._fill("birthday", check.birthday)
            if check.sex is not None:
                self._fill("sex", check.sex)

    def _take_line(self, line: IdentityLine) -> None:
        """Fills the form from an identity-card reader's line."""
        self.form.set_values(
            {
                "kind": "person",
                "name": line.name,
                "document_kind": line.kind,
                "document_number": line.number,
                "document_checked": True,  # the card lay in the reader
                "address": line.address or self.form.value("address"),
            }
            | ({"sex": line.sex} if line.sex else {})
            | ({"birthday": line.birthday} if line.birthday else {})
        )
        # L10N: 已按身份证填写
        self.shell.messages.info(_("Filled in from the identity card. Please compare with the card."))
        self.form.focus_first()

    def _read_card(self, text: str) -> bool:
        """Fills the form from what a reader gave: a card's line, a card's number alone, a company's code."""
        line = parse_identity_line(text)
        if line is not None:
            self._take_line(line)
            return True
        company = scans.credit_code(text)
        number = scans.person_number(text) or company
        if not number:
            return False
        self.form.set_values({"kind": "company" if company else "person"})
        kind = identity.DocumentKind.CREDIT_CODE if company else identity.guess_kind(number)
        self.form.set_values({"document_kind": kind, "document_number": number})
        self.form.focus_first()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A pasted line end would become a sign of its own in a field of one line: the clipboard is read before.
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Paste)
        ):
            found = parse_identity_line(QGuiApplication.clipboard().text())
            if found is not None and watched is self.form.field("name"):
                self._take_line(found)
                return True
        return super().eventFilter(watched, event)

    def _show_salutation(self) -> None:
        form = self.form
        sex = form.value("sex") or None
        length = form.value("surname_length")
        company = self._kind == "company"
        birthday = form.value("birthday")
        by_rule = names.salutation(
            self._name,
            style="sir-madam",
            sex=sex,
            surname_length=int(length) if length else None,
            company=company,
            child=rules.is_child(birthday if isinstance(birthday, date) else None, self.desk.today()),
        )
        form.field("salutation").setPlaceholderText(by_rule)
        self.facts.say("salutation", form.value("salutation") or by_rule)
        self.facts.say_age(age_on(birthday, self.desk.today()) if isinstance(birthday, date) and not company else None)
        self.facts.say("notice", rules.CONSENT_VERSION if form.value("consent") else "")

    def _check(self) -> None:
        """Asks the service what it thinks, off the UI thread; only the newest answer counts."""
        if self._running:
            self._again = True
            return
        self._running = True
        values = self.form.values()
        entry = entry_of(values, photo=self._photo or ("0" if self._photo_file else ""))
        customer_id = self._customer_id
        wants_lunar = values["birthday"] is not None and values["birthday_calendar"] == "lunar"

        def look() -> _Found:
            lunar = ""
            if wants_lunar and entry.birthday is not None:
                day = to_lunar(entry.birthday)
                words = _("leap month {month}, day {day}") if day.leap else _("month {month}, day {day}")
                lunar = words.format(month=day.month, day=day.day)
            found = household.duplicates(
                self.desk,
                name=entry.name,
                document_number=entry.document_number,
                phones=entry.phones,
                exclude=customer_id,
            )
            return _Found(tuple(household.check_person(self.desk, entry, customer_id=customer_id)), tuple(found), lunar)

        def done(found: _Found) -> None:
            self._running = False
            if self._again:
                self._again = False
                self._check()
            elif customer_id == self._customer_id and not self.busy:
                self._show_found(found)

        def failed(error: Any) -> None:
            self._running = False
            tasks.default_error(error)

        tasks.run(look, on_done=done, on_error=failed, owner=self)

    def _show_found(self, found: _Found) -> None:
        typing = self._field_with_focus()
        shown = self.form.problems()
        errors: dict[str, str] = {}
        hints: dict[str, str] = {}
        for problem in found.problems:
            if problem.code == "required":
                continue  # what is still empty is told when it is saved
            if problem.warning:
                hints.setdefault(problem.field, problem.message)
            elif (
                problem.field != typing
                or problem.code in TOLD_WHILE_TYPING
                or shown.get(problem.field) == problem.message
            ):
                errors.setdefault(problem.field, problem.message)
        # What saving said stays until its field is changed; what was said here is judged anew.
        said = {name: words for name, words in shown.items() if words != self._live.get(name)}
        self.form.show_problems({**said, **errors}, focus=False)
        self._live = errors
        for field_spec in self.spec.fields:
            self.form.show_hint(field_spec.name, hints.get(field_spec.name, ""))
        self.panel.show_views(found.duplicates, usable=self._customer_id is None)
        self.facts.say("lunar", found.lunar)

    def _field_with_focus(self) -> str:
        focus = QApplication.focusWidget()
        for field_spec in self.spec.fields:
            field = self.form.field(field_spec.name)
            if focus is not None and (focus is field or field.isAncestorOf(focus)):
                return field_spec.name
        return ""

    def _use(self, customer_id: int | None) -> None:
        self._existing = customer_id
        if customer_id is not None:
            self.form.field("role").setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the photo -----------------------------------------------------------------------------------------------
    def _ask_photo(self) -> None:
        # L10N: 选择照片
        file, _kind = QFileDialog.getOpenFileName(
            self.window(), _("Choose a photo"), "", "JPEG, PNG (*.jpg *.jpeg *.png)"
        )
        if file:
            self.set_photo(Path(file))

    def set_photo(self, file: Path | None) -> None:
        """Takes a photo (kept when the form is saved), or takes it away."""
        if file is not None and not self.facts.show_photo(file):
            self.shell.messages.warn(_("{file} is no picture.").format(file=file.name))
            self._show_photo()
            return
        self._photo_file = file
        self._photo = "" if file is None else self._photo
        self.form.set_value("photo_file", str(file or "-"))
        self._show_photo()
        self._checks.start()

    def _show_photo(self) -> None:
        file: Path | bytes | None = self._photo_file
        if file is None and self._photo:
            try:
                file = attachments.read(self.desk, self._photo)
            except NotFound:
                file = None
        self.facts.show_photo(file)


__all__ = ["PersonFormPage"]
