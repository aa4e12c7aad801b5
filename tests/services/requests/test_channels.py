"""Channels with nobody to repeat to and with an authority that waits; what a complaint says of itself in the end (handbook A4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desk.errors import InvalidInput
from desk.rules.requests import written_channels
from desk.services import requests, slips
from desk.services.kit.desk import Desk
from desk.services.requests.papers import issue_handling
from desk.services.site import catalogue
from tests.kit.site import Clock, People
from tests.services.request_site import entry


def fields(desk: Desk, **changes: object) -> set[str]:
    return {problem.field for problem in requests.check_request(desk, entry(desk, **changes))}


def test_a_note_from_the_box_is_repeated_to_nobody(desk: Desk) -> None:
    assert fields(desk, channel="phone", repeated_back=False) == {"repeated_back"}
    assert fields(desk, channel="box", repeated_back=False) == set()
    logged = requests.log_request(desk, entry(desk, channel="box", repeated_back=False))
    assert "投诉箱" in " ".join(slips.slip_content(desk, logged.number).texts())


def test_an_authority_says_until_when_it_waits_and_the_clock_runs_to_that_day(desk: Desk, clock: Clock) -> None:
    today = desk.today()
    for wrong in (None, today - timedelta(days=1), today + timedelta(days=400)):
        assert fields(desk, channel="authority", answer_by=wrong) == {"answer_by"}
    assert (
        fields(desk, channel="phone", answer_by=today - timedelta(days=1)) == set()
    )  # it is asked of authorities only
    logged = requests.log_request(
        desk, entry(desk, channel="authority", repeated_back=False, answer_by=today + timedelta(days=5))
    )

    def reply() -> tuple[date, str]:
        (found,) = [one for one in requests.request(desk, logged.id).clocks if one.code == "reply"]
        assert found.due is not None
        return desk.local(found.due).date(), found.light

    assert logged.answer_by == today + timedelta(days=5)
    assert reply() == (today + timedelta(days=5), "green")
    clock.now += timedelta(days=6)
    assert reply()[1] == "red"
    own = requests.log_request(desk, entry(desk, channel="authority", answer_by=desk.today() + timedelta(days=60)))
    (found,) = [one for one in own.clocks if one.code == "reply"]
    assert desk.local(found.due).date() < desk.today() + timedelta(days=20)  # the earlier limit binds
    asked = requests.log_request(
        desk,
        entry(desk, kind="enquiry", channel="authority", category="other", answer_by=desk.today(), promised_at=None),
    )
    assert [one.code for one in asked.clocks] == ["reply"]


def test_a_site_adds_channels_with_these_two_properties(desk: Desk, staff_of_site: People) -> None:
    desk.actor = staff_of_site.supervisor
    own = catalogue.add_entry(desk, "channels", labels={"zh_CN": "市长热线"}, marks=("written", "authority"))
    assert own.marks == ("written", "authority")
    assert own.code in written_channels()
    assert fields(desk, channel=own.code, repeated_back=False) == {"answer_by"}
    assert catalogue.change_entry(desk, "channels", own.code, marks=("written",)).marks == ("written",)
    assert catalogue.rename_entry(desk, "channels", own.code, labels={"en": "Hotline"}).marks == ("written",)
    assert fields(desk, channel=own.code, repeated_back=False) == set()
    with pytest.raises(InvalidInput) as refused:
        catalogue.change_entry(desk, "channels", own.code, marks=("loud",))
    assert [problem.field for problem in refused.value.problems] == ["marks"]
    catalogue.retire_entry(desk, "channels", own.code)
    assert fields(desk, channel=own.code) == {"channel"}
    assert own.code in written_channels()  # what came that way before needs no repeating still
    catalogue.restore_entry(desk, "channels", own.code)


def test_a_complaint_says_how_it_came_about_and_what_is_learnt(desk: Desk) -> None:
    logged = requests.log_request(desk, entry(desk, department="security", responsible="陈刚"))
    done = requests.resolve(desk, logged.id, result="已劝止", cause="装修施工", analysis="扰民，未报备夜间施工")
    assert done.analysis == "扰民，未报备夜间施工"
    assert done.lacks_words
    for words, wrong in (({"summary": "长" * 3000}, "summary"), ({"moral": "x"}, "moral")):
        with pytest.raises(InvalidInput) as refused:
            requests.close(desk, logged.id, words=words)
        assert wrong in {problem.field for problem in refused.value.problems}


def test_the_handling_form_has_both(desk: Desk, staff_of_site: People) -> None:
    logged = requests.log_request(desk, entry(desk, department="security", responsible="陈刚"))
    requests.resolve(desk, logged.id, result="已劝止", cause="装修施工", analysis="扰民，未报备夜间施工")
    desk.actor = staff_of_site.supervisor
    closed = requests.close(desk, logged.id, waiver="客户已当面确认", words={"summary": "加强夜间巡查"})
    assert (closed.state, closed.analysis, closed.summary, closed.lacks_words) == (
        "closed",
        "扰民，未报备夜间施工",
        "加强夜间巡查",
        False,
    )
    form = issue_handling(desk, logged.id)
    texts = " ".join(slips.slip_content(desk, form.number).texts())
    assert "扰民，未报备夜间施工" in texts
    assert "加强夜间巡查" in texts


def test_closing_without_them_is_done_and_said(desk: Desk, staff_of_site: People) -> None:
    logged = requests.log_request(desk, entry(desk, department="security", responsible="陈刚"))
    requests.resolve(desk, logged.id, result="已劝止", cause="装修施工")
    desk.actor = staff_of_site.supervisor
    assert requests.close(desk, logged.id, waiver="客户已当面确认").lacks_words
    repair = requests.log_request(desk, entry(desk, kind="repair", category="water"))
    requests.resolve(desk, repair.id, result="已修好", analysis="不适用")
    after = requests.close(desk, repair.id)
    assert (after.lacks_words, after.analysis) == (False, "")
