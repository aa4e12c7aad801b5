"""The start of the program on data that cannot be used: a sentence that says what to do, and an end, never a dead window."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from desk import paths
from desk.models.kit.database import backend_for
from desk.window import daily

START = """
import sys
from pathlib import Path
from desk import ui
from PySide6.QtWidgets import QInputDialog, QMessageBox
QInputDialog.getText = staticmethod(lambda _parent, _title, words, *_more: (print(words), sys.argv[3:] and (sys.argv[3], True) or ("", False))[1])
QMessageBox.critical = staticmethod(lambda _parent, _title, words, *_more: print(words))
from desk.window import run_window
sys.exit(run_window(Path(sys.argv[1]), database_url=sys.argv[2] or None, on_ready=lambda window: (print("ready"), window.close())))
"""


def start(data: Path, url: str = "", *password: str, **environment: str) -> tuple[int, str]:
    """Starts the window in a process of its own; gives its exit code and what it said."""
    done = subprocess.run(
        [sys.executable, "-c", START, str(data), url, *password], capture_output=True, text=True, timeout=60, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment}, check=False,
    )  # fmt: skip
    assert "propagateSizeHints" not in done.stderr  # what a display would do that is not there is nobody's concern
    return done.returncode, done.stdout.strip()


def spoil(file: Path, table: str) -> None:
    """Overwrites the first page of a table."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name=?", (table,)).fetchone()[0]
    content = bytearray(file.read_bytes())
    content[(root - 1) * size : root * size] = b"\xff" * size
    file.write_bytes(content)


@pytest.fixture
def data(ui_master, tmp_path) -> Path:
    shutil.copy(ui_master[0], paths.database_file(tmp_path))
    return tmp_path


def change(data: Path, statement: str) -> None:
    with closing(sqlite3.connect(paths.database_file(data))) as connection:
        connection.execute(statement)
        connection.commit()


def test_it_starts_and_ends(data):
    assert start(data) == (0, "ready")


def test_it_starts_on_a_server_and_asks_for_its_password(server, data, tmp_path):
    server.sql("CREATE ROLE counter LOGIN SUPERUSER PASSWORD '密码'")
    with server.database() as plain, server.guarded("counter"):
        url = plain.replace("desk@", "counter@")
        backend_for(plain).replace_by(paths.database_file(data))
        folder = tmp_path / "counter"
        code, words = start(folder, url, "密码", PGPASSFILE=str(tmp_path / "none"))
        assert (code, words.splitlines()[-1]) == (0, "ready")
        assert len(words.splitlines()) == 2
        code, words = start(folder, url, PGPASSFILE=str(tmp_path / "none"))  # the question is closed
        assert code == 1
        assert "密码" in words
    assert not paths.database_file(folder).exists()


def test_a_server_that_cannot_be_reached_is_told(tmp_path):
    code, words = start(tmp_path, "postgresql://desk@127.0.0.1:9/site")
    assert code == 1
    assert "服务器" in words


def test_a_damaged_site_is_told_and_the_file_stays(data):
    spoil(paths.database_file(data), "site")
    before = paths.database_file(data).read_bytes()[100:]  # the header notes the WAL
    code, words = start(data)
    assert code == 1
    assert "备份" in words
    assert paths.database_file(data).read_bytes()[100:] == before


def test_a_newer_database_is_told(data):
    change(data, "UPDATE alembic_version SET version_num='9999'")
    code, words = start(data)
    assert code == 1
    assert "更新版本" in words


def test_a_start_that_fails_by_a_bug_ends_with_a_report(data):
    change(data, "ALTER TABLE site RENAME COLUMN name TO title")
    code, words = start(data)
    assert code == 1
    assert "crash-" in words
    assert "Traceback" not in words
    assert list(paths.crashes(data).glob("crash-*.txt"))


def test_a_window_left_open_over_night_makes_the_next_days_backup(window, desk, clock, settle):
    folder = paths.backups(desk.data)
    daily.begin(window, desk)
    timer = next(child for child in window.findChildren(QTimer) if child.objectName() == "daily backup")
    assert timer.isActive()
    for days in (0, 1, 0):
        clock.forward(days=days)
        timer.timeout.emit()
        settle()
    assert len(list(folder.glob("desk-*.zip"))) == 2


AGAIN = """
import sys
from pathlib import Path
from desk import ui
from PySide6.QtWidgets import QInputDialog, QMessageBox
from desk.models.kit import keys
keys.TIME, keys.MEMORY, keys.LANES = 1, 64, 1
QInputDialog.getText = staticmethod(lambda _parent, _title, words, *_more: (print("asked"), (sys.argv[2], True))[1])
QMessageBox.critical = staticmethod(lambda _parent, _title, words, *_more: print(words))
QMessageBox.warning = staticmethod(lambda _parent, _title, words, *_more: print(words))
from desk.window import run_window
from desk.ui.site import offline, recovery
from desk.ui.shell import rescue
recovery.show_code = lambda _window, _desk, code, **_more: print(len(code))
def rescued(self):
    self.login.setText("zhou"); self.pin.setText("246810"); self.secret.setText(sys.argv[2])
    self.restore()
    from PySide6.QtCore import QEventLoop
    waiting = QEventLoop(); self.finished.connect(waiting.quit); waiting.exec()
rescue.RescueDialog.exec = rescued
runs = []
def ready(window):
    runs.append(window)
    if len(runs) == 1 and sys.argv[3:]:
        window.go_offline(offline.encrypt_job(sys.argv[2], None))
        return
    print("ready", window.messages.text())
    window.close()
sys.exit(run_window(Path(sys.argv[1]), on_ready=ready))
"""


def again(data: Path, *more: str) -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", AGAIN, str(data), "four unrelated words", *more], capture_output=True, text=True, timeout=90,
        encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"}, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout.strip().splitlines()


def test_the_window_closes_for_encrypting_comes_back_and_asks_at_the_next_start(data):
    code, said = again(data, "encrypt")
    assert code == 0
    assert said[0] == "34"
    assert "加密" in said[1]
    assert not paths.database_file(data).read_bytes().startswith(b"SQLite")
    code, said = again(data)
    assert (code, said[0]) == (0, "asked")
    # Cut off by a power failure: the backups are offered, and the newest one is put back.
    from desk.app import open_desk
    from desk.services.site.backup import backup

    desk = open_desk(data, password="four unrelated words")
    backup(desk)
    desk.database.close()
    paths.database_file(data).write_bytes(b"")
    code, said = again(data)
    assert (code, len(said)) == (0, 1)
    assert "恢复" in said[0]
