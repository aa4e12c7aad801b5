"""Renovation files in the finder: by number, certificate, room, who applies, who works there, and their telephones."""

from __future__ import annotations

from desk.services import renovation as service
from desk.services.finder import Found, find
from desk.services.kit.desk import Desk
from tests.services.renovation.works import Counter


def hits(desk: Desk, text: str) -> list[Found]:
    return [hit for hit in find(desk, text) if hit.kind == "renovation"]


def test_files_are_found(counter: Counter) -> None:
    file = counter.running()
    certificate = service.renovation(counter.desk, file.id).certificate
    for text in (file.number, certificate, "王芳", "wf", "李工", "宏达装饰", "13900000001", "0001"):
        assert [hit.id for hit in hits(counter.desk, text)] == [file.id], text
    found = hits(counter.desk, file.number)[0]
    assert (found.target, found.past) == (f"renovation:{file.id}", False)
    assert file.room in found.subtitle
    assert "王芳" in found.subtitle
    other = counter.file(unit_id=12, applicant="赵钱孙")
    service.cancel(counter.desk, other.id, reason="业主撤回")
    assert [hit.past for hit in hits(counter.desk, "赵钱孙")] == [True]
