"""A renovation by keys: approved on the spot, owner told, deposit, certificate, passes, extension, inspection; what is refused and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel

from desk.services import renovation as service
from desk.ui.forms.dialog import ActDialog
from desk.ui.slips.papers import PapersDialog
from tests.kit.site import PIN
from tests.ui.renovation.works import CARDS, LAST, OWNER, ROOM
from tests.ui.test_structure import clipped, nameless

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.renovation.works import Works

pytest_plugins = ["tests.ui.counter"]


def dialog() -> ActDialog:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible())


def open_dialogs() -> list[ActDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible()]


def approved(works: Works) -> None:
    """Does what the dialog asks, with the PIN of a supervisor where one is needed."""
    works.counter.press("Ctrl+Enter")
    for one in open_dialogs():
        if one.approval.role:
            one.approval.form.set_value("approval_pin", PIN)
            works.counter.press("Ctrl+Enter")
    assert [(one.problem(), one.form.problems(), one.approval.form.problems()) for one in open_dialogs()] == []


def test_a_supervisor_approves_on_the_spot_and_the_owner_is_told(works: Works) -> None:
    counter, file = works.counter, works.submitted()
    works.show(file)
    counter.press("Ctrl+Y")
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    assert works.now(file).state == "approved"
    counter.press("Ctrl+G", "Ctrl+Enter")
    assert works.now(file).state == "told"


def test_what_the_certificate_waits_for_stands_at_once_each_with_its_way(works: Works) -> None:
    counter, file = works.counter, works.told()
    works.show(file)
    counter.press("Alt+N")  # the notice of what is to be paid comes first
    counter.press("Ctrl+J")
    assert dialog().told().count("\n") == 2
    counter.press("Ctrl+1")  # the signatures
    for party in ("owner", "contractor", "centre"):
        dialog().form.set_value(party, True)
    counter.press("Ctrl+Enter")
    assert works.now(file).signed_on == date(2026, 11, 23)
    counter.press("Ctrl+J", "Ctrl+1")  # now the deposit is the first way
    assert str(dialog().form.value("amount")) == "2000.00"
    counter.press("Ctrl+Enter")
    assert works.now(file).held == 200000
    counter.press("Ctrl+Shift+D")
    received = dialog().form.value("documents")
    dialog().form.set_value("documents", {**received, "fire": ("received",), "agreement": ("received",)})
    counter.press("Ctrl+Enter")
    counter.press("Ctrl+J")
    if open_dialogs():
        pytest.fail(dialog().told())
    assert works.now(file).state == "running"


def test_passes_are_issued_with_their_deposits_and_extended_with_the_file(works: Works) -> None:
    counter, file = works.counter, works.running()
    works.show(file)
    counter.press("Alt+Q")
    counter.write("赵铁柱")
    counter.press("Enter")
    counter.write(CARDS[0])
    counter.press("Ctrl+Enter")
    assert {"copy_shown", "workers"} & set(dialog().form.problems()) or dialog().problem()
    for name in ("copy_shown", "papers_seen"):
        dialog().form.set_value(name, True)
    counter.press("Ctrl+Enter")
    assert open_dialogs() == []
    (card,) = works.now(file).passes
    assert (card.name, card.deposit_held, card.until) == ("赵铁柱", 2000, LAST)
    counter.press("Ctrl+Shift+R")
    dialog().form.set_value("until", date(2027, 3, 31))
    dialog().form.set_value("copies", True)
    counter.press("Ctrl+Enter")
    assert card.number in "".join(dialog().form.problems().values())
    dialog().form.set_value("passes", {card.number: ("received",)})
    approved(works)
    after = works.now(file)
    assert (after.state, after.last, after.passes[0].until) == ("extended", date(2027, 3, 31), date(2027, 3, 31))


def test_an_inspection_is_asked_for_failed_and_passed(works: Works) -> None:
    counter, file = works.counter, works.running()
    works.show(file)
    counter.press("Ctrl+J")
    assert works.now(file).state == "inspection-asked"
    counter.press("Ctrl+Shift+Y", "Ctrl+Enter")
    assert "note" in dialog().form.problems()
    dialog().form.set_value("note", "渗漏")
    counter.press("Ctrl+Enter")
    assert works.now(file).state == "rectify"
    counter.press("Ctrl+Y", "Ctrl+Enter")
    assert works.now(file).state == "passed"


def test_a_refund_is_refused_with_everything_that_stands_in_its_way(works: Works) -> None:
    counter, file = works.counter, works.passed()
    works.show(file)
    counter.press("Ctrl+U")
    told = dialog().told().splitlines()
    assert len(told) >= 3
    counter.press("Ctrl+Enter")
    assert {"payer", "certificate", "receipt"} <= set(dialog().form.problems())
    counter.press("Ctrl+1")  # moving in is not known
    dialog().form.set_value("nobody", True)
    counter.press("Ctrl+Enter")
    assert works.now(file).nobody_moved_in
    assert works.now(file).state == "passed"


def test_a_refund_with_a_deduction_goes_back_to_the_payer(works: Works) -> None:
    counter, file = works.counter, works.ripe()
    works.show(file)
    counter.press("Ctrl+U")
    form = dialog().form
    for name, value in (("payer", "self"), ("certificate", True), ("receipt", True)):
        form.set_value(name, value)
    form.set_value("deductions", [{"item": "电梯轿厢", "reason": "刮伤", "evidence": "照片", "amount": 300}])
    approved(works)
    after = works.now(file)
    assert (after.state, after.held) == ("refunded", 0)
    shown = [one.text() for one in counter.page().findChildren(QLabel) if one.isVisible()]
    assert shown.count("已退") == 2, "the deposit and the money that went back are not called held or paid"
    assert "在押" not in shown
    assert [row.payer for row in after.receipts][-1] == OWNER
    counter.press("Ctrl+J")
    assert works.now(file).state == "filed"


def test_a_pass_comes_back_with_its_deposit_and_another_is_lost(works: Works) -> None:
    counter, file = works.counter, works.with_passes()
    page = works.show(file)
    page.show_passes()
    counter.press("Ctrl+B")
    approved(works)
    assert [(card.state, card.deposit_held) for card in works.now(file).passes] == [("returned", 0), ("active", 2000)]
    page.passes.table.select(lambda row: row.state == "active")
    counter.press("Ctrl+Shift+X")
    counter.write("遗落在工地")
    counter.press("Ctrl+Enter")
    assert works.now(file).passes[1].state == "lost"


def test_a_violation_is_found_and_put_right(works: Works) -> None:
    counter, file = works.counter, works.running()
    works.show(file)
    counter.press("Ctrl+Shift+V")
    counter.write("电钻噪音扰民")
    counter.press("Ctrl+Enter")
    assert works.now(file).violations[0].state == "open"
    counter.press("Ctrl+R", "Ctrl+Enter")
    assert works.now(file).violations[0].state == "put-right"


def test_fees_are_charged_and_taken_apart_from_the_deposit(works: Works) -> None:
    counter, file = works.counter, works.told()
    works.show(file)
    counter.press("Ctrl+Shift+G")
    dialog().form.set_value("item", "垃圾清运费")
    dialog().form.set_value("amount", 120)
    counter.press("Ctrl+Enter")
    assert [fee.open_fen for fee in service.fees(works.desk, file.id)] == [12000]
    counter.press("F9", "Ctrl+Enter")
    assert service.fees(works.desk, file.id) == ()
    assert works.now(file).held == 0


def test_all_papers_are_one_key_away_and_the_file_is_one_pdf(
    works: Works, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk.ui.renovation import papers

    counter, file = works.counter, works.running()
    works.show(file)
    counter.press("Ctrl+Shift+P")
    shown = next(one for one in QApplication.topLevelWidgets() if isinstance(one, PapersDialog) and one.isVisible())
    assert len(shown.offers) == 11
    counter.press("Enter")
    assert any(slip.kind == "renovation-application" for slip in works.now(file).slips)
    target = tmp_path / "file.pdf"
    monkeypatch.setattr(papers, "ask_file", lambda _page, _number: target)
    counter.press("Ctrl+S")
    assert target.read_bytes().startswith(b"%PDF")


def test_without_a_shift_no_deposit_is_taken(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    from desk.services.money import core

    counter, file = works.counter, works.told()
    works.show(file)
    counter.press("Alt+Y")
    monkeypatch.setattr(core, "current_shift", lambda _session, _staff: None)
    counter.press("Ctrl+Enter")
    assert dialog().problem()
    assert works.now(file).held == 0


@pytest.mark.parametrize("size", [(1366, 768), (911, 512), (829, 420)])
def test_every_word_is_whole(works: Works, size: tuple[int, int]) -> None:
    counter = works.counter
    counter.window.resize(*size)
    works.show(works.with_passes())
    assert clipped(counter.window) + nameless(counter.window) == []


def test_a_file_that_was_running_on_paper_is_taken_over_with_its_deposit(works: Works) -> None:
    """Handbook R1: the old certificate, the old receipt; the refund passes the same gate."""
    counter = works.counter
    file = works.filed()
    entry = replace(service.entry_of(works.desk, file.id), unit_id=ROOM + 1)
    old = works.as_supervisor(service.take_over, works.desk, service.OldFileEntry(entry, "2026-017", date(2026, 11, 2)))
    works.show(old)
    counter.press("Ctrl+Ins")
    one = dialog()
    for name, value in (("amount", 2000), ("paper_number", "0008812"), ("taken_on", date(2026, 11, 2))):
        one.form.set_value(name, value)
    one.approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    assert open_dialogs() == []
    assert works.now(old).held == 200_000
    counter.press("Ctrl+K", *"thb", "Enter", "Ctrl+Enter")
    assert "renovation-refund-application" in {slip.kind for slip in works.now(old).slips}


def test_the_scan_of_a_paper_counts_as_the_paper(works: Works, tmp_path: Path) -> None:
    counter, file = works.counter, works.filed()
    scan = tmp_path / "申请表.png"
    QImage(20, 20, QImage.Format.Format_RGB32).save(str(scan))
    works.show(file)
    counter.press("Ctrl+I")
    one = dialog()
    one.form.set_value("code", "application")
    counter.press("Ctrl+Enter")
    assert one.isVisible(), "without a file nothing is kept"
    one.form.set_value("scan", (scan,))
    counter.press("Ctrl+Enter")
    paper = next(each for each in works.now(file).documents if each.code == "application")
    assert paper.received_on == works.desk.today()


def test_a_new_edition_of_the_clauses_is_printed_from_then_on(works: Works) -> None:
    counter = works.counter
    page = counter.window.open_page("renovation-clauses")
    counter.settle()
    assert {row.code for _at, row in page.table.model.loaded()} == set(service.text_codes())
    page.table.select(lambda row: row.code == "pledge")
    page.table.view.setFocus()
    counter.press("Enter")
    one = dialog()
    one.form.set_value("version", "2026-2")
    one.form.set_value("zh_CN", "一、按备案项目施工。")
    one.approval.form.set_value("approver", "zhou")
    one.approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    assert open_dialogs() == []
    assert service.text(works.desk, "pledge").words["zh_CN"] == "一、按备案项目施工。"
