"""The window: ways there and back, keys, room for everything, what stays unloaded."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from desk import i18n
from desk.services import staff
from desk.ui.kit import pages, translator
from desk.ui.manual import ManualDialog

SIZES = [(1366, 768), (1093, 614), (911, 512)]
"""1366×768 at 100 %, 125 % and 150 %."""


def key(qtbot, window, code, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or window, code, modifier)


def test_the_window_needs_no_database_to_show_its_finder():
    """Architecture "Speed": what is heavy comes behind the first picture."""
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([])\n"
        "from desk.ui.kit import theme, translator; from desk.ui.shell.main_window import MainWindow\n"
        "theme.apply(app); translator.switch_language(app, 'zh_CN'); window = MainWindow(); window.show()\n"
        "heavy = [name for name in ('sqlalchemy', 'reportlab', 'pypinyin', 'openpyxl', 'alembic', 'babel') if name in sys.modules]\n"
        "print(heavy, window.finder.hasFocus() or window.focusWidget() is window.finder)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[] True"


def test_what_was_typed_before_the_desk_was_there_is_found_then(open_window, desk, qtbot):
    window = open_window(None, staff_sign_in=False)
    qtbot.keyClicks(window.finder, "1-1-101")
    with qtbot.waitSignal(window.finder.answered):
        window.attach(desk)
    assert window.finder.text() == "1-1-101"


def test_it_starts_on_the_first_page_with_the_cursor_in_the_finder(window):
    assert window.page() is not None
    assert QApplication.focusWidget() is window.finder
    assert "阳光花园" in window.windowTitle()


def test_pages_by_alt_and_number_and_back_by_esc(window, qtbot, settle):
    codes = [page.code for page in pages.registered() if page.icon][
        :9
    ]  # the others are found in the sidebar, and by their own keys
    for number, code in enumerate(codes, start=1):
        with qtbot.waitSignal(window.page_opened) as opened:
            key(qtbot, window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        assert opened.args == [code]
        assert window.sidebar.buttons[code].isChecked()
        settle()
    key(qtbot, window, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is window.finder
    key(qtbot, window, Qt.Key.Key_Escape)
    assert window._place[0] == codes[-2]


def test_f2_focuses_the_finder(window, qtbot):
    window.sidebar.help_button.setFocus()
    key(qtbot, window, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is window.finder


def test_f1_lists_the_keys_of_the_window_and_the_page(window, qtbot, settle):
    window.open_page("settings")
    settle()
    key(qtbot, window, Qt.Key.Key_F1)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ManualDialog))
    words = dialog.browser.toPlainText().replace("\xa0", " ")
    assert all(key in words for key in ("F2", "F1", "Ctrl+K", "Ctrl+PgDown"))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_page_may_refuse_to_be_left(window):
    page = window.page()
    page.can_leave = lambda: False
    assert window.open_page("settings") is None
    assert window.page() is page
    page.can_leave = lambda: True
    assert window.open_page("settings") is not None


def test_unknown_pages_and_targets_open_nothing(window):
    page = window.page()
    assert window.open_page("no-such-page") is None
    assert window.open_target("spaceship:1") is None
    assert window.page() is page


@pytest.mark.parametrize(
    ("target", "kind", "args"),
    [
        ("unit:12", "unit", {"unit_id": 12}),
        ("slip:TS-20261121-0031", "slip", {"number": "TS-20261121-0031"}),
        ("request:5", "request", {"request_id": 5}),
    ],
)
def test_targets(target, kind, args):
    assert pages.target_args(target) == (kind, args)


def test_the_same_key_on_two_pages_belongs_to_the_shown_one(window, settle):
    window.open_page("settings")
    shortcuts = window.page()._shortcuts
    assert shortcuts
    assert all(shortcut.isEnabled() for shortcut in shortcuts)
    window.open_page("today")
    settle()
    assert not any(shortcut.isEnabled() for shortcut in shortcuts)


def test_no_page_makes_a_window_of_its_own(window, look, settle):
    before = set(look.topLevelWindows())
    for page in pages.registered():
        if page.icon:
            window.open_page(page.code)
            settle()
            assert set(look.topLevelWindows()) == before, page.code
            assert window.isActiveWindow()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_the_frame_has_room_for_its_words(window, look, settle, size, language):
    translator.switch_language(look, language)
    window.resize(*size)
    window.set_badge("today", 128)
    settle()
    assert (window.width(), window.height()) == size
    shown = [button for _action, button in window._quick if button.isVisible()]
    assert len(shown) >= 2
    assert shown == [button for _action, button in window._quick][: len(shown)]  # the first ones, with their words
    for action, button in window._quick[: len(shown)]:
        assert button.width() >= button.sizeHint().width()
        assert i18n._(action.label) in button.text()
    assert window._more.isVisible() == (len(shown) < len(window._quick))  # the others are a click away
    assert window.finder.width() > window.width() * 0.3
    placeholder = window.finder.placeholderText()
    assert window.finder.fontMetrics().horizontalAdvance(placeholder) < window.finder.width() - 50
    for button in window.sidebar.buttons.values():
        room = button.width() - 10
        font = button._small_font() if button._narrow else button.font()
        font.setBold(not button._narrow)
        from PySide6.QtGui import QFontMetrics

        assert QFontMetrics(font).horizontalAdvance(button.text()) <= (room if button._narrow else room - 40), (
            button.text()
        )
    bottom = max(b.mapTo(window, b.rect().bottomLeft()).y() for b in window.sidebar.buttons.values())
    assert bottom < window.sidebar.staff_button.mapTo(window, window.sidebar.staff_button.rect().topLeft()).y()


def test_language_reaches_everything_while_it_runs(window, look, settle):
    translator.switch_language(look, "en")
    settle()
    assert window.sidebar.buttons["settings"].text() == "Settings"
    assert "Room" in window.finder.placeholderText()
    assert "units" in window.status._site.text()
    translator.switch_language(look, "zh_CN")
    settle()
    assert window.sidebar.buttons["settings"].text() == "设置"
    assert "户" in window.status._site.text()


def test_ctrl_l_locks_and_the_page_stays(window, qtbot, settle, desk):
    page = window.open_page("settings")
    settle()
    key(qtbot, window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert window.locked()
    assert desk.actor is None
    staff.sign_in(desk, "lin", "246810")
    window.gate.signed_in.emit()
    settle()
    assert not window.locked()
    assert window.page() is page
    assert window.sidebar.staff_button.text() == "林晓"


def test_it_locks_itself_when_nobody_is_there(open_window, desk, clock, settle):
    window = open_window(desk, staff_sign_in=True)
    window._check_idle()
    assert not window.locked()
    clock.forward(minutes=16)
    window._check_idle()
    settle()
    assert window.locked()


def test_keys_do_nothing_behind_the_lock(window, qtbot, settle):
    page = window.page()
    window.lock()
    settle()
    key(qtbot, window, Qt.Key.Key_F3)
    key(qtbot, window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    key(qtbot, window, Qt.Key.Key_F1)
    assert window.page() is page
    assert window.locked()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def test_messages_news_go_errors_stay(window, qtbot):
    bar = window.messages
    bar._timer.setInterval(1)
    bar.error("磁盘已满。")
    assert bar.text() == "磁盘已满。"
    assert not bar._timer.isActive()
    key(qtbot, window, Qt.Key.Key_Escape)
    assert bar.text() == ""
    done = []
    bar.info("已保存。", label="撤销", action=lambda: done.append(1))
    assert bar._timer.isActive()
    qtbot.mouseClick(bar._button, Qt.MouseButton.LeftButton)
    assert done == [1]
    assert bar.text() == ""


def test_a_message_ends_with_its_page(window, settle):
    bar = window.messages
    bar.error("磁盘已满。")
    settle()
    window.open_page("households")
    settle()
    assert bar.text() == ""
    bar.info("已保存。")  # an act says so and leaves its page
    window.open_page("requests")
    settle()
    assert bar.text() == "已保存。"


def test_esc_leaves_at_once_and_the_first_page_is_the_end(window, qtbot, settle):
    window.open_page("households")
    window.messages.error("磁盘已满。")
    settle()
    key(qtbot, window, Qt.Key.Key_Escape)
    settle()
    assert window.place()[0] == "today"
    assert window.messages.text() == ""
    window.open_page("households")
    window.open_page("today")
    key(qtbot, window, Qt.Key.Key_Escape)
    settle()
    assert window.place()[0] == "today"


def test_a_message_ends_with_the_clerk(window, settle):
    window.messages.error("单雄风的电话不对。")
    window.lock()
    settle()
    assert window.messages.text() == ""


def test_the_status_line_warns_about_a_missing_backup(window):
    assert "备份" in window.status._saved.text()
    assert window.status._saved.property("role") == "warning"
    assert "28" in window.status._site.text()


def test_closing_keeps_the_windows_place(open_window, desk, settle):
    window = open_window(desk, staff_sign_in=False, size=(1000, 600))
    window.close()
    settle()
    again = open_window(desk, staff_sign_in=False, size=(1000, 600))
    assert again.preferences.get("geometry") is not None
