"""The keys: what each means in the whole program (`MEANINGS`), which of them a page has, for the manual (F1) and the list of acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desk import features
from desk.i18n import N_, _
from desk.ui.kit.messages import ACT_KEY
from desk.ui.kit.pages import LOOK_UP

if TYPE_CHECKING:
    from desk.ui.kit.pages import Page

UNDO_KEY = "Ctrl+Z"
"""Takes back what was done in the last minute; in a field that was changed it is the field's own undo."""
Rows = Sequence[tuple[str, str]]
"""Keys, each with what it does, translated."""

GENERAL = (
    # L10N: 查找
    ("F2", N_("Find anything")),
    # L10N: 全部功能：输入拼音首字母执行
    ("Ctrl+K", N_("Everything that can be done")),
    ("Esc", N_("Go back")),
    ("F5", N_("Read anew")),
    # L10N: 执行提示条上的操作
    (ACT_KEY, N_("Do what the message offers")),
    # L10N: 撤销一分钟内的操作
    (UNDO_KEY, N_("Undo what was done in the last minute")),
    # L10N: 换班 / 切换人员
    ("Ctrl+L", N_("Switch user")),
    ("Alt+1…9", N_("Open a page of the sidebar")),
    # L10N: 查阅业务手册
    (LOOK_UP, N_("Look it up in the handbook")),
    # L10N: 使用手册和按键
    ("F1", N_("The manual, and the keys")),
)
"""Keys that mean the same on every page."""
IN_FORMS = (
    ("Enter", N_("Next field")),
    ("Shift+Enter", N_("New line in a text")),
)
MEANINGS: Mapping[str, tuple[str, ...]] = {
    "Del": (
        "ends or retires what is chosen",
        "End a stay",
        "Retire",
        "Stop offering",
    ),
    "Enter": (
        "opens the row, or does what is likeliest with it",
        "Begin the morning walk",
        "Call back",
        "Change",
        "Do it",
        "Give back",
        "Log a request",
        "New edition",
        "New list of greetings",
        "Open the bill",
        "Open the file",
        "Open the household",
        "Open the member",
        "Open the meter",
        "Open the move",
        "Open the record",
        "Open the release",
        "Open the request",
        "Open the rooms",
        "Open",
        "Print again",
        "Record its return",
        "Record the delivery",
        "Restore",
        "Return visit",
        "Show the letters",
        "Show the people",
        "Show the text",
        "Take a payment",
    ),
    "F6": (
        "the next part of what is shown: filter, report, preview",
        "By home, or by item",
        "Go to what is due",
        "Letter, recipients, left out",
        "Next filter",
        "Photo",
        "Show the slip",
        "The other report",
    ),
    "F7": (
        "goes on with the draft",
        "Continue the draft",
    ),
    "F9": (
        "takes money",
        "Take a payment",
        "Take the fees",
        "Take the payment",
    ),
    "Ins": (
        "a new one of what is shown",
        "Add a building",
        "Add a contractor",
        "Add a counter",
        "Add a parking space",
        "Add a partner",
        "Add a person",
        "Add an entry",
        "Add an occasion",
        "Add",
        "Bring forward",
        "Draw",
        "File a renovation",
        "Give to a room",
        "Issue a certificate",
        "Issue a parking card",
        "Issue a release",
        "Issue passes",
        "Join a member",
        "Log a purchase",
        "Move in",
        "New charge item",
        "New charge",
        "New list of greetings",
        "New slip",
        "New template",
        "Open a shift",
        "Put a meter in",
        "Register a visitor",
        "Start an incident",
        "Take a deposit",
        "Take a payment",
        "Take a thing",
        "Take in a voucher",
        "Take keys into custody",
        "Write a line",
        "Write a notice",
        "Write letters",
    ),
    "Shift+Del": (
        "corrects what is over already",
        "Correct a moving-out",
        "Correct the return",
    ),
    "Alt+A": (
        "ticks all charges, or none",
        "Tick all charges, or none",
    ),
    "Alt+B": (
        "debts and promises",
        "Debts and promises",
    ),
    "Alt+C": (
        "residence certificate",
        "Residence certificate",
    ),
    "Alt+D": (
        "meter readings",
        "Meter readings",
    ),
    "Alt+E": (
        "redeems points",
        "Redeem points",
    ),
    "Alt+F": (
        "people's photos, or utilities",
        "People, photos",
        "Utilities",
    ),
    "Alt+G": (
        "hands out a gift",
        "Hand out a gift",
    ),
    "Alt+H": (
        "who moved out",
        "Show or hide who moved out",
    ),
    "Alt+I": (
        "residence passes, or the clearance sheet",
        "Clearance sheet",
        "Residence passes",
    ),
    "Alt+J": (
        "papers handed out, or passes back",
        "Hand out papers",
        "Passes back",
    ),
    "Alt+K": (
        "keys out, or back",
        "Hand out keys",
        "Keys back",
    ),
    "Alt+L": (
        "lives here from now",
        "Lives here from now",
    ),
    "Alt+Left": ("the page of the manual that was read before",),
    "Alt+Right": ("the page of the manual that was read after",),
    "Alt+M": (
        "a vehicle",
        "Add a vehicle",
    ),
    "Alt+N": (
        "payment notice",
        "Payment notice",
    ),
    "Alt+O": (
        "moves out",
        "Move out",
    ),
    "Alt+P": (
        "parking voucher",
        "Parking voucher",
    ),
    "Alt+Q": (
        "workers' passes",
        "Workers' passes",
    ),
    "Alt+R": (
        "shows whole numbers",
        "Show or hide whole numbers",
        "Show the number",
    ),
    "Alt+Shift+P": (
        "prints what is known of a person",
        "What is known of a person",
    ),
    "Alt+Shift+R": (
        "compares or shows the document number",
        "Compare or show the document number",
    ),
    "Alt+S": (
        "the rest by this means",
        "The rest by this means",
    ),
    "Alt+T": (
        "transfer of title",
        "Transfer of title",
    ),
    "Alt+U": (
        "coupon for points",
        "Coupon for points",
    ),
    "Alt+V": (
        "joins a member",
        "Join a member",
    ),
    "Alt+W": (
        "the lease",
        "Lease",
    ),
    "Alt+X": (
        "owner downstairs",
        "Owner downstairs",
    ),
    "Alt+Y": (
        "takes the deposit",
        "Take the deposit",
    ),
    "Alt+Z": (
        "files a renovation",
        "File a renovation",
    ),
    "Ctrl+A": (
        "all of them",
        "All as the book says",
        "All differences",
        "Mark all (Space marks one)",
    ),
    "Ctrl+B": (
        "it comes back",
        "Accept return",
        "Back on duty",
        "Card comes back",
        "Card found again",
        "Close unused",
        "Found again",
        "Gate copy is back",
        "Note that it came back",
        "Returned",
        "Take back",
        "Take the gift back",
        "Take the redemption back",
        "Take the card back",
        "Take the class back",
        "Taken down",
        "Visitor leaves",
    ),
    "Ctrl+D": (
        "gives it to somebody to do",
        "Assign",
        "Reassign",
        "Stand in",
    ),
    "Ctrl+Del": (
        "voids, cancels or ends it",
        "Cancel before the start",
        "Cancel the card",
        "Cancel the notice",
        "Cancel the request",
        "Cancel",
        "End",
        "Offer it no more",
        "Take off the list",
        "Take the move-out back",
        "Take the recipient out, or back",
        "The receipt is void",
        "Void the bill",
        "Void the charge",
        "Void the letter",
        "Void the slip",
        "Void this letter",
        "Void",
        "Withdraw",
    ),
    "Ctrl+E": (
        "changes it",
        "Change",
        "Change the application",
        "Change the item",
        "Change the numbers",
        "Correct the reading",
        "Edit",
        "Printer and paper",
        "Texts of the letters",
    ),
    "Ctrl+Enter": (
        "finishes: saves, prints where there is a paper",
        "Bill the month",
        "Give it out on paper",
        "Import",
        "Let it pass",
        "Save and print",
        "Save",
        "Write and print",
    ),
    "Ctrl+F": (
        "filters the list",
        "Filter the list",
    ),
    "Ctrl+F3": (
        "makes a repair of it",
        "Make a repair of it",
    ),
    "Ctrl+F5": (
        "reckons now what time does",
        "Reckon all levels now",
    ),
    "Ctrl+F8": (
        "copies what is sent to a customer",
        "Copy a text for the customer",
    ),
    "Ctrl+F9": (
        "the photos on paper",
        "Print photos",
    ),
    "Ctrl+G": (
        "calls or tells somebody",
        "Call back",
        "Log a contact",
        "Owner told",
        "Recipient told",
    ),
    "Ctrl+H": (
        "opens the household",
        "Open the household",
        "Open the room",
    ),
    "Ctrl+I": (
        "takes a file in",
        "Import a list",
        "Import a roster",
        "Import readings",
        "Import receipts",
        "Keep a scan",
        "Take the starting texts",
    ),
    "Ctrl+Ins": (
        "a new one of another kind",
        "Bring a prepayment forward",
        "Deposit of an old receipt",
        "Give to every room",
        "Issue for a building",
        "Move out",
        "One from an old paper",
        "Register as well",
        "Telephones…",
        "Write a letter",
    ),
    "Ctrl+J": (
        "the next step of its way",
        "Approve",
        "Draw the sample",
        "File away",
        "Greeted",
        "Hand out",
        "Hand the card over",
        "Inspection asked for",
        "Issue a card",
        "Issue and print cards",
        "Issue the certificate",
        "Issue",
        "It is over",
        "Lend",
        "Let it pass",
        "Looked through",
        "Move in",
        "Move out",
        "Next step",
        "Note the delivery",
        "Open a shift, or go to it",
        "Put into use",
        "Read from here",
        "Record the delivery",
        "Renew",
        "Start work",
        "Submit",
        "Take it over",
    ),
    "Ctrl+M": (
        "passes it on: upwards, outside, to the next shift",
        "Escalate",
        "Hand over",
        "Pass on to the police",
        "Posted",
        "Take to court",
        "Withdraw from court",
    ),
    "Ctrl+N": (
        "notes something about it",
        "Add a household note",
        "Add a note",
        "Invoice number",
        "Note",
    ),
    "Ctrl+O": (
        "opens what belongs to it",
        "All charges of the room",
        "Attached requests",
        "Choose a file",
        "Compare with this month's bills",
        "Open the PDF",
        "Open the first repeat",
        "Open the folder",
        "Open the other notice",
        "Open the release",
        "Open the request",
        "Receivables to come",
        "Target list",
        "Who was left out",
    ),
    "Ctrl+P": (
        "prints",
        "Count sheet",
        "Dun",
        "Payment notice",
        "Print again",
        "Print all letters",
        "Print telephones",
        "Print the bill",
        "Print the book",
        "Print the building",
        "Print the cards",
        "Print the day book",
        "Print the delivery list",
        "Print the letter",
        "Print the letters",
        "Print the list or its cards",
        "Print the meter sheet",
        "Print the month's bills",
        "Print the month's sheet",
        "Print the sheet",
        "Print the slip",
        "Print the statement",
        "Print the work order",
        "Print what is marked, or the whole morning",
        "Print work orders",
        "Print",
        "Register card",
        "Test grid",
        "Week's sheet",
    ),
    "Ctrl+PgDown": (
        "the next month, day or part",
        "Another running request",
        "Month after",
        "Next letter",
        "Next month",
        "Next part",
        "Put it off, on to the next",
        "The day after",
        "The week after",
    ),
    "Ctrl+PgUp": (
        "the month, day or part before",
        "Month before",
        "Previous letter",
        "Previous part",
        "The day before",
        "The week before",
    ),
    "Ctrl+R": (
        "says how it went",
        "Could not be reached",
        "Feed back the result",
        "Inspect again",
        "Resolved",
        "Work order returned",
    ),
    "Ctrl+S": (
        "saves",
        "Save as PDF",
        "Save filter",
        "Save problems",
        "Save",
        "Whole file as one PDF",
        "Write without printing",
    ),
    "Ctrl+T": (
        "signed",
        "Note who signed",
        "Sign a station",
        "Signatures",
    ),
    "Ctrl+U": (
        "gives it or the money back",
        "Give it back to who brought it",
        "Hand back",
        "Log a refund",
        "Pay the prepayment back",
        "Refund the deposit",
        "Refund",
    ),
    "Ctrl+V": (
        "pastes",
        "Paste a photo or file",
    ),
    "Ctrl+W": (
        "closes the matter",
        "Close the request",
        "End the incident",
        "End the membership",
    ),
    "Ctrl+Y": (
        "yes: accepts, approves, confirms",
        "Accepted",
        "Approve",
        "Confirm",
        "Inspection passed",
        "Record consent",
        "Take over",
        "Take the list's",
    ),
    "Ctrl+Shift+A": (
        "prints on A4",
        "Print on A4",
    ),
    "Ctrl+Shift+B": (
        "the card alone comes back",
        "Take the card back",
    ),
    "Ctrl+Shift+C": (
        "confirms the problem",
        "Confirm the problem",
    ),
    "Ctrl+Shift+D": (
        "the papers that are brought",
        "Papers",
        "Papers received",
        "Papers seen",
    ),
    "Ctrl+Shift+Del": (
        "strikes it out for good",
        "Cancel the card",
        "Dispose of it",
        "Strike a registration",
        "Void",
    ),
    "Ctrl+Shift+E": (
        "saves as Excel",
        "Export contacts",
        "Phones for a text to many",
        "Save as Excel",
    ),
    "Ctrl+Shift+F": (
        "narrows the list further",
        "Narrow the list",
    ),
    "Ctrl+Shift+G": (
        "puts a fee on it",
        "Fee",
    ),
    "Ctrl+Shift+H": (
        "hot-work permit",
        "Hot-work permit",
    ),
    "Ctrl+Shift+I": (
        "inspects",
        "Inspect the home",
        "Inspection",
    ),
    "Ctrl+Shift+J": (
        "lets a part pass",
        "Partly passed",
    ),
    "Ctrl+Shift+K": (
        "prints the card itself",
        "Print on cards",
        "Print the card itself",
    ),
    "Ctrl+Shift+L": (
        "links it with another",
        "Link another request",
        "The same as the request that runs",
    ),
    "Ctrl+Shift+M": (
        "somebody moved in",
        "Moving in",
    ),
    "Ctrl+Shift+N": (
        "a new one in place of the old",
        "Another card",
        "Exchange",
        "New card",
        "New rate",
        "Replace",
        "Replace the card",
        "Switch the scheme",
    ),
    "Ctrl+Shift+O": (
        "opens it again",
        "Reopen",
    ),
    "Ctrl+Shift+P": (
        "the other papers, or all of them",
        "Day sheet",
        "Dun all of the list",
        "Handbook for members",
        "Issue the statements",
        "Notice of found things",
        "Other papers…",
        "Print the bill",
        "Print the delivery list",
        "Print the guide",
        "Print the month's bills",
    ),
    "Ctrl+Shift+Q": (
        "moves cash",
        "Move cash",
    ),
    "Ctrl+Shift+R": (
        "more time",
        "Extend",
        "Later return",
        "Not back yet",
    ),
    "Ctrl+Shift+S": (
        "stops it, or lets it go on",
        "Freeze the card",
        "Let it work again",
        "Put on hold",
        "Release the card",
        "Resume",
        "Retire, or use again",
        "Stop the card",
        "Suspend",
    ),
    "Ctrl+Shift+T": (
        "answers or reports in writing",
        "Replied",
        "Report",
    ),
    "Ctrl+Shift+U": (
        "gives all of it back",
        "Hand over all keys of the home",
        "Refund the deposit",
    ),
    "Ctrl+Shift+V": (
        "a violation",
        "Violation",
    ),
    "Ctrl+Shift+W": (
        "joins it with the mass incident",
        "Join the mass incident",
        "Mass incident",
    ),
    "Ctrl+Shift+X": (
        "it is lost",
        "Lost",
        "Record a loss",
        "Report lost",
        "Report the card lost",
        "The rest is lost",
    ),
    "Ctrl+Shift+Y": (
        "no: refuses, disputes",
        "Decline",
        "Do not take it over",
        "Inspection failed",
        "Keep what is stored",
        "Note a refusal",
        "Note the dispute",
        "Record a dispute",
        "Refuse",
        "Refused at the gate",
        "Reject",
        "Return",
        "Settle the dispute",
        "Withdraw a consent",
        "Withdraw the notice",
    ),
    "Ctrl+Shift+Z": (
        "the vehicle is gone",
        "End a vehicle",
    ),
    "Shift+F3": (
        "another request of this household",
        "Log another one of this household",
    ),
    "Shift+F6": (
        "the part before",
        "Previous filter",
    ),
    "Shift+F7": (
        "drops the draft",
        "Discard the draft",
        "Discard this call",
    ),
}
"""What each key means on every page: the meaning, then the acts (msgids) that it does, each of which is a case of it.

A key has one meaning in the whole program, and a test walks all pages and dialogs with this table. An act that is a case of no
meaning here has no key of its own: the list of everything (Ctrl+K) leads to it by its letters. What is unique may have a key that
nothing else has. `Ctrl+1` to `Ctrl+9` are the first to ninth way beside what is shown: another list, part, or act that settles.
"""
BESIDE = frozenset(f"Ctrl+{number}" for number in range(1, 10))
"""Keys of what stands beside, by its place."""


def general() -> Rows:
    """The keys that work on every page, those of the quick acts among them."""
    quick = sorted(features.each("actions"), key=lambda action: (len(action.key), action.key))
    return [(key, _(words)) for key, words in (*GENERAL[:2], *((each.key, each.label) for each in quick), *GENERAL[2:])]


def keys_of(page: Page) -> Rows:
    """The keys of a page besides those that work everywhere, each once, in the order of what it does."""
    taken = {key for key, _words in general()}
    rows: dict[str, str] = {}
    for action in page.actions_by_key():
        if action.key and action.key not in taken:
            rows.setdefault(action.key, _(action.label))
    told: dict[str, str] = {}
    for key, words in rows.items():  # one act of two keys is one row
        told[words] = f"{told[words]} {key}" if words in told else key
    rows = {keys: words for words, keys in told.items()}
    if page.findChild(QWidget, FORM) is not None:
        for key, words in IN_FORMS:
            rows.setdefault(key, _(words))
    return list(rows.items())


FORM = "form"
"""The object name of a form: a page that has one has the keys of a form."""


__all__ = ["FORM", "GENERAL", "IN_FORMS", "general", "keys_of"]
