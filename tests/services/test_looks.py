"""Who may see a whole number: the policy, the word given on the spot, the case at hand (handbook C-34), and lists that leave (handbook C-27)."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import desk as program
from desk import features
from desk.errors import InvalidInput, NotAllowed
from desk.features.kit import EXPORTED
from desk.models import AuditEvent
from desk.rules.kit import personal as table
from desk.services import households as h
from desk.services import releases, slips
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit import attachments
from desk.services.kit.desk import Desk
from desk.services.releases import Item, ReleaseEntry
from desk.services.site.policy import change_rules
from tests.kit.site import Clock, People

Events = Callable[[str], list[AuditEvent]]
NUMBER, PHONE = "110000198503140032", "13800000177"
CARD = "DJ-20261121-0001"


@pytest.fixture
def owner(desk: Desk) -> int:
    entry = PersonEntry("欧阳念南", document_number=NUMBER, phones=(PHONE,), consent=True)
    return h.register_person(desk, entry, StayEntry(1, "owner")).customer_id


def use(desk: Desk, people: People, **rules: object) -> None:
    desk.actor = people.manager
    change_rules(desk, {f"access.{name}": value for name, value in rules.items()})
    desk.actor = people.receptionist


# ------------------------------------------------------------------------------------------------------------ on request
def test_a_receptionist_sees_phones_and_the_number_by_a_supervisors_word(
    desk: Desk, owner: int, staff_of_site: People, events: Events
) -> None:
    shown = h.reveal(desk, owner, purpose="request")
    assert (shown.phones, shown.document_number) == ((PHONE,), "")
    with pytest.raises(NotAllowed) as refused:
        h.reveal(desk, owner, purpose="papers", document=True)
    assert refused.value.role == "supervisor"
    with desk.approved(staff_of_site.supervisor):
        assert h.reveal(desk, owner, purpose="papers", document=True).document_number == NUMBER
    first, second = events("household.reveal")
    assert (first.data["purpose"], first.data["document"]) == ("request", False)
    assert (second.data["purpose"], second.data["document"]) == ("papers", True)
    assert (second.staff_id, second.data["approver"]) == (staff_of_site.receptionist.id, staff_of_site.supervisor.id)
    desk.actor = staff_of_site.supervisor
    assert h.reveal(desk, owner, purpose="file").document_number == NUMBER


@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_it_is_said_what_a_number_is_for(desk: Desk, owner: int, purpose: str, events: Events) -> None:
    with pytest.raises(InvalidInput) as refused:
        h.reveal(desk, owner, purpose=purpose)
    assert [problem.field for problem in refused.value.problems] == ["purpose"]
    assert events("household.reveal") == []


def test_the_site_says_whose_word_it_is(desk: Desk, owner: int, staff_of_site: People) -> None:
    use(desk, staff_of_site, identity="receptionist")
    assert h.reveal(desk, owner, purpose="file").document_number == NUMBER
    use(desk, staff_of_site, identity="manager", phones="supervisor")
    for role, ask in (
        ("supervisor", lambda: h.reveal(desk, owner, purpose="file")),
        ("supervisor", lambda: h.person_for_edit(desk, owner)),
    ):
        with pytest.raises(NotAllowed) as refused:
            ask()
        assert refused.value.role == role
    desk.actor = staff_of_site.supervisor
    assert h.reveal(desk, owner, purpose="file").document_number == ""
    with pytest.raises(NotAllowed) as refused:
        h.reveal(desk, owner, purpose="file", document=True)
    assert refused.value.role == "manager"


def test_a_companys_code_is_no_identity_number(desk: Desk) -> None:
    code = "91440300708461136T"
    entry = PersonEntry("海风贸易有限公司", kind="company", document_kind="other", document_number=code)
    firm = h.register_person(desk, entry, StayEntry(2, "tenant")).customer_id
    assert h.reveal(desk, firm, purpose="fees").document_number == code
    assert h.person_for_edit(desk, firm).document_number == code


def test_the_number_on_the_card_is_compared_and_nobody_sees_the_one_on_file(
    desk: Desk, owner: int, events: Events
) -> None:
    assert h.check_identity(desk, owner, number=" 110000 19850314 0032")
    assert h.check_identity(desk, owner, number="110000850314003")
    assert not h.check_identity(desk, owner, number="110000198503140040")
    assert [event.data["agrees"] for event in events("household.check-identity")] == [True, True, False]
    assert NUMBER not in str([event.data for event in events("household.check-identity")])
    nobody = h.register_person(desk, PersonEntry("赵六"), StayEntry(1, "member")).customer_id
    for who, typed in ((owner, ""), (nobody, NUMBER)):
        with pytest.raises(InvalidInput):
            h.check_identity(desk, who, number=typed)


def test_a_masked_number_that_is_given_back_changes_nothing(desk: Desk, owner: int, staff_of_site: People) -> None:
    entry = h.person_for_edit(desk, owner)
    assert entry.document_number == "****0032"
    assert h.check_person(desk, entry, customer_id=owner) == []
    h.change_person(desk, owner, replace(entry, workplace="海风"))
    desk.actor = staff_of_site.supervisor
    assert h.person_for_edit(desk, owner).document_number == NUMBER
    with pytest.raises(InvalidInput):  # nobody else's mask
        h.change_person(desk, owner, replace(entry, document_number="****0040"))


def test_a_release_issued_anew_keeps_the_number_of_the_old_one(
    desk: Desk, owner: int, staff_of_site: People, clock: Clock
) -> None:
    entry = ReleaseEntry(
        1, (Item("沙发"),), papers=("own-id",), document=NUMBER, phone=PHONE, move_at=desk.local(clock())
    )
    old = releases.issue(desk, entry)
    again = releases.entry_of(desk, old.id)
    assert again.document == "****0032"
    assert not [one for one in releases.check_release(desk, again).warnings if "号码" in one]
    new = releases.issue(desk, again)
    desk.actor = staff_of_site.supervisor
    assert releases.entry_of(desk, new.id).document == NUMBER


# ------------------------------------------------------------------------------------------------------- papers and scans
def test_the_paper_of_the_case_at_hand_goes_without_asking_and_later_views_ask(
    desk: Desk, owner: int, staff_of_site: People, clock: Clock, events: Events
) -> None:
    h.register_card(desk, 1)
    slips.print_copy(desk, CARD)
    slips.print_copy(desk, CARD, reason="纸卡住")  # the printer jammed: still the same case
    slips.pdf(desk, CARD, purpose="save")
    assert [event.data["identities"] for event in events("slip.print-whole")] == [1, 1]
    assert [event.data["identities"] for event in events("slip.look")] == [1]

    ways = (
        lambda: slips.print_copy(desk, CARD, reason="再要一份"),
        lambda: slips.print_many(desk, [CARD]),
        lambda: slips.pdf(desk, CARD),
        lambda: slips.whole_content(desk, CARD, purpose="look"),
    )
    other = replace(staff_of_site.receptionist, id=staff_of_site.supervisor.id, login="x")
    for moment, who in ((clock.now, other), (clock.now + timedelta(days=1), staff_of_site.receptionist)):
        clock.now, desk.actor = moment, who
        for way in ways:
            with pytest.raises(NotAllowed) as refused:
                way()
            assert refused.value.role == "supervisor"
    for way in ways:
        with desk.approved(staff_of_site.supervisor):
            way()
    assert events("slip.look")[-1].data["approved_by"] == staff_of_site.supervisor.name
    desk.actor = staff_of_site.supervisor
    for way in ways:
        way()


def test_the_original_is_printed_by_whoever_stands_at_the_counter_that_day(
    desk: Desk, owner: int, staff_of_site: People, clock: Clock
) -> None:
    h.register_card(desk, 1)
    desk.actor = replace(staff_of_site.receptionist, id=staff_of_site.supervisor.id, login="x")
    slips.print_copy(desk, CARD)
    with pytest.raises(NotAllowed):
        slips.print_copy(desk, CARD)


def test_a_paper_without_an_identity_number_asks_nobody(desk: Desk, clock: Clock, events: Events) -> None:
    h.register_person(desk, PersonEntry("欧阳念南", phones=(PHONE,)), StayEntry(1, "owner"))
    h.register_card(desk, 1)
    clock.now += timedelta(days=3)
    slips.print_copy(desk, CARD)
    assert PHONE[-4:] in "\n".join(slips.whole_content(desk, CARD, purpose="look").texts())
    assert len(events("slip.print")) == 1
    assert "identities" not in events("slip.look")[0].data


def test_a_scan_of_an_identity_card_is_opened_by_a_supervisors_word_and_every_scan_leaves_a_trace(
    desk: Desk, owner: int, staff_of_site: People, clock: Clock, picture: Callable[..., Path], events: Events
) -> None:
    h.give_consent(desk, owner, "photo")
    card, plan = (h.attach(desk, 1, paper, picture(paper)) for paper in ("owner-id-copy", "floor-plan"))
    attachments.for_viewing(desk, card, "x")  # it came in today, from the owner's own hand
    clock.now += timedelta(days=1)
    attachments.for_viewing(desk, plan, "x")
    with pytest.raises(NotAllowed) as refused:
        attachments.for_viewing(desk, card, "x")
    assert refused.value.role == "supervisor"
    with desk.approved(staff_of_site.supervisor):
        attachments.for_viewing(desk, card, "x")
    assert [(event.subject, event.data.get("identities", 0)) for event in events("file.look")] == [
        ("unit:1", 1), ("unit:1", 0), ("unit:1", 1),
    ]  # fmt: skip
    desk.actor = None
    with pytest.raises(NotAllowed):
        attachments.for_viewing(desk, plan, "x")


# ------------------------------------------------------------------------------------------------------ lists that leave
ROOT = Path(program.__file__).parent
WRITERS = {"save", "save_pdf", "marked_copy", "write_bytes", "write_text", "open"}


def functions(*rooms: str) -> list[tuple[str, ast.FunctionDef]]:
    found = []
    for room in rooms:
        for file in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            found += [
                (file.relative_to(ROOT).with_suffix("").as_posix(), node)
                for node in ast.walk(tree)
                if isinstance(node, ast.FunctionDef)
            ]
    return found


def test_whoever_makes_a_workbook_of_people_hands_it_out_by_the_one_door() -> None:
    """Every function of the services that builds or writes a file for somebody either names nobody or is an act with its event."""
    makes = {"new_book", "Pages", "save", "marked_copy", "render_report"}
    made, handed = set(), set()
    for where, node in functions("services"):
        called = {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
        if where.startswith("services/kit/sheets"):
            continue
        if called & makes:
            (handed if called & {"hand_out", "_kept"} else made).add(f"{where}:{node.name}")
    assert made == NAMES_NOBODY | PARTS
    assert handed


NAMES_NOBODY = {
    "services/points/reports/book:write",
    "services/points/reports/pages:pdf",
    "services/reports/pages:month_pdf",
}
"""Figures only."""
PARTS = {
    "services/cards/export:_member_book", "services/cards/export:_member_pages", "services/points/reports/lists:_top_book",
    "services/points/reports/lists:_top_pages", "services/points/reports/lists:_proposal_book",
    "services/points/reports/lists:_proposal_pages", "services/reports/book:made", "services/reports/pages:unfinished_pdf",
    "services/kit/workbooks/marked:keep_problems",
    "services/kit/personal/leaving:hand_out",
}  # fmt: skip
"""They make what a function beside them hands out, or are that door."""


def test_every_list_that_leaves_is_an_act_of_its_own_with_what_how_many_and_what_for() -> None:
    lists = [each for each in table.LOOKS if each.column == "lists"]
    acts = {act.code: act for act in features.each("acts")}
    for each in lists:
        act = acts[each.act]
        assert act.changes
        assert act.role == each.role
        assert act.undo == EXPORTED
        assert each.purpose in table.PURPOSES
    named = {code for code, act in acts.items() if act.undo == EXPORTED}
    assert named == {each.act for each in lists}


def test_every_act_that_gives_bytes_or_a_file_is_a_look_or_names_nobody() -> None:
    from desk.services.kit import seam

    looks = set(table.acts_of())  # printing is one where an identity number stands on the paper
    besides = {"slip.print", "slip.print-many"}
    for way in seam.ways():
        if way.view in (bytes, Path, slips.Batch, slips.Printing):
            assert set(way.act.events or (way.act.code,)) & (looks | besides), way.act.code
            assert way.act.changes, way.act.code


def test_the_handbook_has_the_very_table_of_the_program() -> None:
    text = (ROOT.parent / "docs" / "handbook.md").read_text(encoding="utf-8")
    assert "\n".join(table.lines()) in text


def test_the_table_names_declared_events_real_policies_and_known_purposes() -> None:
    declared = {name for act in features.each("acts") for name in (act.events or (act.code,))} | {
        "renovation.archive", "move.archive", "finder.many", "backup.make",
    }  # fmt: skip
    policies = {key.key for key in features.each("policy")}
    for way in table.WAYS:
        assert len(way.shows) == len(table.KINDS)
        assert set(way.event.split()) <= declared, way.code
        assert way.who in policies or way.who in ("receptionist", "supervisor", "manager", "nobody")
        assert way.purpose in (*table.PURPOSES, "", "asked", "printed", "backup"), way.code
        if table.WHOLE in (way.of("identity"), way.of("phone")) and way.who not in ("nobody", "receptionist"):
            assert way.event, way.code
    assert {each.act for each in table.LOOKS} <= declared | {"household.open"}
    assert {each.column for each in table.LOOKS} == set(table.COLUMNS)
