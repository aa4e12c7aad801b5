"""Moving in and out by keys: begun, left and taken up again, handed over, refused with everything that is missing, cleared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication

from desk.services import households, money
from desk.services import moves as service
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.moves import BeginEntry, InspectEntry, KeyEntry, KeysEntry, LeaveEntry, MoverEntry, SignEntry
from desk.ui.forms.dialog import ActDialog
from tests.kit.site import PIN
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


def test_the_hand_over_and_the_end_by_keys(counter: Counter) -> None:
    page = show(counter, begun(counter))
    assert page.buttons["inspect"].hasFocus()  # the next step has the keyboard
    rooms = {"kitchen": ("seen",), "living": ("seen",)}
    defect = {"room": "kitchen", "item": "pipes", "words": "漏水", "stated": False}
    after = did(counter, "Ctrl+Shift+I", rooms=rooms, defects=[defect])
    assert [each.words for each in after.defects] == ["漏水"]
    after = did(counter, "Alt+D", water=Decimal("12.5"))
    assert [each.value for each in after.readings] == [Decimal("12.50")]
    after = did(counter, "Alt+K", keys=[{"kind": "home", "number": "A-1", "pieces": Decimal(2)}])
    assert [(each.pieces, each.signed_by) for each in after.keys] == [(2, TENANT)]
    after = did(counter, "Alt+J", pieces={"owner-handbook": ("given",)})
    assert [each.code for each in after.handouts] == ["owner-handbook"]
    counter.press("Ctrl+J")  # the stations have not signed
    assert "物业组" in dialog().told()
    counter.press("Esc")
    did(counter, "Ctrl+T")
    did(counter, "Ctrl+T")
    after = did(counter, "Ctrl+J")
    assert after.state == "moved-in"
    did(counter, "Alt+I")
    assert [each.name for each in service.passes_of(counter.desk, ROOM)] == [TENANT]
    after = did(counter, "Ctrl+N", note="钥匙已试")
    assert after.events[-1].note == "钥匙已试"


def test_what_is_missing_is_told_at_once_each_with_its_way(counter: Counter) -> None:
    entry = BeginEntry(ROOM, "relative", counter.desk.today(), (MoverEntry(TENANT),))
    page = show(counter, service.begin(counter.desk, entry))
    assert page.card("missing").isVisible()
    counter.press("Ctrl+J")
    told = dialog().told()
    for words in ("照片", "公证书", "业主", "会签"):
        assert words in told
    counter.press("Ctrl+1")  # the first way: people and photos
    counter.settle()
    line = dialog().form.value("people")[0]
    dialog().form.set_value("people", [{**line, "photos": Decimal(2), "identity": True}])
    counter.press("Ctrl+Enter")
    assert not any("照片" in words for words in page.record.missing)
    did(counter, "Ctrl+Shift+D", papers={"kinship": ("here",), "consent": ("here",), "identity-copy": ("here",)})
    assert not any("公证书" in words for words in page.record.missing)


def test_a_household_is_cleared_line_by_line_and_leaves(counter: Counter) -> None:
    row = leaving(counter)
    page = show(counter, row)
    counter.settle()
    clearance = page.card("clearance").content
    assert set(clearance.buttons) >= {"move-keys"}
    counter.press("Ctrl+J")
    assert "钥匙" in dialog().told()
    counter.press("Esc")
    clearance.buttons["move-keys"].click()
    counter.settle()
    counter.press("Ctrl+Enter")
    assert [key.state for key in page.record.keys] == ["back"]
    did(counter, "Alt+F", water_reason="10月账单", electricity_reason="10月账单")
    after = did(counter, "Ctrl+J")
    assert after.state == "moved-out"
    assert [slip.kind for slip in after.slips] == ["move-clearance"]
    counter.press("Ctrl+Del")  # taking it back asks for a supervisor's PIN
    dialog().form.set_value("reason", "房号填错")
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    assert page.record.state == "reversed"


def test_a_move_out_is_begun_from_the_household_with_who_leaves(counter: Counter) -> None:
    households.register_person(counter.desk, PersonEntry("王芳"), StayEntry(ROOM, "owner", lives=False))
    moved_in(counter)
    counter.window.open_target(f"unit:{ROOM}")
    counter.settle()
    counter.press("Alt+O")
    page = counter.page()
    assert page.form.value("unit_id") == ROOM
    people = [row[1] for row in page.form.field("people")._shown if isinstance(row, tuple)]
    assert any(TENANT in words for words in people)
    counter.press("Ctrl+S")
    (row,) = service.moves(counter.desk, service.MoveFilter("open")).rows
    assert (row.kind, row.names) == ("out", TENANT)


def test_the_manager_waives_the_fees_on_the_spot(counter: Counter) -> None:
    row = leaving(counter)
    desk = counter.desk
    money.open_shift(desk, opening=0)
    money.charge(desk, money.ChargeEntry("management", 5000, ROOM))
    service.take_keys(desk, row.id, [service.KeyBackEntry(row.keys[0].id, "back", 2)])
    answer = {"how": "not-ours", "reason": "直供"}
    service.note_utilities(desk, row.id, {"water": answer, "electricity": answer})
    page = show(counter, row)
    counter.press("Ctrl+J")
    dialog().form.set_value("waive:fees", "已书面承诺付款")
    counter.settle()
    assert dialog().approval.role == "manager"
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    assert page.record.waived == {"fees": "已书面承诺付款"}


# ------------------------------------------------------------------------------------------------------ residence passes
def with_pass(counter: Counter) -> Any:
    row = moved_in(counter)
    (made,) = service.issue_passes(counter.desk, row.id)
    counter.window.open_page("resident-passes")
    counter.settle()
    return made


def test_passes_are_taken_back_lost_and_replaced_from_their_list(counter: Counter) -> None:
    made = with_pass(counter)
    counter.press("Ctrl+Shift+X")
    dialog().form.set_value("note", "买菜时丢失")
    counter.press("Ctrl+Enter")
    assert service.resident_pass(counter.desk, made.number).state == "lost"
    counter.page().show_view("all")
    counter.settle()
    counter.press("Ctrl+Shift+N")
    assert {each.state for each in service.passes_of(counter.desk, ROOM)} == {"replaced", "active"}
    counter.page().table.select(lambda row: row.state == "active")
    counter.settle()
    counter.press("Ctrl+B")
    assert {each.state for each in service.passes_of(counter.desk, ROOM)} == {"replaced", "returned"}


def test_passes_are_issued_for_a_home_and_for_a_building(counter: Counter) -> None:
    counter.window.open_page("resident-passes")
    counter.settle()
    counter.press("Insert")
    dialog().form.set_value("unit_id", 1)
    counter.press("Ctrl+Enter")
    assert len(service.passes_of(counter.desk, 1)) == 2
    counter.press("Ctrl+Insert")
    dialog().form.set_value("building", "1")
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    assert [one.problem() for one in open_dialogs()] == []


@pytest.mark.parametrize(("number", "view"), [("JZ-20261121-0001", "all"), ("cancelled", "cancelled")])
def test_a_scan_and_a_list_of_today_open_the_passes(counter: Counter, number: str, view: str) -> None:
    with_pass(counter)
    counter.window.open_target(f"resident-passes:{number}")
    counter.settle()
    page = counter.page()
    assert page.query().view == view
    assert page.table.total() == (1 if view == "all" else 0)


# ------------------------------------------------------------------------------------------------- living and owning
def owner_elsewhere(counter: Counter) -> Any:
    stay = StayEntry(ROOM, "owner", since=date(2020, 1, 1), lives=False)
    found = households.register_person(counter.desk, PersonEntry("王芳"), stay)
    counter.window.open_target(f"unit:{ROOM}")
    counter.settle()
    return found


def home(counter: Counter) -> dict[str, tuple[str, bool, bool]]:
    people = households.household(counter.desk, ROOM).people
    return {person.name: (person.role, person.here, person.lives) for person in people}


def test_an_owner_begins_to_live_here(counter: Counter) -> None:
    owner_elsewhere(counter)
    counter.press("Alt+L", "Ctrl+Enter")
    assert home(counter) == {"王芳": ("owner", True, True)}


def test_a_home_is_transferred_by_its_paper(counter: Counter) -> None:
    owner_elsewhere(counter)
    counter.press("Alt+T")
    for name, value in (("number", "粤(2026)7"), ("name", "周新"), ("phone", "13800000003")):
        dialog().form.set_value(name, value)
    counter.press("Ctrl+Enter")
    assert open_dialogs() == []
    counter.clock.forward(days=1)
    assert home(counter) == {"周新": ("owner", True, False), "王芳": ("owner", False, False)}


def test_a_registration_made_by_mistake_is_struck_with_a_supervisor(counter: Counter) -> None:
    owner_elsewhere(counter)
    counter.press("Ctrl+Shift+Del")
    dialog().form.set_value("reason", "登记有误")
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    assert open_dialogs() == []
    counter.clock.forward(days=1)
    assert home(counter) == {"王芳": ("owner", False, False)}
