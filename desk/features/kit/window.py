"""What a feature declares for the window: pages, quick acts, what is due, what it shows and does for a household."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from desk.features.kit.reference import NOTHING, Ref


class PageSpec(NamedTuple):
    """One page of the window.

    Attributes:
        code: its name in `open_page`.
        label: msgid of its name.
        factory: the class, imported when the page is first opened; it takes (shell, desk).
        icon: a picture of resources/icons; "" for a page that is not in the sidebar.
        parent: for a page that is not in the sidebar: the sidebar entry that lights up for it.
        targets: kinds of records it opens (`unit` for `unit:12`).
        scans: how the codes begin that it opens when they are scanned anywhere (`PG-`), as `number=`.
    """

    code: str
    label: str
    factory: Ref
    icon: str = ""
    parent: str = ""
    targets: tuple[str, ...] = ()
    scans: tuple[str, ...] = ()


class QuickAction(NamedTuple):
    """A button beside the finder, with its key.

    Attributes:
        label: msgid. key: the key. page: what it opens. args: with which arguments.
        takes: names of what it takes over from the page shown (see `Page.context`).
        on: codes of the only pages that it takes something from; empty: from any.
    """

    label: str
    key: str
    page: str
    args: Mapping[str, Any] = NOTHING
    takes: tuple[str, ...] = ()
    on: tuple[str, ...] = ()


class Key(NamedTuple):
    """A key of the feature's pages. A key has one meaning in the whole program, and each act by it is a case of that.

    Attributes:
        key: `Ctrl+B`.
        acts: msgids of what it does on pages of the feature.
        means: its meaning, where the feature has it alone; "": the one of all (desk.ui.kit.keys.MEANINGS).
    """

    key: str
    acts: tuple[str, ...]
    means: str = ""


class Due(NamedTuple):
    """Something that falls due (handbook S11): one engine (services.kit.due) feeds Today and the counts of the sidebar.

    Attributes:
        code: `callback`, `promise`. label: msgid. role: the least role it is shown to.
        items: `(session, desk, now, limit) → DueItems`; the count comes from SQL, only the first rows are read.
        urgent: it wants doing now, and is red. waits: somebody has to do it today: it is counted beside the sidebar's entry.
        standing: a state rather than a thing to do: shown even when all is well, and no reason to leave one's tea.
        order: of Today's cards, the most pressing first.
        walk: its place in the morning walk (handbook S30), which goes through what waits; those of one place by `order`.
        act: `(page, row)` does the one act of a row over a page (`DueRow.act`); "" opens the record.
    """

    code: str
    label: str
    items: Ref
    urgent: bool = False
    waits: bool = False
    standing: bool = False
    order: int = 50
    role: str = "receptionist"
    walk: int = 50
    act: Ref = ""


class GuideStep(NamedTuple):
    """A step of a new site's first week (handbook S30); it ticks itself.

    Attributes:
        code: its name. label: msgid. target: what opens it (`settings:staff`). order: among the steps.
        done: `(session, desk) → bool`.
    """

    code: str
    label: str
    target: str
    done: Ref
    order: int = 50


class Light(NamedTuple):
    """One lamp of the household clearance (architecture "The clearance").

    Attributes:
        code: what it is about. read: `(session, desk, household) → LightView`. order: on the household page.
        leaving: it is a matter to be settled when the household leaves: it stands on the clearance sheet.
        label, none: msgids of its name, and of what is said where the feature has no rows of the household (`homes`, `people`):
            then the lamp is green and nothing is read.
        health: the part of the household's health that it tells of (rules.health.PARTS); "" for none.
    """

    code: str
    read: Ref
    order: int = 50
    leaving: bool = True
    label: str = ""
    none: str = ""
    health: str = ""


class HouseholdAct(NamedTuple):
    """What a feature does for a household: a button of its page, and what the button of a lamp does.

    Attributes:
        code: its name; a lamp whose `act` is this code (LightView) has a button that does it.
        label: msgid of the button; "" for what only a lamp does.
        key: its key on the page (see `desk.ui.households.acts` for those that are taken). The key of a quick action may be
            named too: it is shown on the button, and stays the window's.
        page: the page it opens, with `unit_id=` and, where somebody is selected, `customer_id=`.
        run: instead of a page, `(page)`: called with the household's page (`desk.ui.households.shown`).
        short: msgid on the lamp's button, "" says "Open".
        order: among the buttons.
    """

    code: str
    label: str = ""
    key: str = ""
    page: str = ""
    run: Ref = ""
    short: str = ""
    order: int = 50


class HouseholdCard(NamedTuple):
    """What a feature shows of a household: a tab beside its timeline and papers, there when there is something to show.

    Attributes:
        code: its name. heading: msgid on the tab.
        read: `(session, desk, household) → what it shows`, read with the household; nothing (`()`, None) takes the tab away.
        make: `(page) → content`, a widget with `fill(shown)`; made when there is something to show for the first time.
        order: among the tabs.
    """

    code: str
    heading: str
    read: Ref
    make: Ref
    order: int = 50


class Bar(NamedTuple):
    """A strip over the pages, under the finder: a widget that shows itself when it has something to show.

    Attributes:
        make: `(window) → widget`; made with the window, before SQLAlchemy is there.
        order: from top to bottom.
    """

    make: Ref
    order: int = 50
