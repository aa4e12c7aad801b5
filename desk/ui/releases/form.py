"""The form of a release: who applies with which papers, what leaves and when; what is in the way is told while it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.catalog import label
from desk.errors import DeskError, InvalidInput, Problem
from desk.i18n import N_, _
from desk.rules.releases import LESSEES, UTILITIES, papers_needed
from desk.services import releases
from desk.services.releases import Item, ReleaseEntry
from desk.slips.engine.slip import Marks
from desk.ui.forms import FormSpec
from desk.ui.forms.page import FormPage
from desk.ui.kit import theme
from desk.ui.kit.pages import PageAction
from desk.ui.kit.preview import SlipPreview, paper_card
from desk.ui.releases.fields import ROLES, WITH_OWNER, asks, fields
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.releases import AroundView, CheckView, ReleaseView
    from desk.ui.kit.pages import Shell

PREVIEW_MS = 120
PAPER = "241-third"


class ReleaseForm(FormPage):
    """`open_page("release-form", unit_id=…)`, or `replaces=…` (an id) for the slip that takes another one's place."""

    draft_key = "release"

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._around: AroundView | None = None
        self._unit: int | None = None
        self._old: ReleaseView | None = None
        self._told: CheckView | None = None
        self._asked: ReleaseEntry | None = None
        self._chosen: dict[str, Any] = {}
        self.spec = FormSpec(N_("Issue a release"), fields(self))
        super().__init__(shell, desk)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PREVIEW_MS)
        self._timer.timeout.connect(self._look)

    # ------------------------------------------------------------------------------------------ what the lists offer
    def _people(self, roles: Sequence[str], *, company: bool = False) -> list[tuple[str, str]]:
        people = self._around.people if self._around is not None else ()
        return [
            (str(each.customer_id), f"{each.name}  {each.phone}".strip())
            for each in people
            if each.role in roles and (each.company or not company)
        ]

    def _typed(self, name: str) -> Any:
        form = getattr(self, "form", None)
        return form.value(name) if form is not None and form.has_field(name) else None

    def applicants(self) -> list[tuple[str, str]]:
        """Who of the register fits, after an empty choice."""
        applicant = self._typed("applicant") or "owner"
        found = self._people(ROLES.get(applicant, ()), company=applicant == "merchant")
        return [("", ""), *found]

    def owners(self) -> list[tuple[str, str]]:
        """The present owners, after an empty choice."""
        return [("", ""), *self._people(("owner",))]

    def papers(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """The papers that must be seen."""
        applicant = self._typed("applicant") or "owner"
        needed = papers_needed(applicant, owner_here=bool(self._typed("owner_here")))
        return [(code, label("release_papers", code), ("seen",)) for code in needed]

    def billed_elsewhere(self) -> Sequence[str]:
        """The utilities that their supplier bills."""
        return self._around.billed_elsewhere if self._around is not None else ()

    def residents(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Who is registered, each with a tick."""
        people = self._around.people if self._around is not None else ()
        names = dict.fromkeys(each.name for each in people if each.lives and not each.company)
        return [(name, name, ("leaves",)) for name in names]

    # --------------------------------------------------------------------------------------------------- building
    def side(self) -> QWidget:
        self.preview = SlipPreview()
        return paper_card(self.preview)

    def _build(self) -> None:
        super()._build()
        # Outside what scrolls: what the form cannot settle is seen while it is typed.
        self._card.body.insertWidget(self._card.body.indexOf(self._area) + 1, self._build_told())

    def _build_told(self) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        line = QHBoxLayout()
        self.told_words = theme.text("", "bad", wrap=True)
        self.pay_button = theme.Button("", key="F9", role="small")
        self.pay_button.clicked.connect(self.take_fees)
        self.pay_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line.addWidget(self.told_words, 1)
        line.addWidget(self.pay_button)
        self.warned_words = theme.text("", "note-warning", wrap=True)
        box.addLayout(line)
        box.addWidget(self.warned_words)
        for widget in (self.told_words, self.pay_button, self.warned_words):
            widget.hide()
        return holder

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            *super().actions_by_key(),
            # L10N: 收取费用
            PageAction(N_("Take the fees"), "F9", self.take_fees),
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.pay_button.set_words(_("Take the fees"))
        self.preview.retranslate()
        self._say()

    # ---------------------------------------------------------------------------------------------------- opening
    def title(self) -> str:
        if self._old is not None:
            # L10N: 另开放行单（取代 {number}）
            return _("Issue a release in the place of {number}").format(number=self._old.number)
        return super().title()

    def open(self, **args: Any) -> None:
        replaces = args.pop("replaces", None)
        self._around, self._unit, self._old, self._told, self._asked = None, None, None, None, None
        self._chosen = {}
        super().open(**args)
        self.form.field("unit_id").setEnabled(replaces is None)
        if replaces is not None:
            self._read_old(int(replaces))
        self.changed()
        self._say()

    def start(self, **args: Any) -> dict[str, Any]:
        found: dict[str, Any] = {"move_at": self.desk.local(self.desk.clock())}
        if args.get("unit_id"):
            found["unit_id"] = int(args["unit_id"])
        return found

    def first_focus(self) -> QWidget | None:
        field: QWidget | None = self.form.field("papers") if self.form.value("unit_id") else self.form.first()
        return field

    def context(self) -> dict[str, Any]:
        return {"unit_id": self._unit} if self._unit else {}

    def refresh(self) -> None:
        self._read_room()

    def _restore(self, state: Mapping[str, Any]) -> None:
        # The people are offered when the room was read: until then the draft's choice waits.
        self._chosen = {name: state.get(name) for name in ("customer_id", "owner_id")}
        super()._restore(state)

    def _read_old(self, release_id: int) -> None:
        desk = self.desk

        def look() -> Any:
            return releases.release(desk, release_id), releases.entry_of(desk, release_id)

        def show(found: Any) -> None:
            self._old, entry = found
            self._chosen = {"customer_id": str(entry.customer_id or ""), "owner_id": str(entry.owner_id or "")}
            with self.form.quietly():
                self.form.set_values(_shown(entry))
            self.retranslate()
            self.changed()

        self.ask(look, show)

    def _read_room(self) -> None:
        unit, desk = self._unit, self.desk
        if unit is None:
            return

        def look() -> Any:
            return releases.around(desk, unit)

        def show(found: AroundView) -> None:
            if unit != self._unit:
                return
            self._around = found
            self._refill()
            self.form.settle()
            self._timer.start()

        self.ask(look, show)

    def _refill(self) -> None:
        """The lists that follow the room and the applicant; the only one there is, is chosen."""
        form = self.form
        with form.quietly():
            for name, found in (("customer_id", self.applicants()), ("owner_id", self.owners())):
                form.refill(name)
                wanted = self._chosen.get(name)
                if wanted and any(code == wanted for code, _words in found):
                    form.set_value(name, self._chosen.pop(name))
                if not form.value(name) and len(found) > 1 and (name == "customer_id" or len(found) == 2):
                    form.set_value(name, found[1][0])
            form.field("papers").refill()
            form.field("leaving").refill()

    # ------------------------------------------------------------------------------------------------ what is typed
    def changed(self) -> None:
        if not hasattr(self, "_timer"):
            return
        if self.form.value("unit_id") != self._unit:
            self._unit, self._around = self.form.value("unit_id"), None
            self._read_room()
        self._refill()
        self._timer.start()

    def _entry(self, values: Mapping[str, Any]) -> ReleaseEntry:
        applicant, whole = values["applicant"], values["scope"] == "whole"
        lessee, with_owner = applicant in LESSEES, applicant in WITH_OWNER
        fees = asks(values)
        reason = values["waived"].strip() if fees else ""
        waivable = [each.code for each in self._told.obstacles if each.waivable_by] if self._told else ["fees"]
        return ReleaseEntry(
            values["unit_id"] or 0,
            tuple(
                Item(line["name"], int(line["quantity"]) if line["quantity"] is not None else 1, line["remark"])
                for line in values["items"]
            ),
            applicant,
            int(values["customer_id"]) if applicant in ROLES and values["customer_id"] else None,
            values["name"] if applicant in ("agent", "merchant", "contractor") else "",
            values["company"] if applicant == "contractor" else "",
            values["document"], values["phone"],
            int(values["owner_id"]) if with_owner and values["owner_id"] else None,
            lessee and values["owner_here"], values["owner_phone"] if lessee and not values["owner_here"] else "",
            tuple(code for code, ticks in values["papers"].items() if ticks),
            values["on_site"] if applicant == "contractor" else "", values["scope"], lessee and values["lease_end"],
            values["carrier"], values["plate"], values["move_at"], values["slot"], values["valid_to"], values["note"],
            {kind: values[kind] for kind in self.billed_elsewhere() if fees and values[kind]}, values["utilities_note"],
            tuple(name for name, ticks in values["leaving"].items() if ticks) if whole else (),
            whole and values["nobody_leaves"], dict.fromkeys(waivable, reason) if reason else {},
            self._old.number if self._old is not None else "",
        )  # fmt: skip

    def _look(self) -> None:
        values = self.form.values()
        if values["unit_id"] is None:
            self._asked = self._told = None
            self.preview.clear()
            self._say()
            return
        entry, desk = self._entry(values), self.desk
        if entry == self._asked:
            return
        self._asked = entry

        def look() -> Any:
            return releases.check_release(desk, entry), releases.preview(desk, entry)

        def show(found: Any) -> None:
            if entry == self._asked:
                self._told, slip = found
                self.preview.show_slip(slip, PAPER, Marks(preview=True))
                self._say()

        def failed(_error: DeskError) -> None:
            self._asked = None  # saving says what is wrong

        self.ask(look, show, on_error=failed)

    def _say(self) -> None:
        told = self._told
        # What the form itself asks for is said beside its fields when it is saved.
        words = "\n".join(each.words for each in told.obstacles if each.settle) if told is not None else ""
        warned = "\n".join(told.warnings) if told is not None else ""
        for widget, text in ((self.told_words, words), (self.warned_words, warned)):
            widget.setText(text)
            widget.setVisible(bool(text))
        self.pay_button.setVisible(told is not None and any(each.settle == "pay" for each in told.obstacles))

    def take_fees(self) -> None:
        """Goes to the cashier with the room; what is typed here waits as a draft."""
        if self._unit is not None:
            self.shell.open_page("cashier", unit_id=self._unit)

    # --------------------------------------------------------------------------------------------------------- saving
    def save(self, values: dict[str, Any]) -> Any:
        try:
            return releases.issue(self.desk, self._entry(values))
        except InvalidInput as error:
            raise _placed(error, values) from error

    def saved(self, result: ReleaseView, printing: bool) -> None:
        # L10N: {number} 已开具，{valid} 有效
        words = _("{number} is issued, valid to {day}.").format(number=result.number, day=result.valid_to.isoformat())
        target, shell = f"release:{result.id}", self.shell
        # L10N: 查看放行单
        shell.messages.info(words, label=_("Open the release"), action=lambda: shell.open_target(target))
        if printing and result.slips:
            print_slip(self, result.slips[0])
        shell.leave()
        if result.leaving:
            shell.open_page(
                "leave-form", unit_id=result.unit_id
            )  # who moves with the goods is moved out next (handbook M5)


def _placed(error: InvalidInput, values: Mapping[str, Any]) -> InvalidInput:
    """The problems beside the fields that the form shows."""
    by_register = {"customer_id": "customer_id" if values["applicant"] in ROLES else "applicant"}

    def place(name: str) -> str:
        head = name.partition(".")[0]
        if head == "utilities":
            return "water" if not values["water"] else "electricity"
        return by_register.get(head, head)

    return InvalidInput([Problem(each.code, each.message, place(each.field), each.warning) for each in error.problems])


def _shown(entry: ReleaseEntry) -> dict[str, Any]:
    """An entry as the form shows it."""
    plain = (
        "unit_id", "scope", "applicant", "name", "company", "lease_end", "owner_here", "owner_phone", "on_site",
        "move_at", "valid_to", "slot", "carrier", "plate", "phone", "document", "note", "utilities_note",
    )  # fmt: skip
    return {
        **{name: getattr(entry, name) for name in plain},
        "customer_id": str(entry.customer_id or ""),
        "owner_id": str(entry.owner_id or ""),
        "papers": {code: ["seen"] for code in entry.papers},
        "items": [{"name": i.name, "quantity": i.quantity, "remark": i.remark} for i in entry.items],
        **{kind: entry.utilities.get(kind, "") for kind in UTILITIES},
    }


__all__ = ["ReleaseForm"]
