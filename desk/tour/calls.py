"""The story of calls: twelve in a row by keys.

Four are interrupted, one is told by a caller-ID box, two are undone and registered anew; then one goes its way to the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import i18n
from desk.tour.story import PIN
from desk.ui.kit.messages import ACT_KEY

if TYPE_CHECKING:
    from desk.tour.hands import Hands

WORDS = {
    "zh_CN": {
        "leak": "厨房水管接头渗漏，请尽快上门。",
        "noise": "楼上深夜敲打，影响休息。",
        "dogs": "遛狗不牵绳，老人孩子害怕。",
        "where": "地点在北门草坪。",
        "trip": "客厅跳闸，",
        "trip_on": "空气开关合不上。",
        "lamp": "门厅灯不亮。",
        "fees": "问上季度物业费，",
        "fees_on": "想知道怎么开发票。",
        "lost": "在大堂找钥匙。",
        "lift": "电梯有异响，",
        "lift_on": "到三楼时明显。",
        "window": "窗户关不严，",
        "window_on": "下雨进水。",
        "still": "还没有人来，请催一下。",
        "thanks": "感谢保安帮忙搬重物。",
        "again": "请转告 3 号岗。",
        "drain": "卫生间地漏返水。",
        "done": "已更换接头，试水正常。",
        "caller": "王女士",
        "worker": "赵铁柱",
    },
    "en": {
        "leak": "The joint of the kitchen pipe leaks, please come soon.",
        "noise": "Hammering upstairs late at night.",
        "dogs": "Dogs without a lead frighten people.",
        "where": " It is on the lawn by the north gate.",
        "trip": "The fuse of the living room ",
        "trip_on": "does not hold.",
        "lamp": "The lamp in the hall is out.",
        "fees": "Asks about last quarter's fee ",
        "fees_on": "and how to get an invoice.",
        "lost": "Looks for keys in the lobby.",
        "lift": "The lift makes a noise ",
        "lift_on": "at the third floor.",
        "window": "A window does not close ",
        "window_on": "and lets rain in.",
        "still": "Nobody came yet, please hurry.",
        "thanks": "Thanks the guard for carrying a heavy box.",
        "again": " It was the man of post 3.",
        "drain": "Water comes up the drain of the bath.",
        "done": "The joint was replaced; no leak on trial.",
        "caller": "Mrs Wang",
        "worker": "Zhao Tiezhu",
    },
}
NOISE, LEAK, LAMP, LIFT = "noise", "leak", "electricity", "lift"
SOUNDS = {NOISE: ("zs", "noise"), LEAK: ("sls", "leak"), LAMP: ("gd", "electri"), LIFT: ("dt", "lift")}
"""What is typed for a category, in Chinese and in English."""


class _Desk:
    """A clerk on the phone.

    Args:
        hands: the tour's.
    """

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.english = i18n.current_language() == "en"
        self.words = WORDS["en" if self.english else "zh_CN"]
        self.form: Any = None

    def call(self, who: str) -> None:
        """F3, and whoever it is by the last figures of the phone."""
        self.hands.press("F3")
        self.form = self.hands.shown("request-form").form
        self.who(who)

    def who(self, figures: str) -> None:
        """The caller, found in the room's box."""
        box = self.form.field("unit_id")
        self.hands.type(figures)
        self.hands.wait(box.list.isVisible, "who that is")
        self.hands.press("Return")
        self.hands.wait(self.form.field("kind").hasFocus, "the kind")
        self.hands.settle()

    def repair(self, category: str) -> None:
        """A repair of a category, both by their first sounds."""
        self.hands.type("rep" if self.english else "bx")
        self.hands.press("Return")
        self.category(category)

    def category(self, code: str) -> None:
        """Types a category where the cursor stands."""
        self.hands.type(SOUNDS[code][self.english])
        self.hands.wait(self.form.field("category").list.isVisible, "the category")
        self.hands.press("Return")
        self.hands.wait(lambda: self.form.value("category") == code, "the category to be chosen")

    def save(self, keys: str = "Ctrl+S") -> Any:
        """Saves, and gives the page of the request."""
        self.hands.press(keys)
        page = self.hands.shown("request")
        self.hands.wait(lambda: page.view() is not None, "the request")
        return page

    def say(self, name: str) -> None:
        """Types what is said."""
        self.hands.type(self.words[name])


def tell(hands: Hands) -> None:
    """Twelve calls, each saved once, and a callback."""
    hands.window.open_page("today")  # on the page of a household F3 would be a call from there
    hands.shown("today")
    desk = _Desk(hands)
    with hands.job("twelve calls in a row"):
        first = _three_measured(desk)
        _printed_too_soon(desk)
        _interrupted_by_a_box(desk)
        _interrupted_by_another(desk)
        _interrupted_by_a_scan_and_a_lock(desk)
        _the_same_again_and_the_last_two(desk, first)
    _its_way(desk, first)


def _three_measured(desk: _Desk) -> str:
    """A repair, a complaint, an anonymous complaint: the number of the repair."""
    hands = desk.hands
    with hands.job("a known caller's repair"):
        desk.call("1670")
        desk.repair(LEAK)
        desk.say("leak")
        hands.snap("call-repair")
        page = desk.save("Ctrl+Return")
    first = str(page.view().number)
    with hands.job("a known caller's complaint"):
        desk.call("2601")
        hands.press("Return")  # a complaint, as it stands
        desk.category(NOISE)
        desk.say("noise")
        hands.press("Return")
        hands.press("Space")
        desk.save("Ctrl+Return")
    with hands.job("an anonymous complaint"):
        hands.press("F3")
        desk.form = hands.shown("request-form").form
        hands.press("Return")
        hands.type("Anonymous" if desk.english else "匿名")
        hands.wait(desk.form.field("customer_id").list.isVisible, "nobody")
        hands.press("Return")
        hands.wait(desk.form.field("kind").hasFocus, "the kind")
        hands.press("Return")  # a complaint, as it stands
        desk.category(NOISE)
        desk.say("dogs")
        hands.press("Return")
        hands.press("Space")
        desk.save("Ctrl+Return")
    return first


def _undone(desk: _Desk, name: str) -> None:
    """Takes the request that was saved back by its key; what was typed comes back as it was, and the message leads to it."""
    hands = desk.hands
    with hands.job(name):
        hands.press("Ctrl+Z")
        hands.settle()
        hands.snap("call-undone")
        hands.press(ACT_KEY)
        desk.form = hands.shown("request-form").form
        hands.wait(desk.form.has_content, "what was typed")
    hands.settle()
    hands.goto(desk.form, "content")
    hands.press("Ctrl+End")


def _printed_too_soon(desk: _Desk) -> None:
    """The third was printed before she had said all: undone at once, its slip void, and registered whole."""
    _undone(desk, "a call undone")
    desk.say("where")
    desk.save("Ctrl+Return")


def _interrupted_by_a_box(desk: _Desk) -> None:
    """The fourth is interrupted by the fifth, which a caller-ID box tells."""
    hands = desk.hands
    desk.call("9802")
    desk.repair(LAMP)
    desk.say("trip")
    hands.window.call_came.emit("18794432601")
    hands.settle()
    hands.snap("call-rings")
    with hands.job("a repair told by a caller-ID box"):
        hands.press("Ctrl+Tab")
        hands.wait(lambda: desk.form.value("customer_id") and desk.form.field("kind").hasFocus(), "the caller")
        desk.repair(LAMP)
        desk.say("lamp")
        desk.save("Ctrl+Return")
    _back(desk)
    desk.say("trip_on")
    desk.save()


def _interrupted_by_another(desk: _Desk) -> None:
    """The sixth is interrupted by the seventh, of somebody who is not on file."""
    hands = desk.hands
    desk.call("7551")
    hands.choose(desk.form, "kind", "enquiry")
    hands.goto(desk.form, "content")
    desk.say("fees")
    hands.press("F3")
    hands.settle()
    hands.goto(desk.form, "customer_id")
    desk.say("caller")
    hands.choose(desk.form, "kind", "help")
    hands.goto(desk.form, "category")
    hands.press("Down")
    hands.press("Return")
    desk.say("lost")
    hands.snap("call-strip")
    desk.save()
    _back(desk)
    desk.say("fees_on")
    hands.goto(desk.form, "category")
    hands.press("Down")
    hands.press("Return")
    desk.save()


def _interrupted_by_a_scan_and_a_lock(desk: _Desk) -> None:
    """The eighth is interrupted by a code that is scanned, the ninth by somebody who wants the counter."""
    hands = desk.hands
    desk.call("9795")
    desk.repair(LIFT)
    desk.say("lift")
    hands.window.take_scan("1-2-1001")
    hands.shown("household")
    _back(desk)
    desk.say("lift_on")
    desk.save()
    desk.call("1151")
    desk.repair(LEAK)
    desk.say("window")
    hands.press("Ctrl+L")
    hands.settle()
    with hands.job("an interrupted call goes on"):
        hands.type(PIN)
        hands.press("Return")
        hands.wait(lambda: not hands.window.locked(), "the sign-in")
    hands.goto(desk.form, "content")
    hands.press("Ctrl+End")
    desk.say("window_on")
    desk.save()


def _the_same_again_and_the_last_two(desk: _Desk, number: str) -> None:
    """The tenth is the first again; the eleventh says thanks, and is undone; the twelfth takes a phrase and a time by one key."""
    hands = desk.hands
    with hands.job("the same again"):
        desk.call("1670")
        hands.goto(desk.form, "content")
        desk.say("still")
        hands.wait(desk.form.window().page().caller_card.isVisible, "the caller card")
        hands.snap("call-again")
        hands.press("Ctrl+Shift+L")
        page = hands.shown("request")
    assert page.view().number == number
    desk.call("1559")
    hands.choose(desk.form, "kind", "praise")
    hands.goto(desk.form, "category")
    hands.press("Down")
    hands.press("Return")
    desk.say("thanks")
    desk.save()
    hands.window.open_page("today")  # undone from another page
    hands.shown("today")
    _undone(desk, "a call undone from another page")
    desk.say("again")
    desk.save()
    desk.call("2859")
    desk.repair(LEAK)
    desk.say("drain")
    hands.type("/")
    hands.wait(desk.form.phrases["content"].shown, "the phrases")
    hands.snap("call-phrases")
    hands.press("Return")
    hands.goto(desk.form, "promised_at")
    hands.type("2")
    hands.snap("call-promise")
    desk.save()


def _its_way(desk: _Desk, number: str) -> None:
    """The first is given out, done, called back and closed."""
    hands = desk.hands
    hands.press("F2")
    hands.type(number)
    hands.wait(hands.window.finder.list.isVisible, "the finder's list")
    hands.press("Return")
    page = hands.shown("request")

    def act(name: str, key: str, fill: Any) -> None:
        before = len(page.view().events)
        with hands.job(name):
            hands.press(key)
            fill(hands.dialog().form)
            hands.press("Ctrl+Return")
            hands.wait(lambda: len(page.view().events) > before, name)
        hands.settle()

    def given(form: Any) -> None:
        hands.goto(form, "responsible")
        desk.say("worker")

    def done(form: Any) -> None:
        hands.goto(form, "result")
        desk.say("done")

    act("assign", "Ctrl+D", given)
    act("resolve", "Ctrl+R", done)
    act("call back", "Ctrl+G", lambda _form: hands.type("5"))
    act("close", "Ctrl+W", lambda _form: None)
    hands.snap("call-closed")


def _back(desk: _Desk) -> None:
    """Ctrl+Tab to the call that waits."""
    hands = desk.hands
    with hands.job("an interrupted call goes on"):
        hands.press("Ctrl+Tab")
        desk.form = hands.shown("request-form").form
        hands.wait(desk.form.has_content, "the call that waits")
    hands.settle()


__all__ = ["tell"]
