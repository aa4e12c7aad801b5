"""After a save only what shows what changed is read again, each part once, by few statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from desk.errors import DeskError
from desk.services import requests
from desk.services.requests import RequestEntry
from desk.ui.kit import tasks

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]

MOST_STATEMENTS = 30


class Count:
    """Statements that ran and jobs that were started."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.jobs: list[str] = []


@contextmanager
def counted(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> Iterator[Count]:
    """Counts what runs inside the block."""
    count = Count()
    engine = counter.desk.database.engine

    def ran(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("BEGIN", "COMMIT")):
            count.statements.append(statement)

    run = tasks.run

    def started(fn, **options):
        owner = options.get("owner")
        name = getattr(fn, "__qualname__", "")
        count.jobs.append("RequestPage prints" if name.startswith("print_slip") else type(owner).__name__)
        return run(fn, **options)

    event.listen(engine, "before_cursor_execute", ran)
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "run", started)
        yield count
        counter.settle()
    event.remove(engine, "before_cursor_execute", ran)


def reads(count: Count) -> list[str]:
    """Who read something, besides the act itself and the forms' drafts."""
    own = ("ActDialog", "RequestFormPage", "PersonFormPage", "DraftBox", "_GateDialog", "Preview", "SlipPreview")
    return sorted(job for job in count.jobs if job not in own)


def listed(count: Count) -> str:
    return f"{len(count.statements)}: {count.jobs}\n" + "\n".join(count.statements)


def log(counter: Counter, content: str = "水管漏水", kind: str = "repair") -> int:
    return requests.log_request(
        counter.desk,
        RequestEntry(
            kind,
            "phone",
            unit_id=counter.unit,
            caller_name="王五",
            category="leak",
            content=content,
            repeated_back=True,
            promised_at=requests.proposed_promise(counter.desk, "normal"),
        ),
    ).id


def test_saving_a_request(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.window.open_page("requests")
    counter.settle()
    counter.window.new_request(unit_id=counter.unit, customer_id=counter.residents()["单雄风"])
    counter.settle()
    page = counter.page()
    promise = requests.proposed_promise(counter.desk, "normal")
    page.form.set_values({"kind": "repair", "channel": "phone"})
    page.form.set_values({"category": ("leak", "x"), "content": "水管漏水", "promised_at": promise})
    counter.settle()
    with counted(counter, monkeypatch) as count:
        page.submit(printing=False)
        counter.settle()
        assert page.form.problems() == {}
    shown = counter.page()
    assert shown.view().content == "水管漏水"
    assert len(count.statements) <= MOST_STATEMENTS, listed(count)
    assert reads(count) == ["RequestPage", "RequestPage", "TodayPage"]  # the record, whether it has files, the count
    counter.window.messages.clear()
    counter.press("Esc")
    assert type(counter.page()).__name__ == "RequestsPage", "the form is not come back to"


def test_assigning_from_the_page_of_a_request(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.window.open_page("request", request_id=log(counter))
    counter.settle()
    counter.press("Ctrl+D")
    dialog = counter.page().acts.dialog
    dialog.form.set_value("responsible", "陈刚")
    counter.settle()  # how full the day is was asked while she chose
    with counted(counter, monkeypatch) as count:
        dialog.act()
        counter.until(lambda: counter.page().view().state == "assigned")
    assert len(count.statements) <= MOST_STATEMENTS, listed(count)
    # The act gave the request back: nothing but the count beside Today is read.
    assert reads(count) == ["RequestPage prints", "TodayPage"]


def test_closing(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    request_id = log(counter)
    requests.resolve(counter.desk, request_id, result="已修")
    counter.window.open_page("request", request_id=request_id)
    counter.settle()
    counter.press("Ctrl+W")
    with counted(counter, monkeypatch) as count:
        counter.page().acts.dialog.act()
        counter.until(lambda: counter.page().view().state == "closed")
    assert len(count.statements) <= MOST_STATEMENTS, listed(count)
    assert reads(count) == ["TodayPage"]


def test_registering_a_person(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.window.open_target(f"unit:{counter.unit}")
    counter.settle()
    counter.press("F4")
    page = counter.page()
    page.form.set_values({"name": "翟田林", "role": "member"})
    counter.settle()
    with counted(counter, monkeypatch) as count:
        page.submit(printing=False)
        counter.settle()
        assert page.form.problems() == {}
    assert len(count.statements) <= MOST_STATEMENTS, listed(count)
    assert reads(count) == ["HouseholdPage", "TodayPage"]


def test_what_does_not_concern_a_page_does_not_make_it_read(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    request_id = log(counter)
    counter.window.open_page("slips")
    counter.settle()
    requests.add_note(counter.desk, request_id, note="备注")
    with counted(counter, monkeypatch) as count:
        counter.window.changed()
    assert reads(count) == ["TodayPage"]
    with counted(counter, monkeypatch) as again:
        counter.window.changed()
    assert reads(again) == [], "nothing was done meanwhile"


def test_an_act_that_does_not_say_what_it_changed_makes_everything_read(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.window.open_page("slips")
    counter.settle()
    with counter.desk.act("odd.act"):
        pass
    with counted(counter, monkeypatch) as count:
        counter.window.changed()
    assert {"Table", "StatusLine", "TodayPage"} <= set(reads(count))


def test_looking_changes_nothing(counter: Counter) -> None:
    from desk.services import callbacks

    request_id = log(counter, kind="complaint")
    counter.desk.take_changes()
    callbacks.phone(counter.desk, request_id)
    assert not counter.desk.take_changes()


def test_an_act_that_failed_changed_nothing(counter: Counter) -> None:
    counter.desk.take_changes()
    with pytest.raises(DeskError):
        requests.close(counter.desk, log_open := log(counter))
    assert counter.desk.take_changes().touch("request", log_open)  # by logging it
    with pytest.raises(DeskError):
        requests.close(counter.desk, log_open)
    assert not counter.desk.take_changes()
