"""The refund gate and the deductions at the counter, each worked example (handbook R8, R9, C-8, C-9)."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.services import money, slips
from desk.services import renovation as service
from desk.services.kit.desk import Desk
from desk.services.renovation import (
    Deduction,
    DownstairsEntry,
    InspectionEntry,
    LostEntry,
    RefundEntry,
    ViolationEntry,
)
from desk.services.site.policy import change_rules
from tests.services.renovation.works import OWNER, Counter, fields, words

D = date.fromisoformat


def policy(counter: Counter, **values: object) -> None:
    counter.desk.actor, clerk = counter.people.manager, counter.desk.actor
    change_rules(counter.desk, {f"renovation.{key}": value for key, value in values.items()})
    counter.desk.actor = clerk


def passed(counter: Counter, start: str, day: str, moved: str = "", *, failed: str = "") -> service.RenovationView:
    """A file that started, was inspected on `day`, and in which somebody moved in."""
    counter.on(start)
    file = counter.running(last=D(start).replace(day=28) if D(start).day < 28 else D(start))
    if failed:
        counter.on(failed)
        file = counter.finished(service.renovation(counter.desk, file.id), passed=False)
    counter.on(day)
    file = counter.finished(service.renovation(counter.desk, file.id))
    service.note_downstairs(counter.desk, file.id, DownstairsEntry("张先生", D(day), by_owner=True))
    if moved and D(moved) > D(day):
        counter.on(moved)
    service.note_moving_in(counter.desk, file.id, on=D(moved) if moved else None, nobody=not moved)
    return service.renovation(counter.desk, file.id)


@pytest.mark.parametrize(
    ("start", "day", "moved", "failed", "before", "opens"),
    [
        ("2026-03-02", "2026-03-10", "2026-03-20", "", "2026-06-19", "2026-06-20"),
        ("2026-03-02", "2026-03-20", "2020-05-01", "", "2026-06-19", "2026-06-20"),
        ("2026-03-02", "2026-03-20", "2026-04-10", "", "2026-07-09", "2026-07-10"),
        ("2025-11-03", "2025-11-30", "", "", "2026-02-27", "2026-02-28"),
        ("2026-02-02", "2026-03-20", "2020-05-01", "2026-03-01", "2026-06-19", "2026-06-20"),
    ],
)
def test_the_first_day(
    counter: Counter, start: str, day: str, moved: str, failed: str, before: str, opens: str
) -> None:
    file = passed(counter, start, day, moved, failed=failed)
    assert file.opens == D(opens)
    counter.on(before)
    with pytest.raises(InvalidInput) as refused:
        counter.refund(file)
    assert fields(refused) == {"months": "months"}
    assert opens in words(refused)
    counter.on(opens)
    assert counter.refund(file).refund == 200000


def test_a_refund_day_that_is_not_today_is_named(counter: Counter) -> None:
    policy(counter, refund_weekdays="1-5")
    file = passed(counter, "2026-03-02", "2026-03-10", "2026-03-20")
    counter.on("2026-06-20")
    with pytest.raises(InvalidInput) as refused:
        counter.refund(file)
    assert fields(refused) == {"refund-day": "refund-day"}
    assert "2026-06-22" in words(refused)
    done = counter.refund(file, waived={"refund-day": "业主今日返乡"})
    slip = slips.slip_content(counter.desk, done.numbers[0])
    assert any("业主今日返乡" in text for text in slip.texts())


def test_the_old_reading_counts_from_moving_in_alone(counter: Counter) -> None:
    policy(counter, from_moving_in=True)
    assert passed(counter, "2026-03-02", "2026-03-20", "2020-05-01").opens == D("2026-03-20")


def test_every_obstacle_is_told_at_once(counter: Counter) -> None:
    file = counter.running(last=D("2026-03-28"))
    made = counter.passes(file, 2)
    counter.on("2026-03-20")
    file = counter.finished(file)
    with counter.supervisor():
        service.find_violation(counter.desk, file.id, ViolationEntry("公共走廊堆放垃圾", "清运"))
        service.receive(counter.desk, file.id, [service.DocumentEntry("contract", received=False)])
    with counter.supervisor(), pytest.raises(InvalidInput) as refused:
        service.refund(counter.desk, file.id, RefundEntry(""))
    found = fields(refused)
    assert set(found) == {
        "payee", "months", "downstairs", "certificate", "receipt", "passes", "file", "violation", "payer",
    }  # fmt: skip
    assert made[0].number in words(refused)
    assert made[1].number in words(refused)
    assert {each.code for each in service.renovation(counter.desk, file.id).obstacles} >= {
        "passes",
        "violation",
        "file",
    }


def test_the_original_surrendered_or_declared_lost(counter: Counter) -> None:
    file = passed(counter, "2026-03-02", "2026-03-10")
    counter.on("2026-06-10")
    with pytest.raises(InvalidInput) as refused:
        counter.refund(file, certificate=False, receipt=False)
    assert fields(refused) == {"certificate": "required", "receipt": "required"}
    with pytest.raises(NotAllowed):
        service.declare_lost(counter.desk, file.id, LostEntry("receipt", "搬家遗失"))
    with pytest.raises(InvalidInput) as still:
        counter.refund(file, receipt=False)
    assert set(fields(still)) == {"receipt"}
    with counter.supervisor():
        service.declare_lost(counter.desk, file.id, LostEntry("receipt", "搬家遗失"))
    done = counter.refund(file, receipt=False)
    assert any("搬家遗失" in text for text in slips.slip_content(counter.desk, done.numbers[0]).texts())


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (DownstairsEntry("租客", D("2026-03-20")), {"by_owner": "owner"}),
        (DownstairsEntry("张先生", D("2026-03-19"), by_owner=True), {"signed_on": "early"}),
        (DownstairsEntry(waiver="ground", reason="一楼"), {"waiver": "ground"}),
        (DownstairsEntry(waiver="unreachable", reason="联系不上"), {"waiver": "attempts"}),
        (DownstairsEntry(waiver="vacant"), {"reason": "required"}),
    ],
)
def test_who_signs_downstairs_and_when(counter: Counter, entry: DownstairsEntry, expected: dict[str, str]) -> None:
    file = counter.running(last=D("2026-03-28"))
    counter.on("2026-03-20")
    counter.finished(file)
    with pytest.raises(InvalidInput) as refused:
        service.note_downstairs(counter.desk, file.id, entry)
    assert fields(refused) == expected


def test_an_owner_downstairs_who_cannot_be_reached_after_three_attempts(counter: Counter) -> None:
    file = counter.running(last=D("2026-03-28"))
    counter.on("2026-03-20")
    counter.finished(file)
    for _time in range(3):
        service.note_attempt(counter.desk, file.id, how="电话")
    found = service.note_downstairs(counter.desk, file.id, DownstairsEntry(waiver="unreachable", reason="三次未接"))
    assert (found.downstairs_waiver, found.attempts) == ("unreachable", 3)


def test_the_room_below_is_found_by_its_number(counter: Counter) -> None:
    file = counter.settled(counter.finished(counter.running(last=D("2026-03-28"))))
    assert file.room.endswith("301")
    assert file.downstairs_room == file.room.replace("301", "201")


def test_a_failed_inspection_after_the_passed_one_takes_it_back(counter: Counter) -> None:
    file = passed(counter, "2026-03-02", "2026-03-10")
    counter.on("2026-05-01")
    file = service.inspect(counter.desk, file.id, InspectionEntry("completion", False, note="复查渗漏"))
    assert (file.state, file.passed_on) == ("rectify", None)


def test_a_violation_that_was_reported_stays_an_obstacle(counter: Counter) -> None:
    file = passed(counter, "2026-03-02", "2026-03-10")
    file = service.find_violation(counter.desk, file.id, ViolationEntry("擅自封闭阳台"))
    (violation,) = file.violations
    with counter.supervisor():
        file = service.report_violation(counter.desk, violation.id, authority="区住建局")
    counter.on("2026-06-10")
    with pytest.raises(InvalidInput) as refused:
        counter.refund(file)
    assert fields(refused) == {"violation": "violation"}
    service.reinspect(counter.desk, violation.id, put_right=True)
    assert counter.refund(file).refund == 200000


def test_a_payer_who_is_not_here_needs_a_letter_or_a_supervisor(counter: Counter) -> None:
    file = passed(counter, "2026-03-02", "2026-03-10")
    counter.on("2026-06-10")
    with pytest.raises(InvalidInput) as refused:
        counter.refund(file, payer="")
    assert fields(refused) == {"payer": "required"}
    done = counter.refund(file, payer="", waived={"payer": "施工单位已注销"})
    assert done.file.state == "refunded"


# ------------------------------------------------------------------------------------------------------------ deductions
def ready(counter: Counter) -> service.RenovationView:
    file = passed(counter, "2026-03-02", "2026-03-10")
    counter.on("2026-06-10")
    return file


def test_what_is_deducted_and_what_goes_out(counter: Counter) -> None:
    file = ready(counter)
    done = counter.refund(file, deductions=(Deduction("电梯轿厢", "搬运划伤", 35050, "照片"),))
    assert (done.refund, done.deducted, done.claim) == (164950, 35050, 0)
    assert done.numbers[0].startswith("TB-")


def test_damages_beyond_the_deposit_are_owed(counter: Counter) -> None:
    file = ready(counter)
    done = counter.refund(file, deductions=(Deduction("楼下天花板", "渗漏修复", 230000),))
    assert (done.refund, done.deducted, done.claim) == (0, 200000, 30000)
    assert done.numbers[0].startswith("BJ-")
    assert money.balances(counter.desk, file.unit_id).owed == {"damages": 30000}
    assert money.balances(counter.desk, file.unit_id).deposits == 0


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (Deduction("墙面", "划伤", 0), "positive"),
        (Deduction("墙面", "", 100), "required"),
        (Deduction("违规", "罚款", 100, fine=True), "fine"),
    ],
)
def test_a_deduction_of_nothing_without_reason_or_as_a_fine_is_refused(
    counter: Counter, line: Deduction, code: str
) -> None:
    file = ready(counter)
    with pytest.raises(InvalidInput) as refused:
        counter.refund(file, deductions=(line,))
    assert code in fields(refused).values()
    assert service.renovation(counter.desk, file.id).held == 200000


@pytest.mark.parametrize(("keep", "refund", "deducted"), [(True, 204000, 2000), (False, 206000, 0)])
def test_a_lost_pass_keeps_its_deposit_when_the_agreement_says_so(
    counter: Counter, keep: bool, refund: int, deducted: int
) -> None:
    policy(counter, keep_lost_pass=keep)
    file = counter.running(last=D("2026-03-28"))
    made = counter.passes(file, 3)
    counter.on("2026-03-10")
    for each in made[:2]:
        service.take_back(counter.desk, each.id, refund=False)
    service.lose(counter.desk, made[2].id, note="丢失")
    counter.settled(counter.finished(file))
    counter.on("2026-06-10")
    done = counter.refund(file)
    assert (done.refund, done.deducted) == (refund, deducted)
    receipt = money.receipt_by_number(counter.desk, done.numbers[0])
    assert sorted(line.fen for line in receipt.lines) == [2000, 2000, 2000, 200000]


def test_the_contractors_pass_deposits_go_on_a_slip_of_their_own(counter: Counter) -> None:
    file = counter.running(last=D("2026-03-28"))
    made = counter.passes(file, 1, payer="宏达装饰")
    service.take_back(counter.desk, made[0].id, refund=False)
    counter.settled(counter.finished(file))
    counter.on("2026-06-10")
    assert len(counter.refund(file).numbers) == 2


def test_the_deposit_goes_back_once(counter: Counter) -> None:
    file = ready(counter)
    counter.refund(file)
    with pytest.raises(DeskError) as refused:
        counter.refund(file)
    assert refused.value.code == "illegal-move"


def test_the_cashier_cannot_go_round_the_gate(counter: Counter) -> None:
    file = ready(counter)
    (held,) = money.deposits(counter.desk, subject=f"renovation:{file.id}").rows
    with counter.supervisor(), pytest.raises(InvalidInput) as refused:
        money.settle_deposit(counter.desk, money.SettleEntry((held.id,), OWNER))
    assert file.number in words(refused)


def test_a_refund_that_the_cashier_voids_opens_the_file_again(counter: Counter) -> None:
    done = counter.refund(ready(counter))
    receipt = money.receipt_by_number(counter.desk, done.numbers[0])
    with counter.supervisor():
        money.void(counter.desk, receipt.id, reason="领款人有误")
    file = service.renovation(counter.desk, done.file.id)
    assert (file.state, file.held) == ("passed", 200000)
    service.sweep(counter.desk)
    assert counter.refund(file).file.state == "refunded"


def test_of_two_clerks_who_refund_one_file_at_once_one_succeeds(counter: Counter) -> None:
    file = ready(counter)
    barrier, results = threading.Barrier(2), []
    actor = counter.desk.actor

    def clerk() -> None:
        from dataclasses import replace

        own = Desk(
            counter.desk.database, data=counter.desk.data, clock=counter.clock, actor=replace(actor, role="supervisor")
        )
        barrier.wait()
        try:
            service.refund(own, file.id, RefundEntry(OWNER, payer="self", certificate=True, receipt=True))
            results.append("refunded")
        except DeskError as error:
            results.append(error.code)

    clerks = [threading.Thread(target=clerk) for _each in range(2)]
    for each in clerks:
        each.start()
    for each in clerks:
        each.join()
    assert sorted(results) == ["illegal-move", "refunded"]
    assert money.deposits(counter.desk, subject=f"renovation:{file.id}").total == 0
