"""Parcels by keys: taken, told, handed out to the right person; what is not kept is told beside its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from desk.services import parcels as service
from desk.ui.forms.dialog import ActDialog

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def dialogs() -> list[ActDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible()]


def no_dialog() -> None:
    assert [(one.problem(), one.form.problems()) for one in dialogs()] == []


def test_a_parcel_is_taken_and_handed_out_by_keys(counter: Counter) -> None:
    counter.window.open_page("parcels")
    counter.settle()
    counter.press("Insert")
    form = dialogs()[0].form
    form.set_values({"unit_id": 1, "what": "生鲜", "place": "A3", "contents": "perishable"})
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"contents"}
    form.set_values({"what": "纸箱", "contents": "general", "tracking": "SF1234567890"})
    counter.press("Ctrl+Enter")
    no_dialog()
    assert service.parcels(counter.desk).total == 1
    counter.window.open_page("today")
    counter.settle()
    counter.window.take_scan("SF1234567890")
    counter.settle()
    page = counter.page()
    assert page.record.what == "纸箱"
    counter.press("Ctrl+J")
    form = dialogs()[0].form
    assert form.value("receiver") == "单雄风"
    form.set_value("receiver", "赵六")
    counter.press("Ctrl+Enter")
    assert {"authorised_by", "tail"} <= set(form.problems())
    form.set_values({"receiver": "单雄风", "tail": "0001"})
    counter.press("Ctrl+Enter")
    no_dialog()
    assert page.record.state == "handed-out"


def test_a_found_thing_is_passed_on_from_the_list(counter: Counter) -> None:
    entry = service.ParcelEntry("found", "手机", "保险柜", brought_by="保洁", where_found="大堂")
    service.take(counter.desk, entry)
    counter.window.open_page("parcels", view="found")
    counter.settle()
    counter.press("Ctrl+M")
    dialogs()[0].form.set_value("note", "光明派出所 王警官")
    counter.press("Ctrl+Enter")
    no_dialog()
    assert service.parcels(counter.desk, service.ParcelFilter("all")).rows[0].state == "police"


def test_valuables_ask_for_a_second_member_of_staff(counter: Counter) -> None:
    counter.window.open_page("parcels")
    counter.settle()
    counter.press("Insert")
    form = dialogs()[0].form
    form.set_values(
        {"kind": "found", "what": "钱包", "place": "保险柜", "contents": "valuables", "where_found": "大堂", "brought_by": "保洁",
         "sealed": True, "seal": "F-1"}
    )  # fmt: skip
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"witness_id"}
    form.set_value("witness_id", form.field("witness_id").itemData(1))
    counter.press("Ctrl+Enter")
    no_dialog()
    assert service.parcels(counter.desk).rows[0].witness
