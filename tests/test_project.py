"""The project itself: its layout, its versions, the arrows between its rooms at run time."""

from __future__ import annotations

import importlib.util
import logging
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"tools_{name}", ROOT / "tools" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_set_text_keeps_the_reference_count_of_none_level(qtbot):
    """PySide6 6.12.0 on Python 3.10/3.11 loses a reference to None each time and aborts after some 5,000 calls."""
    from PySide6.QtWidgets import QLineEdit

    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.setText("0")
    before = sys.getrefcount(None)
    for number in range(1000):
        edit.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 50


HEAVY = ("PySide6", "sqlalchemy", "alembic", "reportlab", "pypdfium2", "openpyxl", "pypinyin")


@pytest.mark.parametrize(
    ("room", "forbidden"),
    [
        ("rules", HEAVY),
        ("errors", HEAVY),
        ("i18n", HEAVY),
        ("paths", HEAVY),
        ("cli.line", HEAVY),  # what reads a command line; a command loads what it needs when it is run
        ("cli.window", HEAVY),
        ("slips", ("PySide6", "sqlalchemy", "alembic", "openpyxl")),
        ("models", ("PySide6", "alembic", "reportlab", "pypdfium2", "openpyxl", "pypinyin")),
        ("services", ("PySide6", "alembic", "openpyxl", "pypinyin")),
        ("ui", ("alembic", "openpyxl", "pypinyin")),
    ],
)
def test_a_room_loads_only_what_it_may(room, forbidden):
    """Every module of the room is imported in a fresh Python; what must come late, or never, is not there."""
    if importlib.util.find_spec(f"desk.{room}") is None:
        pytest.fail(f"desk.{room} is missing")
    code = (
        "import importlib, pkgutil, sys\n"
        f"room = importlib.import_module('desk.{room}')\n"
        "for each in pkgutil.walk_packages(getattr(room, '__path__', []), room.__name__ + '.'):\n"
        "    if 'migrations' not in each.name: importlib.import_module(each.name)\n"
        f"print(*[name for name in {forbidden!r} if name in sys.modules])\n"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == []


def test_the_rooms_are_there():
    for name in (
        "desk", "desk/rules", "desk/models", "desk/services", "desk/slips", "desk/ui", "resources", "i18n", "tests",
    ):  # fmt: skip
        assert (ROOT / name).is_dir(), name
    for name in (
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "Makefile",
        "requirements.lock",
        "i18n/desk.pot",
    ):
        assert (ROOT / name).is_file(), name


def test_the_lock_names_no_host_and_pins_exactly():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    for line in lines:
        assert line.startswith("#") or re.fullmatch(
            r"[a-z0-9-]+==[0-9][A-Za-z0-9.+]*( ; sys_platform == 'win32')?", line
        ), line


def test_every_direct_dependency_is_pinned_within_its_range():
    lock = tool("lock")
    locked = lock.locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    for requirement in lock.direct_dependencies(project()):
        pinned = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(pinned), f"{requirement} but {pinned} is pinned"


def test_what_is_installed_is_what_is_pinned():
    locked = tool("lock").locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    for line in project()["project"]["dependencies"]:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate():
            assert metadata.version(requirement.name) == locked[canonicalize_name(requirement.name)], requirement.name


def in_a_repository() -> bool:
    return (ROOT / ".git").exists()


@pytest.mark.skipif(not in_a_repository(), reason="only a checkout knows which files are tracked")
def test_nothing_that_is_built_is_in_the_repository():
    check = tool("check_tree")
    built = [name for file in check.tracked() if check.BUILT.search(name := file.relative_to(ROOT).as_posix())]
    assert built == []


class TestCatalogueCheck:
    """The translation check of `make lint` sees what it is there for."""

    @pytest.fixture
    def site(self, tmp_path):
        (tmp_path / "desk").mkdir()
        (tmp_path / "desk" / "words.py").write_text(
            "from desk.i18n import _, ngettext, pgettext\n"
            "# L10N: 房间\n"
            '_("Room {room} is taken")\n'
            'ngettext("{n} slip", "{n} slips", 2)\n'
            'pgettext("paper", "Half")\n',
            encoding="utf-8",
        )
        return tmp_path

    def translate(self, site, pairs):
        for language in ("zh_CN", "zh_TW"):
            po = site / "i18n" / language / "LC_MESSAGES" / "desk.po"
            text = po.read_text(encoding="utf-8")
            for source, target in pairs.items():
                text = re.sub(rf'({re.escape(source)}"\nmsgstr(?:\[0\])?) ""', rf'\1 "{target}"', text)
            po.write_text(text, encoding="utf-8")

    def test_complete_after_translation_and_stable(self, site):
        catalogues = tool("catalogues")
        catalogues.update(site)
        assert any("empty" in each for each in catalogues.problems(site))
        self.translate(site, {"Room {room} is taken": "{room} 已有人", "{n} slips": "{n} 张单", "Half": "二等分"})
        assert catalogues.problems(site) == []
        files = {file: file.read_bytes() for file in (site / "i18n").rglob("*.po*")}
        assert "L10N: 房间" in files[site / "i18n" / "desk.pot"].decode()
        catalogues.update(site)
        assert {file: file.read_bytes() for file in files} == files

    def test_other_placeholders_and_new_messages_are_found(self, site):
        catalogues = tool("catalogues")
        catalogues.update(site)
        self.translate(site, {"Room {room} is taken": "{zimmer} 已有人", "{n} slips": "{n} 张单", "Half": "二等分"})
        assert any("other placeholders" in each for each in catalogues.problems(site))
        with (site / "desk" / "words.py").open("a", encoding="utf-8") as stream:
            stream.write('_("New")\n')
        found = catalogues.problems(site)
        assert any("up to date" in each for each in found)
        assert any("lacks 'New'" in each for each in found)


class TestExpectedLog:
    """A warning nobody asked for fails a test; so does one that was asked for and does not come."""

    def test_an_expected_warning_passes(self, expected_log):
        expected_log("disk is nearly full")
        logging.getLogger("desk.test").warning("the disk is nearly full")
        assert expected_log.unexpected() == []
        assert expected_log.absent() == []

    def test_both_failures_are_seen(self, expected_log):
        logging.getLogger("desk.test").warning("surprise")
        logging.getLogger("desk.test").info("not worth a word")
        assert [text.split(": ")[1] for text in expected_log.unexpected()] == ["surprise"]
        expected_log("never said")
        assert expected_log.absent() == ["never said"]
        expected_log.records.clear()
        expected_log._patterns.clear()
