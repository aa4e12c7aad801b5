"""What a feature declares of its acts and questions: their names, who may, how they are undone."""

from __future__ import annotations

from typing import NamedTuple

from desk.features.kit.reference import Ref
from desk.i18n import N_


class Undo(NamedTuple):
    """How an act is taken back within a minute (services.undo).

    Attributes:
        run: `(desk, done)`, the feature's own way back, which runs acts of the feature; "": the rows are put back as they were,
            records with a number go where their `Numbers` say, slips become void.
        instead: msgid that says why it cannot be undone and what to do instead; "": it can be.
        aside: it is no step of its own on the way back: somebody only looked, or what was done before is printed.
    """

    run: Ref = ""
    instead: str = ""
    aside: bool = False


RESTORE = Undo()
"""The rows are put back as they were."""
# L10N: 查看无法撤销：谁看过什么已记录在案。
LOOKED = Undo(instead=N_("Looking cannot be undone: it stays on record who saw what."), aside=True)
# L10N: 已另存的文件无法收回：请删除所存文件。
EXPORTED = Undo(instead=N_("What left the desk as a file cannot be taken back: delete the file where it was saved."))
# L10N: 已打印的纸张无法撤销：请收回作废，或在单据页上作废该单据。
PRINTED = Undo(instead=N_("What was printed cannot be undone: take the paper back, and void the slip if it is wrong."))
# L10N: 到期的事项由时间决定，无法撤销：请为该记录办理新的业务。
TIME = Undo(instead=N_("What time itself does cannot be undone: go on with the record from here."), aside=True)


class Act(NamedTuple):
    """One act or question that can be run by name (`desk act request.log`).

    Attributes:
        code: dotted name, for an act the same as its audit event.
        run: the service's function `(desk, …) → view`.
        changes: whether it is an act; a question changes nothing.
        role: the least role that may run it, "" for whoever comes (the first set-up, signing in); the function checks it again.
        undo: how it is taken back, or why it cannot be. events: the names of its audit events where they are others than the code.
    """

    code: str
    run: Ref
    changes: bool = True
    role: str = "receptionist"
    undo: Undo = RESTORE
    events: tuple[str, ...] = ()
