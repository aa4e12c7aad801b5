"""The commands, run as a user runs them: a process of its own, its output read back."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
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
    assert set(first) == {"rooms", "people", "created", "updated", "unchanged", "skipped", "differences", "problems"}
    assert set(first["problems"][0]) == {"sheet", "row", "column", "room", "person", "code", "message"}
    again = run_json("import", "roster", SAMPLE, "--data", tmp_path)
    assert (again["created"], again["updated"]) == (0, 0)
    assert again["unchanged"] > 0
    assert run_json("check", "--data", tmp_path) == []


def test_the_index_is_written_anew(site: Path) -> None:
    before = run_json("find", "1-1-101", "--data", site)
    assert run_json("index", "--data", site)["records"] > 12
    assert run_json("find", "1-1-101", "--data", site) == before


def test_a_trial_run_changes_nothing(tmp_path: Path) -> None:
    trial = run_json("import", "roster", SAMPLE, "--dry-run", "--data", tmp_path)
    assert trial["people"] == 173
    assert run_json("find", "1-1-101", "--data", tmp_path) == []


def test_a_second_list_of_others_needs_a_choice(tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("房号,姓名,电话\n1-1-101,张三,13812340001\n1-1-102,李四,13812340002\n", encoding="utf-8")
    second.write_text("房号,姓名,电话\n1-1-101,周八,13812340003\n1-1-102,吴九,13812340004\n", encoding="utf-8")
    data = tmp_path / "site"
    run("import", "roster", first, "--data", data)
    refused = run("import", "roster", second, "--data", data, code=1)
    assert "owner:1-1-101=skip" in refused.stdout
    assert "张三 → 周八" in refused.stdout
    assert run_json("import", "roster", second, "--data", data, code=1)["error"]["code"] == "roster-differences"
    assert [found["kind"] for found in run_json("find", "周八", "--data", data)] == []
    told = run_json(
        "import", "roster", second, "--data", data, "--differences", "skip", "--difference", "owner:1-1-102=replace"
    )
    assert (told["created"], told["skipped"]) == (1, 1)
    assert [each["choice"] for each in told["differences"]] == ["skip", "replace"]
    run("import", "roster", second, "--data", data, "--difference", "owner:1-1-102=perhaps", code=2)
    assert run_json("check", "--data", data) == []


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


# ------------------------------------------------------------------------------------------------------- who may do what
PIN = "246810"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that is no demo: a manager, a receptionist, one household with its register card."""
    from desk.app import open_desk
    from desk.services import households, staff
    from desk.services import site as sites
    from desk.services.households.views import PersonEntry, StayEntry

    data = tmp_path_factory.mktemp("real") / "site"
    desk = open_desk(data)
    plan = sites.BuildingPlan("1栋", 1, 1, 2)
    sites.set_up(desk, sites.SetUp("翠园物业服务中心", "", "zh_CN", (plan,), "周敏", "zhou", PIN))
    staff.add_staff(desk, staff.StaffEntry("lin", "林晓", "receptionist", PIN))
    households.register_person(desk, PersonEntry("谭文", phones=("13800000366",)), StayEntry(1, "owner"))
    households.register_card(desk, 1)
    desk.database.close()
    return data


@pytest.fixture
def pin(tmp_path: Path) -> Path:
    file = tmp_path / "pin"
    file.write_text(f"{PIN}\n", encoding="utf-8")
    return file


def _slip(data: Path) -> str:
    return next(f["title"] for f in run_json("find", "DJ", "--data", data) if f["kind"] == "slip").split()[0]


def _last_act(data: Path) -> tuple[str, str]:
    with closing(sqlite3.connect(paths.database_file(data))) as connection:
        return connection.execute("SELECT act, data FROM audit_event ORDER BY id DESC LIMIT 1").fetchone()


def test_a_demo_never_opens_on_a_real_site(real: Path) -> None:
    """It used to sit the login `lin` down without a PIN and to say that a demo was made."""
    before = _last_act(real)
    assert run_json("demo", "--no-window", "--data", real, code=1)["error"]["code"] == "not-demo"
    assert _last_act(real) == before


def test_a_tour_never_runs_on_a_real_site(real: Path, tmp_path: Path) -> None:
    assert run_json("tour", "--out", tmp_path / "out", "--data", real, code=1)["error"]["code"] == "tour-site"


def test_printing_by_command_needs_the_managers_pin_and_leaves_an_event(real: Path, tmp_path: Path, pin: Path) -> None:
    number, file = _slip(real), tmp_path / "slip.pdf"
    assert run_json("print", number, "-o", file, "--data", real, code=1)["error"]["code"] == "sign-in"
    refused = run_json("print", number, "-o", file, "--data", real, "--as", "lin", "--pin-file", pin, code=1)
    assert refused["error"]["code"] == "not-allowed"
    assert not file.exists()
    run_json("print", number, "-o", file, "--data", real, "--as", "zhou", "--pin-file", pin, "--purpose", "court")
    assert file.read_bytes().startswith(b"%PDF")
    act, data = _last_act(real)
    assert act == "slip.look"
    assert json.loads(data)["purpose"] == "court"


def test_importing_by_command_needs_the_managers_pin(real: Path, pin: Path) -> None:
    assert run_json("import", "roster", SAMPLE, "--data", real, code=1)["error"]["code"] == "sign-in"
    assert run_json("import", "roster", SAMPLE, "--dry-run", "--data", real, "--as", "zhou", "--pin-file", pin)[
        "people"
    ]


def test_restoring_needs_the_pin_and_leaves_an_event(real: Path, tmp_path: Path, pin: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    run_json("backup", copy, "--data", real)  # by the clock of the machine, with nobody there
    before = paths.database_file(real).read_bytes()
    assert run_json("restore", copy, "--data", real, code=1)["error"]["code"] == "sign-in"
    assert run_json("restore", copy, "--data", tmp_path / "new", code=1)["error"]["code"] == "sign-in"
    assert not paths.database_file(tmp_path / "new").exists()
    assert paths.database_file(real).read_bytes() == before
    run_json("restore", copy, "--data", real, "--as", "zhou", "--pin-file", pin)
    act, data = _last_act(real)
    assert (act, json.loads(data)["file"]) == ("backup.restore", "copy.sqlite3")


def test_check_says_where_the_log_is(real: Path) -> None:
    assert str(Path("logs") / "desk.log") in run("check", "--data", real).stdout
