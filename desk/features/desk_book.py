"""The desk's own book: telephones, charges, facilities, procedures, emergencies, phrases; found at once, beside a running form."""

from __future__ import annotations

from desk.features.kit import TIME, Act, Due, Feature, Findable, Key, PageSpec, PolicyKey, Record, SlipKind
from desk.i18n import N_

# L10N: 前台手册
_BOOK = N_("Desk handbook")

_S = "desk.services.desk_book:"
_READ = "desk.services.desk_book.read:"
_UI = "desk.ui.desk_book."

KEYS = (
    Key("Ins", ("Add an entry",)), Key("Ctrl+E", ("Change",)), Key("Ctrl+Ins", ("Telephones…",)),
    Key("Ctrl+J", ("Looked through", "Take it over")), Key("Ctrl+P", ("Print telephones",)),
    Key("Ctrl+Shift+P", ("Print the guide",)), Key("Ctrl+Shift+Y", ("Do not take it over",)),
)  # fmt: skip


FEATURE = Feature(
    code="desk_book",
    tables=("desk.models.desk_book",),
    records=(
        Record(
            "book-entry",
            # L10N: 手册条目
            N_("Entry of the handbook"),
            "desk.models.desk_book:BookEntry",
            title="title",
            find=Findable(
                15,
                _BOOK,
                writer=_READ + "pages",
                shows=("book_kinds:kind", "phone"),
                # L10N: 已结束
                past=N_("Over"),
            ),
        ),
        Record(
            "book-change",
            # L10N: 手册修改建议
            N_("Proposal for the handbook"),
            "desk.models.desk_book:BookChange",
            title="title",
            lifecycle="desk.rules.desk_book:CHANGES",
        ),
    ),
    policy=(
        # L10N: 手册条目复核周期（月）
        PolicyKey("desk_book.review_months", "int", N_("Entries are looked through after (months)"), _BOOK, 1, 60),
    ),
    slips=(
        # L10N: 常用电话（张贴）
        SlipKind("book-wall", "TH", N_("Wall sheet of telephones"), "a4", ("a4",), subject=("site",)),
        # L10N: 服务指南
        SlipKind("book-leaflet", "FY", N_("Guide to our services"), "a5", ("a5", "a4"), subject=("site",)),
    ),
    pages=(
        PageSpec("book", _BOOK, _UI + "list:BookPage", parent="settings", targets=("book",)),
        PageSpec(
            "book-entry",
            N_("Entry of the handbook"),
            _UI + "entry:EntryPage",
            parent="settings",
            targets=("book-entry",),
        ),
        # L10N: 手册修改建议
        PageSpec(
            "book-proposals",
            N_("Proposals for the handbook"),
            _UI + "list:ProposalsPage",
            parent="settings",
            targets=("book-proposals",),
        ),
    ),
    keys=KEYS,
    due=(
        # L10N: 手册建议待审核
        Due(
            "book-proposals",
            N_("Proposals for the handbook"),
            _READ + "proposals",
            waits=True,
            order=60,
            role="supervisor",
        ),
        # L10N: 常用电话未填写
        Due("book-numbers", N_("Telephones without a number"), _READ + "missing_numbers", order=61, role="supervisor"),
        # L10N: 手册待复核
        Due("book-review", N_("Handbook entries to look through"), _READ + "to_review", order=62, role="supervisor"),
    ),
    used=("book_entry",),
    acts=(
        Act("book.search", _S + "search", changes=False),
        Act("book.list", _S + "entries", changes=False),
        Act("book.counts", _S + "counts", changes=False),
        Act("book.show", _S + "entry", changes=False),
        Act("book.items", _S + "items", changes=False),
        Act("book.changes", _S + "changes", changes=False),
        Act("book.preview", _S + "preview", changes=False),
        Act("book.begin", _S + "begin", undo=TIME),
        Act("book.save", _S + "save", role="supervisor"),
        Act("book.propose", _S + "propose"),
        Act("book-change.accept", _S + "accept", role="supervisor"),
        Act("book-change.refuse", _S + "refuse", role="supervisor"),
        Act("book.review", _S + "review", role="supervisor"),
        Act("book.numbers", _S + "save_numbers", role="supervisor"),
        Act("book.paper", _S + "print_paper"),
    ),
    hooks={"site_begins": _S + "begin", "look_up": _UI + "panel:look_up"},
    tour="desk.tour.desk_book:tell",
)
