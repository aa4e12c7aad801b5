from __future__ import annotations

from desk.services import drafts
from desk.services.kit.desk import Desk


def test_a_draft_survives_a_restart_and_is_dropped(desk, clock):
    drafts.save_draft(desk, "request", {"content": "楼上漏水", "room": 7})
    clock.forward(minutes=1)
    drafts.save_draft(desk, "request", {"content": "楼上漏水，滴到客厅"})
    again = Desk(desk.database, data=desk.data, clock=clock, actor=desk.actor)
    assert drafts.draft(again, "request") == ({"content": "楼上漏水，滴到客厅"}, clock.now)
    drafts.drop_draft(again, "request")
    assert drafts.draft(again, "request") is None
    drafts.drop_draft(again, "request")


def test_drafts_are_the_clerks_own_newest_first(desk, clock, staff_of_site):
    drafts.save_draft(desk, "person:1", {})
    clock.forward(minutes=1)
    drafts.save_draft(desk, "request", [1])
    assert [(d.key, d.data) for d in drafts.drafts(desk)] == [("request", [1]), ("person:1", {})]
    desk.actor = staff_of_site.manager
    assert drafts.drafts(desk) == []
    assert drafts.draft(desk, "request") is None
    drafts.drop_draft(desk, "request")
    desk.actor = staff_of_site.receptionist
    assert len(drafts.drafts(desk)) == 2


def test_drafts_are_not_audited(desk, events):
    before = desk.database
    drafts.save_draft(desk, "request", {"secret": 1})
    with before.read() as session:
        from sqlalchemy import func, select

        from desk.models import AuditEvent

        count = session.scalar(select(func.count(AuditEvent.id)).where(AuditEvent.at >= desk.clock()))
    assert count == 0
