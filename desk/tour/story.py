"""What the tour does at the counter: one function for each job, told with the hands of `tour`.

A morning in the centre: the first set-up, the office's own Excel list, three ways to find somebody, a new tenant, a
complaint and a repair with their slips, a reprint, and the same screen in another language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from desk import features, paths
from desk.services import slips
from desk.tour.hands import Hands, resident_card
from desk.ui.kit import pages, printing, translator
from desk.ui.shell.set_up import SetUpPage

WORDS = {
    "zh_CN": {
        "site": "阳光花园物业服务中心",
        "manager": "周敏",
        "tenant": "欧阳念南",
        "complaint": "楼上连续三晚 23 点后装修敲打，影响老人休息，希望核实并制止，给书面答复。",
        "wish": "书面答复并约定施工时间",
        "repair": "厨房水管接头渗漏，已放盆接水，请尽快上门。",
        "worker": "赵铁柱",
        "guard": "陈刚",
        "result": "已与 1303 业主约定：工作日 8 点至 18 点施工，周末停工。",
        "cause": "装修施工超时",
        "reply": "已电话告知约定的施工时间，客户表示知道了。",
        "still": "周末上午仍有敲打声",
        "again": "已责令停工一天，签订施工时间承诺书，巡查至周日。",
    },
    "zh_TW": {
        "site": "陽光花園物業服務中心",
        "manager": "周敏",
        "tenant": "歐陽念南",
        "complaint": "樓上連續三晚 23 點後裝修敲打，影響老人休息，希望查明並制止，給書面答覆。",
        "wish": "書面答覆並約定施工時間",
        "repair": "廚房水管接頭滲漏，已放盆接水，請儘快到府。",
        "worker": "趙鐵柱",
        "guard": "陳剛",
        "result": "已與 1303 業主約定：工作日 8 點至 18 點施工，週末停工。",
        "cause": "裝修施工超時",
        "reply": "已電話告知約定的施工時間，客戶表示知道了。",
        "still": "週末上午仍有敲打聲",
        "again": "已要求停工一天，簽訂施工時間承諾書，巡查至週日。",
    },
    "en": {
        "site": "Sunshine Garden Service Centre",
        "manager": "Zhou Min",
        "tenant": "欧阳念南",
        "complaint": "Hammering from the flat above after 11 pm for three nights; please check, stop it and answer in writing.",
        "wish": "A written answer and agreed working hours",
        "repair": "The joint of the kitchen pipe leaks; a bowl is under it. Please come soon.",
        "worker": "Zhao Tiezhu",
        "guard": "Chen Gang",
        "result": "Agreed with the owner of 1303: work from 8 am to 6 pm on weekdays, none at weekends.",
        "cause": "Renovation outside the permitted hours",
        "reply": "Told by phone of the agreed hours; the customer took note.",
        "still": "Still hammering on Saturday morning",
        "again": "Work stopped for a day, a promise of the hours signed, patrols until Sunday.",
    },
}
PIN = "258046"
PRINTER = "LQ-630K"


@contextmanager
def paper_printer(hands: Hands) -> Iterator[None]:
    """A printer for the tour: what the window prints goes through QPrinter into a file, and the slip's PDF is kept."""
    listed, opened, printed = printing.available_printers, printing.to_printer, slips.print_copy
    paper = hands.out / "last-print.pdf"

    def print_copy(desk: Any, number: str, **options: Any) -> Any:
        made = printed(desk, number, **options)
        hands.keep_slip(number, options.get("paper"), made.pdf, reprint=made.count)
        return made

    printing.available_printers = lambda: [PRINTER]
    printing.to_printer = lambda name: printing.to_file(paper)  # noqa: ARG005 - as it is called
    slips.print_copy = print_copy
    try:
        yield
    finally:
        printing.available_printers, printing.to_printer, slips.print_copy = listed, opened, printed
        paper.unlink(missing_ok=True)


def stories() -> tuple[str, ...]:
    """What can be told between the opening and the round through the lists: the counter's story, and each feature's own."""
    return ("counter", *(feature.code for feature in features.features() if feature.tour))


def tell(hands: Hands, language: str, chosen: Iterable[str] | None = None) -> None:
    """The whole morning, or only some of its stories: on one site, each after the one before it.

    Args:
        hands: what drives the window.
        language: whose words are typed.
        chosen: names of `stories`; all when None. The opening and the round through the lists are told in any case.
    """
    words = WORDS[language]
    told = stories() if chosen is None else tuple(chosen)
    set_up(hands, words)
    import_roster(hands)
    if "counter" in told:
        counter(hands, words)
    for feature in features.features():
        if feature.tour and feature.code in told:
            features.load(feature.tour)(hands)
    lists(hands)
    settings(hands)
    other_language(hands, language)


def counter(hands: Hands, words: dict[str, str]) -> None:
    """The receptionist's story: somebody is found, a tenant added, a complaint and a repair go their way."""
    find(hands)
    add_tenant(hands, words)
    complaint = log_complaint(hands, words)
    repair = log_repair(hands, words)
    reprint(hands, complaint)
    whole_way(hands, words)
    household(hands)
    for number, papers in ((complaint, ("241-half", "roll-80")), (repair, ("roll-80",))):
        for paper in papers:
            hands.keep_slip(number, paper)


def _page(hands: Hands, code: str) -> Any:
    """Waits until a page is shown."""
    return hands.shown(code)


def set_up(hands: Hands, words: dict[str, str]) -> None:
    """The first start: language, centre, one more building than the roster will bring, the manager."""
    page = hands.window.findChild(SetUpPage)
    assert page is not None
    hands.settle()
    with hands.job("set up"):
        form = page.form
        hands.goto(form, "site_name")
        hands.type(words["site"])
        hands.goto(form, "hotline")
        hands.type("010-6000 0000")
        hands.goto(form, "buildings")
        hands.type("3栋")
        hands.goto(form, "manager_name")
        hands.type(words["manager"])
        hands.goto(form, "manager_login")
        hands.type("zhou")
        hands.goto(form, "manager_pin")
        hands.type(PIN)
        hands.goto(form, "again")
        hands.type(PIN)
        hands.snap("set-up")
        hands.press("Ctrl+Return")
        hands.wait(lambda: not hands.window.locked(), "the set-up to be saved")
    hands.snap("today-empty")


def import_roster(hands: Hands) -> None:
    """The office's own list, with its mapping and its problems shown before anything is saved."""
    page: Any = hands.window.open_page("roster", file=paths.resources() / "demo" / "roster-sample.xlsx")
    assert page is not None
    with hands.job("import a roster"):
        hands.settle()
        hands.wait(lambda: page.report is not None and not page.done, "the preview of the roster")
        hands.snap("roster-preview")
        hands.press("Ctrl+Return")
        hands.wait(lambda: page.done, "the import")
    hands.snap("roster-imported")


def find(hands: Hands) -> None:
    """A room, initials, and the last digits of a phone."""
    for name, text in (("room", "11101"), ("initials", "shanmy"), ("phone", "1911")):
        with hands.job(f"find by {name}"):
            hands.press("F2")
            hands.type(text)
            hands.wait(hands.window.finder.list.isVisible, "the finder's list")
            hands.snap(f"find-{name}")
            hands.press("Return")
        _page(hands, "household")
    hands.snap("household-found")


def add_tenant(hands: Hands, words: dict[str, str]) -> None:
    """A tenant with a compound surname; the first number typed has a wrong check digit."""
    hands.press("F2")
    hands.type("1-2-1002")
    hands.press("Return")
    _page(hands, "household")
    with hands.job("add a tenant"):
        hands.press("Ins")
        page = _page(hands, "person")
        form = page.form
        hands.choose(form, "role", "tenant")
        hands.goto(form, "name")
        hands.type(words["tenant"])
        hands.goto(form, "document_number")
        hands.type("110000199003070045")
        hands.goto(form, "phones")
        hands.type("13900008877")
        hands.press("Ctrl+S")
        hands.settle()
        hands.snap("tenant-wrong-number")
        hands.goto(form, "document_number")
        hands.press("Ctrl+A")
        hands.type(resident_card("11000019900307004"))
        hands.goto(form, "consent")
        hands.press("Space")
        hands.snap("tenant-form")
        hands.press("Ctrl+S")
        _page(hands, "household")
    hands.snap("tenant-added")


def log_complaint(hands: Hands, words: dict[str, str]) -> str:
    """A complaint from the household page; saving without the confirmation is refused beside the field."""
    with hands.job("log a complaint"):
        hands.press("F3")
        page = _page(hands, "request-form")
        form = page.form
        hands.choose(form, "kind", "complaint")
        hands.goto(form, "category")
        hands.type("noise" if not words["complaint"][0] > "\u2000" else "zs")
        hands.wait(form.field("category").list.isVisible, "the categories")
        hands.press("Return")
        hands.goto(form, "content")
        hands.type(words["complaint"])
        hands.press("Ctrl+S")
        hands.settle()
        hands.snap("complaint-refused")
        hands.goto(form, "repeated_back")
        hands.press("Space")
        hands.goto(form, "wish")
        hands.type(words["wish"])
        hands.snap("complaint-form")
        hands.press("Ctrl+Return")
        page = _page(hands, "request")
    hands.snap("complaint-logged")
    return str(page.view().number)


def log_repair(hands: Hands, words: dict[str, str]) -> str:
    """A repair for the same household, then its work order; returns the work order's number."""
    hands.press("F2")
    hands.type("1-1-702")
    hands.press("Return")
    _page(hands, "household")
    with hands.job("log a repair"):
        hands.press("F3")
        page = _page(hands, "request-form")
        form = page.form
        hands.choose(form, "kind", "repair")
        hands.goto(form, "category")
        hands.type("leak" if not words["repair"][0] > "\u2000" else "sl")
        hands.wait(form.field("category").list.isVisible, "the categories")
        hands.press("Return")
        hands.goto(form, "content")
        hands.type(words["repair"])
        hands.press("Ctrl+Return")
        page = _page(hands, "request")
    with hands.job("assign the repair"):
        hands.press("Ctrl+D")
        hands.settle()
        dialog = hands.dialog()
        hands.choose(dialog.form, "department", "engineering")
        hands.goto(dialog.form, "responsible")
        hands.type(words["worker"])
        hands.snap("repair-assign")
        hands.press("Ctrl+Return")
        hands.wait(lambda: page.view() is not None and page.view().state == "assigned", "the repair to be assigned")
    hands.snap("repair-assigned")
    return str(page.view().slips[-1].number)


def reprint(hands: Hands, number: str) -> None:
    """The complaint is found by its number and printed once more."""
    hands.press("F2")
    hands.type(number)
    hands.wait(hands.window.finder.list.isVisible, "the finder's list")
    hands.press("Return")
    page = _page(hands, "request")
    with hands.job("print again"):
        hands.press("Ctrl+P")
        hands.settle()
    hands.snap("reprinted")
    assert page.view().slips[-1].printings == 2


def _act(hands: Hands, page: Any, key: str, fill: Callable[[Any], None], *, picture: str = "") -> None:
    """Opens an act's form by its key, fills it and does the act."""
    before = (page.view().state, len(page.view().events))
    hands.press(key)
    dialog = hands.dialog()
    fill(dialog.form)
    if picture:
        hands.snap(picture)
    hands.press("Ctrl+Return")
    hands.wait(lambda: (page.view().state, len(page.view().events)) != before, f"the act of {key}")
    hands.settle()


def whole_way(hands: Hands, words: dict[str, str]) -> None:
    """The complaint's whole way: assigned, on hold, resolved, answered, called back three times, reopened once, closed."""
    page = _page(hands, "request")

    def typed(**values: str) -> Callable[[Any], None]:
        def fill(form: Any) -> None:
            for name, text in values.items():
                hands.goto(form, name)
                hands.type(text)

        return fill

    def assigned(form: Any) -> None:
        hands.choose(form, "department", "security")
        hands.goto(form, "responsible")
        hands.type(words["guard"])

    def held(form: Any) -> None:
        hands.goto(form, "reason")
        hands.press("Down")
        hands.goto(form, "until")
        hands.type("+2d")

    def nobody(_form: Any) -> None:
        hands.type("0")
        hands.type("+2h")

    def dissatisfied(form: Any) -> None:
        hands.type("2")
        hands.press("Down", 2)
        hands.goto(form, "words")
        hands.type(words["still"])

    def satisfied(_form: Any) -> None:
        hands.type("5")

    with hands.job("a complaint's whole way"):
        _act(hands, page, "Ctrl+D", assigned)
        _act(hands, page, "Ctrl+Y", lambda _form: None)
        _act(hands, page, "Ctrl+Shift+S", held, picture="complaint-hold")
        hands.snap("complaint-on-hold")
        _act(hands, page, "Ctrl+Shift+S", lambda _form: None)
        _act(hands, page, "Ctrl+R", typed(result=words["result"], cause=words["cause"]), picture="complaint-resolve")
        _act(hands, page, "Ctrl+Shift+T", typed(note=words["reply"]))
        taken_back(hands, page)
        _act(hands, page, "Ctrl+R", typed(result=words["result"], cause=words["cause"]))
        _act(hands, page, "Ctrl+Shift+T", typed(note=words["reply"]))
        _act(hands, page, "Ctrl+G", nobody, picture="callback-nobody")
        _act(hands, page, "Ctrl+G", dissatisfied, picture="callback-dissatisfied")
        hands.wait(lambda: page.view().reopened == 1, "the complaint to be reopened")
        hands.snap("complaint-reopened")
        _act(hands, page, "Ctrl+D", assigned)
        _act(hands, page, "Ctrl+R", typed(result=words["again"], cause=words["cause"]))
        _act(hands, page, "Ctrl+Shift+T", typed(note=words["reply"]))
        _act(hands, page, "Ctrl+G", satisfied)
        _act(hands, page, "Ctrl+W", lambda _form: None)
        hands.wait(lambda: page.view().state == "closed", "the complaint to be closed")
    hands.snap("complaint-closed")


def taken_back(hands: Hands, page: Any) -> None:
    """The answer and the result were written to the wrong complaint: both are undone, the later one first."""
    with hands.job("two acts undone"):
        hands.snap("undo-offered")
        hands.press("Ctrl+Z")
        hands.wait(lambda: page.view().state == "resolved", "the answer to be undone")
        hands.settle()
        hands.snap("undone-once")
        hands.press("Ctrl+Z")
        hands.wait(lambda: page.view().state == "in-progress", "the result to be undone")
        hands.settle()
    hands.snap("undone-twice")


def household(hands: Hands) -> None:
    """The household with its history, its papers, and its register card."""
    hands.press("F2")
    hands.type("1-2-1002")
    hands.press("Return")
    _page(hands, "household")
    hands.snap("household")
    with hands.job("print the register card"):
        hands.press("Ctrl+P")
        hands.settle()
        hands.snap("register-card")
        hands.press("Ctrl+Return")
        hands.settle()


def lists(hands: Hands) -> None:
    """The lists and the day's page."""
    for name, code in (
        ("households", "households"),
        ("requests", "requests"),
        ("callbacks", "callbacks"),
        ("quality", "quality"),
        ("work-orders", "work-orders"),
        ("incidents", "incidents"),
        ("reports", "reports"),
        ("slips", "slips"),
        ("today", "today"),
    ):
        hands.window.open_page(code)
        _page(hands, code)
        hands.snap(name)
    others(hands)


def others(hands: Hands) -> None:
    """A picture of each page that no story led to, for the manual: with the first record of its kind, or as it opens."""
    seen = {picture["page"] for picture in hands.story["pictures"]}
    for spec in pages.registered():
        if spec.code not in seen and hands.window.open_page(spec.code, **_first(hands, spec.targets)) is not None:
            hands.settle()
            hands.window.messages.clear()  # a page of a record that the story has none of says so; nobody needs that in a picture
            hands.snap(spec.code)


def _first(hands: Hands, kinds: tuple[str, ...]) -> dict[str, Any]:
    """What opens the page with the first record of the kinds that it is for; nothing where it is a list, or there is none."""
    for record in (features.records()[kind] for kind in kinds if kind in features.records()):
        model = features.load(record.model)
        with hands.desk.look() as session:
            row = session.execute(select(model.id, getattr(model, record.title))).first()
        if row is not None:
            by_number = record.code in ("slip", "work-order")
            return pages.target_args(f"{record.code}:{row[1] if by_number else row[0]}")[1]
    return {}


def settings(hands: Hands) -> None:
    """Settings, and the keys."""
    hands.window.open_page("settings")
    _page(hands, "settings")
    hands.snap("settings")
    hands.press("F1")
    hands.snap("keys")
    hands.press("Esc")


def other_language(hands: Hands, language: str) -> None:
    """The window in another language and back, with nothing restarted; then the counter is locked."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    hands.window.open_page("today")
    with hands.job("switch the language"):
        translator.switch_language(app, "en" if language != "en" else "zh_CN")
        hands.settle()
    hands.snap("other-language")
    translator.switch_language(app, language)
    hands.settle()
    hands.press("Ctrl+L")
    hands.snap("signed-out")
