"""Lists, what is due, the archive and the papers of a file (handbook A5, R5, R6, S11)."""

from __future__ import annotations

from datetime import date

import pypdfium2

from desk.services import money, slips
from desk.services import renovation as service
from desk.services.kit import due
from desk.services.renovation import FileFilter, InspectionEntry, PassEntry, PassesEntry, ViolationEntry
from desk.services.site.check import check
from tests.kit.pdf import page_text
from tests.services.renovation.works import ROOM, Counter

D = date.fromisoformat


def names(counter: Counter, name: str) -> list[str]:
    return [row.room for row in service.files(counter.desk, FileFilter(name)).rows]


def test_a_file_is_on_the_list_of_its_turn(counter: Counter) -> None:
    file = counter.running(last=D("2026-05-15"))
    assert names(counter, "running") == [file.room]
    counter.on("2026-05-07")
    assert names(counter, "running-out") == []
    counter.on("2026-05-08")
    assert names(counter, "running-out") == [file.room]
    counter.on("2026-05-16")
    assert names(counter, "overdue") == [file.room]
    service.ask_inspection(counter.desk, file.id)
    assert names(counter, "waiting") == [file.room]
    counter.settled(counter.finished(service.renovation(counter.desk, file.id)))
    assert names(counter, "refundable") == []
    counter.on("2026-08-16")
    assert names(counter, "refundable") == [file.room]
    assert service.counts(counter.desk)["refundable"] == 1


def test_deposits_by_age_add_up_to_the_journal(counter: Counter) -> None:
    file = counter.running(last=D("2026-05-15"))
    counter.passes(file, 2)
    counter.on("2026-06-03")
    found = service.deposits_by_age(counter.desk)
    assert {each.age: each.fen for each in found.ages if each.fen} == {"half": 204000}
    assert found.fen == money.held_by_age(counter.desk).fen == 204000


def test_a_building_is_listed_from_its_low_floors_to_the_high_ones(counter: Counter) -> None:
    for unit_id in (11, 1, 9, 3):
        counter.file(unit_id=unit_id)
    rows = service.files(counter.desk, FileFilter(building_id=1)).rows
    assert [row.unit_id for row in rows] == [1, 3, 9, 11]
    slip = service.issue_building_sheet(counter.desk, 1)
    table = slips.slip_content(counter.desk, slip.number).tables[0]
    assert [row[1] for row in table.rows] == [row.room for row in rows]


def test_passes_out(counter: Counter) -> None:
    file = counter.running(last=D("2026-05-15"))
    made = counter.passes(file, 3)
    service.take_back(counter.desk, made[0].id, refund=False)
    assert [each.number for each in service.passes_out(counter.desk).rows] == [each.number for each in made[1:]]


def shown(counter: Counter) -> dict[str, tuple[int, bool]]:
    return {
        each.code: (each.count, each.urgent)
        for each in due.items(counter.desk)
        if each.code.startswith("renovation-") and each.count
    }


def test_what_falls_due_in_the_life_of_a_file(counter: Counter) -> None:
    file = counter.file(last=D("2026-05-15"))
    service.submit(counter.desk, file.id)
    assert shown(counter) == {"renovation-answer": (1, False)}
    counter.on("2026-03-06")  # Friday: the third working day is the 5th
    assert shown(counter) == {"renovation-answer": (1, True), "renovation-plans": (1, True)}
    service.cancel(counter.desk, file.id, reason="重填")
    file = counter.approved(last=D("2026-05-15"))
    service.inspect(counter.desk, file.id, InspectionEntry("plans", True))
    assert shown(counter) == {"renovation-told": (1, True)}
    service.cancel(counter.desk, file.id, reason="重填")
    file = counter.running(last=D("2026-05-15"))
    counter.passes(file, 1)
    service.find_violation(counter.desk, file.id, ViolationEntry("占用通道"))
    counter.on("2026-03-10")
    assert shown(counter) == {"renovation-violations": (1, True)}
    counter.on("2026-05-16")
    assert set(shown(counter)) == {
        "renovation-overdue", "renovation-violations", "renovation-passes",
    }  # fmt: skip
    service.ask_inspection(counter.desk, file.id)
    counter.on("2026-05-25")
    assert shown(counter)["renovation-inspection"] == (1, True)


def test_the_whole_file_in_the_order_of_the_archive(counter: Counter) -> None:
    file = counter.running(last=D("2026-05-15"))
    for paper in ("application", "pledge", "owner-pledge", "fire", "agreement", "workers"):
        service.issue_paper(counter.desk, file.id, paper)
    counter.passes(file, 2)
    service.inspect(counter.desk, file.id, InspectionEntry("interim", True))
    counter.finished(file, photos=(counter.photo(),))
    pdf = service.whole_file(counter.desk, file.id)
    pages = [page_text(pdf, place) for place in range(len(pypdfium2.PdfDocument(pdf)))]
    first = []
    for title in (
        "装修档案索引",
        "装修备案登记证",
        "装修管理服务协议书",
        "施工人员登记表",
        "装修申请表",
        "押金收据",
        "装修验收单",
    ):
        first.append(next(place for place, text in enumerate(pages) if title in text.splitlines()[:6]))
    assert first == sorted(first)
    index = service.preview(counter.desk, file.id, "index")
    labels = [field.label for field in index.fields]
    assert {"装修期限", "客户姓名", "施工负责人电话", "装修情况", "交费情况"} <= set(labels)
    assert index.tables[0].rows[0][1] == "装修备案登记证"


def test_passes_are_printed_eight_to_a_sheet_and_as_cards(counter: Counter) -> None:
    file = counter.running()
    photo = counter.photo()
    workers = tuple(
        PassEntry(f"工人{place}", counter.resident(sequence=f"{place:03d}"), photo=photo, papers_seen=True)
        for place in range(1, 10)
    )
    made = service.issue_passes(counter.desk, file.id, PassesEntry(workers, copy_shown=True, deposit=0))
    sheets = service.print_passes(counter.desk, file.id)
    assert len(pypdfium2.PdfDocument(sheets.pdf)) == 2
    cards = service.print_passes(counter.desk, file.id, paper="cr80")
    assert len(pypdfium2.PdfDocument(cards.pdf)) == 9
    assert cards.counts == {each.number: 1 for each in made}
    card = slips.slip_content(counter.desk, made[0].number).cards[0]
    assert [piece.text for piece in card.pieces if piece.kind in ("qr", "bars")] == [made[0].number] * 2


def test_the_check_finds_nothing_wrong_with_a_file_at_each_step(counter: Counter) -> None:
    file = counter.running()
    assert check(counter.desk) == []
    counter.settled(counter.finished(file))
    counter.on("2026-06-20")
    counter.refund(file)
    assert check(counter.desk) == []


def test_a_home_shows_its_file(counter: Counter) -> None:
    from desk.services import households

    file = counter.running(last=D("2026-05-15"))
    view = households.household(counter.desk, ROOM)
    light = next(each for each in view.lights if each.code == "renovation")
    assert light.state == "amber"
    assert any(file.number in line.title for line in view.timeline)
