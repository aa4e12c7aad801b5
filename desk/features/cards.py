"""Members and cards: who has joined the scheme, with which plastic; found or scanned at the counter."""

from __future__ import annotations

from desk.features.kit import (
    EXPORTED,
    TIME,
    Act,
    Code,
    Due,
    Feature,
    Findable,
    HouseholdAct,
    HouseholdCard,
    Key,
    Light,
    Numbers,
    PageSpec,
    PolicyKey,
    QuickAction,
    Record,
    SlipKind,
    Undo,
    Way,
)
from desk.i18n import N_

# L10N: 会员
_MEMBERS = N_("VIP members")
_MEMBER = ("member",)
# L10N: 会员卡由会员页面的发卡、补卡办理，不能单独作废
_BY_MEMBER = N_("A card is replaced or cancelled at its member; it cannot be voided alone.")

# L10N: 本人撤回同意后，相关信息已删除，不能撤销。再次同意时请重新办理入会。
_WITHDRAWN = Undo(
    instead=N_(
        "What was kept for the membership is erased, so this cannot be undone. Take the person in anew when they agree again."
    )
)

SLIPS = (
    SlipKind(
        "member-application",
        "HY",
        # L10N: VIP会员申请表
        N_("Application for membership"),
        "a4",
        ("a4",),
        carries="member",
        subject=_MEMBER,
    ),
    SlipKind(
        "member-card",
        "KP",
        # L10N: 会员卡
        N_("Member's card"),
        "cr80",
        ("cr80", "a4"),
        carries="card",
        own_void=_BY_MEMBER,
        subject=_MEMBER,
    ),
    # L10N: 会员卡领卡签收单
    SlipKind("card-receipt", "LQ", N_("Receipt for a member's card"), "a5", ("a5", "a4"), subject=_MEMBER),
    # L10N: 会员卡补卡单
    SlipKind("card-replacement", "BK", N_("Replacement of a member's card"), "a5", ("a5", "a4"), subject=_MEMBER),
    # L10N: 会员手册
    SlipKind("member-handbook", "SC", N_("Handbook for members"), "a4", ("a4", "a5"), subject=_MEMBER),
    # L10N: 会员卡发卡登记簿
    SlipKind("card-book", "KB", N_("Book of members' cards issued"), "a4-wide", ("a4-wide", "a4")),
)

POLICY = (
    # L10N: 会员卡有效期（月，0 为长期）
    PolicyKey("cards.valid_months", "int", N_("A card is valid for (months, 0: no end)"), _MEMBERS, 0, 120),
    # L10N: 到期提醒（天）
    PolicyKey("cards.remind_days", "int", N_("Reminder before a card runs out (days)"), _MEMBERS, 1, 365),
    # L10N: 未领卡提醒（天）
    PolicyKey("cards.pick_up_days", "int", N_("A card waits to be fetched for (days)"), _MEMBERS, 0, 365),
    # L10N: 一年内补卡提示（次）
    PolicyKey("cards.replaced_shown", "int", N_("Replacements within a year that are shown"), _MEMBERS, 1, 20),
)

_S = "desk.services.cards:"
ACTS = (
    Act("member.texts", "desk.services.cards.read:texts_for", changes=False),
    Act("member.show", _S + "member", changes=False),
    Act("member.of-customer", _S + "of_customer", changes=False),
    Act("member.known", _S + "memberships", changes=False),
    Act("member.by-number", _S + "member_id_of", changes=False),
    Act("member.list", _S + "members", changes=False),
    Act("member.counts", _S + "counts", changes=False),
    Act("member.standing", _S + "standing", changes=False),
    Act("member.check", _S + "check_join", changes=False),
    Act("member.in-the-way", _S + "gate_obstacles", changes=False),
    Act("member.join-in-the-way", _S + "join_obstacles", changes=False),
    Act("member.entry", _S + "edit_entry", changes=False),
    Act("member.scheme", _S + "scheme_in_force", changes=False),
    Act("member.papers", _S + "offered", changes=False),
    Act("member.preview", _S + "preview", changes=False),
    Act("member.handbook-preview", _S + "handbook_preview", changes=False),
    Act("member.compare", _S + "compare_identity", changes=False),
    Act("card.scan", _S + "scan", changes=False),
    Act("card.list", _S + "issue_list", changes=False),
    Act("card.book-preview", _S + "book_preview", changes=False),
    Act("card.papers", _S + "papers_of_cards", changes=False),
    Act("member.join", _S + "join"),
    Act("member.approve", _S + "approve", role="supervisor"),
    Act("member.reject", _S + "reject", role="supervisor"),
    Act("member.edit", _S + "edit"),
    Act("member.note", _S + "note"),
    Act("member.end", _S + "end"),
    Act("member.withdraw", _S + "withdraw", undo=_WITHDRAWN),
    Act("member.issue-card", _S + "issue_card"),
    Act("member.hand-over", _S + "hand_over"),
    Act("member.lose", _S + "lose"),
    Act("member.find", _S + "find"),
    Act("member.replace", _S + "replace"),
    Act("member.freeze", _S + "freeze", role="supervisor"),
    Act("member.unfreeze", _S + "unfreeze", role="supervisor"),
    Act("member.cancel-card", _S + "cancel_card", role="supervisor"),
    Act("member.paper", _S + "issue_paper"),
    Act("member.handbook", _S + "issue_handbook"),
    Act("card.book", _S + "issue_book"),
    Act("card.book-export", _S + "book_xlsx", role="manager", undo=EXPORTED),
    Act("member.list-export", _S + "members_file", role="manager", undo=EXPORTED),
    Act("card.issue-many", _S + "issue_cards"),
    Act("card.sweep", _S + "sweep", undo=TIME),
)

_DUE = "desk.services.cards.due:"
DUE = (
    # L10N: 待审批的入会申请
    Due("member-applied", N_("Applications for membership"), _DUE + "applied", waits=True, order=33),
    # L10N: 久未领取的会员卡
    Due("card-waiting", N_("Cards nobody came for"), _DUE + "waiting", order=46),
    # L10N: 已挂失未补的会员卡
    Due("card-lost", N_("Lost cards not replaced"), _DUE + "lost", order=47),
    # L10N: 即将到期的会员卡
    Due("card-expiring", N_("Members' cards running out"), _DUE + "expiring", order=48),
)

_UI = "desk.ui.cards."
PAGES = (
    # L10N: 会员
    PageSpec("members", _MEMBERS, _UI + "list:MembersPage", icon="card", targets=("members",)),
    # L10N: 会员台
    PageSpec("member-desk", N_("VIP desk"), _UI + "desk:MemberDeskPage", parent="members"),
    # L10N: 办理入会
    PageSpec("member-form", N_("Join a member"), _UI + "form:JoinForm", parent="members"),
    PageSpec(
        "member",
        # L10N: 会员
        N_("Member"),
        _UI + "page:MemberPage",
        parent="members",
        targets=("member",),
        scans=("HY-", "KP-"),
    ),
    # L10N: 发卡登记簿
    PageSpec("card-book", N_("Issue book"), _UI + "book:IssueBookPage", parent="members", targets=("card-book",)),
)

KEYS = (
    Key("Ins", ("Join a member",)), Key("Alt+V", ("Join a member",), "joins a member"), Key("Ctrl+B", ("Card found again",)),
    Key("Ctrl+E", ("Change the application",)), Key("Ctrl+H", ("Open the household",)),
    Key("Ctrl+J", ("Hand the card over", "Issue a card", "Issue and print cards")),
    Key("Ctrl+P", ("Print the book", "Print the cards")), Key("Ctrl+W", ("End the membership",)), Key("Ctrl+Y", ("Approve",)),
    Key("Ctrl+Shift+Del", ("Cancel the card",)), Key("Ctrl+Shift+N", ("Replace the card",)),
    Key("Ctrl+Shift+P", ("Handbook for members",)), Key("Ctrl+Shift+S", ("Freeze the card", "Release the card")),
    Key("Ctrl+Shift+X", ("Report the card lost",)), Key("Ctrl+Shift+Y", ("Reject",)),
)  # fmt: skip


FEATURE = Feature(
    code="cards",
    tables=("desk.models.cards",),
    records=(
        Record(
            "member",
            # L10N: 会员
            N_("Member"),
            "desk.models.cards:Member",
            files=True,
            find=Findable(
                4,
                # L10N: 会员
                N_("Members"),
                writer=_DUE + "pages",
                words="desk.rules.cards:found_member",
                # L10N: 已终止
                past=N_("not a member any more"),
            ),
            lifecycle="desk.rules.cards.cycle:CYCLE",
            withdraw="desk.services.cards.undone:member",
            texts="desk.services.cards.read:texts_for",
        ),
        # L10N: 会员卡
        Record(
            "card",
            N_("Member's card"),
            "desk.models.cards:Card",
            lifecycle="desk.rules.cards.cycle:CARD_CYCLE",
            withdraw="desk.services.cards.undone:card",
        ),
    ),
    numbers=(
        Numbers("desk.models.cards:Member.number", ("HY",)),
        Numbers("desk.models.cards:Card.serial", ("KP",)),
    ),
    policy=POLICY,
    slips=SLIPS,
    pages=PAGES,
    # L10N: 会员台
    actions=(QuickAction(N_("VIP desk"), "F10", "member-desk"),),
    keys=KEYS,
    due=DUE,
    used=("member",),
    people=("member.customer_id",),
    household_acts=(
        # L10N: 办理入会
        HouseholdAct("join-member", N_("Join a member"), "Alt+V", page="member-form", order=55),
    ),
    household_cards=(
        # L10N: 会员
        HouseholdCard("cards", N_("Members"), read=_DUE + "of_home", make="desk.ui.cards.home:members_list", order=55),
    ),
    # L10N: 会员; 无会员
    lights=(Light("cards", _DUE + "light", order=60, leaving=False, label=N_("Members"), none=N_("No member")),),
    acts=ACTS,
    codes=(
        Code(
            "member-card",
            N_("Member's card"),
            reads="desk.rules.cards.numbers:scanned",
            look="desk.services.cards.core:of_card",
            ways=(Way(N_("VIP desk"), "member-desk", takes="number"),),
        ),
        # A card made elsewhere: its number has no form of its own, so it is looked up where nothing else is known of a code.
        Code(
            "foreign-card",
            "",
            reads="desk.rules.cards.numbers:foreign",
            look="desk.services.cards.core:of_card",
        ),
    ),
    timeline=(_DUE + "lines",),
    checks=(_DUE + "check",),
    obstacles={
        "member.replace": "desk.services.cards.plastic:replacing",
        "member.approve": "desk.services.cards.joining:approving",
    },
    hooks={
        "people_changed": _DUE + "people_changed",
        "no_greetings": _DUE + "no_greetings",
        "consent_withdrawn": "desk.services.cards.joining:consent_withdrawn",
        "day_begins": "desk.services.cards:sweep",
    },
    tour="desk.tour.cards:tell",
)
