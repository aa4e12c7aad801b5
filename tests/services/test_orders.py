"""Work orders on paper: given out, printed by the batch, scanned when they come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
from sqlalchemy import func, select

from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.models import PrintLog, WorkLine
from desk.services import orders as work_orders
from desk.services import requests, slips
from desk.services.kit.desk import Desk
from desk.services.orders import LineEntry, ReturnEntry
from desk.services.requests import RequestFilter
from desk.services.requests import moves as request_moves
from tests.services.request_site import given_out, log, problems

LINES = (
    LineEntry("material", "水管接头", Decimal(2), "个", Decimal("12.50")),
    LineEntry("labour", "上门维修", Decimal("0.5"), "小时", Decimal("60.01")),
)


def back(desk: Desk, **changes: object) -> ReturnEntry:
    """What the crew wrote: arrived an hour ago, finished ten minutes ago."""
    whole = ReturnEntry(
        arrived_at=desk.clock() - timedelta(hours=1), finished_at=desk.clock() - timedelta(minutes=10),
        result="已更换接头。", cause="老化", signed=True, signer="单雄风", lines=LINES,
    )  # fmt: skip
    return replace(whole, **changes)


def test_scanning_opens_the_job_and_its_return_resolves_it(desk, clock, events):
    job = given_out(desk, kind="repair", category="leak", promised_at=clock() + timedelta(days=1))
    found = work_orders.by_code(desk, " pg-20261121-0001 ")
    assert (found.row.number, found.row.state, found.row.worker, found.row.room) == (
        "PG-20261121-0001", "out", "陈刚", "1栋1单元101",
    )  # fmt: skip
    assert found.resolves
    assert work_orders.by_code(desk, job.number).row.id == found.row.id
    clock.forward(hours=3)
    returned = work_orders.record_return(desk, found.row.id, back(desk))
    assert (returned.row.state, returned.returned_by, returned.signer) == ("returned", "林晓", "单雄风")
    assert [line.amount for line in returned.lines] == [Decimal("25.00"), Decimal("30.01")]
    assert (returned.materials, returned.labour, returned.total) == (
        Decimal("25.00"),
        Decimal("30.01"),
        Decimal("55.01"),
    )
    done = requests.request(desk, job.id)
    assert (done.state, done.result, done.cause) == ("resolved", "已更换接头。", "老化")
    assert done.resolved_at == clock() - timedelta(minutes=10)
    assert [event.kind for event in done.events][-2:] == ["order-back", "resolved"]
    response = next(each for each in done.clocks if each.code == "response")
    assert response.spent == timedelta(hours=2), "what the crew wrote counts, not when its paper came back"
    assert events("work-order.return")[0].data["total"] == "55.01"
    with pytest.raises(DeskError) as twice:
        work_orders.record_return(desk, found.row.id, back(desk))
    assert twice.value.code == "illegal-move"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"lines": (replace(LINES[0], quantity=Decimal(-2)),)}, {"lines.0.quantity": "positive"}),
        ({"result": ""}, {"result": "required"}),
        ({"arrived_at": None}, {"arrived_at": "required"}),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field(desk, clock, changes, expected):
    given_out(desk, kind="repair", category="leak")
    clock.forward(hours=2)
    order = work_orders.by_code(desk, "PG-20261121-0001")
    entry = back(desk, **changes)
    assert {problem.field: problem.code for problem in work_orders.check_return(desk, order.row.id, entry)} == expected
    with pytest.raises(InvalidInput) as refused:
        work_orders.record_return(desk, order.row.id, entry)
    assert problems(refused) == expected
    assert work_orders.order(desk, order.row.id) == order
    with desk.look() as session:
        assert session.scalar(select(func.count()).select_from(WorkLine)) == 0


def test_a_job_that_is_not_done_stays_open(desk, clock):
    job = given_out(desk, kind="repair", category="leak", promised_at=clock() + timedelta(days=1))
    clock.forward(hours=2)
    order = work_orders.by_code(desk, job.number)
    work_orders.record_return(desk, order.row.id, back(desk, resolve=False, finished_at=None, result="缺配件"))
    assert requests.request(desk, job.id).state == "assigned"
    # Given out again, the paper that came back is not void: it did its work.
    again = requests.assign(desk, job.id, department="engineering", responsible="赵铁柱")
    assert [each.state for each in again.orders] == ["returned", "out"]


def test_a_void_order_is_not_recorded(desk, clock):
    job = given_out(desk)
    first = work_orders.by_code(desk, job.number)
    request_moves.transfer(desk, job.id, department="cleaning", responsible="孙师傅")
    clock.forward(hours=2)
    with pytest.raises(DeskError) as refused:
        work_orders.record_return(desk, first.row.id, back(desk))
    assert refused.value.code == "illegal-move"
    assert work_orders.by_code(desk, job.number).row.worker == "孙师傅"


def test_an_order_of_an_earlier_round_resolves_nothing(desk, clock):
    job = given_out(desk)
    order = work_orders.by_code(desk, job.number)
    clock.forward(minutes=30)
    requests.resolve(desk, job.id, result="好")
    requests.reopen(desk, job.id, reason="又响了")
    clock.forward(hours=2)
    assert not work_orders.order(desk, order.row.id).resolves
    work_orders.record_return(desk, order.row.id, back(desk))
    assert requests.request(desk, job.id).state == "received"


def test_an_order_may_come_back_after_all_is_closed(desk, clock):
    job = given_out(desk, kind="repair", category="leak")
    requests.resolve(desk, job.id, result="好")
    requests.close(desk, job.id)
    assert requests.requests(desk, RequestFilter(state="unreturned")).total == 1
    clock.forward(hours=2)
    work_orders.record_return(desk, work_orders.by_code(desk, job.number).row.id, back(desk))
    closed = requests.request(desk, job.id)
    assert (closed.state, closed.result) == ("closed", "好")
    assert requests.requests(desk, RequestFilter(state="unreturned")).total == 0


def test_what_is_not_back_is_listed_the_oldest_first(desk, clock):
    jobs = [given_out(desk, unit_id=n, promised_at=clock() + timedelta(hours=n)) for n in (3, 1, 2)]
    clock.forward(minutes=90)
    page = work_orders.unreturned(desk)
    assert [row.request_id for row in page.rows] == [job.id for job in jobs]
    assert [row.late for row in page.rows] == [False, True, False]
    assert work_orders.unreturned(desk, offset=1, limit=1).rows == page.rows[1:2]
    slips.void(desk, page.rows[0].number, reason="写错了")
    assert work_orders.unreturned(desk).total == 2


def test_no_work_order_has_this_code(desk):
    logged = log(desk)
    for code in ("PG-20261121-0009", logged.number, ""):
        with pytest.raises(NotFound):
            work_orders.by_code(desk, code)


def test_the_mornings_jobs_are_printed_in_one_go(desk, clock, events):
    today = given_out(desk, promised_at=clock() + timedelta(hours=2))
    fresh = given_out(desk, promised_at=clock() + timedelta(days=3))
    old = given_out(desk, promised_at=clock() + timedelta(days=3))
    slips.print_copy(desk, old.slips[-1].number)
    slips.print_copy(desk, today.slips[-1].number)
    done = given_out(desk)
    requests.resolve(desk, done.id, result="好")
    jobs = work_orders.morning(desk)
    assert [row.request_id for row in jobs] == [today.id, fresh.id]
    batch = work_orders.print_orders(desk, [row.number for row in jobs], printer="HP")
    assert dict(batch.counts) == {jobs[0].number: 1, jobs[1].number: 0}
    pages = pypdfium2.PdfDocument(BytesIO(batch.pdf))
    assert len(pages) == 4  # two copies each
    pages.close()
    assert [row.request_id for row in work_orders.morning(desk)] == [today.id]
    assert events("slip.print-many")[0].data["numbers"] == [row.number for row in jobs]


def test_a_batch_that_cannot_be_made_counts_nothing(desk):
    order = given_out(desk).slips[-1].number
    with pytest.raises(NotFound):
        slips.print_many(desk, [order, "PG-20261121-0099"])
    with pytest.raises(DeskError) as refused:
        slips.print_many(desk, [order], paper="cr80")
    assert refused.value.code == "paper"
    with pytest.raises(InvalidInput):
        slips.print_many(desk, [])
    with desk.look() as session:
        assert session.scalar(select(func.count()).select_from(PrintLog)) == 0


def test_a_returned_order_is_put_right_with_the_reason(desk, clock, events, staff_of_site):
    """Materials were forgotten, and the paper was locked for good (handbook S34)."""
    job = given_out(desk, kind="repair", category="leak")
    clock.forward(hours=3)
    order = work_orders.by_code(desk, job.number)
    with pytest.raises(DeskError) as early:
        work_orders.correct_return(desk, order.row.id, back(desk), reason="漏登材料")
    assert early.value.code == "illegal-move"
    returned = work_orders.record_return(desk, order.row.id, back(desk, lines=LINES[:1]))
    assert returned.total == Decimal("25.00")
    clock.forward(minutes=20)
    entry = back(desk, result="已更换接头和阀门。", arrived_at=returned.arrived_at, finished_at=returned.finished_at)
    assert [each.field for each in work_orders.check_correction(desk, order.row.id, entry, reason=" ")] == ["reason"]
    right = work_orders.correct_return(desk, order.row.id, entry, reason="漏登人工")
    assert (right.row.state, right.total, right.returned_by) == ("returned", Decimal("55.01"), "林晓")
    assert [line.name for line in right.lines] == ["水管接头", "上门维修"]
    done = requests.request(desk, job.id)
    assert (done.state, done.result, done.events[-1].note) == ("resolved", "已更换接头和阀门。", "漏登人工")
    data = events("work-order.correct")[0].data
    assert (len(data["before"]["lines"]), len(data["after"]["lines"]), data["reason"]) == (1, 2, "漏登人工")
    clock.forward(days=1)
    with pytest.raises(NotAllowed) as later:
        work_orders.correct_return(desk, order.row.id, entry, reason="再改")
    assert later.value.role == "supervisor"
    desk.actor = staff_of_site.supervisor
    assert work_orders.correct_return(desk, order.row.id, entry, reason="再改").total == Decimal("55.01")
