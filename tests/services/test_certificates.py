"""Residents' certificates: for people who live in a home today, from the register; void with a reason (handbook A8, C-19)."""

from __future__ import annotations

from datetime import date

import pytest

from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.services import certificates as service
from desk.services import households, slips
from desk.services.certificates import CertificateEntry
from desk.services.households import end_stay, register_person
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.desk import Desk
from desk.services.site.check import check
from tests.kit.site import Clock, People


def registered(desk: Desk, number: str = "") -> int:
    person = PersonEntry("王芳", document_kind="resident-card" if number else "", document_number=number)
    return register_person(desk, person, StayEntry(1, "owner", since=date(2024, 5, 1))).customer_id


def refused(call, *given, **named) -> dict[str, str]:
    with pytest.raises(InvalidInput) as told:
        call(*given, **named)
    return {problem.field: problem.code for problem in told.value.problems}


def test_a_certificate_says_who_lives_where_since_when(desk: Desk, resident) -> None:
    number = resident()
    who = registered(desk, number)
    view = service.issue_certificate(desk, CertificateEntry(1, who, "子女入学", "阳光小学"))
    assert (view.number, view.state, view.name, view.room) == ("RM-20261121-0001", "issued", "王芳", "1栋1单元101")
    said = "".join(slips.slip_content(desk, view.number).texts())
    for words in ("阳光小学", "子女入学", "王芳", "2024年5月1日", "1栋1单元101", "业主"):
        assert words in said
    assert number not in said  # masked; whole on the paper only, and noted
    assert number in "".join(slips.whole_content(desk, view.number, purpose="look").texts())
    assert slips.pdf(desk, view.number).startswith(b"%PDF")
    assert f"certificate:{view.id}" in [line.target for line in households.household(desk, 1).timeline]
    assert service.certificates(desk, unit_id=1, text="入学").rows[0] == service.certificate(desk, view.id)
    assert check(desk) == []


def test_only_who_lives_there_today_gets_one(desk: Desk, clock: Clock) -> None:
    who = registered(desk)
    company = register_person(desk, PersonEntry("光明公司", kind="company"), StayEntry(1, "tenant")).customer_id
    assert [one.name for one in service.residents(desk, 1)] == ["王芳"]
    assert refused(service.issue_certificate, desk, CertificateEntry(1, who, " ")) == {"purpose": "required"}
    assert refused(service.issue_certificate, desk, CertificateEntry(2, who, "入学")) == {"customer_id": "not-here"}
    assert refused(service.issue_certificate, desk, CertificateEntry(1, company, "入学")) == {"customer_id": "company"}
    stay = households.household(desk, 1).people[0].occupancy_id
    end_stay(desk, stay, on=desk.today(), reason="搬走")
    service.issue_certificate(desk, CertificateEntry(1, who, "入学"))  # the last day of living here is a day of living
    clock.forward(days=1)
    assert refused(service.issue_certificate, desk, CertificateEntry(1, who, "入学")) == {"customer_id": "not-here"}
    assert service.residents(desk, 1) == ()
    for wrong in (CertificateEntry(99, who, "入学"), CertificateEntry(1, 99, "入学")):
        with pytest.raises(NotFound):
            service.issue_certificate(desk, wrong)


def test_a_supervisor_voids_it_and_the_number_stays_used(desk: Desk, staff_of_site: People) -> None:
    who = registered(desk)
    view = service.issue_certificate(desk, CertificateEntry(1, who, "入学"))
    with pytest.raises(NotAllowed):
        service.void_certificate(desk, view.id, reason="写错用途")
    with desk.approved(staff_of_site.supervisor):
        assert refused(service.void_certificate, desk, view.id, reason="") == {"reason": "required"}
        gone = service.void_certificate(desk, view.id, reason="写错用途")
        assert (gone.state, gone.slip.state) == ("void", "void")
        with pytest.raises(DeskError):
            service.void_certificate(desk, view.id, reason="再来")
    assert service.issue_certificate(desk, CertificateEntry(1, who, "入学")).number == "RM-20261121-0002"
