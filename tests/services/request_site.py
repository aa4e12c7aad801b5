"""Requests to work on in tests: one is logged, given out, resolved in a line each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.errors import InvalidInput
from desk.services import requests
from desk.services.kit.desk import Desk
from desk.services.requests import RequestEntry, RequestView


def entry(desk: Desk, **changes: object) -> RequestEntry:
    base = RequestEntry(
        kind="complaint", channel="phone", unit_id=1, caller_name="单雄风", caller_phone="138 1234 0001",
        category="noise", place="upstairs", content="楼上连续三晚敲打。", repeated_back=True,
        promised_at=desk.clock() + timedelta(hours=2),
    )  # fmt: skip
    return replace(base, **changes)


def log(desk: Desk, **changes: object) -> RequestView:
    return requests.log_request(desk, entry(desk, **changes))


def given_out(desk: Desk, **changes: object) -> RequestView:
    return requests.assign(desk, log(desk, **changes).id, department="security", responsible="陈刚")


def resolved(desk: Desk, **changes: object) -> RequestView:
    return requests.resolve(desk, given_out(desk, **changes).id, result="已劝止。", cause="夜间装修。")


def problems(error: pytest.ExceptionInfo[InvalidInput]) -> dict[str, str]:
    return {problem.field: problem.code for problem in error.value.problems}


def in_the_way(view: RequestView) -> tuple[str, ...]:
    """The codes of what stands in the way of closing a request."""
    return tuple(obstacle.code for obstacle in view.closing)
