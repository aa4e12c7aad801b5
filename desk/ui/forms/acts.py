"""Acts on a record: the life cycle says which there are, a table of forms what each asks; the rest is the same for all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from desk.i18n import N_, _
from desk.rules.kit.gate import Obstacle, standing, waiver_role
from desk.rules.kit.lifecycle import ROLES, LifeCycle, Move
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import tasks

if TYPE_CHECKING:
    from desk.ui.kit.pages import Page

WAIVE = "waive:"
"""How the fields begin that say why an obstacle is done without."""
SETTLE_KEYS = tuple(f"Ctrl+{number}" for number in range(1, 9))
"""Keys of the acts that settle what stands in the way, in its order."""
FEW = 2
"""So many of them have room beside the buttons of the dialog; more stand under what is in the way."""


@dataclass(frozen=True, slots=True)
class ActForm:
    """What an act asks and does.

    Attributes:
        fields: of the form; what the life cycle needs is marked required by itself.
        save: calls the service with the form's values, off the UI thread. Reasons of waivers come as `waived`, by code.
        yes: words of the button that does it; the act's own when "".
        said: the sentence after it was done, where the life cycle's words do not do.
        words: what the life cycle's sentence has besides {number}.
        values: what the fields start with.
        note: a sentence above the fields.
        then: goes on after it was done (prints the work order).
        watch: gets the form once and may follow it (what is worth knowing beside a field).
    """

    fields: tuple[FieldSpec, ...]
    save: Callable[[dict[str, Any]], Any]
    yes: str = ""
    said: Callable[[Any], str] | None = None
    words: Callable[[Any], Mapping[str, str]] | None = None
    values: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    then: Callable[[Any], object] | None = None
    watch: Callable[[Any], object] | None = None


@dataclass(frozen=True, slots=True)
class _New:
    state: str = ""
    number: str = ""


NEW = _New()
"""What `Acts.read` gives for an act that begins a record: there is none yet."""

FormFactory = Callable[[Any, Any, Any], ActForm]
"""`(page, record, what was read around it) → form`."""


class Acts:
    """Opens the act's form for a record, and does the act. A feature says how a record is read and what its acts ask.

    Args:
        page: the page it belongs to.
        cycle: the life cycle.
        forms: by the act's code. Acts of the cycle that are not in it open something else (`elsewhere`).

    Attributes:
        dialog: the form that is open.
        busy: an act that asks nothing is under way; a page that shows it puts its own here.
    """

    def __init__(self, page: Page, cycle: LifeCycle, forms: Mapping[str, FormFactory]) -> None:
        self._page = page
        self._desk = page.desk
        self._cycle = cycle
        self._forms = forms
        self.dialog: ActDialog | None = None
        self.busy = tasks.Busy()

    # ------------------------------------------------------------------------------------------ what a feature says
    def read(self, record_id: int, code: str) -> tuple[Any, Any]:
        """The record, and what its form needs besides; off the UI thread."""
        raise NotImplementedError

    def number(self, record: Any) -> str:
        """What names a record in sentences."""
        return str(record.number)

    def note(self, record: Any) -> tuple[str, ...]:
        """What the form tells of the record."""
        return (self.number(record),)

    def in_the_way(self, record: Any, move: Move) -> tuple[Obstacle, ...]:
        """What stands in the way of an act with a gate, as far as the record is read."""
        return ()

    def elsewhere(self, record: Any, code: str) -> None:
        """An act that is no short form: opens its page or dialog."""
        raise NotImplementedError

    def settle(self, record: Any, obstacle: Obstacle, move: Move) -> None:
        """Does what settles an obstacle, then comes back to the act it stands in the way of."""
        raise NotImplementedError

    # -------------------------------------------------------------------------------------------------- what they get
    def open_for(self, record_id: int, code: str, *, instead: Collection[str] = ()) -> None:
        """Reads the record, then opens the act's form; says why not when the act is not possible now.

        Args:
            record_id: which record.
            code: the act.
            instead: acts that share its key; the first that is possible is opened.
        """
        codes = (code, *instead)
        self._page.ask(lambda: self.read(record_id, code), lambda answer: self._open(codes, *answer))

    def _open(self, codes: tuple[str, ...], record: Any, around: Any) -> None:
        code = next((each for each in codes if self._cycle.possible(record, each)), "")
        if not code:
            # L10N: 当前状态不能这样做
            self._page.shell.messages.error(
                _("{number}: this cannot be done in its present state.").format(number=self.number(record))
            )
        elif self.dialog is not None or self.busy:
            return  # the key was pressed twice while the record was read
        elif code in self._forms:
            self._open_form(self._cycle.by_code[code], record, self._forms[code](self._page, record, around))
        else:
            self.elsewhere(record, code)

    def _open_form(self, move: Move, record: Any, form: ActForm) -> None:
        obstacles = self.in_the_way(record, move)
        asks = bool(form.fields or obstacles or move.danger)
        if not asks and self._desk.may(self._cycle.role_for(record, move.code)):
            # There is nothing to ask.
            self._page.act(lambda: form.save({}), lambda after: self._acted(move, form, after), busy=self.busy)
            return
        required = {*self._cycle.required(record, move.code), *(each.field for each in obstacles if each.field)}
        fields = tuple(replace(each, required=True) if each.name in required else each for each in form.fields)
        waivers = tuple(_waiver(each) for each in obstacles if each.waivable_by)
        dialog = _GateDialog(
            self._page,
            FormSpec(move.heading, (*fields, *waivers)),
            lambda values: form.save(_with_waivers(values)),
            yes=form.yes or _(move.label),
            values=form.values,
            note=" · ".join(part for part in (*self.note(record), form.note) if part),
            danger=move.danger,
        )
        dialog.obstacles = obstacles
        if form.watch is not None:
            form.watch(dialog.form)
        self._ask_approval(dialog, record, move, obstacles)
        for obstacle in obstacles:
            if not obstacle.field:
                dialog.tell(obstacle.words)
        ways = {each.settle: each for each in reversed(obstacles) if each.settle}  # one act may settle several
        for key, obstacle in zip(SETTLE_KEYS, reversed(ways.values()), strict=False):
            self._offer(dialog, key, record, obstacle, move, many=len(ways) > FEW)
        dialog.acted.connect(lambda after: self._acted(move, form, after))
        self.start(dialog)

    def _acted(self, move: Move, form: ActForm, after: Any) -> None:
        words = form.words(after) if form.words is not None else {}
        said = form.said(after) if form.said is not None else _(move.done).format(number=self.number(after), **words)
        self._page.shell.messages.info(said)
        if form.then is not None:
            form.then(after)

    def _ask_approval(self, dialog: ActDialog, record: Any, move: Move, obstacles: tuple[Obstacle, ...]) -> None:
        """Asks for the PIN of who may: for the act, and as soon as a reason is given why something is done without."""
        least = self._cycle.role_for(record, move.code)

        def follow() -> None:
            values = dialog.form.values()
            waived = _waived(values)
            dialog.approval.ask(max(least, waiver_role(obstacles, waived) or least, key=ROLES.index))

        dialog.form.changed.connect(follow)
        follow()

    def _offer(self, dialog: ActDialog, key: str, record: Any, obstacle: Obstacle, move: Move, *, many: bool) -> None:
        def settle() -> None:
            dialog.reject()
            self.settle(record, obstacle, move)

        if many:
            dialog.add_way(obstacle.settle_words, key, settle)
        else:
            dialog.add_button(obstacle.settle_words, key, settle, first=True)

    def start(self, dialog: ActDialog) -> None:
        """Shows a dialog as the one that is open."""
        dialog.finished.connect(lambda _code: self._closed(dialog))
        self.dialog = dialog
        dialog.start()

    def _closed(self, dialog: ActDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None


class _GateDialog(ActDialog):
    """The form of an act; what stands in the way is said beside the field that waives it, together with all else."""

    obstacles: tuple[Obstacle, ...] = ()

    def wrong(self) -> dict[str, str]:
        values = self.form.values()
        left = standing((each for each in self.obstacles if each.waivable_by), values, _waived(values))
        return {**super().wrong(), **{f"{WAIVE}{each.code}": each.words for each in left}}


def _waiver(obstacle: Obstacle) -> FieldSpec:
    """Why an obstacle is done without; left empty, it is not."""
    return FieldSpec(
        f"{WAIVE}{obstacle.code}",
        obstacle.waive_words,
        "text",
        span="full",
        # L10N: 须当场授权；留空则不免除
        help=N_("Only with an approval by PIN. Left empty, nothing is waived."),
    )


def _waived(values: Mapping[str, Any]) -> dict[str, str]:
    """The reasons typed, by the code of what is waived."""
    return {
        name.removeprefix(WAIVE): value.strip()
        for name, value in values.items()
        if name.startswith(WAIVE) and value.strip()
    }


def _with_waivers(values: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in values.items() if not name.startswith(WAIVE)}
    waived = _waived(values)
    return {**given, "waived": waived} if waived else given


__all__ = ["NEW", "WAIVE", "ActForm", "Acts", "FormFactory"]
