"""What the program gave as a reason is said in the language of now, whenever it was stored."""

from __future__ import annotations

import pytest

from desk.i18n import LANGUAGES, _, speaking
from desk.services.kit.reasons import PROGRAM, said


@pytest.mark.parametrize("stored_in", LANGUAGES)
@pytest.mark.parametrize("shown_in", LANGUAGES)
def test_a_reason_of_the_program_follows_the_language(stored_in: str, shown_in: str) -> None:
    for message in PROGRAM:
        with speaking(stored_in):
            stored = _(message).format(number="FX-20261121-0003")
        with speaking(shown_in):
            assert said(stored) == _(message).format(number="FX-20261121-0003")


def test_what_somebody_typed_stays_as_it_is() -> None:
    with speaking("en"):
        for typed in ("", "业主来电取消", "已改派他人", "Replaced by.", "已由  替代"):
            assert said(typed) == typed
