"""The lists: files by what is to be done, a building in order, passes out, deposits by age, contractors; the household's light."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.services import renovation as service
from tests.ui.renovation.test_page import dialog

if TYPE_CHECKING:
    from tests.ui.renovation.works import Works

pytest_plugins = ["tests.ui.counter"]


def numbers(works: Works) -> list[str]:
    return [row.number for _at, row in works.counter.page().table.model.loaded()]


def test_files_stand_in_the_list_of_what_is_to_be_done(works: Works) -> None:
    file = works.running()
    counter = works.counter
    counter.window.open_page("renovations")
    counter.settle()
    assert numbers(works) == [file.number]
    counter.page().show_view("refundable")
    counter.settle()
    assert numbers(works) == []
    counter.page().show_view("all")
    counter.settle()
    counter.press("Enter")
    assert counter.page().title() == file.number


def test_a_buildings_list_is_issued(works: Works) -> None:
    works.running()
    counter = works.counter
    counter.window.open_page("renovations")
    counter.settle()
    counter.press("Ctrl+P")
    assert counter.message()
    counter.page().building.setCurrentIndex(1)
    counter.settle()
    counter.press("Ctrl+P")
    assert "LM-" in counter.message()


def test_passes_out_and_deposits_held(works: Works) -> None:
    works.with_passes()
    counter = works.counter
    counter.window.open_page("renovations")
    counter.settle()
    counter.window.open_page("worker-passes")
    counter.settle()
    assert counter.page().table.total() == 2
    counter.window.open_page("renovation-deposits")
    counter.settle()
    assert sum(row.fen for _at, row in counter.page().table.model.loaded()) == 204000


def test_a_contractor_is_added_opened_and_changed(works: Works) -> None:
    counter = works.counter
    counter.window.open_page("contractors")
    counter.settle()
    counter.press("Insert")
    dialog().form.set_value("name", "宏达装饰有限公司")
    dialog().form.set_value("credit_code", "91350100M000100Y44")
    counter.press("Ctrl+Enter")
    assert "credit_code" in dialog().form.problems()
    dialog().form.set_value("credit_code", "91350100M000100Y43")
    counter.press("Ctrl+Enter", "Enter")
    assert counter.page().title() == "宏达装饰有限公司"
    counter.press("Ctrl+E")
    dialog().form.set_value("contact", "赵强")
    counter.press("Ctrl+Enter")
    assert service.contractors(works.desk)[0].contact == "赵强"


def test_the_households_light_opens_the_file(works: Works) -> None:
    file = works.running()
    counter = works.counter
    counter.window.open_target(f"unit:{file.unit_id}")
    counter.settle()
    page = counter.page()
    page.lights.buttons[f"renovation:{file.id}"].click()
    counter.settle()
    assert counter.page().title() == file.number


def test_a_scanned_pass_opens_its_file(works: Works) -> None:
    file = works.with_passes()
    works.counter.window.open_page("renovation", number=file.passes[0].number)
    works.counter.settle()
    assert works.counter.page().title() == file.number
