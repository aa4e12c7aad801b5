"""The laws of the desk's own book under random acts; the long run: `python -m tests.soak deskbook`."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import Phase

from tests.kit.laws import no_law_breaks
from tests.kit.site import People
from tests.soak.deskbook import begin


@pytest.mark.one_engine
def test_no_law_breaks_under_random_acts(master: tuple[Path, People]) -> None:
    no_law_breaks(master, begin, examples=1, steps=20, phases=(Phase.generate,))
