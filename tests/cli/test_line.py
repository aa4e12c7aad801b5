"""The command line itself: where its options may stand, what it refuses, and what a bug behind it looks like."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from desk import cli, paths
from desk.cli import main, read
from desk.services import finder

COMMANDS = {
    "": (),
    "demo": (),
    "tour": ("--out", "pictures"),
    "import": ("roster", "list.xlsx"),
    "find": ("1-1-101",),
    "call": ("13812340001",),
    "manual": ("-o", "manual.pdf"),
    "print": ("TS-20261121-0001", "-o", "slip.pdf"),
    "check": (),
    "index": (),
    "backup": (),
    "restore": ("copy.sqlite3",),
    "encrypt": (),
    "decrypt": (),
    "password": (),
    "recovery": (),
    "pin": ("--as", "zhou"),
    "acts": (),
    "act": ("request.log", "entry.json"),
    "ask": ("request.list", "limit=5"),
}
OPTIONS = {
    "data": (("--data", "site"), Path("site")),
    "database": (("--database", "postgresql://desk@localhost/desk"), "postgresql://desk@localhost/desk"),
    "json": (("--json",), True),
    "verbose": (("--verbose",), True),
}


def test_every_command_is_known_to_these_tests(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read(["--help"])
    offered = re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, re.MULTILINE)
    assert set(offered) == set(COMMANDS) - {""}


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("command", COMMANDS)
def test_an_option_of_every_command_stands_before_its_name_or_behind_it(command: str, option: str) -> None:
    words, value = OPTIONS[option]
    name = (command,) if command else ()
    before = read([*words, *name, *COMMANDS[command]])
    behind = read([*name, *COMMANDS[command], *words])
    without = read([*name, *COMMANDS[command]])
    assert (getattr(before, option), getattr(behind, option)) == (value, value)
    assert not getattr(without, option)


def test_what_stands_behind_the_name_counts_when_both_are_given() -> None:
    assert read(["--data", "one", "check", "--data", "two"]).data == Path("two")


def test_the_site_named_before_restore_is_the_one_that_is_replaced(tmp_path: Path) -> None:
    """The option used to be forgotten, and the user's own site was replaced."""
    own = paths.default_data_folder()
    assert main(["--data", str(tmp_path / "one"), "--json", "backup", str(tmp_path / "copy.sqlite3")]) == 0
    assert main(["--data", str(tmp_path / "other"), "restore", str(tmp_path / "copy.sqlite3")]) == 0
    assert paths.database_file(tmp_path / "other").exists()
    assert not paths.database_file(own).exists()


@pytest.mark.parametrize("words", [("--data", "", "check"), ("check", "--data", " "), ("backup", ""), ("find", "")])
def test_an_empty_name_is_refused(words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(list(words))
    assert left.value.code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="arguments are text on Windows")
def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "desk", "--data", str(tmp_path), "find", b"\xff"], capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("as_json", [False, True])
def test_a_bug_is_a_sentence_and_a_report(
    as_json: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def bug(*_arguments: object, **_more: object) -> None:
        raise ZeroDivisionError("a bug of ours")

    monkeypatch.setattr(finder, "find", bug)
    assert main(["find", "x", "--data", str(tmp_path), *(["--json"] if as_json else [])]) == cli.BUG
    (report,) = paths.crashes(tmp_path).iterdir()
    assert "a bug of ours" in report.read_text(encoding="utf-8")
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    if as_json:
        error = json.loads(said.out)["error"]
        assert (error["code"], error["problems"]) == ("bug", [])
        assert str(report) in error["message"]
    else:
        assert said.out == ""
        assert str(report) in said.err


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--data", "{file}"),
        ("restore", "{file}", "--data", "{file}"),
        ("restore", "{file}", "--data", "{file}/deeper"),
        ("restore", "{file}", "--data", "{folder}/" + "n" * 300),
        ("check", "--data", "{folder}/" + "n" * 300),
        ("backup", "{folder}/" + "n" * 300, "--data", "{folder}/site"),
        ("tour", "--out", "{file}"),
    ],
)
def test_a_folder_that_cannot_be_used_is_a_sentence(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    assert main([word.format(file=file, folder=tmp_path) for word in words]) == cli.REFUSED
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert file.read_text(encoding="utf-8") == "x"
