"""Photos and papers of a record: pictures and PDF by content, twenty at most, removed with a reason; printed behind the form."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.errors import DeskError, InvalidInput, NotFound
from desk.services import requests, slips
from desk.services.kit import attachments
from desk.services.requests import RequestEntry, papers
from desk.services.site import record_files
from desk.services.site.check import check
from desk.services.slips.photos import photo_paper


@pytest.fixture
def subject(desk):
    promised = desk.clock() + timedelta(hours=3)
    entry = RequestEntry(
        "repair", "phone", caller_name="王五", category="leak", content="漏水", place="1栋", promised_at=promised
    )
    return f"request:{requests.log_request(desk, entry).id}"


def test_a_photo_is_kept_listed_and_removed_with_a_reason(desk, subject, picture, events):
    (kept,) = record_files.add_file(desk, subject, file=picture())
    assert (kept.name, kept.is_picture) == ("photo.jpg", True)
    record_files.add_file(desk, subject, content=picture("another").read_bytes(), name="现场.jpg")
    assert [each.name for each in record_files.files_of(desk, subject)] == ["photo.jpg", "现场.jpg"]
    assert check(desk) == []
    with pytest.raises(InvalidInput) as caught:
        record_files.remove_file(desk, subject, kept.role, reason=" ")
    assert caught.value.problems[0].field == "reason"
    (left,) = record_files.remove_file(desk, subject, kept.role, reason="拍错了")
    assert left.name == "现场.jpg"
    (event,) = events("file.remove")
    assert (event.subject, event.data["reason"], event.data["sha256"]) == (subject, "拍错了", kept.sha256)
    with pytest.raises(NotFound):
        attachments.path_of(desk, kept.sha256)
    with pytest.raises(NotFound):
        record_files.remove_file(desk, subject, kept.role, reason="again")
    assert check(desk) == []


def test_what_is_no_picture_and_no_pdf_is_refused_by_its_content(desk, subject, tmp_path):
    bad = tmp_path / "photo.jpg"
    bad.write_bytes(b"MZ this is a program")
    for call, code in (
        (lambda: record_files.add_file(desk, subject, file=bad), "file-kind"),
        (lambda: record_files.add_file(desk, subject, file=tmp_path / "gone.jpg"), "file-missing"),
        (lambda: record_files.add_file(desk, subject, content=b"text"), "file-kind"),
    ):
        with pytest.raises(DeskError) as caught:
            call()
        assert caught.value.code == code
    with pytest.raises(InvalidInput):
        record_files.add_file(desk, subject)
    assert record_files.files_of(desk, subject) == ()
    assert check(desk) == []


def test_the_same_file_once_and_twenty_at_most(desk, subject, picture, monkeypatch):
    record_files.add_file(desk, subject, file=picture())
    with pytest.raises(DeskError) as caught:
        record_files.add_file(desk, subject, file=picture())
    assert caught.value.code == "file-twice"
    assert len(record_files.files_of(desk, subject)) == 1
    monkeypatch.setattr(record_files, "MOST", 2)
    record_files.add_file(desk, subject, file=picture("b"))
    with pytest.raises(DeskError) as caught:
        record_files.add_file(desk, subject, file=picture("c"))
    assert caught.value.code == "files-many"


@pytest.mark.parametrize(
    "wrong",
    ["request:999", "customer:1", "nothing:1", "request:", "request:1x", "", "request:-1", "request:" + "9" * 30],
)
def test_only_records_that_take_files(desk, picture, wrong):
    for call in (
        lambda: record_files.files_of(desk, wrong),
        lambda: record_files.add_file(desk, wrong, file=picture()),
        lambda: record_files.remove_file(desk, wrong, "file:001", reason="x"),
    ):
        with pytest.raises(NotFound):
            call()


def test_photos_print_behind_the_handling_form(desk, subject, picture):
    number = int(subject.partition(":")[2])
    without = papers.handling_preview(desk, number)
    assert without.pictures == ()
    (kept,) = record_files.add_file(desk, subject, file=picture())
    issued = papers.issue_handling(desk, number)
    content = slips.slip_content(desk, issued.number)
    assert [each.sha for each in content.pictures] == [kept.sha256]
    record_files.remove_file(desk, subject, kept.role, reason="拍错了")
    assert slips.pdf(desk, issued.number)[:4] == b"%PDF"  # a photo that is gone leaves its place


def test_the_photos_of_a_record_are_issued_as_a_sheet(desk, subject, picture, events):
    with pytest.raises(DeskError) as caught:
        photo_paper(desk, subject)
    assert caught.value.code == "no-photos"
    record_files.add_file(desk, subject, content=b"%PDF-1.4 a lease", name="lease.pdf")
    with pytest.raises(DeskError):
        photo_paper(desk, subject)  # a PDF is printed by itself
    (kept,) = [each for each in record_files.add_file(desk, subject, file=picture()) if each.is_picture]
    view = photo_paper(desk, subject)
    content = slips.slip_content(desk, view.number)
    number = requests.request(desk, int(subject.split(":")[1])).number
    assert (view.kind, view.subject) == ("photo-sheet", subject)
    assert [(each.sha, each.whole) for each in content.pictures] == [(kept.sha256, True)]
    assert [field.value for field in content.fields] == ["工单", number, "1"]
    (event,) = events("file.print")
    assert (event.subject, event.data["photos"]) == (subject, 1)
    assert check(desk) == []
    with pytest.raises(NotFound):
        photo_paper(desk, "slip:1")
