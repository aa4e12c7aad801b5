"""Nothing hidden: a feature is added by one line among the features, and every general place has it."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import update

import desk
from desk import features
from desk.catalog import catalog, label
from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.services import households, slips
from desk.services.finder import find, titles
from desk.services.finder.index import reindex
from desk.services.kit import due, seam
from desk.services.kit.desk import Desk
from desk.services.site.check import check
from desk.services.site.policy import change_rules
from desk.ui.kit import pages
from tests.kit import keys as law
from tests.kit.site import Clock, People


@pytest.fixture
def u(umbrellas: None) -> Any:
    """Its services."""
    from tests.features.umbrellas import services

    return services


def lent(u: Any, desk: Desk, unit_id: int = 1, **more: Any) -> Any:
    return u.lend(desk, u.LoanEntry(unit_id, "单雄风", **more))


def test_it_is_a_feature_like_the_others(umbrellas: None) -> None:
    assert [feature.code for feature in features.features()].count("umbrellas") == 1


def test_nothing_but_its_own_files_and_one_line_tells_of_it(umbrellas: None) -> None:
    """What a feature costs in foreign lines: the program, its resources and its settings of tools do not know the example."""
    root = Path(desk.__file__).parent.parent
    places = [root / "pyproject.toml", *(root / "desk").rglob("*.py"), *(root / "tools").rglob("*.py")]
    places += [file for file in (root / "resources").rglob("*") if file.suffix in {".toml", ".tsv", ".md", ".svg"}]
    places += (root / "i18n").rglob("*.po")
    assert len(places) > 900
    assert [file for file in places if "umbrella" in file.read_text(encoding="utf-8").lower()] == []
    assert [line for line in features.FEATURES if "umbrellas" in line] == ["tests.features.umbrellas.manifest:FEATURE"]
    assert len(features.FEATURES) == 1 + (root / "desk/features/__init__.py").read_text(encoding="utf-8").count(
        ':FEATURE"'
    )


def test_its_number_and_its_list_come_with_it(u: Any, desk: Desk) -> None:
    assert desk.policy["umbrellas.days"] == 3
    assert [choice.code for choice in catalog("umbrella_kinds")] == ["long", "folding"]
    loan = lent(u, desk, kind="folding")
    assert (loan.kind, label("umbrella_kinds", loan.kind)) == ("folding", "折叠伞")
    with pytest.raises(InvalidInput) as refused:
        lent(u, desk, 2, kind="golf")
    assert list(refused.value.by_field()) == ["kind"]


def test_its_keys_have_one_meaning_beside_all_others(u: Any, desk: Desk, open_window: Any, settle: Any) -> None:
    assert {key: said for key, said in law.meanings().items() if len(said) != 1} == {}
    loan = lent(u, desk)
    window = open_window(desk, staff_sign_in=False)
    done = set()
    for target in ("umbrellas", f"umbrella:{loan.id}", "unit:2"):
        page = window.open_page(target) if target == "umbrellas" else window.open_target(target)
        settle()
        done |= {(act.key, act.label) for act in (*page.actions_by_key(), *page.offered_acts()) if act.key}
    own = {
        (key.key, act) for key in next(f for f in features.features() if f.code == "umbrellas").keys for act in key.acts
    }
    assert own - done == set()
    assert {each: why for each in done if (why := law.wrong_key(*each))} == {}


def test_its_acts_are_run_by_name(u: Any, desk: Desk) -> None:
    lend = seam.way("umbrella.lend")
    assert seam.run(desk, lend, {"unit_id": 1, "borrower": "单雄风"}).number == "YS-20261121-0001"
    with pytest.raises(InvalidInput) as refused:
        seam.run(desk, lend, {"unit_id": 1, "borrower": " "})
    assert list(refused.value.by_field()) == ["borrower"]


def test_the_finder_finds_it_and_says_what_is_over(u: Any, desk: Desk) -> None:
    loan = lent(u, desk)
    hit = find(desk, "YS-20261121-0001")[0]
    assert (hit.kind, hit.title, hit.subtitle, hit.target) == (
        "umbrella", loan.number, "1栋1单元101 · 单雄风", f"umbrella:{loan.id}",
    )  # fmt: skip
    u.move(desk, loan.id, "return")
    assert find(desk, "YS-20261121-0001")[0].past
    assert "Not out any more" in find(desk, "YS-20261121-0001")[0].subtitle
    assert titles.title_of(desk, "umbrella", loan.id) == loan.number
    assert reindex(desk) > 0
    assert find(desk, "YS-20261121-0001")[0].kind == "umbrella"


def test_it_is_due_after_the_days_of_its_rule(u: Any, desk: Desk, people: People, clock: Clock) -> None:
    loan = lent(u, desk)

    def item() -> Any:
        return next(item for item in due.items(desk) if item.code == "umbrellas")

    clock.forward(days=3)
    assert (item().count, item().urgent) == (0, False)
    clock.forward(days=1)
    assert (item().count, item().urgent, item().rows[0].target) == (1, True, f"umbrella:{loan.id}")
    desk.actor = people.manager
    change_rules(desk, {"umbrellas.days": 10})
    assert lent(u, desk, 2).due_on == desk.today() + timedelta(days=10)
    with pytest.raises(InvalidInput):
        change_rules(desk, {"umbrellas.days": 31})


def test_the_household_tells_it_and_its_lamp_shows_it(u: Any, desk: Desk) -> None:
    loan = lent(u, desk)
    home = households.household(desk, 1)
    assert [line.title for line in home.timeline] == [f"Umbrella {loan.number}"]
    assert {lamp.code: lamp.state for lamp in home.lights}["umbrellas"] == "amber"
    assert [lamp.code for lamp in home.lights][:4] == ["owner", "requests", "umbrellas", "dossier"]
    assert {lamp.code: lamp.state for lamp in households.household(desk, 2).lights}["umbrellas"] == "green"


def test_the_page_of_the_household_has_its_act_its_lamps_button_and_its_tab(
    u: Any, desk: Desk, open_window: Any, settle: Any, qtbot: Any
) -> None:
    window = open_window(desk, staff_sign_in=False)
    page = window.open_page("household", unit_id=1)
    settle()
    tabs = page.tabs.count()
    assert page.acts.buttons["Ctrl+F6"].isVisible()
    loan = lent(u, desk)
    window.open_page("household", unit_id=1)
    settle()
    assert (page.tabs.count(), page.tabs.tabText(tabs)) == (tabs + 1, "Umbrellas")
    page.lights.buttons["umbrellas"].click()  # the lamp's button does the act of its name
    dialog = QApplication.activeModalWidget()
    assert dialog.form.value("unit_id") == 1
    dialog.reject()
    window.open_page("household", unit_id=1, tab="umbrellas")
    settle()
    assert page.tabs.currentIndex() == tabs
    page.cards.content("umbrellas").buttons[0].click()
    settle()
    assert window.page().record.id == loan.id
    page = window.open_page("household", unit_id=2)
    settle()
    assert page.tabs.count() == tabs
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.activeModalWidget().form.value("unit_id") == 2
    QApplication.activeModalWidget().reject()


def test_it_has_a_slip_with_its_number(u: Any, desk: Desk) -> None:
    loan = lent(u, desk)
    assert [slip.number for slip in slips.slips_of(desk, f"umbrella:{loan.id}")] == [loan.number]
    assert slips.pdf(desk, loan.number).startswith(b"%PDF")
    assert slips.printer_choice(desk, "umbrella").paper == "a5"


def test_its_gate_tells_what_is_in_the_way_and_a_supervisor_may_waive_it(u: Any, desk: Desk, people: People) -> None:
    lent(u, desk)
    with pytest.raises(DeskError, match="YS-20261121-0001 is not back"):
        lent(u, desk)
    waived = {"umbrella-out": "两个人要出门"}
    with pytest.raises(NotAllowed):
        lent(u, desk, waived=waived)
    desk.actor = people.supervisor
    assert lent(u, desk, waived=waived).number == "YS-20261121-0002"


def test_its_life_cycle_holds(u: Any, desk: Desk, people: People) -> None:
    loan = lent(u, desk)
    with pytest.raises(NotAllowed):
        u.move(desk, loan.id, "lose", "忘在车上")
    desk.actor = people.supervisor
    with pytest.raises(InvalidInput) as refused:
        u.move(desk, loan.id, "lose")
    assert list(refused.value.by_field()) == ["note"]
    assert u.move(desk, loan.id, "lose", "忘在车上").state == "lost"
    with pytest.raises(DeskError):
        u.move(desk, loan.id, "return")
    assert u.move(desk, loan.id, "find").state == "back"


def test_desk_check_looks_at_its_rows_and_numbers(u: Any, desk: Desk) -> None:
    from tests.features.umbrellas.models import Umbrella

    lent(u, desk)
    assert check(desk) == []
    with desk.database.write() as session:
        session.execute(update(Umbrella).values(state="back", number="YS-20261121-0002"))
    assert {finding.code for finding in check(desk)} >= {"umbrella-end", "sequence-gap"}


def test_the_window_has_it_by_keys(u: Any, desk: Desk, clock: Clock, open_window: Any, settle: Any, qtbot: Any) -> None:
    loan = lent(u, desk)
    clock.forward(days=4)
    window = open_window(desk, staff_sign_in=False)

    def press(key: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(QApplication.focusWidget() or window, key, with_)
        settle()

    # Today counts it, and its rows open it.
    press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert "umbrellas" in {card.item.code for card in window.page().cards}
    # A key of its own, the list, Enter.
    press(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert window.page().title() == "Umbrellas"
    press(Qt.Key.Key_Return)
    assert window.page().record.id == loan.id
    # The next step is the life cycle's.
    press(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert window.page().record.state == "back"
    assert loan.number in window.messages.text()
    # The finder opens it.
    press(Qt.Key.Key_F2)
    qtbot.keyClicks(window.finder, "YS-20261121-0001")
    settle()
    press(Qt.Key.Key_Return)
    assert window.page().record.id == loan.id
    # Its rule stands in the settings, its slip among the papers.
    settings = window.open_page("settings", part="rules")
    settle()
    assert settings.current().form_of("umbrellas.days").value("umbrellas.days") == 3
    # The sidebar has it, in its place among the others.
    place = [page.code for page in pages.registered() if page.icon].index("umbrellas")
    if place < 9:
        press(Qt.Key(Qt.Key.Key_1 + place), Qt.KeyboardModifier.AltModifier)
    else:  # the digits have gone to the pages above it
        window.sidebar.buttons["umbrellas"].click()
        settle()
    assert window.page().title() == "Umbrellas"


def test_without_its_line_nothing_knows_of_it() -> None:
    assert "umbrellas" not in {feature.code for feature in features.features()}


def test_an_act_that_asks_nothing_is_done_once(
    u: Any, desk: Desk, open_window: Any, settle: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    loan = lent(u, desk)
    window = open_window(desk, staff_sign_in=False)
    page = window.open_target(f"umbrella:{loan.id}")
    settle()
    assert page.buttons["return"].hasFocus()
    real, gate, begun = u.move, threading.Event(), []

    def slow(*given: Any) -> Any:
        begun.append(given)
        gate.wait(5)
        return real(*given)

    monkeypatch.setattr(u, "move", slow)
    page.buttons["return"].click()
    qtbot.waitUntil(lambda: bool(begun))
    assert not page.buttons["return"].isEnabled(), "frozen until it has ended"
    page.do("return")
    qtbot.wait(30)
    gate.set()
    settle()
    assert len(begun) == 1
    assert page.record.state == "back"
    assert not window.messages.text().count("cannot")
    assert QApplication.focusWidget() is not None


def test_its_page_is_one_column_where_it_is_narrow(u: Any, desk: Desk, open_window: Any, settle: Any) -> None:
    loan = lent(u, desk)
    window = open_window(desk, staff_sign_in=False)
    page = window.open_target(f"umbrella:{loan.id}")
    settle()

    def places() -> tuple[Any, Any]:
        return page.card("loan").geometry(), page.card("papers").geometry()

    window.resize(1366, 768)
    settle()
    loan_card, papers = places()
    assert loan_card.right() < papers.left()
    window.resize(829, 600)
    settle()
    loan_card, papers = places()
    assert loan_card.bottom() < papers.top()
    assert page.buttons["return"].mapTo(page, page.buttons["return"].rect().bottomLeft()).y() < loan_card.top() + 200
    assert page.card("papers").content.slips.newest().number == loan.number
