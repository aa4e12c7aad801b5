"""A new list of greetings: occasion, means and filter; beside it who is on it, who is left out and why, and the card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desk.catalog import catalog
from desk.i18n import N_, _, ngettext
from desk.rules.letters.occasions import WINDOWS, fits
from desk.services import letters
from desk.services.letters import GreetingEntry
from desk.ui.forms import FieldSpec
from desk.ui.kit import tasks
from desk.ui.kit import words as say
from desk.ui.kit.tables import Column
from desk.ui.letters.write import WritePage
from desk.ui.slips.actions import print_slip
from desk.ui.slips.many import print_papers

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.letters import GreetingRunView, OccasionView

PEOPLE = (
    Column("on", N_("Date"), 11, get=lambda row: say.day(row.on)),
    Column("room", N_("Room"), 16, bold=True),
    Column("name", N_("Name"), 12),
    Column("salutation", N_("Salutation"), 12),
)


def window_words(days: int) -> str:
    """How far a list of birthdays looks ahead."""
    if not days:
        return _("Today")
    # L10N: 今后 {n} 天
    return ngettext("The next {n} day", "The next {n} days", days).format(n=days)


def _of_birthday(values: Mapping[str, Any]) -> bool:
    return values.get("occasion") == "birthday"


def _by_card(values: Mapping[str, Any]) -> bool:
    return values.get("means") == "card"


class GreetPage(WritePage):
    """`open_page("greet")`, with `occasion`; Ctrl+Enter makes the list and prints it or its cards."""

    # L10N: 新问候名单
    heading = N_("New list of greetings")
    people = PEOPLE

    def __init__(self, shell: Any, desk: Desk) -> None:
        self._occasions: tuple[OccasionView, ...] = ()
        self._proposed = ""
        super().__init__(shell, desk)

    def fields(self) -> tuple[FieldSpec, ...]:
        def occasions() -> list[tuple[str, str]]:
            return [(one.code, say.dotted(one.name, say.day(one.day))) for one in self._occasions]

        return (
            # L10N: 节日
            FieldSpec("occasion", N_("Occasion"), "choice", required=True, choices=occasions, span="full"),
            # L10N: 方式
            FieldSpec(
                "means", N_("Means"), "choice", required=True, default="call",
                choices=lambda: [(one.code, one.label) for one in catalog("greeting_means")],
            ),
            FieldSpec(
                "days", N_("Birthdays of"), "choice", default="0", visible_when=_of_birthday, keeps_place=True,
                choices=lambda: [(str(days), window_words(days)) for days in WINDOWS],
            ),
            FieldSpec(
                "day", N_("Day of it"), "date", visible_when=lambda values: not _of_birthday(values), instead_of="days",
                # L10N: 留空为下一个节日当天
                help=N_("Left empty: the next day of the occasion."),
            ),
            FieldSpec(
                "template_id", N_("Template"), "choice", span="full", visible_when=_by_card, needed_when=_by_card, keeps_place=True,
                choices=lambda: [(str(one.id), one.name) for one in self.templates],
            ),
            *self.filter_fields(),
        )  # fmt: skip

    def read_around(self, desk: Desk) -> Any:
        found = letters.templates(desk, state="in-use", kind="greeting", limit=500).rows
        return found, letters.occasions(desk)

    def looked(self, args: Mapping[str, Any], answer: Any) -> None:
        self.templates, self._occasions = tuple(answer[0]), tuple(answer[1])
        self.form.refill("template_id")
        self.form.refill("occasion")
        wanted = str(args.get("occasion") or "birthday")
        self.form.set_value("occasion", wanted)
        self._proposed = str(self.form.value("template_id") or "")
        self._propose()

    def changed(self) -> None:
        self._propose()
        super().changed()

    def _propose(self) -> None:
        """The card that fits the occasion, as long as nobody chose another: a birthday card is for birthdays only."""
        values = self.form.values()
        if str(self.form.value("template_id") or "") != self._proposed:
            return  # chosen by hand
        occasion = next((one.name for one in self._occasions if one.code == values["occasion"]), "")
        fit = [one for one in self.templates if fits(one.name, one.text, values["occasion"] or "")]
        named = next((one for one in fit if occasion and occasion in f"{one.name}{one.text}"), None)
        one = named or (fit[0] if fit else None)
        wanted = str(one.id) if one is not None else ""
        if wanted != self._proposed:
            self._proposed = wanted
            self.form.set_value("template_id", wanted)

    def entry(self, values: Mapping[str, Any]) -> GreetingEntry:
        return GreetingEntry(
            values["occasion"] or "", values["means"] or "", int(values["template_id"] or 0), int(values["days"] or 0),
            values["day"], int(values["building_id"] or 0) or None, values["klass"] or "", values["tier"] or "",
            self.without(),
        )  # fmt: skip

    @staticmethod
    def asked_for(entry: GreetingEntry) -> bool:
        return bool(entry.occasion) and (entry.means != "card" or bool(entry.template_id))

    @staticmethod
    def look(desk: Desk, entry: GreetingEntry) -> Any:
        return letters.preview_greetings(desk, entry)

    @staticmethod
    def write(desk: Desk, entry: GreetingEntry, progress: tasks.Progress) -> Any:
        return letters.make_greetings(desk, entry, progress=progress, cancelled=progress.cancelled)

    @staticmethod
    def template_of(found: Any) -> int:
        return int(found.template_id)

    def none_words(self) -> str:
        if _by_card(self.form.values()) and not self.templates:
            # L10N: 没有已启用的问候模板，请先在“函件模板”中批准启用。
            return _("No greeting is in use. Approve one among the templates first.")
        return ""

    def count_words(self, count: int) -> str:
        # L10N: {n} 人
        return ngettext("{n} person", "{n} people", count).format(n=f"{count:,}")

    def tab_words(self, letters: int, left: int) -> Sequence[str]:
        # L10N: 贺卡; 名单（{n}）; 未列入（{n}）
        return (
            _("The card"),
            _("To greet ({n})").format(n=f"{letters:,}"),
            _("Left out ({n})").format(n=f"{left:,}"),
        )

    def done(self, view: GreetingRunView, *, printing: bool) -> None:
        # L10N: {number}：名单上有 {n} 人
        words = ngettext("{number}: {n} person is on the list.", "{number}: {n} people are on the list.", view.people)
        self.shell.messages.info(words.format(number=view.number, n=f"{view.people:,}"))
        self.shell.open_page("greetings", run_id=view.id)
        page = self.shell.page() or self
        if printing and view.numbers:
            print_papers(page, "letter", view.numbers)
        elif printing and view.slip is not None:
            print_slip(page, view.slip)


__all__ = ["GreetPage", "window_words"]
