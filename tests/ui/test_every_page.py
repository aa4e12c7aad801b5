"""Every page that a feature declares opens in the real window, those of a record with one, and reads its data anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from sqlalchemy import select

from desk import features, i18n
from desk.rules.schemes.standard import POINTS
from desk.services import desk_book, incidents, letters, money, moves, notices, releases, requests, schemes
from desk.services.households import give_consent
from desk.services.incidents import IncidentEntry
from desk.services.kit.desk import Actor
from desk.services.moves import BeginEntry, MoverEntry
from desk.services.notices import NoticeEntry
from desk.services.releases import Item, ReleaseEntry
from desk.services.requests import RequestEntry
from desk.services.schemes import SchemeEntry
from desk.ui.kit import pages, translator
from desk.ui.kit.list_page import ListPage
from tests.ui.cards.test_desk import joined
from tests.ui.fees.works import Fees
from tests.ui.keys.things import keep_things
from tests.ui.renovation.works import Works
from tests.ui.seen import whole_numbers
from tests.ui.test_structure import SIZES, cut_at
from tests.ui.windows import forget_pages

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def targets(counter: Counter, kinds: tuple[str, ...]) -> list[str]:
    """A record of each kind, as the finder would open it; a list's name is a target too."""
    found = []
    with counter.desk.look() as session:
        for kind in kinds:
            record = features.records().get(kind)
            if record is None:
                found.append(kind)
                continue
            row = session.scalars(select(features.load(record.model))).first()
            assert row is not None, f"the site of this test has no {kind}"
            found.append(f"{kind}:{row.number if kind in ('slip', 'work-order') else row.id}")
    return found


def furnish(counter: Counter) -> None:
    """A record of every kind."""
    entry = RequestEntry(
        "repair", "phone", unit_id=1, caller_name="单雄风", category="leak", content="漏水",
        promised_at=counter.clock() + timedelta(hours=2),
    )  # fmt: skip
    logged = requests.log_request(counter.desk, entry)
    requests.assign(counter.desk, logged.id, department="engineering", responsible="陈刚")
    incidents.start_incident(counter.desk, IncidentEntry("停水"))
    desk_book.begin(counter.desk)
    desk_book.propose(counter.desk, desk_book.BookText("law", "民法典", "第九百四十四条"))
    told_at = counter.clock() + timedelta(days=4)
    notices.write(counter.desk, NoticeEntry("law", "法规宣传", "请爱护绿地。", told_at, english="Mind the green."))
    draft = letters.save_template(counter.desk, letters.TemplateEntry("核对函", "service", "{称呼}：\n请核对。"))
    with counter.desk.approved(Actor(2, "chen", "陈刚", "supervisor")):
        letters.approve_template(counter.desk, draft.id)
    letters.run(counter.desk, letters.RunEntry(draft.id, "核对"))
    give_consent(counter.desk, counter.residents()["单雄风"], "greetings")
    letters.make_greetings(counter.desk, letters.GreetingEntry("christmas", "call"))
    money.open_shift(counter.desk, opening=10_000)
    copy = money.ChargeEntry("service", 100, 1, item="复印")
    money.pay(counter.desk, money.PayEntry("单雄风", (money.Tender("cash", 100),), 1, lines=(copy,)))
    Works(counter).filed()
    keep_things(counter.desk)
    now = counter.desk.local(counter.clock())
    releases.issue(counter.desk, ReleaseEntry(1, (Item("沙发"),), papers=("own-id",), move_at=now))
    Fees(counter).whole()
    mover = MoverEntry("许文强", document_number="110000198503140032", photos=2, identity=True)
    moves.begin(counter.desk, BeginEntry(5, "tenant", counter.desk.today(), (mover,)))
    joined(counter)
    clerk, counter.desk.actor = counter.desk.actor, replace(counter.desk.actor, role="manager")
    better = replace(POINTS, bonus=20)
    schemes.save(counter.desk, SchemeEntry(better, counter.desk.today() + timedelta(days=1)))
    counter.desk.actor = clerk


@pytest.mark.long
def test_every_page_opens_with_what_it_is_for(counter: Counter) -> None:
    furnish(counter)
    window = counter.window
    seen: set[str] = set()
    for page in pages.registered():
        for target in targets(counter, page.targets):
            opened = window.open_target(target)
            counter.settle()
            assert opened is not None, target
            assert opened is window.page()
            assert opened.title(), target
            seen |= whole_numbers(opened)
        opened = window.open_page(page.code) if not page.targets else window.page()
        counter.settle()
        assert opened is window.page(), page.code
        opened.refresh()
        counter.settle()
        seen |= whole_numbers(opened)
        assert not window.messages.isVisible(), (page.code, window.messages.text())
        assert window.sidebar.buttons[page.code if page.icon else page.parent].isChecked(), page.code
    assert seen == set()  # who only looks sees no whole number of anybody (handbook C-34)
    assert cut_on_records(counter) == {}


def cut_on_records(counter: Counter) -> dict[str, list[str]]:
    """The words that are cut on the pages of records, in each language and at each size; the other pages: `test_structure`."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window, wrong = counter.window, {}
    for asked in app.topLevelWidgets():  # what a page asks when it is opened stays over it
        if isinstance(asked, QDialog) and asked.isVisible():
            asked.reject()
    counter.settle()
    try:
        for language in ("en", "zh_TW", "zh_CN"):
            forget_pages(window)  # or everything that is looked for would be looked for on a hundred pages
            translator.switch_language(app, language)
            for page in pages.registered():
                if page.icon or (isinstance(kind := pages.load(page), type) and issubclass(kind, ListPage)):
                    continue
                for target in targets(counter, page.targets):
                    if ":" not in target:
                        continue  # a list, or a page that shows what another one asks for
                    shown = window.open_target(target)
                    assert shown is not None
                    counter.settle()
                    for size in SIZES.values():
                        if found := cut_at(window, size, shown):
                            wrong[f"{language} {size[0]} {target}"] = found
    finally:
        translator.switch_language(app, i18n.DEFAULT_LANGUAGE)
    return wrong
