"""Notices to residents (handbook S22): refusals, lead times, the register, outages and their incidents, proof."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.services import households, incidents, slips
from desk.services import notices as service
from desk.services.finder import find
from desk.services.households import register_person
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit import attachments, due
from desk.services.kit.desk import Desk
from desk.services.notices import NoticeEntry, PostingEntry
from desk.services.site import record_files
from desk.services.site.check import check
from tests.kit.site import Clock, People

ZONE = ZoneInfo("Asia/Shanghai")
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)


def entry(desk: Desk, **other: Any) -> NoticeEntry:
    """A planned outage of water in three days, from nine to five."""
    day = desk.midnight(desk.today() + timedelta(days=3))
    values = {
        "kind": "outage", "title": "停水通知", "text": "因更换水泵，下列范围暂停供水，请提前储水。",
        "english": "The water will be off while a pump is replaced.", "since": day + timedelta(hours=9),
        "until": day + timedelta(hours=17), "scope": "buildings", "places": "1栋", "category": "water",
    }  # fmt: skip
    return NoticeEntry(**{**values, **other})


def refused(call: Any, *given: Any, **named: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as told:
        call(*given, **named)
    return {problem.field: problem.code for problem in told.value.problems}


def approved(desk: Desk, people: People, **other: Any) -> service.NoticeView:
    view = service.write(desk, entry(desk, **other))
    with desk.approved(people.supervisor):
        return service.approve(desk, view.id)


def issued(desk: Desk, people: People, **other: Any) -> service.NoticeView:
    return service.issue(desk, approved(desk, people, **other).id)


def test_the_photos_of_a_posting_are_kept_and_printed(
    desk: Desk, staff_of_site: People, clock: Clock, tmp_path: Path
) -> None:
    view = issued(desk, staff_of_site)
    offered = {each.kind: each.possible for each in service.papers(desk, view.id)}
    assert offered == {"notice-poster": True, "notice-copy": True, "notice-list": True, "notice-proof": False}
    with pytest.raises(DeskError):
        service.issue_paper(desk, view.id, "notice-proof")
    photo = tmp_path / "gate.png"
    Image.new("RGB", (3, 4), "green").save(photo)
    service.post(desk, view.id, PostingEntry("小区大门公告栏", "李强", photo=photo))
    view = service.post(desk, view.id, PostingEntry("1单元大堂", "李强"))
    assert [bool(each.sha256) for each in view.postings] == [True, False]
    assert attachments.read(desk, view.postings[0].sha256) == photo.read_bytes()
    other = BytesIO()
    Image.new("RGB", (4, 3), "white").save(other, "PNG")
    record_files.add_file(desk, f"public-notice:{view.id}", content=other.getvalue(), name="大堂.png")
    clock.forward(hours=80)
    service.take_down(desk, view.id, by="王姐")
    slip = service.issue_paper(desk, view.id, "notice-proof")
    made = slips.slip_content(desk, slip.number)
    assert [(row[1], row[4]) for row in made.tables[0].rows] == [("小区大门公告栏", "照片 1"), ("1单元大堂", "")]
    assert "王姐" in made.tables[0].rows[0][3]
    assert len(made.pictures) == 2
    assert slips.pdf(desk, slip.number).startswith(b"%PDF")
    assert check(desk) == []


def test_a_notice_goes_its_way(desk: Desk, staff_of_site: People, clock: Clock, tmp_path: Path) -> None:
    view = service.write(desk, entry(desk))
    assert (view.number, view.state, view.area, view.short) == ("TZ-20261121-0001", "draft", "1栋", False)
    with pytest.raises(NotAllowed):
        service.approve(desk, view.id)
    with desk.approved(staff_of_site.supervisor):
        view = service.approve(desk, view.id)
    assert (view.state, view.approved_by) == ("approved", staff_of_site.supervisor.name)
    with pytest.raises(DeskError):
        service.post(desk, view.id, PostingEntry("大门", "李强"))
    view = service.issue(desk, view.id)
    assert (view.state, [slip.number for slip in view.slips]) == ("issued", [view.number])
    assert slips.pdf(desk, view.number).startswith(b"%PDF")
    photo = tmp_path / "gate.png"
    photo.write_bytes(PNG)
    view = service.post(desk, view.id, PostingEntry("小区大门公告栏", "李强", photo=photo))
    view = service.post(desk, view.id, PostingEntry("1单元大堂", "李强"))
    assert ([(each.place, each.photo) for each in view.postings], view.up) == (
        [("小区大门公告栏", True), ("1单元大堂", False)], 2,
    )  # fmt: skip
    clock.now = view.until + timedelta(minutes=1)
    service.sweep(desk)
    view = service.end(desk, view.id, result="已恢复供水。")
    assert view.state == "ended"
    assert [item.count for item in due.items(desk) if item.code == "notice-down"] == [1]
    view = service.take_down(desk, view.id, by="李强")
    assert (view.up, {each.down_by for each in view.postings}) == (0, {"李强"})
    with pytest.raises(DeskError):
        service.take_down(desk, view.id, by="李强")
    assert check(desk) == []
    assert find(desk, view.number)[0].target == f"public-notice:{view.id}"
    assert find(desk, "tingshui")[0].target == f"public-notice:{view.id}"


@pytest.mark.one_engine
def test_what_is_refused_when_it_is_written(desk: Desk) -> None:
    now = desk.clock()
    assert refused(service.write, desk, entry(desk, since=now - timedelta(hours=1))) == {"since": "past"}
    assert refused(service.write, desk, entry(desk, until=now + timedelta(hours=1))) == {"until": "before"}
    assert refused(service.write, desk, entry(desk, places="")) == {"places": "empty"}
    assert refused(service.write, desk, entry(desk, places="9栋")) == {"places": "unknown"}
    assert refused(service.write, desk, entry(desk, scope="entrances", places="1栋9单元")) == {"places": "unknown"}
    assert refused(service.write, desk, entry(desk, scope="street")) == {"scope": "choice"}
    assert refused(service.write, desk, entry(desk, english="")) == {"english": "required"}
    assert refused(service.write, desk, entry(desk, text="因〔原因〕停水。")) == {"text": "unfilled"}
    assert refused(service.write, desk, entry(desk, category="weather")) == {"category": "unknown"}
    assert service.notices(desk, service.NoticeFilter("all")).total == 0


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("scope", "places", "words", "homes"),
    [
        ("site", "", "全小区", 16),
        ("buildings", "1栋", "1栋", 12),
        ("buildings", "1、a座", "1栋、A座", 16),
        ("buildings", "1-3栋", None, 0),  # 2栋 is not there
        ("entrances", "1栋2单元", "1栋2单元", 6),
        ("entrances", "1-1，1-2", "1栋1单元、1栋2单元", 12),
        ("units", "1-1-101, 1栋1单元102", "1栋1单元101、1栋1单元102", 2),
    ],
)
def test_an_area_is_read_in_any_writing(desk: Desk, scope: str, places: str, words: str | None, homes: int) -> None:
    if words is None:
        assert refused(service.area_of, desk, scope, places) == {"places": "unknown"}
    else:
        area = service.area_of(desk, scope, places)
        assert (area.words, area.homes) == (words, homes)


def test_what_is_told_late_needs_a_supervisors_reason_that_is_printed(desk: Desk, staff_of_site: People) -> None:
    soon = desk.clock() + timedelta(hours=23)
    view = service.write(desk, entry(desk, since=soon, until=soon + timedelta(hours=2)))
    assert (view.short, view.lead) == (True, "24 小时")
    with desk.approved(staff_of_site.supervisor):
        assert refused(service.approve, desk, view.id) == {"reason": "short"}
        view = service.approve(desk, view.id, reason="供水公司今天才通知")
    view = service.issue(desk, view.id)
    poster = slips.slip_content(desk, view.number)
    assert "供水公司今天才通知" in [field.value for field in poster.fields]


@pytest.mark.one_engine
def test_time_that_passed_before_the_issue_needs_the_reason_then(
    desk: Desk, staff_of_site: People, clock: Clock
) -> None:
    view = approved(desk, staff_of_site)
    assert not view.late_reason
    clock.now = view.since - timedelta(hours=23)
    assert refused(service.issue, desk, view.id) == {"reason": "short"}
    with pytest.raises(NotAllowed):
        service.issue(desk, view.id, reason="主管休假")
    clock.now = view.since + timedelta(minutes=1)
    assert refused(service.issue, desk, view.id, reason="主管休假") == {"since": "past"}


def test_nobodys_name_telephone_or_debt_is_printed(desk: Desk, staff_of_site: People) -> None:
    register_person(desk, PersonEntry("高峰", phones=("13800010001",)), StayEntry(1, "owner"))
    named = service.write(desk, entry(desk, text="用电高峰时段停水，疑问请致电 138-0001-0001。"))
    warned = [each for each in service.check(desk, entry(desk, text="用电高峰时段停水。")) if each.warning]
    assert [each.code for each in warned] == ["notice-name"]
    with desk.approved(staff_of_site.supervisor):
        assert refused(service.approve, desk, named.id) == {
            "notice-name": "notice-name",
            "notice-phone": "notice-phone",
        }
        waived = {"notice-name": "用电高峰，不是人名", "notice-phone": "是他的电话"}
        assert refused(service.approve, desk, named.id, waived=waived) == {"notice-phone": "notice-phone"}
        service.edit(desk, named.id, entry(desk, text="用电高峰时段停水，疑问请致电 95598。"))
        named = service.approve(desk, named.id, waived={"notice-name": "用电高峰，不是人名"})
    assert service.issue(desk, named.id).state == "issued"  # what was let stand is not asked about again


def test_the_register_is_asked_again_before_each_paper(desk: Desk, staff_of_site: People) -> None:
    view = issued(desk, staff_of_site, text="请联系张伟。")
    assert service.issue_paper(desk, view.id, "notice-copy").number == "TF-20261121-0001"
    register_person(desk, PersonEntry("张伟"), StayEntry(1, "owner"))
    with pytest.raises(DeskError, match="张伟"):
        service.issue_paper(desk, view.id, "notice-poster")
    assert service.issue_paper(desk, view.id, "notice-list").number == "TD-20261121-0001"


def test_an_outage_opens_an_incident_at_its_start_and_asks_at_its_end(
    desk: Desk, staff_of_site: People, clock: Clock
) -> None:
    view = issued(desk, staff_of_site, scope="entrances", places="1栋1单元")
    clock.now = view.since - timedelta(seconds=1)
    assert service.sweep(desk) == 0
    assert incidents.incidents(desk) == ()
    clock.now = view.since
    assert service.sweep(desk) == 1
    assert service.sweep(desk) == 0
    (told,) = incidents.incidents(desk, unit_id=1)
    assert (told.title, told.building, told.expected_at) == ("停水通知", "1栋", view.until)
    assert "请提前储水" in told.note
    assert [each.number for each in incidents.incidents(desk, unit_id=13)] == []  # the other building is not told of it

    def asked() -> int:
        return sum(item.count for item in due.items(desk) if item.code == "notice-back")

    assert asked() == 0
    clock.now = view.until
    assert asked() == 1
    later = clock.now + timedelta(hours=2)
    assert refused(service.extend, desk, view.id, until=clock.now) == {"until": "past"}
    view = service.extend(desk, view.id, until=later, note="水泵未到货")
    assert ([slip.number for slip in view.slips][-1], asked()) == (f"{view.number}-2", 0)
    (told,) = incidents.incidents(desk)
    assert (told.expected_at, told.note.splitlines()[0]) == (later, "水泵未到货")
    clock.now = later
    assert asked() == 1
    assert refused(service.end, desk, view.id) == {"result": "required"}
    view = service.end(desk, view.id, result="18:40 恢复供水。")
    assert (view.state, view.running, asked(), incidents.incidents(desk)) == ("ended", (), 0, ())
    assert check(desk) == []


def test_an_incident_that_was_ended_by_itself_ends_its_notice(desk: Desk, staff_of_site: People, clock: Clock) -> None:
    view = issued(desk, staff_of_site)
    clock.now = view.since
    service.sweep(desk)
    (told,) = incidents.incidents(desk)
    incidents.end_incident(desk, told.id, result="提前恢复")
    assert service.sweep(desk) == 1
    after = service.notice(desk, view.id)
    assert (after.state, after.result) == ("ended", "提前恢复")


@pytest.mark.one_engine
def test_other_notices_end_with_their_time(desk: Desk, staff_of_site: People, clock: Clock) -> None:
    view = issued(desk, staff_of_site, kind="fire-drill", category="")
    stays = issued(desk, staff_of_site, kind="law", category="", until=None)
    clock.now = view.until
    service.sweep(desk)
    assert service.notice(desk, view.id).state == "ended"
    assert service.notice(desk, stays.id).state == "issued"
    assert incidents.incidents(desk) == ()


def test_a_withdrawal_is_a_new_notice(desk: Desk, staff_of_site: People, clock: Clock) -> None:
    view = issued(desk, staff_of_site)
    with desk.approved(staff_of_site.supervisor):
        assert refused(service.withdraw, desk, view.id, note="") == {"note": "required"}
        new = service.withdraw(desk, view.id, note="供水公司改期")
    old = service.notice(desk, view.id)
    assert (old.state, old.withdrawn_by, new.withdraws, new.state) == ("withdrawn", new.number, view.number, "issued")
    assert (new.area, [slip.number for slip in new.slips]) == ("1栋", [new.number])
    assert "供水公司改期" in new.text
    clock.now = view.since
    service.sweep(desk)
    assert incidents.incidents(desk) == ()  # neither of the two opens one
    assert check(desk) == []


@pytest.mark.one_engine
def test_only_what_is_a_draft_is_changed_or_cancelled(desk: Desk, staff_of_site: People) -> None:
    view = approved(desk, staff_of_site)
    view = service.edit(desk, view.id, entry(desk, scope="site", places="1栋"))
    assert (view.state, view.area, view.approved_by, view.places) == ("draft", "全小区", "", "")
    assert service.entry_of(desk, view.id) == entry(desk, scope="site", places="")
    assert refused(service.cancel, desk, view.id, note=" ") == {"note": "required"}
    assert service.cancel(desk, view.id, note="改用短信").state == "cancelled"
    with pytest.raises(DeskError):
        service.edit(desk, view.id, entry(desk))


def test_a_delivery_is_recorded_home_by_home(desk: Desk, staff_of_site: People) -> None:
    for unit_id, name in ((1, "王芳"), (2, "李雷"), (13, "韩梅")):
        register_person(desk, PersonEntry(name), StayEntry(unit_id, "owner", lives=True))
    view = issued(desk, staff_of_site)
    assert (view.homes, view.percent) == (2, "")
    signed = service.DeliveryEntry((1,), "signed", signer="王芳", by="李强")
    assert refused(service.deliver, desk, view.id, service.DeliveryEntry((1,), "signed")) == {"signer": "required"}
    assert refused(service.deliver, desk, view.id, service.DeliveryEntry((13,), "left")) == {"units": "outside"}
    assert refused(service.deliver, desk, view.id, service.DeliveryEntry((), "left")) == {"units": "required"}
    ahead = service.DeliveryEntry((1,), "left", on=desk.today() + timedelta(days=1))
    assert refused(service.deliver, desk, view.id, ahead) == {"on": "future"}
    early = service.DeliveryEntry((1,), "left", on=desk.today() - timedelta(days=1))
    assert refused(service.deliver, desk, view.id, early) == {"on": "early"}
    both = service.DeliveryEntry((1, 2), "signed", signer="王芳")
    assert refused(service.deliver, desk, view.id, both) == {"signer": "one"}
    view = service.deliver(desk, view.id, signed)
    assert (view.reached, view.percent, view.told) == (1, "50%", True)
    view = service.deliver(desk, view.id, service.DeliveryEntry((2,), "absent"))
    assert view.percent == "50%"
    view = service.deliver(desk, view.id, service.DeliveryEntry((2, 3), "left"))  # nobody lives in the third
    assert (view.reached, view.percent) == (2, "100%")
    rows = service.deliveries(desk, view.id).rows
    assert [(row.room, row.lived_in, row.outcome, row.signer) for row in rows[:3]] == [
        ("1栋1单元101", True, "signed", "王芳"), ("1栋1单元102", True, "left", ""), ("1栋1单元201", False, "left", ""),
    ]  # fmt: skip
    assert service.deliveries(desk, view.id, view="left").total == 0
    assert service.deliveries(desk, view.id, view="done").total == 3
    assert any(view.number in line.title for line in households.household(desk, 1).timeline)


@pytest.mark.one_engine
def test_what_was_done_was_done_before(desk: Desk, staff_of_site: People, tmp_path: Path, clock: Clock) -> None:
    view = issued(desk, staff_of_site)
    ahead, before = desk.clock() + timedelta(minutes=1), desk.clock() - timedelta(minutes=1)
    assert refused(service.post, desk, view.id, PostingEntry("大门", "李强", at=ahead)) == {"at": "future"}
    assert refused(service.post, desk, view.id, PostingEntry("大门", "李强", at=before)) == {"at": "early"}
    clock.now += timedelta(seconds=30)
    late = issued(desk, staff_of_site)
    minute = desk.clock().replace(second=0)  # what is typed to the minute lies in the minute of the issue
    assert service.post(desk, late.id, PostingEntry("大门", "李强", at=minute)).up == 1
    assert refused(service.post, desk, view.id, PostingEntry(" ", "")) == {"place": "required", "by": "required"}
    words = tmp_path / "words.png"
    words.write_text("no picture")
    assert refused(service.post, desk, view.id, PostingEntry("大门", "李强", photo=words)) == {"photo": "photo"}


@pytest.mark.one_engine
def test_today_tells_what_waits(desk: Desk, staff_of_site: People) -> None:
    def waiting() -> dict[str, int]:
        return {item.code: item.count for item in due.items(desk) if item.code.startswith("notice") and item.count}

    assert waiting() == {}
    view = service.write(desk, entry(desk))
    assert waiting() == {}  # a receptionist cannot approve it
    desk.actor = staff_of_site.supervisor
    assert waiting() == {"notice-approve": 1}
    service.approve(desk, view.id)
    desk.actor = staff_of_site.receptionist
    assert waiting() == {"notice-issue": 1}
    service.issue(desk, view.id)
    assert waiting() == {"notice-post": 1}
    service.post(desk, view.id, PostingEntry("大门", "李强"))
    assert waiting() == {}


@pytest.mark.one_engine
def test_a_text_is_proposed_for_each_kind(desk: Desk) -> None:
    found = service.proposal(desk, "outage")
    assert (found.title, "〔" in found.text) == ("停水停电等通知", True)
    assert found.english.startswith("Notice of an outage: ")
    assert refused(service.proposal, desk, "party") == {"kind": "choice"}


@pytest.mark.one_engine
def test_the_papers_say_when_they_can_be_printed(desk: Desk, staff_of_site: People) -> None:
    view = approved(desk, staff_of_site)
    assert [offer.possible for offer in service.papers(desk, view.id)] == [False] * 4
    with pytest.raises(DeskError):
        service.issue_paper(desk, view.id, "notice-copy")
    service.issue(desk, view.id)
    assert [offer.possible for offer in service.papers(desk, view.id)] == [True, True, True, False]
    assert service.paper_preview(desk, view.id, "notice-list").tables[0].rows[0][1] == "1栋1单元101"
    with pytest.raises(DeskError):
        service.issue_paper(desk, view.id, "party")


@pytest.mark.one_engine
def test_moments_are_the_sites(desk: Desk, staff_of_site: People) -> None:
    view = issued(
        desk, staff_of_site, since=datetime(2026, 12, 1, 9, tzinfo=ZONE), until=datetime(2026, 12, 1, 17, tzinfo=ZONE)
    )
    said = [passage.text for passage in slips.slip_content(desk, view.number).body]
    assert "时间：2026年12月1日 09:00 至 17:00" in said
    stays = issued(desk, staff_of_site, kind="law", category="", until=None)
    assert any("另行通知" in each.text for each in slips.slip_content(desk, stays.number).body)
