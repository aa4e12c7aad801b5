"""Odd values at every act and question are refused in words or done; the long run: `python -m tests.soak odd`."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desk.errors import DeskError, InvalidInput, StorageError
from desk.services import requests
from desk.services.fees import due_soon
from desk.services.kit import seam
from desk.services.kit.desk import Desk
from desk.services.points.reports import lists
from tests.kit.laws import Chance
from tests.kit.site import Clock, People
from tests.services import request_site
from tests.soak.odd import begin

STEPS = 350


@pytest.mark.one_engine
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_typed_is_refused_in_words_or_done(
    desk: Desk, clock: Clock, staff_of_site: People, seed: int
) -> None:
    machine, dice = begin(desk, clock, staff_of_site), Chance(seed)
    for _step in range(STEPS):
        machine.step(dice)
    machine.whole()
    assert sum(machine.done.values()) > STEPS // 10
    assert sum(machine.refused.values()) > STEPS // 10


@pytest.mark.parametrize("text", ["灯 " * 3000, "%_/" * 40_000, " ".join(f"{n}" for n in range(3000))])
def test_a_letter_pasted_into_a_filter_finds_nothing(desk: Desk, staff_of_site: People, text: str) -> None:
    desk.actor, asked = staff_of_site.manager, 0
    for way in seam.ways():
        needs = {name for name, field in way.fields.items() if field.required}
        if way.act.changes or "text" not in way.fields or needs - {"text"}:
            continue
        asked += 1
        with suppress(DeskError):  # told in words
            seam.run(desk, way, {"text": text})
    assert asked > 15


@pytest.mark.parametrize(
    ("name", "data", "field"),
    [
        ("request.note", {"request_id": 1, "note": "灯坏了\ud83d"}, "note"),
        ("request.note", {"request_id": 1, "note": "a\x00b"}, "note"),
        ("slip.show", {"number": "\udc00"}, "number"),
        ("day-sheet.preview", {"day": "9999-12-31"}, "day"),
        ("access.review", {"month": "0001-01-01"}, "month"),
        ("fees.correct-reading", {"reading_id": 1, "value": "NaN", "reason": "x"}, "value"),
        ("money.bring-credit-forward", {"unit_id": 1, "fen": 2**63 - 1}, "fen"),
    ],
)
def test_what_nothing_can_be_done_with_is_refused_by_its_field(
    desk: Desk, staff_of_site: People, name: str, data: dict[str, object], field: str
) -> None:
    desk.actor = staff_of_site.manager
    with pytest.raises(InvalidInput) as refused:
        seam.run(desk, seam.way(name), data)
    assert field in {problem.field for problem in refused.value.problems}


def test_past_the_seam_too_nothing_is_a_fault(desk: Desk, staff_of_site: People, tmp_path: Path) -> None:
    """The window calls the services themselves."""
    logged = request_site.log(desk)
    with pytest.raises(StorageError) as refused:
        requests.add_note(desk, logged.id, "灯坏了\ud83d")
    assert refused.value.code == "value"
    assert [event.kind for event in requests.request(desk, logged.id).events] == ["received"]
    with pytest.raises(InvalidInput):
        due_soon(desk, days=2**40)
    desk.actor = staff_of_site.manager
    for file in (Path("x" * 300), tmp_path, tmp_path / "nothing" / "there.xlsx"):
        with pytest.raises(StorageError):
            lists.target_xlsx(desk, file)
    lists.target_xlsx(desk, tmp_path / "list.xlsx")
    assert (tmp_path / "list.xlsx").exists()


def test_a_list_that_could_not_be_written_did_not_leave_the_desk(
    desk: Desk, staff_of_site: People, tmp_path: Path, events
) -> None:
    desk.actor = staff_of_site.manager
    with pytest.raises(StorageError):
        lists.target_xlsx(desk, tmp_path / "nothing" / "there.xlsx")
    assert events("points.export") == []


def test_a_rate_is_a_number() -> None:
    from desk.rules.fees import rate_problem

    assert rate_problem(Decimal("NaN")) is not None
    assert rate_problem(Decimal("Infinity")) is not None
    assert rate_problem(Decimal("2.5")) is None


def test_days_of_the_first_years_are_no_days_of_a_centre() -> None:
    assert seam._odd(date(1799, 12, 31), "on")
    assert not seam._odd(date(1800, 1, 1), "on")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
@pytest.mark.one_engine
def test_a_pipe_or_a_device_is_never_replaced_by_a_file(desk: Desk, staff_of_site: People, tmp_path: Path) -> None:
    desk.actor = staff_of_site.manager
    pipe = tmp_path / "list.xlsx"
    os.mkfifo(pipe)
    with pytest.raises(StorageError):
        lists.target_xlsx(desk, pipe)
    assert pipe.is_fifo()
    assert [entry.name for entry in tmp_path.iterdir() if ".part" in entry.name] == []


@pytest.mark.one_engine
def test_the_run_of_odd_values_stays_in_its_own_folder(desk: Desk, clock: Clock, staff_of_site: People) -> None:
    machine = begin(desk, clock, staff_of_site)
    assert all(desk.data in [file, *file.parents] for file in machine.files)
