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
from desk import features, paths
from desk.features.kit import Feature, Key
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
from tests.kit import keys as law
from tests.kit.site import new_site
from tests.ui.windows import gone

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


class Walk(NamedTuple):
    """What every page said.

    Attributes:
        files: of acts, by feature. keyed: (page, key, act) of every key; bound: of those that work at the same time.
        offered: the list of everything as each page shows it.
    """

    files: dict[str, str]
    keyed: list[tuple[str, str, str]]
    bound: list[tuple[str, str, str]]
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
        at_once: list[tuple[str, str, str]] = []
        offered: dict[str, list[Offer]] = {}
        letters_here = offers.letters_of("zh_CN")

        def look(spec: Any, page: Any) -> None:
            shared = set(page.shared.values()) if isinstance(page, RecordPage) else set()
            bound = {(act.key, act.label) for act in page.actions_by_key() if act.key}
            more = (
                {(act.key, act.label) for act in page.offered_acts() if act.key}
                if shared or isinstance(page, RecordPage)
                else set()
            )
            keyed.extend((spec.code, key, label) for key, label in bound | more if label not in shared)
            own = bound if isinstance(page, RecordPage) else bound | more  # a record's moves fit by its state
            at_once.extend((spec.code, key, label) for key, label in own if label not in shared)
            if spec.code == "settings":
                for part, _label in page.openable_parts():
                    window.open_page("settings", part=part)
                    keyed.extend((f"settings:{part}", act.key, act.label) for act in page.actions_by_key())
            offered[spec.code] = _here(window, letters_here)

        files = acts.files_of(window, look)
        tasks.wait()
        window.close()
        gone(window)  # a hundred pages that stand would get their look anew whenever a window of another test does
    return Walk(files, keyed, at_once, offered)


# ------------------------------------------------------------------------------------------------------------------ keys
def test_a_key_has_one_meaning_in_the_whole_program() -> None:
    """In the tables of all features together; and what a feature alone has, its manifest tells."""
    wrong = {key: said for key, said in law.meanings().items() if len(said) != 1}
    assert wrong == {}
    everywhere = {*dict(keys.GENERAL), *keys.BESIDE}
    assert everywhere & {*keys.MEANINGS, *law.cases()} == set()


def test_no_key_has_two_meanings_on_any_page(walk: Walk) -> None:
    wrong = {(page, key, label): why for page, key, label in walk.keyed if (why := law.wrong_key(key, label))}
    assert wrong == {}


def test_a_page_has_each_key_once(walk: Walk) -> None:
    assert len(walk.bound) > 300
    found: dict[tuple[str, str], list[str]] = {}
    for page, key, label in walk.bound:
        found.setdefault((page, key), []).append(label)
    assert {place: labels for place, labels in found.items() if len(labels) > 1} == {}


def test_every_meaning_is_in_use(walk: Walk) -> None:
    """The table says nothing that no page does any more."""
    used = {(key, label) for _page, key, label in walk.keyed}
    stale = {(key, act) for key, acts in law.cases().items() for act in acts} - used
    assert stale == set()
    unwalked = {key for key in law.meanings() if not law.cases().get(key)}
    assert unwalked == {"Alt+Left", "Alt+Right", "Ctrl+Tab", "Ctrl+F7"}  # of the manual, and of the strip of calls


def test_two_meanings_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "means “prints”" in law.wrong_key("Ctrl+P", "Pay")
    assert "no meaning" in law.wrong_key("Ctrl+Q", "Quit")
    assert law.wrong_key("Ctrl+P", "Print the slip") == law.wrong_key("Ctrl+3", "Whatever stands there") == ""
    other = Feature("other", keys=(Key("Ctrl+P", ("Pay",), "pays"), Key("Ctrl+Q", ("Queue",), "queues")))
    monkeypatch.setattr(features, "features", lambda: (other,))
    assert law.wrong_key("Ctrl+P", "Pay") == "Ctrl+P means “pays” and “prints”"
    assert law.wrong_key("Ctrl+Q", "Queue") == ""


KEYED = re.compile(r"((Ctrl|Alt|Shift)\+)+\S+|F\d{1,2}|Ins|Del")
AT_REST = {"Shift+Enter", "Ctrl+Return"}
"""A new line in a text; what Qt calls Ctrl+Enter on the large key."""


def written_keys() -> Iterator[tuple[str, str]]:
    """(place, key) of every key that the source of the window names: of pages, dialogs, forms, strips."""
    root = Path(desk.__file__).parent / "ui"
    for file in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEYED.fullmatch(node.value):
                yield f"{file.relative_to(root)}:{node.lineno}", node.value


def test_no_key_is_used_that_nothing_tells() -> None:
    found = list(written_keys())
    assert len(found) > 400
    known = {*law.meanings(), *keys.BESIDE, *dict(keys.general()), *AT_REST}
    assert [each for each in found if each[1] not in known] == []


# -------------------------------------------------------------------------------------------------------------- the acts
def test_the_files_of_acts_tell_what_the_pages_do(walk: Walk) -> None:
    folder = paths.resources() / "acts"
    said = {file.stem: file.read_text(encoding="utf-8") for file in folder.glob("*.tsv")}
    assert said == walk.files, "run `python -m tests.acts`"
    assert all(line.isascii() for text in said.values() for line in text.replace("…", "").splitlines()), "msgids only"


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
