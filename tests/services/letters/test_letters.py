"""Letters: templates approved before use, runs by filter, one letter a home, delivery, export; on both engines (handbook S3)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.models import SealedValue
from desk.models.letters import Letter
from desk.services import households, slips
from desk.services import letters as service
from desk.services.households import end_stay, register_person, withdraw_consent
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit import due
from desk.services.kit.desk import Desk
from desk.services.site.check import check
from tests.kit.site import Clock, People
from tests.services.letters.letter_site import GREETING, TEXT, agreed, homes, in_use, member, refused


def whys(found: service.RunPreview) -> dict[str, str]:
    return {one.name: one.why for one in found.left_out}


def names(found: service.RunPreview) -> list[str]:
    return [one.name for one in found.letters]


# ------------------------------------------------------------------------------------------------------- templates
def test_a_template_is_approved_before_it_is_used(desk: Desk, staff_of_site: People) -> None:
    homes(desk)
    draft = service.save_template(desk, service.TemplateEntry("核对函", "service", TEXT))
    assert (draft.number, draft.version, draft.state) == ("XB-20261121-0001", 1, "draft")
    entry = service.RunEntry(draft.id, "核对")
    for call in (service.preview_run, service.run):
        with pytest.raises(DeskError) as told:
            call(desk, entry)
        assert told.value.code == "not-in-use"
    with pytest.raises(NotAllowed):
        service.approve_template(desk, draft.id)
    with desk.approved(staff_of_site.supervisor):
        approved = service.approve_template(desk, draft.id, use=False)
    assert (approved.state, approved.approved_by) == ("approved", staff_of_site.supervisor.name)
    with pytest.raises(DeskError):
        service.run(desk, entry)  # approved is not in use
    assert service.use_template(desk, draft.id).state == "in-use"
    assert service.run(desk, entry).letters == 4


def test_a_change_is_the_next_version_and_replaces_the_one_before(desk: Desk, staff_of_site: People) -> None:
    first = in_use(desk, staff_of_site)
    draft = service.save_template(desk, service.TemplateEntry("核对函", "service", TEXT + "x"), template_id=first.id)
    assert (draft.number, draft.version, draft.state) == (first.number, 2, "draft")
    again = service.save_template(desk, service.TemplateEntry("核对函", "service", TEXT + "y"), template_id=first.id)
    assert (again.id, again.text[-1]) == (draft.id, "y")  # one draft, whatever version was opened
    assert service.template(desk, first.id).text == TEXT  # what was approved is never rewritten
    with desk.approved(staff_of_site.supervisor):
        service.approve_template(desk, draft.id)
    states = [(each.version, each.state) for each in service.versions(desk, first.id)]
    assert states == [(2, "in-use"), (1, "withdrawn")]
    assert service.template_counts(desk) == {"draft": 0, "approved": 0, "in-use": 1, "withdrawn": 1, "all": 2}
    with pytest.raises(NotAllowed):
        service.withdraw_template(desk, draft.id, reason="不用了")
    with desk.approved(staff_of_site.supervisor):
        assert refused(service.withdraw_template, desk, draft.id, reason=" ") == {"reason": "required"}
        service.withdraw_template(desk, draft.id, reason="不用了")
    with pytest.raises(DeskError):
        service.preview_run(desk, service.RunEntry(draft.id, "x"))
    assert check(desk) == []


def test_what_is_wrong_with_a_template_is_told_at_once(desk: Desk) -> None:
    bad = service.TemplateEntry(" ", "poem", "{称呼} {电话}", "tier", "none", "fr", "sir")
    assert refused(service.save_template, desk, bad) == {
        "name": "required", "kind": "choice", "of": "choice", "language": "choice", "style": "choice", "text": "placeholder",
    }  # fmt: skip
    gong = service.TemplateEntry("x", "service", TEXT, language="zh_TW", style="gong")
    assert refused(service.save_template, desk, gong) == {"style": "gong"}
    assert (
        service.save_template(desk, service.TemplateEntry("x", "service", TEXT, "class", "A")).of_words == "A类（重要）"
    )


@pytest.mark.parametrize("word", ["停水", "停电", "停气", "停暖", "断水", "断电", "限电", "停用门禁"])
@pytest.mark.one_engine
def test_a_text_that_asks_for_money_threatens_no_supply(desk: Desk, word: str) -> None:
    text = f"{{称呼}}：\n逾期未缴将{word}。"
    assert refused(service.save_template, desk, service.TemplateEntry("催缴", "dunning", text)) == {"text": "threat"}
    named = service.TemplateEntry("催缴", "service", f"欠费 {{金额}}，将{word}。")
    assert refused(service.save_template, desk, named) == {"text": "threat"}  # whatever it is called
    outage = service.TemplateEntry("停水通知", "notice", f"因检修将{word}，敬请谅解。")
    assert service.save_template(desk, outage).state == "draft"  # a notice of an outage is none


@pytest.mark.one_engine
def test_a_word_by_chance_needs_a_reason(desk: Desk) -> None:
    text = "请先判断水表读数，再缴纳 {金额}。"
    entry = service.TemplateEntry("读表", "dunning", text)
    assert refused(service.save_template, desk, entry) == {"chance": "chance"}
    kept = service.save_template(desk, service.TemplateEntry("读表", "dunning", text, chance="“判断水表”"))
    assert kept.chance == "“判断水表”"


def test_the_starting_texts_come_as_drafts_once(desk: Desk) -> None:
    found = service.take_starting_set(desk)
    assert {each.state for each in found} == {"draft"}
    assert {each.language for each in found} == {"zh_CN"}
    with pytest.raises(DeskError) as told:
        service.take_starting_set(desk)
    assert told.value.code == "nothing"
    assert service.templates(desk, state="draft").total == 9


# ------------------------------------------------------------------------------------------------------------ runs
def test_one_letter_a_home_in_building_order(desk: Desk, staff_of_site: People) -> None:
    homes(desk)
    template = in_use(desk, staff_of_site)
    found = service.preview_run(desk, service.RunEntry(template.id, ""))
    assert [(one.room, one.name, one.salutation) for one in found.letters] == [
        ("1栋1单元101", "李明", "李公"),
        ("1栋1单元102", "欧阳修文", "欧阳公"),
        ("1栋1单元201", "光明公司", "贵公司"),
        ("1栋1单元202", "赵强", "赵公"),
    ]
    assert refused(service.run, desk, service.RunEntry(template.id, " ", role="king", unit_kind="tent", building_id=9)) == {
        "subject": "required", "role": "choice", "unit_kind": "choice", "building_id": "choice",
    }  # fmt: skip
    made = service.run(desk, service.RunEntry(template.id, "核对电话"))
    assert (made.number, made.letters, made.left_out) == ("XP-20261121-0001", 4, 0)
    assert made.numbers == tuple(f"XH-20261121-{number:04d}" for number in range(1, 5))
    texts = ["".join(slips.slip_content(desk, number).texts()) for number in made.numbers]
    for at, (own, sender) in enumerate(
        (("李公", "李明"), ("欧阳公", "欧阳修文"), ("贵公司", "光明公司"), ("赵公", "赵强"))
    ):
        assert own in texts[at]
        assert "前台接待 林晓" in texts[at]  # title and name of the sending clerk
        for other in ("李明", "欧阳", "光明", "赵强"):
            assert (other in texts[at]) == (sender.startswith(other))  # recipients never see each other
    listed = slips.slip_content(desk, made.number)
    assert [row[1] for row in listed.tables[0].rows] == [one.room for one in found.letters]
    assert slips.print_many(desk, [*made.numbers, made.number]).pdf.startswith(b"%PDF")
    assert check(desk) == []


def test_filters_narrow_and_the_template_narrows_further(desk: Desk, staff_of_site: People) -> None:
    homes(desk)
    template = in_use(desk, staff_of_site)

    def who(**other: object) -> list[str]:
        return names(service.preview_run(desk, service.RunEntry(template.id, "", **other)))

    assert who(role="tenant") == ["欧阳修文"]
    assert who(persons=True) == ["李明", "王芳", "欧阳修文", "光明公司", "赵强", "赵小满"]
    assert who(persons=True, role="member") == ["王芳", "赵小满"]
    assert who(building_id=2) == []
    assert who(unit_kind="shop") == []
    assert who(klass="A") == []
    assert who(without=(1, 3)) == ["光明公司", "赵强"]
    only = in_use(desk, staff_of_site, name="致单位", customers="company")
    assert names(service.preview_run(desk, service.RunEntry(only.id, ""))) == ["光明公司"]
    owners = in_use(desk, staff_of_site, name="致业主", customers="owner")
    assert names(service.preview_run(desk, service.RunEntry(owners.id, "", role="tenant"))) == []


def test_who_moved_out_gets_none(desk: Desk, staff_of_site: People, clock: Clock) -> None:
    homes(desk)
    template = in_use(desk, staff_of_site)
    stay = households.household(desk, 2).people[0].occupancy_id
    end_stay(desk, stay, on=desk.today(), reason="搬走")
    clock.forward(days=1)
    assert "欧阳修文" not in names(service.preview_run(desk, service.RunEntry(template.id, "")))


def test_the_same_run_is_not_sent_twice_unless_said_so(desk: Desk, staff_of_site: People, clock: Clock) -> None:
    homes(desk)
    template = in_use(desk, staff_of_site)
    first = service.run(desk, service.RunEntry(template.id, "核对"))
    with pytest.raises(DeskError) as told:
        service.run(desk, service.RunEntry(template.id, "核对"))
    assert told.value.code == "nothing"
    assert set(whys(service.preview_run(desk, service.RunEntry(template.id, ""))).values()) == {"had-it"}
    # A void letter does not count: this home may have it again.
    with desk.approved(staff_of_site.supervisor):
        service.void_letter(desk, service.letters(desk).rows[-1].id, reason="打错")
    assert names(service.preview_run(desk, service.RunEntry(template.id, ""))) == ["李明"]
    assert service.run(desk, service.RunEntry(template.id, "核对", again=True)).letters == 4
    clock.forward(days=19)
    assert names(service.preview_run(desk, service.RunEntry(template.id, ""))) == []
    clock.forward(days=1)  # twenty days later it is another run
    assert len(names(service.preview_run(desk, service.RunEntry(template.id, "")))) == 4
    # The next version is the same letter.
    newer = in_use(desk, staff_of_site, name="另一函")
    assert len(names(service.preview_run(desk, service.RunEntry(newer.id, "")))) == 4
    assert service.run_view(desk, first.id).void == 1


def test_greetings_go_to_those_who_agreed_and_did_not_opt_out(desk: Desk, staff_of_site: People) -> None:
    people = homes(desk)
    greeting = in_use(desk, staff_of_site, name="贺卡", kind="greeting", text=GREETING)
    entry = service.RunEntry(greeting.id, "节日", persons=True)
    assert set(whys(service.preview_run(desk, entry)).values()) == {"no-consent"}
    agreed(desk, people["李明"], people["王芳"], people["欧阳修文"])
    member(desk, people["王芳"], opted_out=True)
    member(desk, people["欧阳修文"])
    found = service.preview_run(desk, entry)
    assert names(found) == ["李明", "欧阳修文"]
    assert whys(found)["王芳"] == "opted-out"
    assert whys(found)["赵强"] == "no-consent"
    # A household's greeting goes to whoever of it may have it.
    home = service.preview_run(desk, service.RunEntry(greeting.id, "节日", role="living"))
    assert [one.name for one in home.letters] == ["李明", "欧阳修文"]
    withdraw_consent(desk, people["李明"], "greetings")
    assert whys(service.preview_run(desk, entry))["李明"] == "no-consent"
    assert names(service.preview_run(desk, service.RunEntry(greeting.id, "", persons=True, tier="gold"))) == [
        "欧阳修文"
    ]


def test_members_without_a_room_get_theirs_by_their_level(desk: Desk, staff_of_site: People, clock: Clock) -> None:
    person = register_person(desk, PersonEntry("孙外客", sex="male"), StayEntry(1, "member"))
    stay = households.household(desk, 1).people[0].occupancy_id
    end_stay(desk, stay, on=desk.today(), reason="搬走")
    clock.forward(days=1)
    agreed(desk, person.customer_id, purpose="membership")
    member(desk, person.customer_id)
    news = in_use(
        desk, staff_of_site, name="活动", kind="news", text="{称呼}：\n诚邀您参加。", customers="tier", of="gold"
    )
    found = service.preview_run(desk, service.RunEntry(news.id, "", persons=True))
    assert [(one.name, one.unit_id) for one in found.letters] == [("孙外客", None)]
    with_room = in_use(
        desk, staff_of_site, name="活动二", kind="news", text="{称呼} {房号}", customers="tier", of="gold"
    )
    assert whys(service.preview_run(desk, service.RunEntry(with_room.id, "", persons=True))) == {"孙外客": "no-room"}
    assert service.run(desk, service.RunEntry(news.id, "活动", persons=True)).letters == 1


def test_a_cancelled_run_leaves_nothing(desk: Desk, staff_of_site: People) -> None:
    homes(desk)
    template = in_use(desk, staff_of_site)
    seen: list[tuple[int, int]] = []
    with pytest.raises(DeskError) as told:
        service.run(
            desk, service.RunEntry(template.id, "核对"), progress=lambda done, total: seen.append((done, total)),
            cancelled=lambda: len(seen) == 2,
        )  # fmt: skip
    assert told.value.code == "cancelled"
    assert seen == [(1, 4), (2, 4)]
    assert service.letters(desk).total == service.runs(desk).total == 0
    assert service.run(desk, service.RunEntry(template.id, "核对")).numbers[0] == "XH-20261121-0001"


# ------------------------------------------------------------------------------------------------- single, delivery
def test_one_letter_to_one_person(desk: Desk, staff_of_site: People) -> None:
    people = homes(desk)
    template = in_use(desk, staff_of_site)
    sent = service.send_letter(desk, service.LetterEntry(template.id, 1, people["王芳"]))
    assert (sent.number, sent.name, sent.household, sent.run_id) == ("XH-20261121-0001", "王芳", False, None)
    assert "王女士" in "".join(slips.slip_content(desk, sent.number).texts())
    twice = service.LetterEntry(template.id, 1, people["王芳"])
    assert refused(service.send_letter, desk, twice) == {"again": "had-it"}
    service.send_letter(desk, service.LetterEntry(template.id, 1, people["王芳"], again=True))
    assert (
        names(service.preview_run(desk, service.RunEntry(template.id, "")))[0] == "李明"
    )  # that was no letter to the home
    with pytest.raises(NotFound):
        service.send_letter(desk, service.LetterEntry(template.id, 2, people["王芳"]))
    greeting = in_use(desk, staff_of_site, name="贺卡", kind="greeting", text=GREETING)
    no = service.LetterEntry(greeting.id, 1, people["王芳"])
    assert refused(service.send_letter, desk, no) == {"template_id": "no-consent"}
    assert service.check_letter(desk, no).why == "no-consent"
    lines = [line.target for line in households.household(desk, 1).timeline]
    assert f"letter:{sent.id}" in lines


def test_delivery_return_and_void(desk: Desk, staff_of_site: People, clock: Clock) -> None:
    homes(desk)
    template = in_use(desk, staff_of_site)
    service.run(desk, service.RunEntry(template.id, "核对"))
    one, two, three, four = sorted(row.id for row in service.letters(desk).rows)
    today = desk.today()
    assert refused(service.deliver, desk, one, by="", on=None) == {"by": "required", "on": "required"}
    assert refused(service.deliver, desk, one, by="林晓", on=today + timedelta(1)) == {"on": "future"}
    assert refused(service.deliver, desk, one, by="林晓", on=today - timedelta(1)) == {"on": "past"}
    done = service.deliver(desk, one, by="林晓", on=today, signer="李明")
    assert (done.state, done.delivered_by, done.delivered_on, done.signer) == ("delivered", "林晓", today, "李明")
    with pytest.raises(DeskError):
        service.deliver(desk, one, by="林晓", on=today)
    assert refused(service.deliver_many, desk, [], by=" ", on=today) == {"by": "required", "letters": "required"}
    with pytest.raises(DeskError):
        service.deliver_many(desk, [one, two], by="林晓", on=today)  # all or none
    assert service.letter(desk, two).state == "issued"
    assert [row.state for row in service.deliver_many(desk, [two, three], by="林晓", on=today)] == ["delivered"] * 2
    assert refused(service.take_back, desk, two, on=today, note="") == {"note": "required"}
    assert service.take_back(desk, two, on=today, note="查无此人").note == "查无此人"
    with pytest.raises(NotAllowed):
        service.void_letter(desk, four, reason="打错")
    with desk.approved(staff_of_site.supervisor):
        gone = service.void_letter(desk, four, reason="打错")
    assert gone.slip is not None
    assert (gone.state, gone.slip.state) == ("void", "void")
    assert service.letter_counts(desk) == {"issued": 0, "delivered": 2, "returned": 1, "void": 1, "all": 4}
    assert service.letter_by_number(desk, "xh-20261121-0001").id == one
    assert check(desk) == []


def test_a_delivery_that_nobody_noted_is_due(desk: Desk, staff_of_site: People, clock: Clock) -> None:
    homes(desk)
    template = in_use(desk, staff_of_site)
    service.run(desk, service.RunEntry(template.id, "核对"))

    def waiting() -> int:
        return {item.code: item.count for item in due.items(desk)}.get("letters-undelivered", 0)

    clock.forward(days=6)
    assert waiting() == 0
    clock.forward(days=1)
    assert waiting() == 4
    service.deliver(desk, service.letters(desk).rows[0].id, by="林晓", on=desk.today())
    assert waiting() == 3


def test_contacts_leave_the_desk_with_the_managers_word(
    desk: Desk, staff_of_site: People, tmp_path: Path, events
) -> None:
    homes(desk)
    template = in_use(desk, staff_of_site)
    made = service.run(desk, service.RunEntry(template.id, "核对"))
    file = tmp_path / "contacts.xlsx"
    for approver in (staff_of_site.receptionist, staff_of_site.supervisor):
        with desk.approved(approver), pytest.raises(NotAllowed):
            service.export_run(desk, made.id, file)
    assert not file.exists()
    with desk.approved(staff_of_site.manager):
        service.export_run(desk, made.id, file)
    rows = list(load_workbook(file).active.values)
    assert rows[1][:5] == ("XH-20261121-0001", "1栋1单元101", "李明", "李公", "13800010000")
    assert len(rows) == 5
    (event,) = events("letter-run.export")
    assert (event.data["people"], event.data["approved_by"]) == (4, staff_of_site.manager.name)


def test_who_took_the_agreement_back_is_on_no_list_of_contacts(
    desk: Desk, staff_of_site: People, tmp_path: Path, events
) -> None:
    people = homes(desk)
    agreed(desk, people["李明"], people["王芳"])
    greeting = in_use(desk, staff_of_site, name="贺卡", kind="greeting", text=GREETING)
    made = service.run(desk, service.RunEntry(greeting.id, "节日", persons=True))
    file = tmp_path / "contacts.xlsx"

    def listed() -> list[object]:
        with desk.approved(staff_of_site.manager):
            service.export_run(desk, made.id, file)
        return [row[2] for row in list(load_workbook(file).active.values)[1:]]

    assert set(listed()) == {"李明", "王芳"}
    households.withdraw_consent(desk, people["王芳"], "greetings")
    assert listed() == ["李明"]
    assert [event.data["people"] for event in events("letter-run.export")] == [2, 1]


def test_the_name_can_be_erased_from_a_letter(desk: Desk, staff_of_site: People) -> None:
    people = homes(desk)
    template = in_use(desk, staff_of_site)
    sent = service.send_letter(desk, service.LetterEntry(template.id, 1, people["李明"]))
    with desk.look() as session:
        sealed = set(session.scalars(select(SealedValue.about)))
        assert f"customer:{people['李明']}" in sealed
        stored = session.scalars(select(Letter.number)).all()
    assert stored == [sent.number]


def test_nobody_signed_in_does_nothing(desk: Desk, staff_of_site: People) -> None:
    homes(desk)
    template = in_use(desk, staff_of_site)
    desk.actor = None
    with pytest.raises(NotAllowed):
        service.run(desk, service.RunEntry(template.id, "核对"))
    with pytest.raises(NotAllowed):
        service.save_template(desk, service.TemplateEntry("x", "service", TEXT))
    with pytest.raises(InvalidInput):
        service.save_template(desk, service.TemplateEntry("", "service", TEXT))
