"""One person with tell-tale values in every feature; every way is walked, and shows of them what the table says (handbook C-27).

The table is `desk.rules.kit.personal`. What it calls masked or absent is looked for whole on every page, list, question, slip, list that
leaves, command, log; what is found is named with the way and the place.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication, QTabWidget
from sqlalchemy import select

from desk import features, paths
from desk.cli import main as command
from desk.models import AuditEvent
from desk.models.slips import SlipRecord
from desk.rules.kit import personal as table
from desk.services import (
    calls,
    cards,
    drafts,
    finder,
    incidents,
    keys,
    letters,
    parcels,
    parking,
    points,
    releases,
    reports,
    requests,
    slips,
    visitors,
)
from desk.services import households as h
from desk.services.households import callers
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.sealed import opened
from desk.services.requests import RequestEntry
from desk.services.site.check import check
from desk.ui.forms.dialog import Dialog
from desk.ui.kit import pages
from desk.ui.kit.list_page import ListPage
from tests.ui.seen import WHOLE, shown
from tests.ui.test_every_page import furnish
from tests.ui.test_who_sees import answers, previews

if TYPE_CHECKING:
    from desk.features.kit import Record
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]

WHO = "单雄风"
TELLS: dict[str, tuple[str, ...]] = {
    "identity": ("110000197102270034", "E87654321", "11000020150501013X", "110000199003070036"),
    "phone": (
        "13977665544", "139 7766 5544", "0755-86543210", "075586543210", "13755443322", "137 5544 3322", "13699887766",
        "136 9988 7766", "13544332211", "135 4433 2211",
    ),
    "code": ("91440300708461136T",),
    "name": (WHO,),
    "birthday": ("1971-02-27", "1971年2月27日"),
    "address": ("显影光学仪器厂", "黄贝岭路显影巷9号"),
    "plate": ("粤B7Q9X2",),
    "note": ("勿在午间打扰显影",),
}  # fmt: skip
"""Values that stand nowhere but in the records of these people, as they are kept and as they are written."""


def people(counter: Counter) -> None:
    """Gives the owner of room 1 every kind of data, with a child, a foreigner and a company beside."""
    desk = counter.desk
    owner = PersonEntry(
        WHO, sex="male", document_kind="resident-card", document_number=TELLS["identity"][0], birthday=date(1971, 2, 27),
        phones=("13977665544", "0755-86543210"), workplace="显影光学仪器厂", address="黄贝岭路显影巷9号", note="勿在午间打扰显影",
        emergency_name="显影亲友", emergency_relation="父亲", emergency_phone="13755443322", consent=True, klass="A",
    )  # fmt: skip
    h.change_person(desk, counter.residents()[WHO], owner)
    child = PersonEntry(
        "单小影", document_kind="resident-card", document_number=TELLS["identity"][2], phones=("13699887766",), consent=True,
        guardian_name=WHO, guardian_as="father",
    )  # fmt: skip
    h.register_person(desk, child, StayEntry(1, "member", "女儿"))
    h.register_person(desk, PersonEntry("Ann Telltale", document_kind="passport", document_number="E87654321"), StayEntry(2, "tenant"))  # fmt: skip
    firm = PersonEntry(
        "显影商贸有限公司", kind="company", document_kind="credit-code", document_number=TELLS["code"][0]
    )
    h.register_person(desk, firm, StayEntry(3, "tenant"))
    h.add_vehicle(desk, 1, "粤B7Q9X2", counter.residents()[WHO])


def records(counter: Counter) -> None:
    """Records in which such values were typed."""
    desk, now = counter.desk, counter.desk.local(counter.clock())
    whole, later = TELLS["identity"][3], counter.clock() + timedelta(hours=3)
    logged = requests.log_request(desk, RequestEntry(
        "complaint", "phone", unit_id=1, customer_id=counter.residents()[WHO], caller_phone="13977665544", category="noise",
        content="楼上太吵", severity="normal", repeated_back=True, promised_at=later,
    ))  # fmt: skip
    requests.assign(desk, logged.id, department="security", responsible="陈刚")
    kept = keys.take(desk, keys.KeySetEntry("equipment", "对讲机", "R-9", "A-9"))
    keys.lend(desk, kept.id, keys.LoanEntry("other", "显影访客", "取球", later, phone="135-4433-2211"))
    visitors.register(desk, visitors.VisitEntry(
        "显影访客", "送作业", "yes", unit_id=2, seen=True, document_kind="resident-card", document_number=whole, phone="13544332211",
        plate="粤B7Q9X2", card="paper", until=later,
    ))  # fmt: skip
    parcels.take(desk, parcels.ParcelEntry("parcel", "书", "A9", unit_id=1, recipient=WHO, phone="13977665544"))
    parking.issue_card(desk, parking.ParkingCardEntry(
        "粤B7Q9X2", WHO, desk.today(), "visitor", phone="13977665544", paid_until=desk.today(), papers_seen=True,
    ))  # fmt: skip
    releases.issue(desk, releases.ReleaseEntry(
        1, (releases.Item("书柜"),), "owner", None, WHO, document=TELLS["identity"][0], phone="13977665544", papers=("own-id",),
        plate="粤B7Q9X2", move_at=now,
    ))  # fmt: skip
    member = cards.join(desk, cards.JoinEntry(
        h.NOBODY, customer_id=counter.residents()[WHO], receipts_seen=True, identity_seen=True, consent=True, goods=("food",),
    ))  # fmt: skip
    assert member.id
    h.register_card(desk, 1)
    calls.ring(desk, "13977665544")
    drafts.save_draft(desk, "request", {"caller_phone": "13977665544", "caller_name": WHO, "content": "漏水"})


# ------------------------------------------------------------------------------------------------------------- the walk
class Seen(dict[str, set[str]]):
    """What was seen whole though the table says otherwise, by way; and how much was looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.looked: dict[str, int] = defaultdict(int)
        self.whole: dict[str, set[str]] = defaultdict(set)

    def look(self, way: str, place: str, text: str) -> None:
        self.looked[way] += 1
        rule = table.way(way)
        for kind, values in TELLS.items():
            if any(value in text for value in values):
                self.whole[way].add(kind)
                if rule.of(kind) != table.WHOLE:
                    self.setdefault(way, set()).add(f"{kind}: {place}")
        if rule.of("phone") != table.WHOLE and place.split(maxsplit=1)[0] not in OF_FIRMS and WHOLE.search(text):
            self.setdefault(way, set()).add(f"number of somebody: {place}")


OF_FIRMS = {"ContractorsPage", "ContractorPage", "contractor.list", "contractor.show"}
"""A firm's telephone is no secret."""
FORMS = {"PersonFormPage"}
"""Pages that change somebody's data: their own way in the table."""


def newest(record: Record) -> Any:
    """The records of a kind, those first where the tell-tale values stand: the first rooms and people, else what was made last."""
    model = features.load(record.model)
    return select(model).order_by(model.id if record.code in ("unit", "customer") else model.id.desc())


def everything(counter: Counter, page: Any) -> Iterator[str]:
    """What a page says, behind each of its tabs and in the last view of its list too."""
    yield from shown(page)
    if isinstance(page, ListPage):
        for view in page.views[-1:]:  # the last view is mostly the one of all
            page.open(view=view.code)
            page.refresh()
            counter.settle()
            yield from shown(page)
    for tabs in page.findChildren(QTabWidget):
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            counter.settle()
            yield from shown(tabs)


def walk_pages(counter: Counter, seen: Seen) -> None:
    window = counter.window
    for page in pages.registered():
        found = []
        with counter.desk.look() as session:
            for kind in page.targets:
                record = features.records().get(kind)
                if record is None:
                    found.append(kind)
                    continue
                rows = session.scalars(newest(record).limit(2)).all()
                found += [f"{kind}:{row.number if kind in ('slip', 'work-order') else row.id}" for row in rows]
        for target in found or [""]:
            opened_page: Any = window.open_target(target) if target else window.open_page(page.code)
            counter.settle()
            name = type(opened_page).__name__
            way = "list" if isinstance(opened_page, ListPage) else "form" if name in FORMS else "page"
            way = "preview" if name == "SlipsPage" else way  # its list has the stored slip beside it
            for said in everything(counter, opened_page):
                seen.look(way, f"{name} {target}", said)
            seen.look("around", f"title of {name}", window.windowTitle())
            seen.look("around", f"message on {name}", window.messages.text())


def walk_acts(counter: Counter, seen: Seen) -> None:
    """Whatever the keys of a record's page open: a form that is filled in before, a question, a paper that is shown."""
    window = counter.window
    for page in pages.registered():
        kinds = [kind for kind in page.targets if kind in features.records()]
        for kind in kinds:
            record = features.records()[kind]
            with counter.desk.look() as session:
                row = session.scalars(newest(record)).first()
            target = f"{kind}:{row.number if kind in ('slip', 'work-order') else row.id}"
            opened_page: Any = window.open_target(target)
            counter.settle()
            if isinstance(opened_page, ListPage):
                continue
            for action in opened_page.actions_by_key():
                if not action.key or action.key == "Enter" or "Shift+P" in action.key:
                    continue
                before = set(dialogs())
                counter.press(action.key)
                for dialog in set(dialogs()) - before:
                    for said in shown(dialog):
                        seen.look("page", f"{type(opened_page).__name__} {action.key} {dialog.windowTitle()}", said)
                    counter.strokes += 1
                    dialog.reject()
                    counter.settle()
                if window.page() is not opened_page:
                    way = "form" if type(window.page()).__name__ in FORMS else "page"
                    for said in shown(window.page()):
                        seen.look(way, f"{type(window.page()).__name__} by {action.key}", said)
                    window.open_target(target)
                    counter.settle()


def dialogs() -> list[Any]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, Dialog) and one.isVisible()]


def walk_around(counter: Counter, seen: Seen) -> None:
    desk, window = counter.desk, counter.window
    window.open_page("today")
    counter.settle()
    for said in shown(window):
        seen.look("around", "the window with a call and a draft", said)
    window.open_page("person", customer_id=counter.residents()[WHO])
    counter.settle()
    for said in shown(counter.page()):
        seen.look("form", "PersonFormPage", said)
    seen.look("around", "title of a form", window.windowTitle())
    counter.press("Esc")
    for typed in (WHO, "5544", "3210", "0034", "7Q9X2", "粤B7Q9X2", "8765", "1971", "1-1-101", "显影"):
        for one in finder.find(desk, typed):
            seen.look("around", f"finder {typed}", f"{one.title}\n{one.subtitle}\n{one}")
    seen.look("around", "caller", str(callers.caller(desk, counter.residents()[WHO])))
    for call in calls.calls(desk):
        seen.look("around", "calls", str(replace(call, id="")))


def walk_papers(counter: Counter, seen: Seen) -> None:
    desk = counter.desk
    for place, text in previews(counter):
        seen.look("preview", place, text)
    seen.look("preview", "register card", h.register_card_preview(desk, 1).to_json())
    with desk.look() as session:
        numbers = list(session.scalars(select(SlipRecord.number)))
    for number in numbers:
        seen.look("preview", f"slip {number[:2]}", slips.slip_content(desk, number).to_json())
        seen.look("issued", number, slips.whole_content(desk, number, purpose="look").to_json())


def walk_texts(counter: Counter, seen: Seen) -> None:
    desk = counter.desk
    for kind, record in features.records().items():
        if not record.texts:
            continue
        with desk.look() as session:
            ids = [row.id for row in session.scalars(select(features.load(record.model)).limit(6))]
        for one in ids:
            for text in features.load(record.texts)(desk, one):
                seen.look("texts", f"{kind} {text.code}", text.words)


def cells(file: Path) -> str:
    book = load_workbook(file)
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


@contextmanager
def as_manager(counter: Counter) -> Iterator[None]:
    clerk = counter.desk.actor
    assert clerk is not None
    counter.desk.actor = replace(clerk, role="manager")
    yield
    counter.desk.actor = clerk


def walk_exports(counter: Counter, seen: Seen, folder: Path) -> None:
    desk, today = counter.desk, counter.desk.today()
    file = folder / "list.xlsx"
    with as_manager(counter):
        made: dict[str, Any] = {
            "incident.phones": lambda: incidents.phone_list(desk, 1, file, text="停水"),
            "letter-run.export": lambda: letters.export_run(desk, 1, file),
            "greeting-run.export": lambda: letters.export_greetings(desk, 1, file),
            "points.export": lambda: points.target_xlsx(desk, file),
            "member.list-export": lambda: cards.members_file(desk, cards.MemberFilter("active"), file),
            "card.book-export": lambda: cards.book_xlsx(desk, cards.BookFilter(), file),
            "points.top-export": lambda: points.top_file(desk, today - timedelta(30), today, file),
            "tier.proposals-export": lambda: points.proposals_file(desk, file),
            "report.export": lambda: reports.save_unfinished(desk, today, file),
            "money.day-book-export": lambda: features.load("desk.services.money:save_day_book")(desk, today, file),
        }
        ways = {act: way.code for way in table.WAYS for act in way.event.split()}
        for act, make in made.items():
            make()
            seen.look(ways[act], act, cells(file))
            file.unlink()
    lists = {each.act for each in table.LOOKS if each.column == "lists"} - {"import.problems-export"}
    assert set(made) == lists  # a new list that leaves is walked here too
    with desk.look() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.act.in_(lists)).order_by(AuditEvent.id)).all()
    assert {event.act for event in events} == lists
    for event in events:
        assert {"people", "purpose", "file"} <= set(event.data), event.act
        assert event.staff_id is not None


def walk_history(counter: Counter, seen: Seen) -> None:
    desk = counter.desk
    with desk.look() as session:
        rows = session.scalars(select(AuditEvent)).all()
        data = opened(session, [row.data or {} for row in rows])
    for row, known in zip(rows, data, strict=True):
        plain = json.dumps(row.data or {}, ensure_ascii=False)
        for kind, values in TELLS.items():  # before it is opened nothing of a person stands in an event at all
            assert not [value for value in values if value in plain], (row.act, kind)
        seen.look("history", row.act, json.dumps(known, ensure_ascii=False))
    for unit in (1, 2, 3):
        for line in h.household(desk, unit).timeline:
            seen.look("history", f"timeline {line.title}", f"{line.title} {line.detail}")


def walk_outside(counter: Counter, seen: Seen) -> None:
    desk = counter.desk
    for finding in check(desk):
        seen.look("command", "desk check", str(finding))
    data = ["--data", str(desk.data)]
    for words in (
        ["find", WHO],
        ["find", "5544"],
        ["find", "0034"],
        ["find", "粤B7Q9X2"],
        ["find", WHO, "--json"],
        ["check"],
    ):
        out = StringIO()
        with redirect_stdout(out):
            command([*words[:1], *data, *words[1:]])
        seen.look("command", " ".join(words), out.getvalue())
    for folder in ("logs", "crashes"):
        for file in (desk.data / folder).rglob("*") if (desk.data / folder).is_dir() else ():
            seen.look("log", file.name, file.read_text("utf-8", "replace"))
    assert not list(paths.viewing(desk.data).rglob("*"))


def test_every_way_shows_what_the_table_says(counter: Counter, tmp_path: Path) -> None:
    people(counter)
    furnish(counter)
    records(counter)
    seen = Seen()
    walk_pages(counter, seen)
    walk_around(counter, seen)
    walk_acts(counter, seen)
    walk_papers(counter, seen)
    walk_texts(counter, seen)
    for code, answer in islice(answers(counter), None):
        seen.look("ask", code, answer)
    walk_exports(counter, seen, tmp_path)
    walk_history(counter, seen)
    walk_outside(counter, seen)
    assert dict(seen) == {}
    # Nothing was overlooked because nothing was there: these ways show what they may.
    assert seen.whole["page"] >= {"name", "birthday", "address", "plate", "note"}
    assert seen.whole["list"] >= {"name", "plate"}
    assert seen.whole["issued"] >= {"identity", "phone", "name", "birthday", "address", "plate"}
    assert seen.whole["form"] >= {"phone", "name", "address", "note"}
    assert seen.whole["mobiles"] == {"phone"}
    assert seen.whole["contacts"] >= {"phone", "name"}
    assert {way.code for way in table.WAYS} - set(seen.looked) == BY_OTHER_TESTS


BY_OTHER_TESTS = {
    "phones", "identity", "replace", "sheet", "later", "scan", "problems", "print", "log", "draft", "backup", "viewing",
}  # fmt: skip
"""On request and by a word (`services/test_looks`); the log and crash reports (`test_logs`, `test_crash`); what lies in the site itself."""
