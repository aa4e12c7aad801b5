"""The tables of each module stand on their own: whoever asks for one need not load all."""

from __future__ import annotations

import subprocess
import sys

import pytest

from desk import features
from desk.models import load_tables

WHOLE = """
import sys
for module in sys.argv[1:]:
    __import__(module)
from desk.models.kit.base import Base
Base.registry.configure()
Base.metadata.sorted_tables
"""


@pytest.mark.parametrize("module", sorted(features.each("tables")))
def test_what_a_table_leans_on_is_loaded_with_it(module: str) -> None:
    done = subprocess.run([sys.executable, "-c", WHOLE, module], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]


def test_a_table_that_nobody_asked_for_is_not_made() -> None:
    code = "import sys; from desk.models import Unit; print(any(n in sys.modules for n in ('desk.models.money', 'desk.models.orders')))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "False"


def test_the_names_of_all_tables_are_known_without_making_them() -> None:
    code = "import sys; from desk.models import table_names; print(*sorted(table_names())); print('sqlalchemy' in sys.modules)"
    names, loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert names.split() == sorted(load_tables().metadata.tables)
    assert loaded == "False"
