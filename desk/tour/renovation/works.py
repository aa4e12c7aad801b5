"""What the stories of renovations share: a till, cells, ticks, an act by its key."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from desk.services import money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.tour.hands import Hands


@contextmanager
def shift(hands: Hands) -> Iterator[None]:
    """A till shift, which deposits need."""
    if money.my_shift(hands.desk) is None:
        money.open_shift(hands.desk, counter="2", opening=50000)  # the first one waits to be taken over
    yield


def choose(hands: Hands, cell: Any, code: str) -> None:
    """Chooses an entry of a cell by the arrow key."""
    for _again in range(cell.count()):
        if cell.value() == code:
            return
        hands.press("Down")
    raise AssertionError(code)


def tick_all(hands: Hands, form: Any, name: str) -> None:
    """Ticks every line of a field."""
    hands.goto(form, name)
    for row in form.field(name).rows_of_cells():
        if not row[0].isChecked():
            hands.press("Space")
        hands.press("Down")


def act(hands: Hands, page: Any, key: str, fill: Callable[[Any], None] | None = None, *, picture: str = "") -> None:
    """Does an act by its key; one that asks something is filled in."""
    before = len(page.view().events)
    hands.press(key)
    if fill is not None:
        dialog = hands.dialog()
        fill(dialog.form)
        if picture:
            hands.snap(picture)
        hands.press("Ctrl+Return")
    hands.wait(lambda: len(page.view().events) > before, f"the act of {key}")
    hands.settle()


__all__ = ["act", "choose", "shift", "tick_all"]
