"""The counter's day: a worker, a photo on a job, a text for the customer, promises of the week, the morning walk, an incident's phones."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from desk.services import incidents, requests, workers
from desk.services.incidents import IncidentEntry
from desk.services.requests import RequestEntry

if TYPE_CHECKING:
    from desk.tour.hands import Hands

WORKER = "钱大勇"


def tell(hands: Hands) -> None:
    """The day, by keys."""
    _worker(hands)
    job = _job(hands)
    _photo_and_text(hands, job)
    _promises(hands)
    _walk(hands)
    _phones(hands)


def _worker(hands: Hands) -> None:
    hands.window.open_page("settings", part="workers")
    hands.shown("settings")
    with hands.job("add a worker"):
        hands.press("Ins")
        form = hands.dialog().form
        for name, words in (("name", WORKER), ("hours", "0-24"), ("phone", "13800000902")):
            hands.goto(form, name)
            hands.type(words)
        hands.goto(form, "trades")
        hands.press("Right")
        hands.press("Space")
        hands.snap("worker")
        hands.save()
    hands.wait(lambda: any(one.name == WORKER for one in workers.workers(hands.desk)), "the worker")
    hands.snap("workers")


def _job(hands: Hands) -> int:
    """A job for the story; how one is logged by keys is told elsewhere."""
    promised = hands.desk.clock() + timedelta(hours=1)
    entry = RequestEntry(
        "repair", "phone", caller_name="龚晓", caller_phone="13800000903", category="leak", content="地下车库天花板滴水",
        place="地下车库", promised_at=promised,
    )  # fmt: skip
    return requests.log_request(hands.desk, entry).id


def _photo_and_text(hands: Hands, job: int) -> None:
    hands.window.open_page("request", request_id=job)
    page: Any = hands.shown("request")
    hands.wait(lambda: page.record is not None, "the request")
    photo = QImage(640, 480, QImage.Format.Format_RGB32)
    photo.fill(QColor("#7f8a96"))
    painter = QPainter(photo)
    painter.setBrush(QColor("#3d6fa5"))
    painter.drawEllipse(240, 180, 120, 160)
    painter.end()
    QGuiApplication.clipboard().setImage(photo)
    with hands.job("paste a photo"):
        hands.press("Ctrl+V")
        hands.wait(lambda: page.card("files").content.files, "the photo")
    hands.snap("photos")
    with hands.job("assign to who is on duty"):
        hands.press("Ctrl+D")
        form = hands.dialog().form
        hands.goto(form, "responsible")
        hands.type("钱")
        hands.settle()
        hands.press("Return")
        hands.snap("on-duty-first")
        hands.save()
        hands.wait(lambda: page.record.responsible == WORKER, "the job to be given")
    with hands.job("copy a text"):
        hands.press("Ctrl+F8")
        hands.wait(lambda: page.record.number in QGuiApplication.clipboard().text(), "the text")
    hands.snap("text-copied")


def _promises(hands: Hands) -> None:
    hands.window.open_page("requests")
    hands.shown("requests")
    with hands.job("look at the week's promises"):
        hands.press("Ctrl+5")
        page: Any = hands.shown("promises")
        hands.wait(lambda: page.view() is not None, "the week")
    hands.snap("promises")


def _walk(hands: Hands) -> None:
    hands.press("Alt+1")
    hands.shown("today")
    hands.settle()
    with hands.job("begin the morning walk"):
        hands.press("Return")
    if type(hands.window.page()).__name__ != "WalkPage":  # late in the evening nothing is due today
        hands.window.open_page("walk")
    page: Any = hands.shown("walk")
    hands.wait(lambda: page.view() is not None, "the walk")
    hands.snap("morning-walk")


def _phones(hands: Hands) -> None:
    started = incidents.start_incident(hands.desk, IncidentEntry("地下车库照明故障", note="正在抢修"))
    hands.window.open_page("incident", incident_id=started.id)
    page: Any = hands.shown("incident")
    hands.wait(lambda: page.record is not None, "the incident")
    file = hands.out / "phones.xlsx"
    with hands.job("list an incident's phones"):
        hands.press("Ctrl+Shift+E")
        form = hands.dialog().form
        form.set_value("file", str(file))
        hands.snap("incident-phones")
        hands.save()
    hands.wait(file.exists, "the list")
    file.unlink()
    incidents.end_incident(hands.desk, started.id, result="已恢复")


__all__ = ["tell"]
