"""The commands, run as a user runs them: a process of its own, its output read back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desk import paths

SAMPLE = paths.resources() / "demo" / "roster-sample.xlsx"


def run(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "desk", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def run_json(*arguments: object, code: int = 0) -> object:
    return json.loads(run(*arguments, "--json", code=code).stdout)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("cli") / "site"
    made = run_json("demo", "--units", 12, "--no-window", "--data", data)
    assert made["units"] >= 12
    return data


def test_the_roster_of_an_office_comes_in_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    first = run_json("import", "roster", SAMPLE, "--data", tmp_path)
    assert (first["rooms"], first["people"], len(first["problems"])) == (144, 173, 5)
    assert set(first) == {"rooms", "people", "created", "updated", "unchanged", "problems"}
    assert set(first["problems"][0]) == {"sheet", "row", "column", "code", "message"}
    again = run_json("import", "roster", SAMPLE, "--data", tmp_path)
    assert (again["created"], again["updated"]) == (0, 0)
    assert again["unchanged"] > 0
    assert run_json("check", "--data", tmp_path) == []


def test_a_trial_run_changes_nothing(tmp_path: Path) -> None:
    trial = run_json("import", "roster", SAMPLE, "--dry-run", "--data", tmp_path)
    assert trial["people"] == 173
    assert run_json("find", "1-1-101", "--data", tmp_path) == []


def test_what_the_finder_would_show(site: Path) -> None:
    found = run_json("find", "1-1-101", "--data", site)
    assert found[0]["kind"] == "unit"
    assert set(found[0]) == {"kind", "id", "title", "subtitle"}


def test_a_stored_slip_as_pdf(site: Path, tmp_path: Path) -> None:
    number = next(f["title"] for f in run_json("find", "TS", "--data", site) if f["kind"] == "request").split()[0]
    file = tmp_path / "slip.pdf"
    run_json("print", number, "-o", file, "--data", site)
    assert file.read_bytes().startswith(b"%PDF")


def test_a_number_that_is_not_there_is_said_in_words(site: Path, tmp_path: Path) -> None:
    done = run("print", "TS-19990101-0001", "-o", tmp_path / "x.pdf", "--data", site, code=1)
    assert done.stderr.strip()
    refused = run_json("print", "TS-19990101-0001", "-o", tmp_path / "x.pdf", "--data", site, code=1)
    assert refused["error"]["code"] == "not-found"


def test_backup_and_restore(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    assert run_json("backup", copy, "--data", site)["bytes"] == copy.stat().st_size
    restored = run_json("restore", copy, "--data", tmp_path / "other")
    assert restored["kept"] is None
    assert run_json("find", "1-1-101", "--data", tmp_path / "other")


def test_wrong_usage_is_code_2(tmp_path: Path) -> None:
    run("import", "roster", "--data", tmp_path, code=2)


def test_a_file_that_is_no_workbook_is_said_in_words(tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    file.write_text("not a workbook", encoding="utf-8")
    done = run("import", "roster", file, "--data", tmp_path / "site", code=1)
    assert done.stderr.strip()


def test_a_broken_database_is_said_in_words(tmp_path: Path) -> None:
    paths.database_file(tmp_path).write_bytes(b"garbage" * 1000)
    assert run_json("check", "--data", tmp_path, code=1)["error"]["code"] == "not-a-database"
