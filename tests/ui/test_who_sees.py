"""Every question asked with an id, a number, a day or a few words, and every paper as it would be issued: for `test_personal_table`.

And a number that is looked at on purpose is noted (handbook C-34).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desk.errors import DeskError
from desk.models.moves import Move
from desk.models.slips import SlipRecord
from desk.services import cards, moves, renovation
from desk.services.cards.papers import PAPERS
from desk.services.kit import seam
from desk.services.moves.papers import KINDS as OF_MOVES
from desk.services.renovation.papers import KINDS as OF_RENOVATIONS
from tests.ui.seen import WHOLE, shown

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]

TRIES = 24
WORDS = ("", "1", "unit:1", "customer:1", "单雄风", "month", "zh_CN", "1-1-101")


def answers(counter: Counter) -> Iterator[tuple[str, str]]:
    """What every question answers that can be asked with an id, a number, a day or a few words."""
    desk = counter.desk
    with desk.look() as session:
        numbers = [row.number for row in session.scalars(select(SlipRecord).limit(8))]
    for way in seam.ways():
        if way.act.changes:
            continue
        given: list[list[tuple[str, Any]]] = []
        for name, field in way.fields.items():
            if not field.required:
                continue
            kind = str(field.type)
            values: Any = (1, 2, 5) if "int" in kind else numbers if "number" in name else WORDS
            values = (desk.today().isoformat(),) if "date" in kind else values
            given.append([(name, value) for value in values])
        for data in islice(product(*given), TRIES):
            try:
                yield way.act.code, seam.to_json(seam.run(desk, way, dict(data)))
            except DeskError:
                continue


def previews(counter: Counter) -> Iterator[tuple[str, str]]:
    """Every paper of a record as it would be issued."""
    desk = counter.desk
    with desk.look() as session:
        (move,) = session.scalars(select(Move.id))
    for paper in OF_RENOVATIONS:
        yield f"renovation {paper}", renovation.preview(desk, 1, paper).to_json()
    for paper in OF_MOVES:
        yield f"move {paper}", moves.preview(desk, move, paper).to_json()
    for kind in PAPERS:
        yield f"member {kind}", cards.preview(desk, 1, kind).to_json()


def test_a_number_that_is_looked_at_is_noted(counter: Counter) -> None:
    from desk.models import AuditEvent
    from tests.ui.renovation.works import Works

    file = Works(counter).filed()
    counter.window.open_target(f"renovation:{file.id}")
    counter.settle()
    assert "****" in " ".join(shown(counter.page()))
    counter.press("Alt+R")
    assert WHOLE.search(counter.message())
    with counter.desk.look() as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert last is not None
        assert (last.act, last.data["purpose"]) == ("renovation.reveal", "papers")
