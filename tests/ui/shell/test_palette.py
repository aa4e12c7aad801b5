"""The list of everything that can be done, and the keys: each act is reached by few letters, and no key has two meanings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from PySide6.QtWidgets import QApplication

import desk
from desk import paths
from desk.i18n import _
from desk.services import site
from desk.ui.kit import keys, pages, tasks, theme, translator
from desk.ui.kit.messages import Question
from desk.ui.kit.record_page import RecordPage
from desk.ui.manual import ManualDialog
from desk.ui.shell import letters, offers
from desk.ui.shell.main_window import MainWindow
from desk.ui.shell.offers import Offer
from desk.ui.shell.palette import Palette, ranked
from tests import acts
from tests.kit.site import new_site
from tests.ui.windows import gone

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


class Walk(NamedTuple):
    """What every page said.

    Attributes:
        lines: of the file of acts. keyed: (page, key, act) of every key. offered: the list of everything as each page shows it.
    """

    lines: list[str]
    keyed: list[tuple[str, str, str]]
    offered: dict[str, list[Offer]]


def _here(window: MainWindow, own: dict[str, str]) -> list[Offer]:
    return offers.all_of(window, None, own)


@pytest.fixture(scope="module")
def walk(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Opens every page once, in Chinese."""
    theme.apply(qapp, "light")
    translator.switch_language(qapp, "zh_CN")
    with new_site(tmp_path_factory.mktemp("walk"), site.BuildingPlan("1栋", 1, 3, 2)) as desk:
        window = MainWindow(desk, staff_sign_in=False)
        window.resize(1366, 768)
        window.setUpdatesEnabled(False)  # nobody looks at it: `test_structure` paints every page
        window.show()
        keyed: list[tuple[str, str, str]] = []
        offered: dict[str, list[Offer]] = {}
        own = offers.letters_of("zh_CN")

        def look(spec: Any, page: Any) -> None:
            shared = set(page.shared.values()) if isinstance(page, RecordPage) else set()
            bound = {(act.key, act.label) for act in page.actions_by_key() if act.key}
            more = (
                {(act.key, act.label) for act in page.offered_acts() if act.key}
                if shared or isinstance(page, RecordPage)
                else set()
            )
            keyed.extend((spec.code, key, label) for key, label in bound | more if label not in shared)
            if spec.code == "settings":
                for part, _label in page.openable_parts():
                    window.open_page("settings", part=part)
                    keyed.extend((f"settings:{part}", act.key, act.label) for act in page.actions_by_key())
            offered[spec.code] = _here(window, own)

        lines = acts.lines_of(window, look)
        tasks.wait()
        window.close()
        gone(window)  # a hundred pages that stand would get their look anew whenever a window of another test does
    return Walk(lines, keyed, offered)


# ------------------------------------------------------------------------------------------------------------------ keys
def wrong_key(key: str, label: str) -> str:
    """Why an act may not have a key, "" when it may."""
    if key in keys.BESIDE or key in dict(keys.GENERAL):
        return ""
    if key not in keys.MEANINGS:
        return f"{key} has no meaning in desk/ui/kit/keys.py"
    meaning, *cases = keys.MEANINGS[key]
    return (
        ""
        if label in cases
        else f"{key} means “{meaning}”; is “{label}” a case of it? Then name it there, else take its key away"
    )


def test_no_key_has_two_meanings_on_any_page(walk: Walk) -> None:
    wrong = {(page, key, label): why for page, key, label in walk.keyed if (why := wrong_key(key, label))}
    assert wrong == {}


def test_a_page_has_each_key_once(walk: Walk) -> None:
    assert len(walk.keyed) > 400
    found: dict[tuple[str, str], list[str]] = {}
    for page, key, label in walk.keyed:
        found.setdefault((page, key), []).append(label)
    many = {place: labels for place, labels in found.items() if len(labels) > 1}
    shared = {
        "public-notice",
        "move",
        "request",
        "bill",
        "key-set",
        "member",
        "parking-card",
        "release",
        "renovation",
    }  # never possible together
    assert {place for place in many if place[0] not in shared} == set()


def test_every_meaning_is_in_use(walk: Walk) -> None:
    """The table says nothing that no page does any more."""
    used = {(key, label) for _page, key, label in walk.keyed}
    stale = {
        key: label for key, (_meaning, *cases) in keys.MEANINGS.items() for label in cases if (key, label) not in used
    }
    assert stale == {}


def test_two_meanings_are_noticed() -> None:
    assert "means “prints”" in wrong_key("Ctrl+P", "Pay")
    assert "no meaning" in wrong_key("Ctrl+Q", "Quit")
    assert wrong_key("Ctrl+P", "Print the slip") == wrong_key("Ctrl+3", "Whatever stands there") == ""


KEYED = re.compile(r"(Ctrl|Alt|Shift)\+.+|F\d{1,2}|Ins|Del")
AT_REST = {"Shift+Enter", "Shift+F6", "Ctrl+K"}


def _constant(node: Any) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def dialog_keys() -> Iterator[tuple[str, str, str]]:
    """(place, key, words) of what dialogs and forms bind or show by key, as their source says it."""
    root = Path(desk.__file__).parent / "ui"
    for file in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            given = [_constant(each) for each in node.args] + [
                _constant(word.value) for word in node.keywords if word.arg == "key"
            ]
            words = [_constant(each.args[0]) for each in node.args if isinstance(each, ast.Call) and each.args]
            if name in ("add_button", "add_way", "_bind", "Button", "QKeySequence", "PageAction", "ListAct"):
                for key in given:
                    if KEYED.fullmatch(key):
                        yield f"{file.relative_to(root)}:{node.lineno}", key, next((each for each in words if each), "")


def test_no_key_of_a_dialog_has_another_meaning() -> None:
    found = list(dialog_keys())
    assert len(found) > 200
    known = {*keys.MEANINGS, *keys.BESIDE, *dict(keys.general()), *AT_REST}
    assert [each for each in found if each[1] not in known] == []


# -------------------------------------------------------------------------------------------------------------- the acts
def test_the_file_of_acts_tells_what_the_pages_do(walk: Walk) -> None:
    said = (paths.resources() / offers.FILE).read_text(encoding="utf-8").splitlines()[1:]
    assert said == walk.lines, "run `python -m tests.acts`"


def way_to(offer: Offer, found: list[Offer]) -> str:
    """The letters, four at most, that make an act the one that Enter does; "" when there are none."""
    initials = letters.sound(offer.words).initials[0]
    tries = [
        offer.letters,
        *(initials[:size] for size in range(1, letters.MOST + 1)),
        *(offer.words[:size] for size in range(1, 5)),
    ]
    return next(
        (
            typed
            for typed in tries
            if typed and len(typed) <= letters.MOST and ranked(typed, found, ())[0].code == offer.code
        ),
        "",
    )


def test_every_act_of_the_program_is_reached_by_four_letters_and_enter(walk: Walk) -> None:
    found = walk.offered["today"]
    assert len(found) > 500
    assert [(offer.code, offer.letters) for offer in found if not way_to(offer, found)] == []


def test_every_act_of_a_page_is_reached_on_it(walk: Walk) -> None:
    lost = [
        (code, offer.words)
        for code, found in walk.offered.items()
        for offer in found
        if offer.here and not way_to(offer, found)
    ]
    assert lost == []


def test_own_letters_lead_to_every_act_from_every_page(walk: Walk) -> None:
    """They come before what the page shown does, so it is enough that all have some, and that no two have the same."""
    for code, found in walk.offered.items():
        own = [offer.letters for offer in found]
        assert all(1 < len(each) <= letters.MOST for each in own), code
        assert len(set(own)) == len(own), code


def test_own_letters_come_before_what_is_shown() -> None:
    def offer(code: str, words: str, own: str, *, here: bool) -> Offer:
        return Offer(code, words, "", "", lambda: None, letters=own, here=here)

    shown, other = offer("shown", "派工", "gdp", here=True), offer("other", "评估", "pg", here=False)
    assert [each.code for each in ranked("pg", [shown, other], ["shown"])] == ["other", "shown"]
    assert [each.code for each in ranked("pg", [shown, other._replace(letters="pgu")], ())] == ["shown", "other"]


def test_initials_that_several_acts_share_are_nobodys_own() -> None:
    own = letters.assign([("打印", "收费"), ("打印", "账单"), ("派工", "工单"), ("登记", "访客")])
    assert own[2:] == ["pg", "dj"]
    assert len({"dy", *own}) == 5


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_letters_are_each_acts_own_and_come_from_its_sound(look: QApplication, language: str) -> None:
    own = offers.letters_of(language)
    assert len(set(own.values())) == len(own)
    assert all(1 < len(each) <= letters.MOST for each in own.values())
    translator.switch_language(look, language)
    for each in offers.known():
        code = f"{each.page}:{each.label}"
        if code in own:
            spec = pages.spec_of(each.page)
            sounds = [letters.sound(_(each.label)), letters.sound(_(spec.label) if spec else "")]
            heard = {letter for sound in sounds for letter in "".join((*sound.initials, sound.full))}
            assert set(own[code]) <= heard, (code, own[code])


@pytest.mark.parametrize(
    ("typed", "rank"),
    [
        ("pg", 1),
        ("派工", 1),
        ("p", 2),
        ("paigong", 2),
        ("paig", 2),
        ("gp", 0),
        ("工", 4),
        ("gdpg", 7),
        ("工单 派工", 7),
        ("dpg", None),
    ],
)
def test_what_is_typed_means_an_act(typed: str, rank: int | None) -> None:
    assert letters.fit(typed, "派工", "工单", "gp") == rank


# ------------------------------------------------------------------------------------------------------------- the window
def palette() -> Palette:
    found = QApplication.activeModalWidget()
    assert isinstance(found, Palette)
    return found


def words(found: list[Offer], count: int = 3) -> list[str]:
    return [offer.words for offer in found[:count]]


def test_an_act_of_another_page_opens_it_and_is_done(counter: Counter) -> None:
    counter.press("Ctrl+K", *"djfk")
    assert words(palette().shown, 1) == ["登记访客"]
    counter.press("Enter")
    assert type(counter.page()).__name__ == "VisitorsPage"


def test_an_act_on_a_record_leads_to_its_list_and_says_how_to_go_on(counter: Counter) -> None:
    counter.press("Ctrl+K", *"cxdk")
    assert words(palette().shown, 1) == ["重新打开"]
    counter.press("Enter")
    assert type(counter.page()).__name__ == "RequestsPage"
    assert counter.message() == "重新打开：请先选中一条，再按 Ctrl+Shift+O。"


def test_what_cannot_be_done_says_why_not(counter: Counter) -> None:
    counter.window.open_page("requests")
    counter.settle()
    counter.press("Ctrl+K", *"pg")
    best = palette().shown[0]
    assert (best.words, best.where, best.why_not, best.here) == ("派工", "投诉报修", "列表里还没有选中的行", True)
    counter.press("Enter")
    assert palette()._note.text() == "派工：列表里还没有选中的行"
    counter.press("Esc")
    assert QApplication.activeModalWidget() is None


def test_what_was_used_lately_comes_first(counter: Counter) -> None:
    counter.press("Ctrl+K", *"bb", "Enter")
    assert type(counter.page()).__name__ == "ReportsPage"
    counter.window.open_page("today")
    counter.press("Ctrl+K")
    assert palette().shown[0].words == "报表"
    counter.press("Enter")
    assert type(counter.page()).__name__ == "ReportsPage"


def test_a_dialog_offers_its_buttons_and_nothing_that_leaves_it(counter: Counter) -> None:
    counter.window.open_page("incidents")
    counter.settle()
    counter.press("Ins", "Ctrl+K")
    here = [offer for offer in palette().shown if offer.here]
    assert {"取消"} < {offer.words for offer in here}
    assert all(offer.here for offer in palette().shown)
    counter.press(*"jr")
    assert palette().shown[0].why_not == "请先完成或取消这个窗口"
    counter.press("Esc", "Ctrl+K", *"qx", "Enter")
    assert QApplication.activeModalWidget() is None


def test_a_question_has_the_keys_of_help_too(counter: Counter) -> None:
    """Small dialogs that are no forms: F1 tells their keys, Ctrl+K does what their buttons do."""
    question = Question(counter.window, "要删除吗？", "删除后不能恢复。", yes="确定", no="返回", danger=True)
    question.open()
    question.activateWindow()
    counter.settle()
    counter.press("F1")
    manual = QApplication.activeModalWidget()
    assert isinstance(manual, ManualDialog)
    assert " Esc " in manual.browser.toPlainText().replace("\xa0", " ")
    counter.press("Esc")
    counter.until(lambda: QApplication.activeModalWidget() is question and question.isActiveWindow())
    counter.press("Ctrl+K")
    assert {offer.words for offer in palette().shown if offer.here} == {"确定", "返回"}
    counter.press(*"qd", "Enter")
    counter.settle()
    assert question.result() == Question.DialogCode.Accepted


@pytest.mark.parametrize("view", ["month", "unfinished"])
def test_each_report_is_an_act_of_its_own(counter: Counter, view: str) -> None:
    words = {"month": "Monthly report", "unfinished": "Unfinished"}[view]
    counter.press("Ctrl+K", *offers.letters_of("zh_CN")[f"reports:{words}"], "Enter")
    assert type(counter.page()).__name__ == "ReportsPage"
    assert counter.page().view() == view


def test_a_part_of_the_settings_is_an_act(counter: Counter) -> None:
    counter.press("Ctrl+K", *"jjr", "Enter")
    assert counter.page().current() is counter.page().parts["calendar"]


@pytest.mark.parametrize("size", [(1366, 768), (1024, 700), (911, 512), (683, 455)])
def test_the_sheet_of_keys_fits_every_screen(counter: Counter, size: tuple[int, int]) -> None:
    counter.window.resize(*size)
    for code in ("request", "renovation", "member", "request-form"):
        counter.window.open_page(code)
        counter.settle()
        counter.press("F1")
        sheet = QApplication.activeModalWidget()
        assert isinstance(sheet, ManualDialog)
        assert sheet.width() <= size[0]
        assert sheet.height() <= size[1]
        words = sheet.browser.toPlainText().replace("\xa0", " ")
        assert [key for key, _words in keys.keys_of(counter.page()) if f" {key} " not in words] == []
        bar = sheet.browser.verticalScrollBar()
        counter.press("PgDown")
        assert bar.value() > 0
        assert sheet.browser.document().size().width() <= sheet.browser.viewport().width() + 1, (code, size)
        counter.press("Esc")
        page = counter.page()
        if hasattr(page, "form"):
            page.form.mark_saved()


def test_the_keys_of_a_page_are_told_each_once(counter: Counter) -> None:
    page: Any = counter.window.open_page("request-form")
    counter.settle()
    rows = keys.keys_of(page)
    assert ("Ctrl+S", "保存") in rows
    assert ("Enter", "下一个字段") in rows
    assert not {key for key, _words in rows} & {key for key, _words in keys.general()}
