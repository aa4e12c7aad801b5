from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.models import Staff
from desk.services import site, staff
from desk.services.kit.desk import Desk
from desk.services.site.check import check
from desk.services.staff import StaffEntry
from tests.kit.site import PIN

NEW = StaffEntry("wang", "王芳", "receptionist", "1357", department="", phone="138 1234 0001")


def code_of(call, *arguments, **named):
    with pytest.raises(DeskError) as caught:
        call(*arguments, **named)
    return caught.value.code


def test_the_first_one_needs_nobody_the_next_the_manager(empty_desk):
    site.ensure_site(empty_desk)
    staff.add_staff(empty_desk, replace(NEW, role="manager", pin="246810"))
    with pytest.raises(NotAllowed):
        staff.add_staff(empty_desk, replace(NEW, login="li"))
    assert len(staff.staff_list(empty_desk)) == 1


def test_a_receptionist_changes_no_staff(desk, staff_of_site):
    someone = staff_of_site.supervisor.id
    for call in (
        lambda: staff.add_staff(desk, NEW),
        lambda: staff.change_staff(desk, someone, NEW),
        lambda: staff.set_pin(desk, someone, "9999"),
        lambda: staff.retire(desk, someone),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert len(staff.staff_list(desk)) == 3


def test_added_staff_signs_in_with_full_width_digits_and_any_case(desk, staff_of_site):
    desk.actor = staff_of_site.manager
    view = staff.add_staff(desk, NEW)
    assert (view.phone, view.has_pin, view.active) == ("13812340001", True, True)
    actor = staff.sign_in(desk, " WANG ", "１３５７")
    assert actor == desk.actor
    assert (actor.id, actor.name) == (view.id, "王芳")


def test_the_pin_is_kept_as_a_hash(desk, staff_of_site, events):
    desk.actor = staff_of_site.manager
    view = staff.add_staff(desk, NEW)
    with desk.look() as session:
        kept = session.scalars(select(Staff.pin).where(Staff.id == view.id)).one()
    assert kept.startswith("$argon2id$")
    assert "1357" not in str([e.data for e in events("staff.add")])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"login": ""}, "login"),
        ({"login": "LIN"}, "login"),
        ({"login": "a b"}, "login"),
        ({"role": "boss"}, "role"),
        ({"pin": "123"}, "pin"),
        ({"pin": ""}, "pin"),
        ({"pin": "12a4"}, "pin"),
        ({"pin": "1" * 13}, "pin"),
        ({"phone": "123"}, "phone"),
    ],
)
def test_wrong_staff_is_refused_beside_its_field(desk, staff_of_site, change, field):
    desk.actor = staff_of_site.manager
    with pytest.raises(InvalidInput) as caught:
        staff.add_staff(desk, replace(NEW, **change))
    assert list(caught.value.by_field()) == [field]


def test_a_longer_pin_when_the_manager_wants_it(desk, staff_of_site):
    desk.actor = staff_of_site.manager
    site.change_setting(desk, "policy.staff.pin_length", 6)
    assert code_of(staff.set_pin, desk, staff_of_site.receptionist.id, "13579") == "pin"
    staff.set_pin(desk, staff_of_site.receptionist.id, "135790")


def test_changing_without_a_pin_leaves_it(desk, staff_of_site, events):
    desk.actor = staff_of_site.manager
    clerk = staff_of_site.receptionist.id
    staff.change_staff(desk, clerk, StaffEntry("lin", "林小晓", "supervisor", ""))
    assert events("staff.change")[-1].data == {
        "changed": {"name": ["林晓", "林小晓"], "role": ["receptionist", "supervisor"]}
    }
    assert staff.sign_in(desk, "lin", PIN).role == "supervisor"


def test_one_sets_ones_own_pin(desk, staff_of_site):
    own = staff_of_site.receptionist.id
    assert code_of(staff.set_pin, desk, own, "2580") == "wrong-pin"  # a passer-by does not know the one so far
    staff.set_pin(desk, own, "2580", old=PIN)
    assert code_of(staff.sign_in, desk, "lin", PIN) == "wrong-pin"
    staff.sign_in(desk, "lin", "2580")


@pytest.mark.parametrize("pin", ["0000", "1111", "1234", "4321", "1212", "123123", "987654", "222222"])
def test_a_pin_that_is_guessed_first_is_refused(desk, staff_of_site, pin):
    desk.actor = staff_of_site.manager
    assert code_of(staff.set_pin, desk, staff_of_site.receptionist.id, pin) == "simple"


def test_from_the_supervisor_up_a_pin_has_six_digits(desk, staff_of_site):
    desk.actor = staff_of_site.manager
    staff.set_pin(desk, staff_of_site.receptionist.id, "2580")
    for member in (staff_of_site.supervisor, staff_of_site.manager):
        assert code_of(staff.set_pin, desk, member.id, "2580", old=PIN) == "pin"
        staff.set_pin(desk, member.id, "258036", old=PIN)


def test_each_round_of_wrong_pins_waits_twice_as_long(desk, clock):
    waits = []
    for _round in range(12):
        for _attempt in range(5):
            said = code_of(staff.sign_in, desk, "lin", "000000")
        assert said == "locked-out"
        minutes = 0
        while code_of_or_none(desk, "000001", look=True) == "locked-out":
            clock.forward(minutes=1)
            minutes += 1
        waits.append(minutes)
        if len(waits) == 4:
            break
    assert waits == [5, 10, 20, 40]
    staff.sign_in(desk, "lin", PIN)
    for _attempt in range(4):
        assert code_of(staff.sign_in, desk, "lin", "000000") == "wrong-pin"


def code_of_or_none(desk, _pin, *, look):
    """Whether the login is locked, without a try."""
    with desk.look() as session:
        row = session.scalars(select(Staff).where(Staff.login == "lin")).one()
        return "locked-out" if look and row.locked_until is not None and row.locked_until > desk.clock() else None


def test_a_name_that_nobody_has_is_recorded_but_not_what_was_typed(desk, events):
    assert code_of(staff.sign_in, desk, "135790", "x") == "unknown-login"
    found = events("staff.unknown-login")
    assert len(found) == 1
    assert "135790" not in str((found[0].data, found[0].subject))


def test_the_code_from_the_safe_sets_the_managers_pin_once(desk, staff_of_site, events):
    desk.actor = staff_of_site.manager
    code = staff.new_recovery_code(desk)
    desk.actor = None
    assert code_of(staff.recover, desk, "zhou", "no code", "258036") == "wrong-code"
    assert code_of(staff.recover, desk, "zhou", code, "1111") in ("pin", "simple")
    assert code_of(staff.recover, desk, "lin", code, "258036") == "unknown-login"
    staff.recover(desk, "ZHOU", code.lower().replace("-", ""), "258036")
    assert staff.sign_in(desk, "zhou", "258036").role == "manager"
    assert code_of(staff.recover, desk, "zhou", code, "369258") == "wrong-code"
    assert len(events("staff.recover")) == 1
    assert len(events("staff.wrong-code")) == 2
    assert check(desk) == []


def test_wrong_pins_lock_for_some_minutes_and_are_counted_in_the_database(desk, clock, events):
    desk.actor = None
    for left in ("4", "3", "2", "1"):
        with pytest.raises(DeskError, match=left) as caught:
            staff.sign_in(desk, "lin", "000000")
        assert caught.value.code == "wrong-pin"
        desk = Desk(desk.database, data=desk.data, clock=clock)  # a restart gives no new attempts
    assert code_of(staff.sign_in, desk, "lin", "000000") == "locked-out"
    assert code_of(staff.sign_in, desk, "lin", PIN) == "locked-out"
    assert desk.actor is None
    clock.forward(minutes=4, seconds=59)
    assert code_of(staff.sign_in, desk, "lin", PIN) == "locked-out"
    clock.forward(seconds=2)
    staff.sign_in(desk, "lin", PIN)
    assert len(events("staff.wrong-pin")) == 5
    assert check(desk) == []


def test_a_lock_set_by_a_clock_that_was_ahead_is_none(desk, clock):
    """Five wrong PINs ten years ahead used to lock the only manager out for 5,260,325 minutes."""
    clock.forward(days=3650)
    for _attempt in range(5):
        code_of(staff.sign_in, desk, "zhou", "000000")
    clock.forward(days=-3650)
    assert staff.sign_in(desk, "zhou", PIN).login == "zhou"


def test_a_right_pin_clears_the_count(desk):
    for _round in range(3):
        for _attempt in range(4):
            assert code_of(staff.sign_in, desk, "lin", "0000") == "wrong-pin"
        staff.sign_in(desk, "lin", PIN)


def test_locking_one_login_leaves_the_others(desk):
    for _attempt in range(5):
        code_of(staff.sign_in, desk, "lin", "0000")
    staff.sign_in(desk, "chen", PIN)


def test_the_manager_unlocks_by_a_new_pin(desk):
    for _attempt in range(5):
        code_of(staff.sign_in, desk, "lin", "0000")
    staff.sign_in(desk, "zhou", PIN)
    staff.set_pin(desk, next(s.id for s in staff.staff_list(desk) if s.login == "lin"), "8642")
    staff.sign_in(desk, "lin", "8642")


def test_a_failed_sign_in_leaves_who_is_at_the_counter(desk, staff_of_site, events):
    code_of(staff.sign_in, desk, "zhou", "0000")
    assert desk.actor == staff_of_site.receptionist
    assert code_of(staff.sign_in, desk, "nobody", "0000") == "unknown-login"
    # Whoever typed the wrong PIN, it was not proved to be the one at the counter.
    assert [(e.staff_id, e.subject) for e in events("staff.wrong-pin")] == [(None, f"staff:{staff_of_site.manager.id}")]


def test_signing_in_and_out_is_audited_under_ones_own_name(desk, staff_of_site, events):
    staff.sign_in(desk, "zhou", PIN)
    staff.sign_out(desk)
    staff.sign_out(desk)
    assert desk.actor is None
    assert [e.staff_id for e in events("staff.sign-in")] == [staff_of_site.manager.id]
    assert [e.staff_id for e in events("staff.sign-out")] == [staff_of_site.manager.id]


def test_a_login_without_a_pin_is_let_in(desk, staff_of_site):
    with desk.act("test") as act:
        act.session.get_one(Staff, staff_of_site.receptionist.id).pin = ""
    assert not next(s for s in staff.staff_list(desk) if s.login == "lin").has_pin
    staff.sign_in(desk, "lin", "")


def test_who_left_stays_on_file_and_signs_in_no_more(desk, staff_of_site):
    desk.actor = staff_of_site.manager
    staff.retire(desk, staff_of_site.receptionist.id)
    assert "lin" not in [s.login for s in staff.staff_list(desk)]
    assert "lin" in [s.login for s in staff.staff_list(desk, active_only=False)]
    assert code_of(staff.sign_in, desk, "lin", PIN) == "unknown-login"


def test_there_is_always_a_manager(desk, staff_of_site):
    desk.actor = staff_of_site.manager
    me = staff_of_site.manager.id
    assert code_of(staff.retire, desk, me) == "self"
    assert code_of(staff.change_staff, desk, me, StaffEntry("zhou", "周敏", "receptionist", "")) == "last-manager"
    staff.add_staff(desk, replace(NEW, role="manager", pin="246810"))
    staff.change_staff(desk, me, StaffEntry("zhou", "周敏", "receptionist", ""))
    assert desk.actor.role == "receptionist"
