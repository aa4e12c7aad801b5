"""Acts by name from the command line: one request through its whole life, and everything that is refused on the way."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from desk import cli, paths
from desk.app import open_desk
from desk.models.kit.database import backend_for
from desk.services.demo import DEMO_PIN, make_demo
from tests.kit import postgresql
from tests.kit.site import quick

AT = "2030-01-05T10:{:02}+08:00"
COMPLAINT = {
    "kind": "complaint", "channel": "phone", "unit_id": 1, "caller_name": "单雄风", "caller_phone": "138 1234 0001",
    "category": "noise", "place": "upstairs", "content": "楼上连续三晚敲打。", "repeated_back": True,
    "promised_at": "2030-01-05T12:00:00+08:00",
}  # fmt: skip
RECEPTION, SUPERVISOR, MANAGER = "lin", "chen", "zhou"


@pytest.fixture(autouse=True)
def quick_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost of a PIN's hash is not what these tests are about."""
    quick(monkeypatch)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        quick(patch)
        desk = open_desk(data)
        make_demo(desk, units=12)
        desk.database.close()
    return data


@pytest.fixture
def site(demo: Path, tmp_path: Path) -> Path:
    shutil.copy(paths.database_file(demo), paths.database_file(tmp_path))
    return tmp_path


Run = Callable[..., Any]


@pytest.fixture
def desk(site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`desk(command, name, *words, entry=…)`: the value on stdout; `code` is what the command ends with."""

    def run(
        command: str,
        name: str,
        *words: str,
        entry: Any = None,
        who: str = RECEPTION,
        code: int = 0,
        data: Path = site,
        pin: str | None = DEMO_PIN,
    ) -> Any:
        if pin is None:
            monkeypatch.delenv("DESK_PIN", raising=False)
        else:
            monkeypatch.setenv("DESK_PIN", pin)
        given = list(words)
        if entry is not None:
            content = entry if isinstance(entry, bytes) else json.dumps(entry).encode()
            monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(content)))
            given.append("-")
        signed = ["--as", who] if who else []
        ended = cli.main([command, name, *given, *signed, "--data", str(data)])
        said = capsys.readouterr()
        assert ended == code, said
        return json.loads(said.out)

    return run


def errors(answer: dict[str, Any]) -> dict[str, str]:
    return {problem["field"]: problem["code"] for problem in answer["error"]["problems"]}


def test_a_request_lives_its_whole_life_by_name(desk: Run) -> None:
    live(desk)


def test_it_does_so_on_postgresql(desk: Run, server: postgresql.Server, demo: Path) -> None:
    url = server.address(server.new())
    backend_for(url).replace_by(paths.database_file(demo))
    live(desk, "--database", url)


def live(desk: Run, *where: str) -> None:
    """From the first word to the end, by nothing but acts and questions by name."""
    minutes = iter(range(60))

    def act(name: str, **more: Any) -> Any:
        return desk("act", name, "--at", AT.format(next(minutes)), *where, **more)

    made = act("request.log", entry=COMPLAINT)
    mine = {"request_id": made["id"]}
    assert (made["state"], made["caller_phone"]) == ("received", "138****0001")
    assert made["number"].startswith("TS-20300105-")
    given = act("request.assign", entry={**mine, "department": "security", "responsible": "陈刚"}, who=SUPERVISOR)
    assert given["orders"][0]["worker"] == "陈刚"
    act("request.accept", entry=mine)
    act("request.start", entry=mine)
    act("request.resolve", entry={**mine, "result": "已劝止。", "cause": "夜间装修。"})
    act("request.reply", entry={**mine, "note": "已电话告知。"})
    early = act("request.close", entry=mine, code=cli.REFUSED)
    assert "callback" in errors(early)
    act("callback.record", entry={**mine, "outcome": "reached", "score": 5})
    closed = act("request.close", entry=mine)
    assert (closed["state"], closed["callbacks"][0]["score"]) == ("closed", 5)
    moments = [datetime.fromisoformat(event["at"]) for event in closed["events"]]
    assert moments == sorted(moments)
    assert moments[0] == datetime.fromisoformat(AT.format(0))
    assert [event["kind"] for event in closed["events"]] == [
        "received", "assigned", "accepted", "started", "resolved", "replied", "callback", "closed"
    ]  # fmt: skip
    shown = desk("ask", "request.show", f"request_id={made['id']}", *where)
    assert shown["state"] == "closed"
    listed = desk("ask", "request.list", "filter.state=closed", f"filter.text={made['number']}", "limit=5", *where)
    assert [row["id"] for row in listed["rows"]] == [made["id"]]


def test_what_is_wrong_with_an_entry_is_told_by_field(desk: Run) -> None:
    answer = desk("act", "request.log", entry={"kind": "complaint", "channel": "phone"}, code=cli.REFUSED)
    assert set(answer["error"]) == {"code", "message", "problems"}
    assert errors(answer)["content"] == "required"
    assert all(problem["message"] for problem in answer["error"]["problems"])
    answer = desk("act", "request.log", entry={**COMPLAINT, "contents": "x", "unit_id": "1"}, code=cli.REFUSED)
    assert errors(answer) == {"contents": "unknown-field", "unit_id": "type"}


@pytest.mark.parametrize("entry", [b"{", b"[1]", b"\xff\xfe{", b""])
def test_what_is_no_object_is_told(desk: Run, entry: bytes) -> None:
    assert desk("act", "request.log", entry=entry, code=cli.REFUSED)["error"]["code"] == "json"


def test_a_mark_that_an_editor_put_before_the_text_does_not_matter(desk: Run) -> None:
    assert desk("ask", "request.list", entry=b"\xef\xbb\xbf" + b'{"limit": 1}')["rows"]


def test_a_role_is_needed_as_at_the_counter(desk: Run) -> None:
    entry = {"name": "categories", "labels": {"zh_CN": "水表"}}
    assert desk("act", "catalogue.add", entry=entry, code=cli.REFUSED)["error"]["code"] == "not-allowed"
    assert desk("act", "catalogue.add", entry=entry, who=SUPERVISOR)["label"] == "水表"
    assert desk("act", "request.log", entry=COMPLAINT, who="", code=cli.REFUSED)["error"]["code"] == "not-allowed"
    assert desk("ask", "request.list", who="", code=cli.REFUSED)["error"]["code"] == "not-allowed"


def test_wrong_pins_are_counted_and_lock_the_login(desk: Run) -> None:
    codes = [desk("ask", "request.list", pin="0000", code=cli.REFUSED)["error"]["code"] for _attempt in range(5)]
    assert codes == ["wrong-pin"] * 4 + ["locked-out"]
    assert desk("ask", "request.list", code=cli.REFUSED)["error"]["code"] == "locked-out"


def test_a_missing_pin_is_no_attempt(desk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO()))
    for _attempt in range(6):
        assert desk("ask", "request.list", pin=None, code=cli.REFUSED)["error"]["code"] == "pin-missing"
    assert desk("ask", "request.list")["rows"]


def test_the_pin_is_read_from_the_first_line_of_a_file(desk: Run, tmp_path: Path) -> None:
    file = tmp_path / "pin.txt"
    file.write_text(f"{DEMO_PIN}\nsecond line", encoding="utf-8")
    assert desk("ask", "request.list", "--pin-file", str(file), pin=None)["rows"]
    gone = desk("ask", "request.list", "--pin-file", str(tmp_path / "none"), pin=None, code=cli.REFUSED)
    assert gone["error"]["code"] == "io"


def test_a_name_that_is_not_there_and_the_wrong_command_are_told(desk: Run) -> None:
    assert desk("act", "request.logg", entry={}, code=cli.REFUSED)["error"]["code"] == "not-found"
    assert desk("act", "request.list", entry={}, code=cli.REFUSED)["error"]["code"] == "wrong-command"
    assert desk("ask", "request.log", entry={}, code=cli.REFUSED)["error"]["code"] == "wrong-command"


def test_a_site_is_set_up_by_name_and_its_clock_cannot_be_set(desk: Run, tmp_path: Path) -> None:
    data = tmp_path / "new"
    entry = {
        "site_name": "阳光花园物业服务中心", "hotline": "0755-26001234", "language": "zh_CN",
        "buildings": [{"name": "1栋", "entrances": 1, "floors": 2, "rooms_per_floor": 2}],
        "manager_name": "周敏", "manager_login": MANAGER, "manager_pin": "246810",
    }  # fmt: skip
    made = desk("act", "site.set-up", entry=entry, who="", data=data)
    assert made["ready"] is True
    assert desk("ask", "site.counts", who=MANAGER, pin="246810", data=data)["units"] == 4
    for who in ("", MANAGER):
        refused = desk(
            "act", "site.set-up", "--at", AT.format(0), entry=entry, who=who, pin="246810", data=data, code=cli.REFUSED
        )
        assert refused["error"]["code"] == "not-a-demo"
    told = desk(
        "act",
        "site.setting",
        entry={"key": "demo", "value": True},
        who=MANAGER,
        pin="246810",
        data=data,
        code=cli.REFUSED,
    )
    assert errors(told) == {"key": "setting"}


def test_questions_show_numbers_masked_and_revealing_one_is_an_act(desk: Run) -> None:
    made = desk("act", "request.log", "--at", AT.format(0), entry=COMPLAINT)
    assert "13812340001" not in json.dumps(desk("ask", "request.show", f"request_id={made['id']}"))
    assert (
        desk("ask", "callback.reveal", f"request_id={made['id']}", code=cli.REFUSED)["error"]["code"] == "wrong-command"
    )
    assert desk("act", "callback.reveal", entry={"request_id": made["id"]}) == "13812340001"


def test_the_list_of_acts_as_a_program_reads_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["acts", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"name", "changes", "role", "undo", "summary", "entry", "view"} == set(listed[0])
    ways = {one["name"]: one["undo"] for one in listed}
    assert (ways["request.list"], ways["request.assign"], ways["money.pay"]) == (
        {"way": "nothing"},
        {"way": "put-back"},
        {"way": "reversal"},
    )
    assert ways["staff.set-pin"] == {
        "way": "none",
        "instead": "密码不能撤销：请重新设置密码；其他内容请在人员页上改回。",
    }
    assert {"request.log", "request.list", "staff.add"} <= {each["name"] for each in listed}
    assert cli.main(["acts", "request.log", "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    entry = one["entry"]["$defs"]["Entry"]
    assert set(entry["required"]) == {"kind", "channel"}
    assert cli.main(["acts"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(listed)


def test_a_process_of_its_own_reads_a_file_and_writes_one_value(site: Path, tmp_path: Path) -> None:
    file = tmp_path / "entry.json"
    file.write_text(json.dumps(COMPLAINT), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "desk", "--data", str(site), "act", "request.log", str(file), "--as", RECEPTION, "--at", AT.format(0)],
        capture_output=True, encoding="utf-8", env={**os.environ, "DESK_PIN": DEMO_PIN}, check=False, timeout=120,
    )  # fmt: skip
    # Whether it could be undone is said beside the value (handbook S34).
    said = "在窗口中办理的同一操作一分钟内可以撤销；命令已结束，如有误请用其他操作更正。\n"
    assert (done.returncode, done.stderr) == (0, said)
    assert json.loads(done.stdout)["state"] == "received"
