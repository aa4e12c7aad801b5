"""Moving in and out by keys: begun, left and taken up again, handed over, refused with everything that is missing, cleared."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from desk.services import households
from desk.services import moves as service
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.moves import BeginEntry, InspectEntry, KeyEntry, KeysEntry, LeaveEntry, MoverEntry, SignEntry
from desk.ui.forms.dialog import ActDialog
from tests.ui.household_site import resident

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]
ROOM = 3
TENANT = "李伟"


def dialog() -> ActDialog:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible())


def open_dialogs() -> list[ActDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible()]


def mover(name: str = TENANT, place: int = 1) -> MoverEntry:
    return MoverEntry(name, document_number=resident("19850314", f"{place:03d}"), photos=2, identity=True)


def begun(counter: Counter, **more: Any) -> Any:
    entry = BeginEntry(ROOM, "tenant", counter.desk.today(), (mover(),), **more)
    return service.begin(counter.desk, entry)


def moved_in(counter: Counter) -> Any:
    desk, row = counter.desk, begun(counter)
    service.inspect(desk, row.id, InspectEntry(("living",)))
    service.hand_keys(desk, row.id, KeysEntry((KeyEntry("home", 2, "A-3"),), TENANT))
    for station in ("property", "inspection"):
        service.sign(desk, row.id, SignEntry(station, "张工"))
    return service.move_in(desk, row.id)


def leaving(counter: Counter) -> Any:
    households.register_person(counter.desk, PersonEntry("王芳"), StayEntry(ROOM, "owner", lives=False))
    moved_in(counter)
    return service.leave(counter.desk, LeaveEntry(ROOM, "end-of-lease", counter.desk.today()))


def show(counter: Counter, row: Any) -> Any:
    counter.window.open_target(f"move:{row.id}")
    counter.settle()
    return counter.page()


def did(counter: Counter, key: str, **values: Any) -> Any:
    """Does an act by its key with what is typed."""
    counter.press(key)
    for name, value in values.items():
        dialog().form.set_value(name, value)
    counter.press("Ctrl+Enter")
    assert [(one.problem(), one.form.problems()) for one in open_dialogs()] == []
    return counter.page().record


def test_a_move_in_is_begun_by_its_key_and_left_and_taken_up_again(counter: Counter) -> None:
    counter.press("F11")
    page = counter.page()
    page.form.set_value("unit_id", ROOM)
    page.form.set_value("who", "tenant")
    line = {"name": TENANT, "document_number": resident("19850314", "001"), "photos": Decimal(2), "identity": True}
    page.form.set_value("people", [line])
    counter.settle()
    counter.press("Ctrl+S")
    (row,) = service.moves(counter.desk).rows
    assert counter.page().title() == row.number
    counter.press("F11")
    counter.page().form.set_value("unit_id", ROOM)
    counter.settle()
    assert counter.message()
    counter.window.open_page("moves")
    counter.settle()
    counter.press("Enter")
    assert counter.page().title() == row.number
