"""The acts of the household page: each asks what it needs, calls one service, and ends in a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desk import catalog
from desk.errors import DeskError, InvalidInput, Problem
from desk.features import slip_kinds
from desk.i18n import N_, _
from desk.rules import households as rules
from desk.services import households as household
from desk.services.kit import attachments
from desk.services.kit.changes import together
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog, Dialog
from desk.ui.kit import theme
from desk.ui.kit.pages import PageAction
from desk.ui.kit.preview import SlipPreview
from desk.ui.kit.words import dotted
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.households.views import DossierView, PersonView
    from desk.services.slips import SlipView
    from desk.slips.engine.slip import Slip
    from desk.ui.households.shown import HouseholdShown

# L10N: 搬出原因（可选择，也可自己写）
REASONS = (N_("Lease ended"), N_("Sold the room"), N_("Moved away"), N_("Registered by mistake"))


def page_actions(page: HouseholdShown) -> tuple[PageAction, ...]:
    """What can be done on the page, in the order of its buttons.

    Letters go with Ctrl: a barcode scanner types bare letters into whatever has the focus.
    """
    return (
        # L10N: 登记投诉报修
        PageAction(N_("Log a complaint or repair"), "F3", lambda: page.shell.new_request(**page.context())),
        # L10N: 加住户
        PageAction(N_("Add a person"), "Ins", lambda: add_person(page)),
        # L10N: 修改资料
        PageAction(N_("Change data"), "Enter", lambda: edit_person(page)),
        # L10N: 搬出注销
        PageAction(N_("End a stay"), "Del", lambda: end_stay(page)),
        # L10N: 档案资料
        PageAction(N_("Papers"), "Ctrl+Shift+D", page.show_papers),
        # L10N: 登记表
        PageAction(N_("Register card"), "Ctrl+P", lambda: print_card(page)),
        # L10N: 登记车辆
        PageAction(N_("Add a vehicle"), "Alt+M", lambda: add_vehicle(page)),
        # L10N: 注销车辆
        PageAction(N_("End a vehicle"), "Ctrl+Shift+Z", lambda: end_vehicle(page)),
    )


def add_person(page: HouseholdShown) -> None:
    """Opens the form of a new person in this room."""
    owner = page.view is not None and any(person.role == "owner" and person.here for person in page.view.people)
    page.shell.open_page("person", unit_id=page.unit_id, role="" if owner else "owner")


def edit_person(page: HouseholdShown) -> None:
    """Opens the data of the selected person."""
    person = page.selected()
    if person is not None:
        page.shell.open_page("person", customer_id=person.customer_id, unit_id=page.unit_id)
    else:
        page.shell.messages.warn(_("Select a person first."))


def end_stay(page: HouseholdShown) -> ActDialog | None:
    """Asks for day and reason and ends the selected person's stay; nothing is deleted (handbook A3, 注销登记)."""
    person = page.selected()
    if person is None or not person.lives:
        # L10N: 请先选中仍在住的人
        page.shell.messages.warn(_("Select a person who lives here now."))
        return None
    desk = page.desk
    spec = FormSpec(
        N_("End a stay"),
        (
            # L10N: 最后一天
            FieldSpec("on", N_("Last day"), "date", required=True, span="full"),
            # L10N: 原因
            FieldSpec(
                "reason",
                N_("Reason"),
                "choice",
                choices=lambda: [(words, words) for words in map(_, REASONS)],
                editable=True,
                span="full",
            ),
        ),
    )

    def save(values: dict[str, Any]) -> None:
        household.end_stay(desk, person.occupancy_id, on=values["on"], reason=values["reason"])

    role = catalog.label("roles", person.role)
    dialog = ActDialog(
        page,
        spec,
        save,
        # L10N: 注销登记
        yes=_("End the stay"),
        values={"on": desk.today()},
        # L10N: 办理搬出：{name}（{role}）
        title=_("{name} ({role}) moves out").format(name=person.name, role=role),
        note=_("Living here ends; who owns the home stays owner until a transfer.")
        if person.role == "owner"
        else _("The stay ends on its last day. The person and the history stay on file."),
        danger=True,
    )
    # L10N: 已注销登记
    dialog.acted.connect(
        lambda _result: page.shell.messages.info(_("The stay of {name} is ended.").format(name=person.name))
    )
    dialog.start()
    return dialog


def add_vehicle(page: HouseholdShown, plate: str = "") -> ActDialog:
    """Asks for a number plate and registers it for the room, and for the selected person; `plate`: what was scanned."""
    desk, unit_id, person = page.desk, page.unit_id, page.selected()
    customer_id = person.customer_id if person is not None and person.here else None
    # L10N: 登记车辆 / 车牌号
    spec = FormSpec(
        N_("Add a vehicle"),
        (FieldSpec("plate", N_("Number plate"), "plate", required=True, span="full", placeholder="粤B12345"),),
    )

    def save(values: dict[str, Any]) -> Any:
        return values["plate"], household.add_vehicle(desk, unit_id, values["plate"], customer_id)

    def acted(result: Any) -> None:
        plate, warnings = result
        if warnings:
            page.shell.messages.warn(" ".join(problem.message for problem in warnings))
        else:
            # L10N: 已登记车辆
            page.shell.messages.info(_("{plate} is registered.").format(plate=plate))

    # L10N: 登记
    dialog = ActDialog(
        page,
        spec,
        save,
        yes=_("Register"),
        values={"plate": plate} if plate else None,
        note=_("It belongs to {name}.").format(name=person.name) if customer_id and person else "",
    )
    dialog.acted.connect(acted)
    dialog.start()
    return dialog


def end_vehicle(page: HouseholdShown) -> ActDialog | None:
    """Asks which of the room's plates no longer belongs to it."""
    plates = page.view.vehicles if page.view is not None else ()
    if not plates:
        # L10N: 本户没有登记车辆
        page.shell.messages.warn(_("No vehicle is registered for this room."))
        return None
    desk, unit_id = page.desk, page.unit_id
    spec = FormSpec(
        N_("End a vehicle"),
        (
            FieldSpec(
                "plate",
                N_("Number plate"),
                "choice",
                choices=lambda: [(plate, plate) for plate in plates],
                required=True,
                span="full",
            ),
        ),
    )

    def save(values: dict[str, Any]) -> str:
        household.end_vehicle(desk, unit_id, values["plate"])
        return str(values["plate"])

    # L10N: 注销
    dialog = ActDialog(page, spec, save, yes=_("End it"), values={"plate": plates[0]}, danger=True)
    dialog.acted.connect(
        # L10N: 已注销车辆 {plate}
        lambda plate: page.shell.messages.info(_("{plate} is no longer registered here.").format(plate=plate))
    )
    dialog.start()
    return dialog


def change_room(page: HouseholdShown) -> ActDialog | None:
    """Asks for area, kind, state and note of the room."""
    if page.view is None:
        return None
    desk, unit = page.desk, page.view.unit

    def entries(name: str, codes: tuple[str, ...]) -> Any:
        return lambda: [(code, catalog.label(name, code)) for code in codes]

    spec = FormSpec(
        N_("Change room data"),
        (
            # L10N: 建筑面积（平方米）
            FieldSpec("area", N_("Floor area (m²)"), "number"),
            # L10N: 用途
            FieldSpec(
                "kind", N_("Use of the room"), "choice", choices=entries("unit_kinds", rules.UNIT_KINDS), required=True
            ),
            # L10N: 状态
            FieldSpec("state", N_("State"), "choice", choices=entries("unit_states", rules.UNIT_STATES), required=True),
            # L10N: 备注
            FieldSpec("note", N_("Note"), "multiline", span="full", lines=2),
        ),
    )

    def save(values: dict[str, Any]) -> None:
        household.change_unit(desk, unit.id, **values)

    values = {"area": unit.area, "kind": unit.kind, "state": unit.state, "note": unit.note}
    dialog = ActDialog(page, spec, save, yes=_("Save"), values=values, title=unit.name)
    dialog.acted.connect(lambda _result: page.shell.messages.info(_("Saved.")))
    dialog.start()
    return dialog


def record_consent(page: HouseholdShown) -> ActDialog | None:
    """Asks what the selected person agreed to: the notice (PIPL 13–17), greetings (handbook C-36); what is in force is not asked again."""
    person = page.selected()
    if person is None or (person.consent and person.greets) or person.kind == "company":
        return None
    if person.child and not person.consent:
        return _guardian_signs(page, person)
    desk = page.desk
    notice = FieldSpec(
        "register", N_("Personal data"), "check", span="full", default=True,
        # L10N: 已阅读个人信息告知（版本见注）并签字
        text=N_("has read the notice on personal data and signed"),
    )  # fmt: skip
    greetings = FieldSpec(
        "greetings", N_("Greetings"), "check", span="full", default=person.consent,
        text=N_("agrees to birthday and holiday greetings"),
    )  # fmt: skip
    asked = (*(() if person.consent else (notice,)), *(() if person.greets else (greetings,)))

    def save(values: dict[str, Any]) -> None:
        given = [field.name for field in asked if values[field.name]]
        if not given:
            # L10N: 请勾选同意的事项
            raise InvalidInput([Problem("required", _("Tick what the person agreed to."), asked[0].name)])
        with together():
            for purpose in given:
                household.give_consent(desk, person.customer_id, purpose)

    # L10N: 记录同意
    spec = FormSpec(N_("Record consent"), asked)
    # L10N: 告知书 {version} 版
    note = dotted(person.name, "" if person.consent else _("notice {version}").format(version=rules.CONSENT_VERSION))
    dialog = ActDialog(page, spec, save, yes=_("Record consent"), note=note)
    dialog.acted.connect(
        lambda _after: page.shell.messages.info(_("The consent of {name} is on record.").format(name=person.name))
    )
    dialog.start()
    return dialog


def _guardian_signs(page: HouseholdShown, person: PersonView) -> ActDialog:
    """Asks who signed for a child, as what, when (PIPL 31)."""
    desk = page.desk
    spec = FormSpec(
        # L10N: 记录监护人同意
        N_("Record the guardian's consent"),
        (
            FieldSpec("guardian_name", N_("Guardian who signed"), required=True),
            FieldSpec(
                "guardian_as",
                N_("Guardian is"),
                "choice",
                choices=lambda: [(one.code, one.label) for one in catalog.catalog("guardians")],
                editable=True,
                required=True,
            ),
            FieldSpec("guardian_on", N_("Signed on"), "date"),
        ),
    )

    def save(values: dict[str, Any]) -> None:
        household.give_consent(desk, person.customer_id, "guardian", **values)

    dialog = ActDialog(
        page, spec, save, yes=_("Record consent"), values={"guardian_on": desk.today()}, note=person.name
    )
    dialog.acted.connect(
        lambda _after: page.shell.messages.info(_("The consent of {name} is on record.").format(name=person.name))
    )
    dialog.start()
    return dialog


def withdraw_consent(page: HouseholdShown) -> None:
    """Asks which consent the selected person takes back; what was kept because of it is erased at once (PIPL 15, 47)."""
    person = page.selected()
    if person is None:
        return
    desk, who = page.desk, person

    def look() -> tuple[str, ...]:
        return household.consents_of(desk, who.customer_id)

    def ask(purposes: tuple[str, ...]) -> None:
        if not purposes:
            # L10N: {name} 没有有效的同意
            words = _("{name} has agreed to nothing that is in force.")
            page.shell.messages.info(words.format(name=who.name))
            return
        _ask_withdrawal(page, who, purposes)

    page.ask(look, ask)


def _ask_withdrawal(page: HouseholdShown, person: PersonView, purposes: tuple[str, ...]) -> ActDialog:
    desk = page.desk
    choices = [(code, catalog.label("consent_purposes", code)) for code in purposes]
    spec = FormSpec(
        # L10N: 撤回同意
        N_("Withdraw a consent"),
        # L10N: 撤回的同意
        (FieldSpec("purpose", N_("Consent to"), "choice", required=True, span="full", choices=lambda: choices),),
    )

    def save(values: dict[str, Any]) -> None:
        household.withdraw_consent(desk, person.customer_id, values["purpose"])

    # L10N: 仅凭该同意保存的资料（照片、未成年人的证件和电话）将立即删除，无法恢复
    note = _(
        "What was kept only because of it (photo, a child's document and phones) is erased at once and cannot come back."
    )
    dialog = ActDialog(
        page, spec, save, yes=_("Withdraw and erase"), values={"purpose": purposes[-1]}, title=person.name, note=note,
        danger=True,
    )  # fmt: skip
    # L10N: 已撤回 {name} 的同意
    words = _("The consent of {name} is withdrawn.")
    dialog.acted.connect(lambda _result: page.shell.messages.info(words.format(name=person.name)))
    dialog.start()
    return dialog


# ------------------------------------------------------------------------------------------------------------- papers
def toggle_paper(page: HouseholdShown, paper: DossierView) -> None:
    """A paper was received, or is missing after all."""
    state = "missing" if paper.state == "received" else "received"
    _set_paper(page, paper, state=state, place=paper.filed_at)


def file_paper(page: HouseholdShown, paper: DossierView, place: str) -> None:
    """Notes where a paper is filed; it has been received then."""
    if place != paper.filed_at or paper.state == "missing":
        _set_paper(page, paper, state="received", place=place)


def _set_paper(page: HouseholdShown, paper: DossierView, *, state: str, place: str) -> None:
    desk, unit_id = page.desk, page.unit_id

    def save() -> None:
        household.set_dossier(desk, unit_id, paper.paper, state=state, filed_at=place, received_on=paper.received_on)

    page.act(save)


def attach_scan(page: HouseholdShown, paper: DossierView, file: Path) -> None:
    """Keeps a scan of a paper."""
    desk, unit_id = page.desk, page.unit_id

    def save() -> str:
        return household.attach(desk, unit_id, paper.paper, file)

    # L10N: 已附上扫描件
    page.act(
        save,
        lambda _sha: page.shell.messages.info(
            _("{file} is attached to: {paper}").format(file=file.name, paper=paper.label)
        ),
    )


def open_scan(page: HouseholdShown, paper: DossierView) -> None:
    """Shows a scan in the program the PC uses for such files, from a copy with its own name."""
    if not paper.attachment:
        return
    desk = page.desk

    def copy() -> Path:
        try:
            return attachments.for_viewing(desk, paper.attachment, paper.attachment_name)
        except OSError as error:
            raise DeskError(
                "scan-not-opened",
                # L10N: 扫描件打不开：…
                _("{file} could not be opened ({reason}). The scan itself is safe.").format(
                    file=paper.attachment_name, reason=error.strerror or error
                ),
            ) from error

    def show(file: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            page.shell.messages.warn(_("No program on this PC opens {file}.").format(file=file.name))

    page.ask(copy, show)


# ------------------------------------------------------------------------------------------------------ register card
class CardDialog(Dialog):
    """The register card before it is issued: what will be on it, and the button that prints it."""

    def __init__(self, page: HouseholdShown, slip: Slip) -> None:
        # L10N: 住户成员情况登记表
        super().__init__(page, _("Household register card"))
        self._household = page
        self.preview = SlipPreview()
        self.content.addWidget(self.preview, 1)
        # L10N: 打印件上为完整号码，供住户核对签字
        words = _("The printed card shows whole numbers, for the resident to check and sign.")
        self.content.addWidget(theme.text(words, "muted", wrap=True))
        self.add_button(_("Cancel"), "Esc", self.reject)
        self.print_button = self.add_button(_("Print"), "Ctrl+Enter", self._issue, role="primary")
        self._bind("Ctrl+P", self._issue)
        window = page.window()
        self.resize(min(760, window.width() - 40), window.height() - 40)
        self.preview.show_slip(slip, slip_kinds()["register-card"].papers[0])
        self.print_button.setFocus()

    def _issue(self) -> None:
        page = self._household
        self.accept()
        desk, unit_id = page.desk, page.unit_id

        def issue() -> SlipView:
            return household.register_card(desk, unit_id)

        def issued(slip: SlipView) -> None:
            print_slip(page, slip)

        page.act(issue, issued)


def print_card(page: HouseholdShown) -> None:
    """Shows the register card as it would be printed now."""
    desk, unit_id = page.desk, page.unit_id

    def make() -> Slip:
        return household.register_card_preview(desk, unit_id)

    def show(slip: Slip) -> None:
        if page.shell.page() is page and not any(isinstance(child, CardDialog) for child in page.window().children()):
            CardDialog(page, slip).open()  # one, however often the key was pressed

    page.ask(make, show)


__all__ = [
    "REASONS",
    "CardDialog",
    "add_person",
    "add_vehicle",
    "attach_scan",
    "change_room",
    "edit_person",
    "end_stay",
    "end_vehicle",
    "file_paper",
    "open_scan",
    "page_actions",
    "print_card",
    "record_consent",
    "toggle_paper",
    "withdraw_consent",
]
