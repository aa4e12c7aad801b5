"""The filing from the draft to the certificate, periods and passes (handbook R3 to R7)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.models import DossierItem
from desk.rules.kit.money import Tender
from desk.services import money, slips
from desk.services import renovation as service
from desk.services.renovation import (
    ContractorEntry,
    DocumentEntry,
    ExtendEntry,
    HotWorkEntry,
    InspectionEntry,
    PassEntry,
    PassesEntry,
    WorkEntry,
)
from tests.services.renovation.works import OWNER, PAPERS, ROOM, Counter, fields, words

D = date.fromisoformat


def test_a_whole_file_from_the_draft_to_the_archive(counter: Counter) -> None:
    file = counter.running(last=D("2026-06-02"))
    assert (file.state, file.held) == ("running", 200000)
    assert file.certificate.startswith("DZ-20260302-")
    assert [event.kind for event in file.events][:3] == ["filed-draft", "submitted", "document"]
    counter.on("2026-03-20")
    file = counter.settled(counter.finished(file), D("2026-03-10"))
    assert file.opens == D("2026-06-20")
    counter.on("2026-06-20")
    assert service.renovation(counter.desk, file.id).state == "refundable"
    done = counter.refund(file)
    assert (done.refund, done.deducted, done.claim) == (200000, 0, 0)
    assert done.file.state == "refunded"
    assert money.deposits(counter.desk, subject=f"renovation:{file.id}").total == 0
    assert service.file_away(counter.desk, file.id).state == "filed"


def test_the_certificate_has_one_number_on_four_sheets(counter: Counter) -> None:
    file = counter.running()
    content = slips.slip_content(counter.desk, file.certificate)
    assert len(content.copies) == 4
    assert "办理出入证专用" in content.copies[1]
    assert any("原件和保证金收据" in clause for clause in content.clauses)
    assert any("交回全部临时出入卡" in clause for clause in content.clauses)
    with pytest.raises(DeskError) as refused:
        service.issue_paper(counter.desk, file.id, "certificate")
    assert refused.value.code == "by-act"


def test_forbidden_works_cannot_be_filed(counter: Counter) -> None:
    with pytest.raises(InvalidInput) as refused:
        counter.file(works=(WorkEntry("structure"), WorkEntry("floor")))
    assert fields(refused) == {"works": "forbidden"}


def test_a_period_of_three_months_and_a_day_is_refused(counter: Counter) -> None:
    counter.on("2026-03-14")
    with pytest.raises(InvalidInput) as refused:
        counter.file(last=D("2026-06-15"))
    assert fields(refused) == {"last": "long"}
    assert counter.file(last=D("2026-06-14")).last == D("2026-06-14")  # a Sunday


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"applicant_role": "tenant"}, {"owner_consents": "consent", "owner_told": "told"}),
        ({"applicant_role": "company"}, {"letter": "letter"}),
        ({"handed_over": False}, {"applicant": "not-handed-over"}),
        ({"leader": ""}, {"leader": "required"}),
        ({"officer_id": None}, {"officer_id": "required"}),
    ],
)
def test_who_may_apply(counter: Counter, more: dict[str, object], expected: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        counter.file(**more)
    assert fields(refused) == expected


def test_a_room_has_one_living_file(counter: Counter) -> None:
    first = counter.file()
    with pytest.raises(InvalidInput) as refused:
        counter.file()
    assert fields(refused) == {"unit_id": "running"}
    service.cancel(counter.desk, first.id, reason="改期")
    assert counter.file().number != first.number


def test_an_approval_tells_everything_that_is_missing(counter: Counter) -> None:
    file = counter.file()
    service.submit(counter.desk, file.id)
    counter.papers(file, *(code for code in PAPERS if code not in ("contract", "owner-pledge")))
    service.receive(counter.desk, file.id, [DocumentEntry("licence", stamped=False)])
    service.receive_plans(counter.desk, file.id, ["floor"])
    with counter.supervisor(), pytest.raises(InvalidInput) as refused:
        service.approve(counter.desk, file.id)
    said = words(refused)
    assert "装修合同复印件" in said
    assert "营业执照复印件（未加盖公章）" in said
    assert "卫生间" in said
    assert fields(refused) == {"pledge": "pledge", "file": "file"}
    returned = service.return_(counter.desk, file.id)
    assert "装修合同复印件" in returned.events[-1].note
    assert service.submit(counter.desk, file.id).state == "submitted"


def test_only_officer_deputy_or_supervisor_approve(counter: Counter) -> None:
    file = counter.file()
    service.submit(counter.desk, file.id)
    counter.papers(file, *PAPERS)
    service.receive_plans(counter.desk, file.id, ["floor", "bathroom"])
    with pytest.raises(NotAllowed) as refused:
        service.approve(counter.desk, file.id)
    assert refused.value.role == "supervisor"
    me = counter.people.receptionist.id
    service.return_(counter.desk, file.id, missing="更换管理员")
    service.edit(counter.desk, file.id, counter.entry(deputy_id=me))
    service.receive_plans(counter.desk, file.id, ["floor", "bathroom"])
    service.submit(counter.desk, file.id)
    assert service.approve(counter.desk, file.id).state == "approved"


def test_nothing_starts_before_it_was_told_signed_and_paid(counter: Counter) -> None:
    file = counter.approved()
    with pytest.raises(DeskError) as illegal:
        service.start(counter.desk, file.id)
    assert illegal.value.code == "illegal-move"
    service.tell(counter.desk, file.id, how="phone")
    service.charge_fee(counter.desk, file.id, 30000, "垃圾清运费")
    with pytest.raises(InvalidInput) as refused:
        service.start(counter.desk, file.id)
    assert fields(refused) == {"signatures": "signatures", "deposit": "deposit", "fees": "fees", "file": "file"}
    with pytest.raises(InvalidInput) as unsigned:
        service.sign(counter.desk, file.id, signed=["owner"])
    assert "施工单位" in words(unsigned)
    with pytest.raises(DeskError):
        counter.passes(file, 1)


def test_fee_and_deposit_are_never_on_one_receipt(counter: Counter) -> None:
    file = counter.told()
    service.charge_fee(counter.desk, file.id, 30000, "垃圾清运费")
    counter.pay(file)
    (charge,) = money.open_charges(counter.desk, ROOM)
    money.pay(
        counter.desk,
        money.PayEntry(
            OWNER, (Tender("wechat", 30000),), ROOM, named={charge.id: 30000}, subject=f"renovation:{file.id}"
        ),
    )
    kinds = {row.kind: row.number[:2] for row in service.renovation(counter.desk, file.id).receipts}
    assert kinds == {"deposit": "BZ", "income": "SK"}


def test_received_papers_tick_the_household_file(counter: Counter) -> None:
    counter.running()
    with counter.desk.look() as session:
        found = set(
            session.scalars(
                select(DossierItem.paper).where(DossierItem.unit_id == ROOM, DossierItem.state == "received")
            )
        )
    assert found == {
        "renovation-application", "renovation-pledge", "renovation-agreement", "renovation-workers",
        "renovation-payment-notice", "fire-responsibility",
    }  # fmt: skip


# ---------------------------------------------------------------------------------------------------------- extensions
def extended(
    counter: Counter, file: service.RenovationView, until: str, shown: tuple[str, ...] = ()
) -> service.RenovationView:
    with counter.supervisor():
        return service.extend(counter.desk, file.id, ExtendEntry(D(until), shown, 2))


@pytest.mark.parametrize(
    ("first", "last", "asked", "granted", "refused"),
    [
        ("2026-03-02", "2026-05-15", "2026-05-15", "2026-08-15", "2026-08-16"),
        ("2026-03-02", "2026-05-15", "2026-05-20", "2026-08-15", "2026-08-16"),
        ("2026-09-01", "2026-11-30", "2026-11-30", "2027-02-28", "2027-03-01"),
    ],
)
def test_an_extension_counts_from_the_old_last_day(
    counter: Counter, first: str, last: str, asked: str, granted: str, refused: str
) -> None:
    counter.on(first)
    file = counter.running(last=D(last))
    counter.on(asked)
    with pytest.raises(InvalidInput) as long:
        extended(counter, file, refused)
    assert fields(long) == {"until": "long"}
    file = extended(counter, file, granted)
    assert (file.state, file.last) == ("extended", D(granted))
    assert file.periods[-1].days_without == (D(asked) - D(last)).days
    form = slips.slip_content(counter.desk, file.periods[-1].slip)
    assert form.seals == ("部门公章",)
    assert f"同意延期至 {granted}" in " ".join(field.value for field in form.after)
    with pytest.raises(InvalidInput) as shorter:
        extended(counter, file, last)
    assert fields(shorter) == {"until": "shorter"}


def test_three_months_in_total_where_the_site_says_so(counter: Counter) -> None:
    from desk.services.site.policy import change_rules

    counter.on("2026-03-01")
    file = counter.running(last=D("2026-05-15"))
    counter.desk.actor, clerk = counter.people.manager, counter.desk.actor
    change_rules(counter.desk, {"renovation.in_total": True})
    counter.desk.actor = clerk
    with pytest.raises(InvalidInput) as refused:
        extended(counter, file, "2026-06-02")
    assert "2026-06-01" in words(refused)
    assert extended(counter, file, "2026-06-01").last == D("2026-06-01")


def test_all_active_passes_are_shown_for_an_extension(counter: Counter) -> None:
    file = counter.running(last=D("2026-05-15"))
    made = counter.passes(file, 6)
    with counter.supervisor():
        service.take_back(counter.desk, made[0].id, payee=OWNER)
    service.lose(counter.desk, made[1].id, note="工地遗失")
    shown = tuple(each.number for each in made[2:5])
    with pytest.raises(InvalidInput) as refused:
        extended(counter, file, "2026-08-15", shown)
    assert fields(refused) == {"passes": "passes"}
    assert made[5].number in words(refused)
    file = extended(counter, file, "2026-08-15", (*shown, made[5].number))
    untils = {each.number: each.until for each in file.passes}
    assert untils[made[5].number] == D("2026-08-15")
    assert untils[made[0].number] == D("2026-05-15")
    cards = [slip for slip in file.slips if slip.kind == "worker-pass" and slip.state == "issued"]
    assert sorted(slip.number for slip in cards) == sorted(
        [*(f"{each.number}-2" for each in made[2:]), *[made[0].number, made[1].number]]
    )


def test_a_period_that_ends_without_extension_expires(counter: Counter) -> None:
    file = counter.running(last=D("2026-05-15"))
    counter.passes(file, 1)
    counter.on("2026-05-15")
    assert service.renovation(counter.desk, file.id).state == "running"
    counter.on("2026-05-16")
    file = service.renovation(counter.desk, file.id)
    assert file.state == "expired"
    assert file.passes[0].shown == "expired"
    with pytest.raises(DeskError) as refused:
        counter.passes(file, 2)
    assert "延期" in refused.value.message


def test_days_of_a_suspension_are_not_added(counter: Counter) -> None:
    file = counter.running(last=D("2026-05-15"))
    service.suspend(counter.desk, file.id, reason="停水")
    counter.on("2026-04-20")
    file = service.resume(counter.desk, file.id)
    assert (file.state, file.last) == ("running", D("2026-05-15"))


# ---------------------------------------------------------------------------------------------------------------- passes
def test_one_person_has_one_card(counter: Counter) -> None:
    file = counter.running()
    counter.passes(file, 1)
    with pytest.raises(InvalidInput) as refused:
        counter.passes(file, 2)
    assert fields(refused) == {"workers.0.document_number": "bearer"}


def test_a_pass_needs_copy_1_identity_copy_and_photo(counter: Counter) -> None:
    file = counter.running()
    worker = PassEntry("工人", "110101198503140020", papers_seen=False)
    with pytest.raises(InvalidInput) as refused:
        service.issue_passes(counter.desk, file.id, PassesEntry((worker,), deposit=0))
    found = fields(refused)
    assert found["copy_shown"] == "copy"
    assert found["papers_seen"] == "papers"
    assert found["workers.0.document_number"] == "id-check-digit"


def test_passes_have_a_deposit_each_on_one_receipt(counter: Counter) -> None:
    file = counter.running()
    made = counter.passes(file, 3)
    assert [each.deposit_held for each in made] == [2000, 2000, 2000]
    receipt = next(row for row in service.renovation(counter.desk, file.id).receipts if row.fen == 6000)
    assert receipt.kind == "deposit"
    with pytest.raises(NotAllowed):
        service.take_back(counter.desk, made[0].id, payee=OWNER)
    with counter.supervisor():
        back = service.take_back(counter.desk, made[0].id, payee=OWNER)
    assert (back.state, back.deposit_held) == ("returned", 0)


def test_hot_work_is_permitted_for_a_window(counter: Counter) -> None:
    file = counter.running()
    start = counter.desk.now()
    entry = HotWorkEntry("阳台", "焊工甲", "看火乙", start, start.replace(hour=16), extinguishers=2)
    with counter.supervisor():
        slip = service.permit_hot_work(counter.desk, file.id, entry)
        assert slip.number.startswith("DH-")
        with pytest.raises(InvalidInput) as refused:
            service.permit_hot_work(
                counter.desk, file.id, HotWorkEntry("阳台", "甲", "甲", start, start.replace(hour=9), extinguishers=1)
            )
    assert fields(refused) == {"watch": "watch", "extinguishers": "extinguishers", "until": "order"}


# ----------------------------------------------------------------------------------------------------------- contractors
def test_a_contractor_is_checked(counter: Counter) -> None:
    with pytest.raises(InvalidInput) as refused:
        service.save_contractor(counter.desk, ContractorEntry("甲装饰", "91350100M000100Y4Z"))
    assert "credit_code" in fields(refused)
    counter.contractor()
    with pytest.raises(InvalidInput) as taken:
        counter.contractor()
    assert fields(taken) == {"credit_code": "taken"}


def test_no_filing_from_a_contractor_whose_licence_ran_out(counter: Counter) -> None:
    firm = counter.contractor(licence_until=D("2026-03-01"))
    with pytest.raises(InvalidInput) as refused:
        counter.file(contractor_id=firm)
    assert fields(refused) == {"contractor_id": "expired"}


def test_cancelling_with_a_certificate_asks_that_nothing_was_begun(counter: Counter) -> None:
    file = counter.running()
    made = counter.passes(file, 1)
    with pytest.raises(InvalidInput) as refused:
        service.cancel(counter.desk, file.id, reason="不装了")
    assert fields(refused) == {"not-begun": "not-begun", "passes": "passes"}
    with counter.supervisor():
        service.take_back(counter.desk, made[0].id, payee=OWNER)
    service.inspect(counter.desk, file.id, InspectionEntry("not-begun", True))
    assert service.cancel(counter.desk, file.id, reason="不装了").state == "cancelled"
    with counter.supervisor():
        with pytest.raises(InvalidInput) as shown:
            service.refund_cancelled(counter.desk, file.id, service.RefundEntry(OWNER, payer="self"))
        assert set(fields(shown)) == {"certificate", "receipt"}
        done = service.refund_cancelled(
            counter.desk, file.id, service.RefundEntry(OWNER, payer="self", certificate=True, receipt=True)
        )
    assert (done.refund, done.file.state) == (200000, "cancelled")


def test_a_renovation_that_ran_before_desk_is_taken_over(counter: Counter) -> None:
    old = service.OldFileEntry(counter.entry(first=D("2026-02-10"), last=D("2026-05-10")), "旧证 0012", D("2026-02-10"))
    with pytest.raises(NotAllowed):
        service.take_over(counter.desk, old)
    with counter.supervisor():
        file = service.take_over(counter.desk, old)
        file = service.take_over_deposit(
            counter.desk, file.id, fen=200000, payer=OWNER, paper_number="0031", taken_on=D("2026-02-10")
        )
    assert (file.state, file.held) == ("running", 200000)
    assert file.deposits[0].from_paper


def test_clauses_are_edited_by_editions_and_signed_ones_stay(counter: Counter) -> None:
    first = counter.running()
    old = service.issue_paper(counter.desk, first.id, "agreement")
    counter.desk.actor, clerk = counter.people.manager, counter.desk.actor
    service.save_text(counter.desk, "agreement", "2026-2", {"zh_CN": "一、新条款。"})
    with pytest.raises(InvalidInput) as taken:
        service.save_text(counter.desk, "agreement", "2026-1", {"zh_CN": "一、别的。"})
    assert fields(taken) == {"version": "taken"}
    counter.desk.actor = clerk
    new = service.issue_paper(counter.desk, first.id, "agreement")
    assert service.renovation(counter.desk, first.id).agreement_version == "2026-1"
    assert "一、新条款。" in [part.text for part in slips.slip_content(counter.desk, new.number).body]
    assert "一、新条款。" not in [part.text for part in slips.slip_content(counter.desk, old.number).body]
