"""At the gate, and after it: passed, partly, refused; void, used, expired, early; copies, weeks, what falls due (handbook M4)."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from desk.errors import DeskError, InvalidInput, NotFound
from desk.services import households, slips
from desk.services import releases as service
from desk.services.kit import due
from desk.services.kit.desk import Desk
from desk.services.releases import GateEntry
from desk.services.site.check import check
from tests.services.releases.goods import GUARD, ROOM, Counter, fields


def test_it_passes_once(counter: Counter) -> None:
    made = counter.issue()
    passed = service.let_pass(counter.desk, made.id, GateEntry("老吴", "11000019850314001X"))
    assert (passed.state, passed.guard, [item.passed for item in passed.items]) == ("passed", "老吴", [2, 1, 8])
    assert passed.carrier_document.endswith("001X")
    assert "850314" not in passed.carrier_document
    with pytest.raises(DeskError) as again:
        service.let_pass(counter.desk, made.id, GUARD)
    assert again.value.code == "used"
    shown = service.release(counter.desk, made.id)
    assert [event.kind for event in shown.events] == ["gate-used", "passed", "issued"]


def test_fewer_may_leave_and_the_rest_lapses(counter: Counter) -> None:
    made = counter.issue()
    for left, code in (((2, 1, 8), "all"), ((0, 0, 0), "none"), ((3, 0, 0), "more"), ((1,), "required")):
        with pytest.raises(InvalidInput) as refused:
            service.let_part_pass(counter.desk, made.id, GateEntry("老吴", left=left))
        assert fields(refused) == {"left": code}
    partly = service.let_part_pass(counter.desk, made.id, GateEntry("老吴", left=(2, 0, 5)))
    assert (partly.state, [item.passed for item in partly.items]) == ("partly", [2, 0, 5])
    with pytest.raises(DeskError) as again:
        service.let_part_pass(counter.desk, made.id, GateEntry("老吴", left=(0, 1, 3)))
    assert again.value.code == "used"


def test_goods_not_listed_are_refused_and_the_slip_stays_unused(counter: Counter) -> None:
    made = counter.issue()
    with pytest.raises(InvalidInput) as blank:
        service.refuse(counter.desk, made.id, GateEntry())
    assert set(fields(blank)) == {"guard", "note"}
    refused = service.refuse(counter.desk, made.id, GateEntry("老吴", note="多一台电视"))
    assert (refused.state, refused.verdict, refused.mismatch) == ("refused", "good", True)
    assert [row.number for row in service.releases(counter.desk, service.ReleaseFilter("mismatched")).rows] == [
        made.number
    ]
    lamp = next(each for each in households.household(counter.desk, ROOM).lights if each.code == "releases")
    assert lamp.state == "red"
    assert service.let_pass(counter.desk, made.id, GUARD).state == "passed"  # the television stayed behind


@pytest.mark.parametrize(
    ("day", "hour", "verdict"),
    [("2026-11-23", 23, "early"), ("2026-11-24", 0, "good"), ("2026-11-25", 23, "good"), ("2026-11-26", 0, "expired")],
)
def test_the_days_of_a_slip(counter: Counter, day: str, hour: int, verdict: str) -> None:
    made = counter.issue(move_at=counter.at("2026-11-24"), valid_to=date(2026, 11, 25))
    counter.clock.now = counter.at(day, hour)
    if verdict == "good":
        assert service.show(counter.desk, made.number).events[0].kind == "issued"
        assert service.let_pass(counter.desk, made.id, GUARD).state == "passed"
        return
    shown = service.show(counter.desk, made.number.lower())
    assert (shown.verdict, shown.events[0].kind) == (verdict, f"gate-{verdict}")
    for act in (service.let_pass, service.refuse, service.let_part_pass):
        with pytest.raises(DeskError) as refused:
            act(counter.desk, made.id, GateEntry("老吴", left=(1, 0, 0), note="x"))
        assert refused.value.code == verdict
    assert service.release(counter.desk, made.id).state == "issued"
    assert len(service.release(counter.desk, made.id).events) == 5


def test_a_void_one_says_so_and_keeps_its_number(counter: Counter) -> None:
    made = counter.issue()
    with pytest.raises(InvalidInput) as why:
        service.void(counter.desk, made.id, reason=" ")
    assert fields(why) == {"reason": "required"}
    service.void(counter.desk, made.id, reason="写错房号")
    shown = service.show(counter.desk, made.number)
    assert (shown.verdict, shown.events[0].kind, shown.slips[0].state) == ("void", "gate-void", "void")
    assert "作废" in shown.verdict_words
    assert counter.issue().number == "FX-20261123-0002"


def test_a_slip_voided_among_the_slips_voids_the_release(counter: Counter) -> None:
    made = counter.issue()
    slips.void(counter.desk, made.number, reason="写错房号")
    assert service.release(counter.desk, made.id).state == "void"
    used = counter.issue()
    service.let_pass(counter.desk, used.id, GUARD)
    with pytest.raises(DeskError) as refused:
        slips.void(counter.desk, used.number, reason="x")
    assert refused.value.code == "illegal-move"
    assert service.release(counter.desk, used.id).slips[0].state == "issued"


def test_an_unknown_number_does_not_pass(counter: Counter) -> None:
    with pytest.raises(NotFound):
        service.show(counter.desk, "FX-20991231-0001")


def test_a_moment_at_the_gate_lies_between_the_first_day_and_now(counter: Counter) -> None:
    made = counter.issue()
    for moment, code in ((counter.at("2026-11-23", 11), "future"), (counter.at("2026-11-22", 9), "early")):
        with pytest.raises(InvalidInput) as refused:
            service.let_pass(counter.desk, made.id, GateEntry("老吴", at=moment))
        assert fields(refused) == {"at": code}


def test_unused_ones_expire_and_are_closed(counter: Counter) -> None:
    made = counter.issue()
    counter.on("2026-11-24", 0)
    expired = service.release(counter.desk, made.id)
    assert expired.state == "expired"
    assert _due(counter.desk)["release-unused"] == 1
    assert service.drop(counter.desk, made.id, note="客户改期").state == "unused"
    assert "release-unused" not in _due(counter.desk)
    assert service.show(counter.desk, made.number).verdict == "expired"


def _due(desk: Desk) -> dict[str, int]:
    return {card.code: card.count for card in due.items(desk) if card.code.startswith("release") and card.count}


def test_copies_come_back_and_what_differs_is_listed(counter: Counter) -> None:
    first, second = counter.issue(), counter.issue()
    with pytest.raises(DeskError) as unused:
        service.copy_back(counter.desk, first.id)
    assert unused.value.code == "illegal-move"
    for one in (first, second):
        service.let_pass(counter.desk, one.id, GUARD)
    assert _due(counter.desk) == {}
    assert service.counts(counter.desk)["copies"] == 2
    counter.on("2026-11-30")
    assert _due(counter.desk) == {}  # a week is not over before the eighth day
    counter.on("2026-12-01")
    assert _due(counter.desk) == {"release-copies": 2}
    service.copy_back(counter.desk, first.id)
    back = service.copy_back(counter.desk, second.id, difference="门岗联写沙发 1 件")
    assert (back.copy_back_on, back.mismatch) == (date(2026, 12, 1), True)
    assert [row.number for row in service.releases(counter.desk, service.ReleaseFilter("mismatched")).rows] == [
        second.number
    ]
    assert _due(counter.desk) == {}
    with pytest.raises(DeskError):
        service.copy_back(counter.desk, first.id)


def test_the_week_is_printed(counter: Counter) -> None:
    first, second, third = counter.issue(), counter.issue(), counter.issue()
    service.let_pass(counter.desk, first.id, GUARD)
    service.refuse(counter.desk, second.id, GateEntry("老吴", note="多一台电视"))
    service.void(counter.desk, third.id, reason="写错")
    service.show(counter.desk, third.number)
    for first_day, last_day, wrong in (
        (date(2026, 11, 23), date(2026, 11, 22), {"last": "order"}),
        (date(2026, 10, 1), date(2026, 11, 1), {"last": "long"}),
        (date(2026, 11, 24), date(2026, 11, 24), {"first": "future"}),
    ):
        with pytest.raises(InvalidInput) as refused:
            service.issue_week(counter.desk, first_day, last_day)
        assert fields(refused) == wrong
    slip = service.issue_week(counter.desk, date(2026, 11, 23), date(2026, 11, 23))
    assert slip.number == "FD-20261123-0001"
    paper = slips.slip_content(counter.desk, slip.number)
    assert [row[1] for row in paper.tables[0].rows] == [first.number, second.number, third.number]
    assert paper.tables[0].rows[0][7] == "未收回"
    assert paper.tables[1].rows[0][1] == third.number


def test_the_check_finds_what_does_not_agree(counter: Counter) -> None:
    made = counter.issue()
    assert [each for each in check(counter.desk) if each.code.startswith("release")] == []
    with counter.desk.act("test.break") as act:
        from desk.models.releases import Release

        row = act.session.get(Release, made.id)
        assert row is not None
        row.state = "passed"
    assert [each.code for each in check(counter.desk) if each.code.startswith("release")] == ["release-gate"]


def test_of_two_gates_that_let_one_slip_pass_at_once_one_succeeds(counter: Counter) -> None:
    made = counter.issue()
    barrier, results = threading.Barrier(2), []

    def gate() -> None:
        own = Desk(counter.desk.database, data=counter.desk.data, clock=counter.clock, actor=counter.desk.actor)
        barrier.wait()
        try:
            service.let_pass(own, made.id, GUARD)
            results.append("passed")
        except DeskError as error:
            results.append(error.code)

    gates = [threading.Thread(target=gate) for _each in range(2)]
    for each in gates:
        each.start()
    for each in gates:
        each.join()
    assert sorted(results) in (["illegal-move", "passed"], ["passed", "used"])
    assert [event.kind for event in service.release(counter.desk, made.id).events].count("passed") == 1
