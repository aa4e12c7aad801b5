"""Saving a form, the same for pages, dialogs and settings: settle, check, hand over, and show every answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from desk.errors import DeskError, InvalidInput
from desk.services.kit.desk import rehearsal
from desk.ui.forms import Form
from desk.ui.kit import tasks

Save = Callable[[dict[str, Any]], Any]


def submit(
    form: Form,
    save: Save,
    *,
    owner: QWidget,
    busy: tasks.Busy,
    done: Callable[[Any], object],
    failed: Callable[[DeskError], object],
    wrong: Mapping[str, str] | None = None,
) -> None:
    """Saves what is typed, off the UI thread, once; the owner's scope makes the form read-only while that lasts.

    What counts as saved is what was handed over. Where the form itself sees something wrong nothing is saved, and what the
    service would say of the rest is shown at once as well.

    Args:
        form: the form.
        save: calls the service with the values; must not touch widgets.
        owner: the page or dialog; its answers are dropped when it is gone.
        busy: made with `form.set_read_only`; ends with the outcome.
        done: gets what `save` returned.
        failed: gets what belongs to no field, a bug in words included.
        wrong: what the owner sees wrong besides the form, by field.
    """
    if busy:
        return
    form.settle()
    problems = {**form.check(), **(wrong or {})}
    form.show_problems(problems)
    values, handed = form.values(), form.state()
    if problems:
        _ask_for_the_rest(form, save, values, problems, owner)
        return

    def saved(result: Any) -> None:
        form.mark_saved(handed)
        done(result)

    def refused(error: DeskError) -> None:
        if isinstance(error, InvalidInput):
            form.show_problems(error)
        else:
            failed(error)

    tasks.run(lambda: save(values), on_done=saved, on_error=refused, owner=owner, busy=busy, pool=tasks.ACTS)


def _ask_for_the_rest(
    form: Form, save: Save, values: dict[str, Any], problems: Mapping[str, str], owner: QWidget
) -> None:
    """Shows what the service would say of the other fields, so that errors do not come in waves."""
    typed = form.state()

    def look() -> Mapping[str, str]:
        try:
            with rehearsal():
                save(values)
        except InvalidInput as error:
            return error.by_field()
        except Exception:  # noqa: BLE001 - what is missing may break what comes after it; it is said when nothing is missing
            return {}
        return {}

    def show(found: Mapping[str, str]) -> None:
        if form.state() == typed:  # else it is being put right already
            beside = {name: words for name, words in found.items() if form.has_field(name)}
            form.show_problems({**beside, **problems})  # what concerns the whole may only come of what is missing

    tasks.run(look, on_done=show, on_error=lambda _error: None, owner=owner, pool=tasks.ACTS)


__all__ = ["submit"]
