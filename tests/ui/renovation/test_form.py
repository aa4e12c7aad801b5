"""A filing by keys: what is refused in words, the new contractor, the draft that is kept, the change of a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from desk.services import renovation as service
from tests.ui.renovation.works import OWNER, ROOM
from tests.ui.test_structure import clipped, nameless

if TYPE_CHECKING:
    from tests.ui.renovation.works import Works

pytest_plugins = ["tests.ui.counter"]


def opened(works: Works, **args: Any) -> Any:
    works.counter.window.open_page("renovation-form", **args)
    works.counter.settle()
    return works.counter.page().form


def filled(works: Works) -> Any:
    form = opened(works)
    for name, value in (
        ("unit_id", ROOM), ("applicant", OWNER), ("officer_id", str(works.officer())),
        ("works", [{"code": "wall", "detail": "全屋", "plan": True}]),
    ):  # fmt: skip
        form.set_value(name, value)
    works.counter.settle()
    return form


def test_the_owner_files_alone_and_the_end_is_proposed(works: Works) -> None:
    form = filled(works)
    assert form.value("last") == date(2027, 2, 23)
    form.set_value("documents", {"application": ("received",), "pledge": ("received",)})
    works.counter.press("Ctrl+S")
    (row,) = service.files(works.desk).rows
    view = service.renovation(works.desk, row.id)
    assert (view.state, view.deposit_due > 0) == ("draft", True)
    assert {each.code for each in view.documents if each.received_on} == {"application", "pledge"}
    assert works.counter.page().title() == view.number
    works.counter.press("Ctrl+J")
    assert works.now(view).state == "submitted"


def test_forbidden_works_are_refused_in_words_and_waterproofing_asks_the_pledge(works: Works) -> None:
    form = filled(works)
    form.set_value("works", [{"code": "structure", "detail": "", "plan": False}])
    assert not form.has_field("owner_pledge")
    works.counter.press("Ctrl+S")
    assert "承重" in form.problems()["works"]
    form.set_value("works", [{"code": "bathroom", "detail": "主卫", "plan": True}])
    works.counter.settle()
    assert form.has_field("owner_pledge")
    assert service.files(works.desk).total == 0


def test_a_tenant_needs_the_owners_consent(works: Works) -> None:
    form = filled(works)
    form.set_value("applicant_role", "tenant")
    works.counter.press("Ctrl+S")
    assert {"owner_consents", "owner_told"} <= set(form.problems())


def test_a_new_contractor_is_checked_and_put_into_the_register(works: Works) -> None:
    form = filled(works)
    for name, value in (
        ("contractor", "new"), ("name", "宏达装饰有限公司"), ("credit_code", "91350100M000100Y44"),
        ("leader", "李工"), ("leader_phone", "13700000001"),
    ):  # fmt: skip
        form.set_value(name, value)
    works.counter.press("Ctrl+S")
    assert "credit_code" in form.problems()
    assert service.contractors(works.desk) == ()
    form.set_value("credit_code", "91350100M000100Y43")
    works.counter.press("Ctrl+S")
    assert [firm.name for firm in service.contractors(works.desk)] == ["宏达装饰有限公司"]
    assert service.files(works.desk).rows[0].leader == "李工"


def test_a_filing_that_is_left_is_kept_as_a_draft(works: Works) -> None:
    filled(works)
    works.counter.press("Esc")
    form = opened(works)
    works.counter.press("F7")
    assert (form.value("applicant"), form.value("works")[0]["code"]) == (OWNER, "wall")


def test_a_draft_is_changed(works: Works) -> None:
    file = works.filed()
    works.show(file)
    works.counter.press("Ctrl+E")
    form = works.counter.page().form
    assert (form.value("applicant"), form.value("leader")) == (OWNER, "李工")
    form.set_value("leader", "张工")
    works.counter.press("Ctrl+S")
    after = works.now(file)
    assert (after.leader, len(after.works)) == ("张工", 2)


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)])
def test_every_word_is_whole(works: Works, size: tuple[int, int]) -> None:
    works.counter.window.resize(*size)
    filled(works)
    assert clipped(works.counter.window) + nameless(works.counter.window) == []
    works.counter.page().form.mark_saved()


def test_works_that_began_on_paper_are_taken_over_by_a_supervisor(works: Works) -> None:
    """Handbook R1: the certificate's old number and the day it began are asked for."""
    counter = works.counter
    clerk = works.desk.actor
    assert clerk is not None
    works.desk.actor = replace(clerk, role="supervisor")
    form = filled(works)
    assert not form.has_field("certificate")
    form.set_value("running", True)
    counter.press("Ctrl+S")
    assert {"certificate", "started_on"} <= set(form.problems())
    form.set_value("certificate", "2026-017")
    form.set_value("started_on", date(2026, 11, 2))
    counter.press("Ctrl+S")
    (row,) = service.files(works.desk).rows
    view = service.renovation(works.desk, row.id)
    assert (view.state, view.certificate, view.taken_over) == ("running", "2026-017", True)
