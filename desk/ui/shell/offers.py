"""Everything that can be done, as one list: what the shown page or dialog does, pages, quick acts, papers, the acts of other pages.

What is shown is asked itself. Of pages that were not opened yet `resources/acts` tells, a file for each feature: a hundred pages are
not made for a list. `python -m tests.acts` writes these files, nobody does by hand, and a test holds them to what the pages do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from PySide6.QtWidgets import QDialog

from desk import features, paths
from desk.i18n import _, speaking
from desk.ui.kit import keys, pages, theme
from desk.ui.shell.letters import assign, sound

if TYPE_CHECKING:
    from desk.features.kit import PageSpec, QuickAction
    from desk.ui.kit.messages import MessageBar
    from desk.ui.kit.pages import PageAction
    from desk.ui.kit.preferences import Preferences

ELSEWHERE = ("", "row", "record", "part")
"""Acts that are offered on other pages, too: not what is done with a form or with what a list shows."""


class Window(Protocol):
    """What the list needs of the window (ui.shell.main_window), which opens it.

    Attributes:
        messages: the bar for news and errors.
    """

    messages: MessageBar

    @property
    def preferences(self) -> Preferences:
        """What this PC remembers of its window."""
        ...

    def page(self) -> pages.Page | None:
        """The page shown now."""
        ...

    def place(self) -> tuple[str, dict[str, Any]]:
        """The code of the page shown, and what it was opened with."""
        ...

    def open_page(self, code: str, *, keep_focus: bool = False, **args: Any) -> pages.Page | None:
        """Opens a page by its code."""
        ...

    def start(self, action: QuickAction) -> pages.Page | None:
        """Begins a quick act, about what the page shown is about."""
        ...

    def general(self, key: str) -> Callable[[], object] | None:
        """What a key does on every page."""
        ...


class Known(NamedTuple):
    """An act of a page as the file tells it.

    Attributes:
        page: code of the page. on: see `PageAction.on`; `part`: a part of the page (`key` is then its code). key, label: of the act.
    """

    page: str
    on: str
    key: str
    label: str


class Offer(NamedTuple):
    """An entry of the list.

    Attributes:
        code: names it, also in what is remembered as recently used. words, where: translated.
        key: its own key. run: does it. why_not: why it cannot be done now. letters: that lead to it from anywhere.
        here: it belongs to what is shown.
    """

    code: str
    words: str
    where: str
    key: str
    run: Callable[[], object]
    why_not: str = ""
    letters: str = ""
    here: bool = False


def file_of(feature: str) -> Path:
    """The file that tells what the pages of a feature do."""
    return paths.resources() / "acts" / f"{feature}.tsv"


def known() -> tuple[Known, ...]:
    """The acts of all pages, in the order of the features."""
    return _known(features.FEATURES)


@lru_cache(maxsize=1)
def _known(_features: tuple[str, ...]) -> tuple[Known, ...]:
    files = (file_of(feature.code) for feature in features.features() if feature.pages)
    lines = (line for file in files if file.exists() for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(Known(*line.split("\t")) for line in lines if line and not line.startswith("#"))


def of_page(page: pages.Page, spec: PageSpec) -> list[Known]:
    """What a page does, for the file: each act once. What is done with the list just as it is shown is nobody else's."""
    found = [
        Known(spec.code, action.on or _usually(spec), action.key, action.label)
        for action in page.offered_acts()
        if action.on != "view"
    ]
    found += [Known(spec.code, "part", code, label) for code, label in page.openable_parts()]
    return list({(each.on == "part", each.label): each for each in reversed(found)}.values())[::-1]


def _usually(spec: PageSpec) -> str:
    """What the acts of a page are about that do not say it: a page that opens a record does them with it."""
    return "record" if spec.targets and not spec.icon and spec.targets[0] in features.records() else ""


@lru_cache(maxsize=4)
def _letters(_language: str) -> dict[str, str]:
    """The letters of everything that is known, by code."""
    codes = [(each.code, _(each.label), "") for each in pages.registered()]
    codes += [(f"quick:{each.label}", _(each.label), "") for each in pages.actions()]
    codes += [(f"{each.page}:{each.label}", _(each.label), _page_words(each.page)) for each in known()]
    codes += [(f"paper:{kind.code}", _(kind.label), "") for kind in features.slip_kinds().values()]
    codes += [(f"key:{key}", _(label), "") for key, label in keys.GENERAL]
    own = assign((words, where) for _code, words, where in codes)
    return {code: letters for (code, _words, _where), letters in zip(codes, own, strict=True)}


def letters_of(language: str) -> dict[str, str]:
    """The letters of each act that is known, by its code; the first time it thinks, so it is asked on a worker."""
    with speaking(language):
        return _letters(language)


def _page_words(code: str) -> str:
    spec = pages.spec_of(code)
    return _(spec.label) if spec is not None else ""


def all_of(window: Window, dialog: QDialog | None, letters: dict[str, str]) -> list[Offer]:
    """The list as it is now: what is shown first, then what can be done everywhere, then the acts of other pages."""
    here = list(_of_dialog(dialog)) if dialog is not None else list(_of_page(window))
    # L10N: 请先完成或取消这个窗口
    closed = _("Finish or cancel this dialog first") if dialog is not None else ""
    codes = {offer.code for offer in here}
    words = {(offer.words, offer.where) for offer in here}
    rest = (offer for offer in _others(window) if offer.code not in codes and (offer.words, offer.where) not in words)
    found = [*here, *(offer._replace(why_not=closed or offer.why_not) for offer in rest)]
    return lettered(found, letters)


def lettered(found: Sequence[Offer], letters: Mapping[str, str]) -> list[Offer]:
    """The acts with their letters; what only the shown page knows gets some that nothing else has."""
    new = [offer for offer in found if offer.code not in letters] if letters else []
    meant = (sound(offer.words).initials[0] for offer in found) if new else ()
    own = assign([(offer.words, offer.where) for offer in new], (*letters.values(), *meant))
    more = {offer.code: each for offer, each in zip(new, own, strict=True)}
    return [offer._replace(letters=letters.get(offer.code) or more.get(offer.code, "")) for offer in found]


# ------------------------------------------------------------------------------------------------------------ what is shown
def _of_page(window: Window) -> Iterator[Offer]:
    page = window.page()
    code, _args = window.place()
    if page is None:
        return
    where = _page_words(code)
    told: set[str] = set()
    for action in page.offered_acts():
        words = _(action.label)
        if words and words not in told:
            told.add(words)
            why_not = action.why_not() if action.why_not is not None else page.why_not(action)
            yield Offer(f"{code}:{action.label}", words, where, action.key, action.run, why_not, here=True)
    for part, label in page.openable_parts():
        yield Offer(f"{code}:{label}", _(label), where, "", partial(window.open_page, code, part=part), here=True)
    yield from _of_buttons(page, code, where, told)
    yield from _papers_here(page, where)


def _of_buttons(root: pages.Page | QDialog, code: str, where: str, told: set[str]) -> Iterator[Offer]:
    """The buttons that are shown and not told yet: whatever can be clicked can be done by its name."""
    told |= {_(spec.label) for spec in pages.registered()}  # the way to a page is offered everywhere
    for button in root.findChildren(theme.Button):
        words = button.accessibleName().removesuffix("…")
        if words and words not in told and button.isVisibleTo(root):
            told.add(words)
            why_not = "" if button.isEnabled() else _(pages.NOT_NOW)
            yield Offer(f"{code}:{words}", words, where, button.key(), button.click, why_not, here=True)


def _papers_here(page: pages.Page, where: str) -> Iterator[Offer]:
    """The kinds of papers that can be issued for the record that is shown."""
    choose = page.choose_paper()
    if choose is None:
        return
    for kind in features.slip_kinds().values():
        if page.record_kind() in kind.subject:
            yield Offer(f"paper:{kind.code}", _(kind.label), where, "", partial(choose, kind.code), here=True)


def _of_dialog(dialog: QDialog) -> Iterator[Offer]:
    yield from _of_buttons(dialog, "dialog", dialog.windowTitle(), set())


# ------------------------------------------------------------------------------------------------------------- all the rest
def _others(window: Window) -> Iterator[Offer]:
    for action in pages.actions():
        yield Offer(f"quick:{action.label}", _(action.label), "", action.key, partial(window.start, action))
    for spec in pages.registered():
        yield from _way_to(window, spec)
    for key, label in keys.GENERAL:
        run = window.general(key)
        if run is not None:
            yield Offer(f"key:{key}", _(label), "", key, run)
    labels = {spec.label for spec in pages.registered()}
    for each in known():
        way = each.key in keys.BESIDE and each.label in labels  # to a page that is offered itself
        if each.on in ELSEWHERE and not way and pages.spec_of(each.page) is not None:
            run = partial(go_and_do, window, each)
            key = "" if each.on == "part" else each.key
            yield Offer(f"{each.page}:{each.label}", _(each.label), _page_words(each.page), key, run)
    for kind in features.slip_kinds().values():
        home = _home(kind.subject)
        if home is not None:
            run = partial(_to_the_list, window, home, kind.label, "")
            yield Offer(f"paper:{kind.code}", _(kind.label), _(home.label), "", run)


def _way_to(window: Window, spec: PageSpec) -> Iterator[Offer]:
    """A page that needs no record is opened; one that shows a record is reached by its list."""
    begun = {action.page for action in pages.actions()}
    if _usually(spec) != "record" and (spec.icon or spec.code not in begun):
        number = [page.code for page in pages.registered() if page.icon].index(spec.code) + 1 if spec.icon else 0
        key = f"Alt+{number}" if 0 < number < 10 else ""
        yield Offer(spec.code, _(spec.label), "", key, partial(window.open_page, spec.code))


def _home(kinds: Sequence[str]) -> PageSpec | None:
    """The list in which records of these kinds are found."""
    for kind in kinds:
        spec = pages.page_for(kind)
        if spec is not None:
            return pages.spec_of(spec.parent) if spec.parent else spec
    return None


def go_and_do(window: Window, act: Known) -> None:
    """Opens the page of an act and does it there; what needs a record or a row leads to the list, and says how to go on."""
    spec = pages.spec_of(act.page)
    assert spec is not None
    if act.on == "record":
        _to_the_list(window, pages.spec_of(spec.parent) or spec, act.label, act.key)
        return
    page = window.open_page(act.page, part=act.key) if act.on == "part" else window.open_page(act.page)
    if page is None or act.on == "part":
        return
    if act.on == "row":
        _say_choose(window, act.label, act.key)
        return
    run: PageAction | None = next((action for action in page.offered_acts() if action.label == act.label), None)
    if run is not None:
        run.run()


def _to_the_list(window: Window, spec: PageSpec, label: str, key: str) -> None:
    if window.open_page(spec.code) is not None:
        _say_choose(window, label, key)


def _say_choose(window: Window, label: str, key: str) -> None:
    if key and key != "Enter":
        # L10N: {act}：请先选中一条（{key}）
        words = _("{act}: choose one, then {key}.").format(act=_(label), key=key)
    else:
        # L10N: {act}：请先选中一条
        words = _("{act}: choose one first.").format(act=_(label))
    window.messages.info(words)


__all__ = [
    "ELSEWHERE",
    "Known",
    "Offer",
    "all_of",
    "file_of",
    "go_and_do",
    "known",
    "lettered",
    "letters_of",
    "of_page",
]
