"""Goods release by real keys: the form with few of them, the cashier on the way, the gate, the copies (handbook M2–M5)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from desk import i18n
from desk.services import money
from desk.services import releases as service
from desk.services.releases import GateEntry, ReleaseFilter
from desk.ui.releases.goods import usual

if TYPE_CHECKING:
    from tests.ui.counter import Counter
from tests.kit.site import PIN

pytest_plugins = ["tests.ui.counter"]


def dialog() -> Any:
    """The dialog that is open."""
    found = QApplication.activeModalWidget()
    assert found is not None
    return found


def test_found_by_phone_tail_a_release_takes_fifteen_keys_besides_the_goods(counter: Counter, goods: Any) -> None:
    counter.window.open_page("today")
    counter.settle()
    counter.strokes = 0
    counter.press("F2", "0", "0", "0", "1", "Enter")
    assert counter.page().title() == "1栋1单元101"
    counter.press("F8")
    counter.settle()
    counter.press("Space", "Enter")
    keys = counter.strokes
    form = counter.page().form
    assert form.field("items").rows_of_cells()[0][0].hasFocus()
    counter.press("s", "f", "Enter", "2", "Enter", "Enter")
    counter.press("b", "x", "Enter", "Enter", "Enter")
    counter.strokes = 0
    counter.press("Ctrl+Enter")
    keys += counter.strokes
    made = service.releases(counter.desk, ReleaseFilter()).rows
    assert [(row.number, row.name, row.goods) for row in made] == [("FX-20261123-0001", "单雄风", "沙发 2、冰箱 1")]
    assert keys <= 15, keys
    assert "FX-20261123-0001" in counter.message()


def test_goods_are_typed_in_words_too_and_lines_are_checked(counter: Counter, goods: Any) -> None:
    counter.window.open_page("release-form", unit_id=1)
    counter.settle()
    form = counter.page().form
    form.field("items").rows_of_cells()[0][0].setFocus()
    counter.write("智能马桶")
    counter.press("Enter", "0", "Enter", "Enter", "Ctrl+Enter")
    assert set(form.problems()) == {"items", "papers"}
    assert "1" in form.problems()["items"]
    assert service.counts(counter.desk)["all"] == 0
    assert form.field("items").rows_of_cells()[0][1].hasFocus() or form.field("papers").isAncestorOf(counter.focus())


def test_a_whole_move_with_fees_owed_goes_by_the_cashier_and_comes_back(counter: Counter, goods: Any) -> None:
    money.charge(counter.desk, money.ChargeEntry("management", 23400, 1))
    counter.window.open_page("release-form", unit_id=1)
    counter.settle()
    page = counter.page()
    form = page.form
    form.set_value("scope", "whole")
    form.set_value("papers", {"own-id": ["seen"]})
    form.set_value("leaving", {"单雄风": ["leaves"]})
    form.set_value("items", [{"name": "全部家具", "quantity": 1, "remark": ""}])
    counter.press("Ctrl+Enter")
    assert "234.00" in form.problems()["waived"]
    counter.until(lambda: "234.00" in page.told_words.text())
    counter.press("F9")
    assert type(counter.page()).__name__ == "CashierPage"
    counter.page().form.field("cash").setFocus()
    counter.press("2", "3", "4", "Ctrl+Enter")
    counter.press("Esc")
    counter.settle()
    form = counter.page().form
    assert form.value("items")[0]["name"] == "全部家具"
    assert form.value("customer_id") == str(counter.residents()["单雄风"])
    counter.press("Ctrl+Enter")
    made = service.releases(counter.desk, ReleaseFilter()).rows
    assert [row.scope for row in made] == ["whole"]
    assert type(counter.page()).__name__ == "MoveOutForm"
    assert counter.page().form.value("unit_id") == 1


def test_the_managers_pin_on_the_spot_lets_it_pass(counter: Counter, goods: Any) -> None:
    money.charge(counter.desk, money.ChargeEntry("management", 23400, 1))
    counter.window.open_page("release-form", unit_id=1)
    counter.settle()
    form = counter.page().form
    form.set_value("scope", "whole")
    form.set_value("papers", {"own-id": ["seen"]})
    form.set_value("nobody_leaves", True)
    form.set_value("items", [{"name": "沙发", "quantity": 1, "remark": ""}])
    form.set_value("waived", "月底转账")
    counter.settle()
    counter.press("Ctrl+Enter")
    asked = dialog()
    assert service.counts(counter.desk)["all"] == 0
    asked.approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    made = service.releases(counter.desk, ReleaseFilter()).rows
    assert service.release(counter.desk, made[0].id).waived == ("月底转账",)


def test_at_the_gate_a_scan_shows_it_and_a_key_closes_it(counter: Counter, goods: Any) -> None:
    made = goods.issue()
    counter.window.open_page("gate")
    counter.settle()
    page = counter.page()
    counter.window.take_scan(made.number)
    counter.settle()
    assert page.view.number == made.number
    assert page.verdict.text() == "有效，请核对物品。"
    counter.press("Ctrl+Enter")
    counter.write("老吴")
    counter.press("Ctrl+Enter")
    assert goods.now(made).state == "passed"
    assert not page.buttons["pass"].isVisible()
    counter.window.take_scan(made.number)
    counter.settle()
    assert page.verdict.property("role") == "title-bad"
    assert "不能再次放行" in page.verdict.text()
    assert goods.now(made).events[0].kind == "gate-used"
    counter.window.take_scan("FX-20990101-0001")
    counter.settle()
    assert "不予放行" in page.verdict.text()
    assert page.view is None


@pytest.mark.parametrize(("day", "kind"), [(22, "early"), (24, "expired")])
def test_at_the_gate_an_early_or_expired_one_is_red(counter: Counter, goods: Any, day: int, kind: str) -> None:
    made = goods.issue()
    counter.clock.now = counter.clock.now.replace(day=day)
    counter.window.open_page("gate")
    counter.settle()
    counter.write(made.number)
    counter.press("Enter")
    page = counter.page()
    assert (page.view.verdict, page.verdict.property("role")) == (kind, "title-bad")
    counter.press("Ctrl+Enter", "Ctrl+Shift+Y")
    assert QApplication.activeModalWidget() is None
    assert goods.now(made).events[0].kind == f"gate-{kind}"


def test_partly_by_the_lines_of_the_slip(counter: Counter, goods: Any) -> None:
    made = goods.issue()
    goods.show(f"release:{made.id}")
    counter.press("Ctrl+Shift+J")
    counter.write("老吴")
    counter.press("Enter", "1", "Enter", "0", "Ctrl+Enter")
    after = goods.now(made)
    assert (after.state, [item.passed for item in after.items]) == ("partly", [1, 0])


def test_refused_and_issued_anew_from_its_page(counter: Counter, goods: Any) -> None:
    made = goods.issue()
    service.refuse(counter.desk, made.id, GateEntry("老吴", note="多一台电视"))
    goods.show(f"release:{made.id}")
    counter.press("Insert")
    counter.settle()
    page = counter.page()
    assert made.number in page.title()
    assert [line["name"] for line in page.form.value("items")] == ["沙发", "冰箱"]
    cells = page.form.field("items").rows_of_cells()
    cells[2][0].setFocus()
    counter.write("电视机")
    counter.press("Ctrl+Enter")
    assert goods.now(made).state == "void"
    assert goods.now(made).replaced_by == "FX-20261123-0002"


def test_the_list_its_views_and_the_copies_that_come_back(counter: Counter, goods: Any) -> None:
    first, second = goods.issue(), goods.issue()
    for one in (first, second):
        service.let_pass(counter.desk, one.id, GateEntry("老吴"))
    counter.window.open_target("releases:copies")
    counter.settle()
    page = counter.page()
    assert page.table.count() == 2 if hasattr(page.table, "count") else True
    counter.window.take_scan(first.number)
    counter.settle()
    assert goods.now(first).copy_back_on == date(2026, 11, 23)
    counter.press("Ctrl+P")
    counter.press("Ctrl+Enter")
    assert service.counts(counter.desk)["copies"] == 1
    counter.window.take_scan(second.number)
    counter.settle()
    assert goods.now(second).copy_back_on is not None


def test_a_scan_elsewhere_opens_the_slips_page(counter: Counter, goods: Any) -> None:
    made = goods.issue()
    counter.window.open_page("today")
    counter.settle()
    counter.window.take_scan(made.number)
    counter.settle()
    assert counter.page().record.number == made.number
    counter.press("Ctrl+Del")
    counter.write("写错房号")
    counter.press("Ctrl+Enter")
    assert goods.now(made).state == "void"


def test_the_households_page_has_the_act_and_the_slips(counter: Counter, goods: Any) -> None:
    made = goods.issue()
    page = goods.show("unit:1")
    words = [button.text() for button in page.findChildren(QPushButton)]
    assert any("物品放行" in each and "F8" in each for each in words)
    assert any(made.number in each for each in words)
    counter.press("F8")
    counter.settle()
    assert counter.page().form.value("unit_id") == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sf", "沙发"),
        ("shafa", "沙发"),
        ("沙", "沙发"),
        ("Sofa", "沙发"),
        ("zx", "纸箱"),
        ("zxc", "自行车"),
        ("柜", "衣柜"),
        ("xyz", ""),
    ],
)
def test_goods_are_found_by_pinyin_and_named_in_the_language_of_the_slip(typed: str, found: str) -> None:
    i18n.set_language("en")
    assert (usual(typed, "zh_CN")[0].title if usual(typed, "zh_CN") else "") == found
