"""The request desk on a real database: acts, slips, lists, repeats."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from desk import i18n, paths
from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.models import Customer, Occupancy, Phone, Request, RequestEvent, Sequence, SlipRecord, Staff, Unit
from desk.rules import households as household
from desk.rules import requests as rules
from desk.rules.kit.identity import DocumentKind
from desk.rules.requests.cycle import CYCLE, EVENTS
from desk.services import callbacks, reports, requests, slips
from desk.services.callbacks import CallbackEntry
from desk.services.kit.desk import Desk
from desk.services.requests import RequestEntry, RequestFilter, RequestView
from desk.services.requests import moves as request_moves
from desk.services.site import policy
from tests.services.request_site import in_the_way


def entry(desk: Desk, **changes: object) -> RequestEntry:
    base = RequestEntry(
        kind="complaint", channel="phone", unit_id=1, caller_name="单雄风", caller_phone="138 1234 0001",
        category="noise", place="upstairs", content="楼上连续三晚敲打。", wish="书面答复", repeated_back=True,
        promised_at=desk.clock() + timedelta(hours=2), department="security", responsible="陈刚",
    )  # fmt: skip
    return replace(base, **changes)


def log(desk: Desk, **changes: object) -> RequestView:
    return requests.log_request(desk, entry(desk, **changes))


def problems(error: pytest.ExceptionInfo[InvalidInput]) -> dict[str, str]:
    return {problem.field: problem.code for problem in error.value.problems}


@pytest.fixture
def resident_of_101(desk, clock) -> int:
    with desk.database.write() as session:
        person = Customer(name="曾子墨", created_at=clock(), changed_at=clock())
        session.add(person)
        session.flush()
        session.add(Phone(customer_id=person.id, number="13912340002", position=0))
        session.add(Phone(customer_id=person.id, number="13700000003", position=1))
        session.add(Occupancy(customer_id=person.id, unit_id=1, role="tenant"))
        return person.id


# ---------------------------------------------------------------------------------------------------------- logging
def test_a_complaint_is_logged_and_its_slip_carries_its_number(desk, events):
    logged = log(desk)
    assert (logged.number, logged.state, logged.room) == ("TS-20261121-0001", "received", "1栋1单元101")
    assert logged.caller_phone == "138****0001"
    assert logged.first_receiver == "林晓"
    assert [event.kind for event in logged.events] == ["received"]
    assert [(slip.number, slip.kind) for slip in logged.slips] == [("TS-20261121-0001", "complaint")]
    slip = slips.slip_content(desk, logged.number)
    text = "\n".join(slip.texts())
    for said in (
        "1栋1单元101",
        "单雄风",
        "138****0001",
        "噪声 / 楼上",
        "楼上连续三晚敲打。",
        "书面答复",
        "秩序部 陈刚",
        "2026-11-21 12:00",
    ):
        assert said in text
    assert "13812340001" not in text
    assert logged == requests.request(desk, logged.id)
    (audit,) = events("request.log")
    assert audit.subject == f"request:{logged.id}"
    assert audit.data == {"kind": "complaint", "number": logged.number, "slips": [logged.number], "state": "received"}


def test_each_kind_has_its_own_numbers(desk):
    numbers = [log(desk, kind=kind).number for kind in (*rules.KINDS, "repair")]
    assert [number[:2] for number in numbers] == ["TS", "BX", "QZ", "WX", "JY", "BY", "BX"]
    assert numbers[-1].endswith("-0002")


def test_the_number_has_the_local_day(desk, clock):
    clock.now = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)  # half past midnight in Shanghai
    assert log(desk).number == "TS-20261122-0001"


def test_solved_on_the_spot_is_resolved_at_once(desk):
    logged = log(desk, solved_on_spot=True, result="已劝止。", promised_at=None)
    assert (logged.state, logged.result, logged.promised_at) == ("resolved", "已劝止。", None)
    assert [event.kind for event in logged.events] == ["received", "solved"]
    assert not logged.handover_late


def test_a_refused_request_leaves_nothing_behind(desk):
    with pytest.raises(InvalidInput) as refused:
        log(desk, content="", repeated_back=False)
    assert problems(refused) == {"content": "required", "repeated_back": "repeat-back"}
    with desk.look() as session:
        for table in (Request, RequestEvent, SlipRecord):
            assert session.scalar(select(func.count()).select_from(table)) == 0
        assert session.scalars(select(Sequence.name)).all() == ["audit"]
    assert log(desk).number.endswith("-0001")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"caller_phone": "1381234"}, "caller_phone"),
        ({"unit_id": 999}, "unit_id"),
        ({"customer_id": 999}, "customer_id"),
        ({"category": "tea"}, "category"),
        ({"department": "tea"}, "department"),
        ({"promised_at": datetime(2026, 11, 21, 1, 59, tzinfo=UTC)}, "promised_at"),
    ],
)
def test_what_the_database_knows_to_be_wrong(desk, changes, field):
    found = requests.check_request(desk, entry(desk, **changes))
    assert [problem.field for problem in found] == [field]
    assert found[0].message


def test_the_words_speak_the_language_of_the_counter(desk):
    i18n.set_language("en")
    assert "repeat it back" in requests.check_request(desk, entry(desk, repeated_back=False))[0].message


def test_a_right_request_has_no_problems(desk):
    assert requests.check_request(desk, entry(desk)) == []


def test_a_known_caller_brings_name_phone_and_role(desk, resident_of_101):
    logged = log(desk, customer_id=resident_of_101, caller_name="", caller_phone="")
    assert (logged.caller_name, logged.caller_phone) == ("曾子墨", "139****0002")
    text = "".join(slips.slip_content(desk, logged.number).texts())
    assert "曾子墨" in text
    assert "租户" in text


def test_a_masked_phone_of_a_known_caller_is_that_phone(desk, resident_of_101):
    logged = log(desk, customer_id=resident_of_101, caller_phone="137****0003")
    with desk.look() as session:
        assert session.get(Request, logged.id).caller_phone == "13700000003"
    with pytest.raises(InvalidInput) as refused:
        log(desk, customer_id=resident_of_101, caller_phone="137****9999")
    assert problems(refused) == {"caller_phone": "phone"}


def test_an_anonymous_complaint_keeps_nothing_of_the_caller(desk, resident_of_101):
    logged = log(desk, anonymous=True, customer_id=resident_of_101)
    with desk.look() as session:
        row = session.get(Request, logged.id)
        assert (row.caller_name, row.caller_phone, row.customer_id) == ("", "", None)
    assert "曾子墨" not in "".join(slips.slip_content(desk, logged.number).texts())


def test_the_preview_is_the_slip_without_its_number(desk):
    preview = requests.complaint_slip_preview(desk, entry(desk))
    assert preview.number == ""
    logged = log(desk)
    assert preview.numbered(logged.number) == slips.slip_content(desk, logged.number)


def test_the_preview_shows_an_unfinished_entry(desk):
    preview = requests.complaint_slip_preview(desk, RequestEntry(kind="repair", channel="phone", caller_phone="138"))
    assert preview.kind == "complaint"
    with desk.look() as session:
        assert session.scalar(select(func.count()).select_from(Request)) == 0


def test_the_slip_is_in_the_language_of_slips_the_screen_in_the_clerks(desk):
    i18n.set_language("en")
    logged = log(desk)
    assert "噪声 / 楼上" in "\n".join(slips.slip_content(desk, logged.number).texts())


def test_nobody_signed_in_logs_nothing(desk):
    right = entry(desk)
    desk.actor = None
    with pytest.raises(NotAllowed):
        requests.log_request(desk, right)


# ----------------------------------------------------------------------------------------------------- the life cycle
def test_assigning_issues_a_work_order_with_its_own_number(desk, clock):
    logged = log(desk, kind="repair", category="leak")
    clock.forward(minutes=2)
    given_out = requests.assign(desk, logged.id, department="engineering", responsible="赵铁柱", note="带梯子")
    assert (given_out.state, given_out.department, given_out.responsible) == ("assigned", "engineering", "赵铁柱")
    assert [slip.number for slip in given_out.slips] == ["BX-20261121-0001", "PG-20261121-0001"]
    assert given_out.events[-1].note == "带梯子"
    assert given_out.events[-1].data["slip"] == "PG-20261121-0001"
    text = "".join(slips.whole_content(desk, "PG-20261121-0001", purpose="look").texts())
    assert "工程部 赵铁柱" in text
    assert "13812340001" in text  # the crew has to call
    assert "BX-20261121-0001" in text


def test_assigning_anew_voids_the_older_work_order(desk):
    logged = log(desk)
    requests.assign(desk, logged.id, department="security", responsible="陈刚")
    moved = requests.assign(desk, logged.id, department="cleaning", responsible="孙师傅")
    assert [event.kind for event in moved.events] == ["received", "assigned", "transferred"]
    assert [(slip.number[:2], slip.state) for slip in moved.slips] == [
        ("TS", "issued"),
        ("PG", "void"),
        ("PG", "issued"),
    ]
    assert moved.slips[1].void_reason
    assert moved.responsible == "孙师傅"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"department": ""}, "department"),
        ({"department": "tea"}, "department"),
        ({"responsible": " "}, "responsible"),
        ({"promised_at": datetime(2026, 11, 21, 2, 0, tzinfo=UTC)}, "promised_at"),
    ],
)
def test_a_wrong_assignment_is_refused_beside_its_field(desk, changes, field):
    logged = log(desk)
    with pytest.raises(InvalidInput) as refused:
        requests.assign(desk, logged.id, **{"department": "security", "responsible": "陈刚"} | changes)
    assert list(problems(refused)) == [field]
    assert requests.request(desk, logged.id) == logged


def test_nobody_assigns_to_someone_who_left(desk):
    with desk.database.write() as session:
        session.add(Staff(login="old", name="吴老", active=False))
    logged = log(desk)
    with pytest.raises(InvalidInput) as refused:
        requests.assign(desk, logged.id, department="security", responsible="吴老")
    assert problems(refused) == {"responsible": "left"}


def test_a_complaint_from_the_first_word_to_the_end(desk, clock, events):
    logged = log(desk)
    clock.forward(minutes=3)
    requests.assign(desk, logged.id, department="security", responsible="陈刚")
    clock.forward(hours=1)
    with pytest.raises(DeskError) as early:
        requests.close(desk, logged.id)
    assert early.value.code == "illegal-move"
    with pytest.raises(InvalidInput):
        requests.resolve(desk, logged.id, result=" ")
    resolved = requests.resolve(desk, logged.id, result="已上门劝止。")
    assert resolved.state == "resolved"
    assert in_the_way(resolved) == ("cause", "callback")
    with pytest.raises(InvalidInput) as refused:
        requests.close(desk, logged.id)
    assert problems(refused) == {"cause": "required", "callback": "callback"}
    callbacks.record_callback(desk, logged.id, CallbackEntry("reached", score=4))
    closed = requests.close(desk, logged.id, cause="夜间装修。", note="客户满意")
    assert (closed.state, closed.cause, closed.closed_at) == ("closed", "夜间装修。", clock())
    assert not closed.handover_late
    assert [event.kind for event in closed.events] == ["received", "assigned", "resolved", "callback", "closed"]
    assert closed.moves == ("callback", "repair", "link", "note", "reopen")
    assert [len(events(f"request.{act}")) for act in ("log", "assign", "resolve", "close")] == [1, 1, 1, 1]


def test_reopening_asks_for_a_new_result(desk):
    logged = log(desk, kind="enquiry", solved_on_spot=True, result="已说明。")
    requests.close(desk, logged.id)
    with pytest.raises(InvalidInput):
        requests.reopen(desk, logged.id, reason="")
    again = requests.reopen(desk, logged.id, reason="客户再次来电")
    assert (again.state, again.result, again.closed_at, again.reopened) == ("received", "", None, 1)
    assert again.events[-1].data == {"before": {"state": "closed", "result": "已说明。"}}
    with pytest.raises(DeskError):
        requests.close(desk, logged.id)


def test_cancelling_voids_the_work_order_and_keeps_the_number(desk, staff_of_site):
    logged = log(desk)
    requests.assign(desk, logged.id, department="security", responsible="陈刚")
    with pytest.raises(NotAllowed):
        requests.cancel(desk, logged.id, reason="客户撤回")
    desk.actor = staff_of_site.supervisor
    with pytest.raises(InvalidInput):
        requests.cancel(desk, logged.id, reason=" ")
    cancelled = requests.cancel(desk, logged.id, reason="客户撤回")
    assert cancelled.state == "cancelled"
    assert [slip.state for slip in cancelled.slips] == ["issued", "void"]
    assert log(desk).number.endswith("-0002")


def test_a_note_can_be_added_at_any_time(desk):
    logged = log(desk, solved_on_spot=True, result="好", kind="praise")
    requests.close(desk, logged.id)
    noted = requests.add_note(desk, logged.id, "锦旗已收")
    assert (noted.state, noted.events[-1].kind, noted.events[-1].note) == ("closed", "note", "锦旗已收")
    with pytest.raises(InvalidInput):
        requests.add_note(desk, logged.id, "  ")


def test_what_is_not_there_is_said_in_words(desk):
    with pytest.raises(NotFound):
        requests.request(desk, 99)
    with pytest.raises(NotFound):
        requests.resolve(desk, 99, result="好")


def test_the_hand_over_is_late_after_three_minutes(desk, clock):
    logged = log(desk)
    clock.forward(minutes=3)
    assert not requests.request(desk, logged.id).handover_late
    clock.forward(seconds=1)
    assert requests.request(desk, logged.id).handover_late
    assert requests.assign(desk, logged.id, department="security", responsible="陈刚").handover_late


ACTS = (
    "assign", "transfer", "accept", "start", "return", "hold", "resume", "resolve", "reply", "callback", "bad-callback",
    "close", "waive", "cancel", "reopen", "escalate", "confirm", "note",
)  # fmt: skip
OFFERED_AS = {"bad-callback": "callback", "waive": "close"}
FORMS = {"close", "waive", "escalate"}
"""Acts that may be refused for what is missing in their form."""


def _attempt(desk: Desk, request_id: int, act: str) -> RequestView:  # noqa: PLR0911 - one for each act
    match act:
        case "assign":
            return requests.assign(desk, request_id, department="security", responsible="陈刚")
        case "resolve":
            return requests.resolve(desk, request_id, result="好", cause="旧")
        case "close":
            return requests.close(desk, request_id)
        case "cancel":
            return requests.cancel(desk, request_id, reason="撤回")
        case "transfer":
            return request_moves.transfer(desk, request_id, department="cleaning", responsible="孙师傅")
        case "accept":
            return request_moves.accept(desk, request_id)
        case "start":
            return request_moves.start(desk, request_id)
        case "return":
            return request_moves.return_(desk, request_id, reason="不归我管")
        case "hold":
            return request_moves.hold(desk, request_id, reason="parts", until=desk.clock() + timedelta(days=1))
        case "resume":
            return request_moves.resume(desk, request_id)
        case "reply":
            return request_moves.reply(desk, request_id, note="已告知")
        case "callback":
            return callbacks.record_callback(desk, request_id, CallbackEntry("reached", score=5))
        case "bad-callback":
            return callbacks.record_callback(desk, request_id, CallbackEntry("reached", score=1, reasons=("slow",)))
        case "waive":
            return requests.close(desk, request_id, waiver="客户已出国")
        case "escalate":
            return request_moves.escalate(desk, request_id, to="manager", reason="反复投诉")
        case "confirm":
            return request_moves.confirm(desk, request_id, confirmed="水管老化")
        case "reopen":
            return requests.reopen(desk, request_id, reason="再来")
        case _:
            return requests.add_note(desk, request_id, "记")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(st.sampled_from(ACTS), max_size=12),
    kind=st.sampled_from(("complaint", "complaint", "repair", "enquiry")),
    boss=st.booleans(),
)
def test_the_buttons_offered_are_those_that_work(desk, staff_of_site, acts, kind, boss):
    """Whatever is tried in whatever order: only what is offered works, and nothing is closed that is not earned."""
    desk.actor = staff_of_site.manager if boss else staff_of_site.receptionist
    shown = log(desk, kind=kind, promised_at=desk.clock() + timedelta(days=2))
    for act in acts:
        names = ("assign", "transfer") if act == "assign" else (OFFERED_AS.get(act, act),)
        offered = any(name in shown.moves for name in names)
        try:
            after = _attempt(desk, shown.id, act)
        except (DeskError, NotAllowed):
            needs_more = act == "cancel" and shown.kind == "complaint" and not boss
            assert not offered or act in FORMS or needs_more
            assert requests.request(desk, shown.id) == shown
        else:
            assert offered
            shown = after
        _closed_is_earned(shown)
    state = ""
    for event in shown.events:
        assert any(state in move.sources for move in CYCLE.moves if move.happened == event.kind)
        state = CYCLE.targets[event.kind] or state
    assert state == shown.state


def _closed_is_earned(shown: RequestView) -> None:
    if shown.state != "closed":
        return
    assert shown.result
    if shown.kind != "complaint":
        return
    assert shown.responsible
    assert shown.cause
    kinds = [event.kind for event in shown.events]
    since = len(kinds) - 1 - kinds[::-1].index("reopened") if "reopened" in kinds else 0
    grades = [event.data.get("score") or 0 for event in shown.events[since:] if event.kind == "callback"]
    assert shown.waiver or max(grades, default=0) >= 3


# -------------------------------------------------------------------------------------------------------------- lists
def test_lists_filter_by_state_kind_room_and_promise(desk, clock):
    first = log(desk)
    repair = log(desk, kind="repair", unit_id=2, category="leak", promised_at=clock() + timedelta(days=2))
    done = log(desk, kind="enquiry", unit_id=None, solved_on_spot=True, result="已答", category="charges")
    requests.close(desk, done.id)

    def numbers(**wanted: object) -> list[str]:
        page = requests.requests(desk, RequestFilter(**wanted))
        assert page.total == len(page.rows)
        return [row.number for row in page.rows]

    assert numbers() == [repair.number, first.number]
    assert numbers(state="all") == [done.number, repair.number, first.number]
    assert numbers(state="closed") == [done.number]
    assert numbers(kind="repair") == [repair.number]
    assert numbers(category="noise") == [first.number]
    assert numbers(department="security", state="all") == [done.number, repair.number, first.number]
    assert numbers(unit_id=2) == [repair.number]
    assert numbers(channel="phone", state="all") == numbers(state="all")
    assert numbers(channel="visit", state="all") == []
    assert numbers(only="closed", state="all") == [done.number]
    assert numbers(only="closed") == []
    today = desk.today()
    assert numbers(since=today, until=today) == [repair.number, first.number]
    assert numbers(since=today + timedelta(days=1)) == numbers(until=today - timedelta(days=1)) == []
    assert numbers(overdue=True) == []
    assert numbers(state="due") == [first.number]
    clock.forward(hours=2, seconds=1)
    assert numbers(overdue=True) == [first.number]
    assert numbers(state="overdue") == [first.number]
    assert numbers(state="unassigned") == [repair.number, first.number]
    assert requests.requests(desk, RequestFilter(overdue=True)).rows[0].overdue


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("敲打", True),
        ("TS-20261121-0001", True),
        ("ts-2026", True),
        ("1栋1单元101", True),
        ("1-1-101", True),
        ("1号楼1单元101室", True),
        ("单雄风 敲打", True),
        ("单雄风 漏水", False),
        ("0001", True),
        ("12340001", True),
        ("陈刚", True),
        ("100%", False),
        ("_", False),
        ("wifi", True),
        ("11101", True),  # as the finder reads it
        ("11102", False),
        ("sxf", True),
        ("danxiong", True),
        ("sxf 101", True),
        ("wxf", False),
    ],
)
def test_lists_filter_by_words(desk, text, found):
    log(desk, content="楼上连续三晚敲打, WiFi 也坏。")
    assert requests.requests(desk, RequestFilter(text=text)).total == found


def test_lists_sort_and_page_in_sql(desk, clock):
    when = (5, 1, None, 3, 3, 2)
    rooms = (12, 1, 3, None, 1, 2)
    severities = ("normal", "emergency", "planned", "urgent", "normal", "urgent")
    for hours, unit, severity in zip(when, rooms, severities, strict=True):
        clock.forward(seconds=1)
        promised = clock() + timedelta(hours=hours) if hours else None
        log(desk, kind="suggestion", promised_at=promised, unit_id=unit, severity=severity)

    def ids(**how: object) -> list[int]:
        whole = [row.id for row in requests.requests(desk, **how).rows]
        pieces = [requests.requests(desk, offset=offset, limit=2, **how) for offset in range(0, 8, 2)]
        assert [row.id for page in pieces for row in page.rows] == whole
        assert {page.total for page in pieces} == {6}
        return whole

    assert ids() == [6, 5, 4, 3, 2, 1]
    assert ids(descending=False) == [1, 2, 3, 4, 5, 6]
    assert ids(sort="promised", descending=False) == [2, 6, 4, 5, 1, 3]
    assert ids(sort="promised") == [1, 5, 4, 6, 2, 3]
    assert ids(sort="room", descending=False) == [2, 5, 6, 3, 1, 4]
    assert ids(sort="severity", descending=False) == [2, 4, 6, 1, 5, 3]
    for sort, descending in itertools.product(requests.SORTS, (True, False)):
        assert sorted(ids(sort=sort, descending=descending)) == [1, 2, 3, 4, 5, 6]


def test_repeats_of_the_room_the_line_and_the_building(desk, clock, staff_of_site):
    desk.actor = staff_of_site.supervisor
    with desk.look() as session:
        by_name = dict(session.execute(select(Unit.name, Unit.id)).all())
    old = log(desk, unit_id=by_name["1栋1单元101"], category="leak")
    older_closed = log(desk, unit_id=by_name["1栋1单元101"], solved_on_spot=True, result="好", cause="旧")
    requests.close(desk, older_closed.id, waiver="当场解决")
    clock.forward(days=8)
    above = log(desk, unit_id=by_name["1栋1单元201"])
    other_category = log(desk, unit_id=by_name["1栋1单元201"], category="pets")
    aside = log(desk, unit_id=by_name["1栋2单元101"])
    log(desk, unit_id=by_name["A座101"])
    gone = log(desk, unit_id=by_name["1栋1单元301"])
    requests.cancel(desk, gone.id, reason="误报")
    found = requests.repeats(desk, unit_id=by_name["1栋1单元101"], category="noise")
    assert [(repeat.request_id, repeat.why) for repeat in found] == [
        (old.id, "room"),
        (above.id, "line"),
        (aside.id, "building"),
    ]
    every = requests.repeats(desk, unit_id=by_name["1栋1单元101"])
    assert [(r.request_id, r.why) for r in every] == [
        (old.id, "room"), (other_category.id, "line"), (above.id, "line"), (aside.id, "building"),
    ]  # fmt: skip
    assert older_closed.id not in {repeat.request_id for repeat in every}
    assert requests.repeats(desk, unit_id=999) == ()


def test_a_page_of_many_reads_only_its_rows(desk, clock):
    count = 3000
    with desk.database.write() as session:
        session.execute(
            insert(Request),
            [
                {
                    "number": f"BX-20261120-{n:04d}", "kind": "repair", "state": "received", "channel": "phone",
                    "unit_id": n % 12 + 1,
                    "content": "水管漏水", "received_at": clock() - timedelta(minutes=n), "first_receiver_id": 1,
                }
                for n in range(count)
            ],
        )  # fmt: skip
    page = requests.requests(desk, offset=2990, limit=200)
    assert page.total == count
    assert [row.number for row in page.rows] == [f"BX-20261120-{n:04d}" for n in range(2990, 3000)]


def test_the_proposed_promise_is_in_the_sites_time(desk):
    proposed = requests.proposed_promise(desk, "urgent")
    assert (proposed.isoformat(), proposed.utcoffset()) == ("2026-11-21T12:00:00+08:00", timedelta(hours=8))


# ------------------------------------------------------------------------------------------------------- the catalog
def _catalog_lists() -> dict[str, list[dict[str, object]]]:
    with (paths.resources() / "catalog.toml").open("rb") as stream:
        return tomllib.load(stream)


def test_every_entry_of_the_catalog_speaks_three_languages():
    for name, entries in _catalog_lists().items():
        assert len({entry["code"] for entry in entries}) == len(entries), name
        for listed in entries:
            assert all(listed.get(language) for language in i18n.LANGUAGES), (name, listed["code"])


def test_the_catalog_knows_what_the_rules_know():
    lists = {name: [entry["code"] for entry in entries] for name, entries in _catalog_lists().items()}
    assert lists["kinds"] == list(rules.KINDS)
    assert lists["channels"] == ["phone", "counter", "letter", "email", "box", "authority", "staff", "wechat", "other"]
    written = {one["code"] for one in _catalog_lists()["channels"] if one.get("written")}
    assert written == {"letter", "email", "box", "authority"} <= rules.written_channels()
    assert lists["severities"] == list(rules.SEVERITIES)
    assert lists["states"] == list(rules.STATES)
    assert set(lists["events"]) == set(EVENTS)
    assert lists["roles"] == list(household.ROLES)
    assert lists["unit_kinds"] == list(household.UNIT_KINDS)
    assert lists["unit_states"] == list(household.UNIT_STATES)
    assert lists["consent_purposes"] == list(household.CONSENT_PURPOSES)
    assert household.CONSENT_VERSION in lists["consent"]
    assert lists["document_kinds"] == [kind.value for kind in DocumentKind]
    assert len(lists["dossier"]) == 14


def test_every_kind_has_categories_to_choose_from():
    categories = _catalog_lists()["categories"]
    groups = {entry["code"] for entry in _catalog_lists()["groups"]}
    for kind in rules.KINDS:
        assert sum(kind in category["kinds"] for category in categories) >= 5
    assert {category["group"] for category in categories} == groups


# ------------------------------------------------------------------------------------------ what the office may choose
def test_an_office_may_only_be_reminded_to_repeat_a_complaint_back(desk):
    desk.actor = replace(desk.actor, role="manager")
    policy.change_rules(desk, {"requests.repeat_back": "warn"})
    log(desk, repeated_back=False)
    log(desk, channel="letter", repeated_back=False)  # nobody to repeat it to
    log(desk)
    assert reports.month_report(desk, 2026, 11).not_repeated == 1


def test_what_is_proposed_falls_into_service_hours_but_for_emergencies(desk, clock):
    clock.now = datetime(2026, 11, 25, 14, 5, tzinfo=UTC)  # 22:05
    proposed = {severity: f"{requests.proposed_promise(desk, severity):%d %H:%M}" for severity in rules.SEVERITIES}
    assert proposed == {"emergency": "25 22:35", "urgent": "26 10:30", "normal": "27 12:35", "planned": "29 12:35"}
    night = datetime(2026, 11, 25, 18, 5, tzinfo=UTC)
    assert requests.outside_service(desk, night, "normal")
    assert not requests.outside_service(desk, night, "emergency")


def test_an_unanswered_call_at_night_is_tried_again_when_somebody_works(desk, clock):
    view = log(desk)
    requests.assign(desk, view.id, department="security", responsible="陈刚")
    requests.resolve(desk, view.id, result="已劝阻。", cause="装修")
    clock.now = datetime(2026, 11, 21, 18, 7, tzinfo=UTC)  # 02:07
    callbacks.record_callback(desk, view.id, CallbackEntry(outcome="no-answer", method="phone"))
    due = desk.local(requests.request(desk, view.id).callback_due_at)
    assert f"{due:%d %H:%M}" == "22 12:30"
