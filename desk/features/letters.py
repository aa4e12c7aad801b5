"""Letters with salutation: templates that a supervisor approves, runs to an audience, one letter a home, delivery."""

from __future__ import annotations

from desk.features.kit import (
    EXPORTED,
    Act,
    Due,
    Feature,
    HouseholdAct,
    Key,
    Numbers,
    PageSpec,
    PolicyKey,
    Record,
    SlipKind,
)
from desk.i18n import N_

# L10N: 函件
_LETTERS = N_("Letters sent")
# L10N: 函件随其记录作废（须主管）
_BY_RECORD = N_("A letter is voided on the page of letters, by a supervisor.")
# L10N: 送达清单随批次保存，不单独作废
_BY_RUN = N_("The delivery list belongs to its run and is not voided alone.")
_S = "desk.services.letters:"
_DUE = "desk.services.letters.due:"
_UI = "desk.ui.letters."

KEYS = (
    Key("Enter", ("New list of greetings", "Open the household", "Show the letters", "Show the people", "Show the text")),
    Key("F6", ("Letter, recipients, left out",)),
    Key("Ins", ("Add an occasion", "New list of greetings", "New template", "Write letters")),
    Key("Ctrl+B", ("Note that it came back",)),
    Key("Ctrl+Del", ("Offer it no more", "Take off the list", "Take the recipient out, or back", "Void this letter", "Withdraw")),
    Key("Ctrl+Enter", ("Write and print",)), Key("Ctrl+I", ("Take the starting texts",)), Key("Ctrl+Ins", ("Write a letter",)),
    Key("Ctrl+J", ("Greeted", "Note the delivery", "Put into use")), Key("Ctrl+O", ("Who was left out",)),
    Key("Ctrl+P", ("Print all letters", "Print the letters", "Print the list or its cards")),
    Key("Ctrl+PgDown", ("Next letter",)), Key("Ctrl+PgUp", ("Previous letter",)), Key("Ctrl+R", ("Could not be reached",)),
    Key("Ctrl+S", ("Write without printing",)), Key("Ctrl+Y", ("Approve",)), Key("Ctrl+Shift+E", ("Export contacts",)),
    Key("Ctrl+Shift+P", ("Print the delivery list",)),
)  # fmt: skip


FEATURE = Feature(
    code="letters",
    tables=("desk.models.letters",),
    records=(
        # L10N: 函件
        Record(
            "letter",
            N_("Letter with salutation"),
            "desk.models.letters:Letter",
            lifecycle="desk.rules.letters:LETTER",
            withdraw="desk.services.letters.delivery:undone",
        ),
        Record(
            "letter-template",
            # L10N: 函件模板
            N_("Template of letters"),
            "desk.models.letters:LetterTemplate",
            title="name",
            lifecycle="desk.rules.letters:TEMPLATE",
            withdraw="desk.services.letters.templates:undone",
        ),
        # L10N: 问候
        Record(
            "greeting",
            N_("Greeting"),
            "desk.models.letters:Greeting",
            title="occasion",
            lifecycle="desk.rules.letters:GREETING",
        ),
        # L10N: 问候名单
        Record(
            "greeting-run",
            N_("List of greetings"),
            "desk.models.letters:GreetingRun",
            withdraw="desk.services.letters.greeting_lists:undone",
        ),
        # L10N: 函件批次
        Record(
            "letter-run",
            N_("Run of letters"),
            "desk.models.letters:LetterRun",
            withdraw="desk.services.letters.runs:undone",
        ),
    ),
    numbers=(
        Numbers("desk.models.letters:Letter.number", ("XH",)),
        Numbers("desk.models.letters:LetterTemplate.number", ("XB",)),
        Numbers("desk.models.letters:LetterRun.number", ("XP",)),
        Numbers("desk.models.letters:GreetingRun.number", ("WH",)),
    ),
    policy=(
        # L10N: 同一模板几天内不重复发（天）
        PolicyKey("letters.again_days", "int", N_("A letter is not sent twice within (days)"), _LETTERS, 1, 366),
        # L10N: 送达结果几天内登记（天）
        PolicyKey("letters.delivery_days", "int", N_("A delivery is noted within (days)"), _LETTERS, 0, 60),
    ),
    slips=(
        SlipKind(
            "letter",
            "XH",
            N_("Letter with salutation"),
            "a4",
            ("a4", "a5"),
            carries="letter",
            own_void=_BY_RECORD,
            subject=("letter",),
        ),
        SlipKind(
            "letter-list",
            "XP",
            # L10N: 函件送达清单
            N_("Delivery list of letters"),
            "a4",
            ("a4",),
            carries="letter-run",
            own_void=_BY_RUN,
            subject=("letter-run",),
        ),
        SlipKind(
            "greeting-list",
            "WH",
            N_("List of greetings"),
            "a4",
            ("a4",),
            carries="greeting-run",
            own_void=_BY_RUN,
            subject=("greeting-run",),
        ),
    ),
    pages=(
        PageSpec(
            "letter-list",
            _LETTERS,
            _UI + "list:LettersPage",
            icon="letter",
            targets=("letter", "letter-list"),
            scans=("XH-",),
        ),
        PageSpec(
            "letter-runs",
            # L10N: 函件批次
            N_("Runs of letters"),
            _UI + "runs:RunsPage",
            parent="letter-list",
            targets=("letter-run",),
            scans=("XP-",),
        ),
        PageSpec(
            "letter-templates",
            # L10N: 函件模板
            N_("Templates of letters"),
            _UI + "templates:TemplatesPage",
            parent="letter-list",
            targets=("letter-template", "letter-templates"),
        ),
        PageSpec(
            "greetings",
            # L10N: 问候
            N_("Greetings"),
            _UI + "greetings:GreetingsPage",
            parent="letter-list",
            targets=("greeting", "greetings"),
        ),
        PageSpec(
            "greeting-runs",
            # L10N: 问候名单
            N_("Lists of greetings"),
            _UI + "greetings:GreetingRunsPage",
            parent="letter-list",
            targets=("greeting-run",),
            scans=("WH-",),
        ),
        # L10N: 节日
        PageSpec("occasions", N_("Occasions"), _UI + "greetings:OccasionsPage", parent="letter-list"),
        # L10N: 新问候名单
        PageSpec("greet", N_("New list of greetings"), _UI + "greet:GreetPage", parent="letter-list"),
        # L10N: 编辑模板
        PageSpec("letter-text", N_("Text of a letter"), _UI + "text:TextPage", parent="letter-list"),
        # L10N: 批量发函
        PageSpec("letter-write", N_("Write letters"), _UI + "write:WritePage", parent="letter-list"),
    ),
    keys=KEYS,
    due=(
        # L10N: 待问候
        Due("greetings-open", N_("People to greet"), _DUE + "to_greet", waits=True, order=47),
        # L10N: 函件待登记送达
        Due(
            "letters-undelivered", N_("Letters whose delivery is not noted"), _DUE + "undelivered", waits=True, order=48
        ),
        Due(
            "letters-drafts",
            # L10N: 函件模板待审批
            N_("Templates to approve"),
            _DUE + "drafts",
            waits=True,
            order=49,
            role="supervisor",
        ),
    ),
    used=("letter_template", "greeting_run"),
    homes=("letter.unit_id",),
    household_acts=(
        # L10N: 发函
        HouseholdAct("letter", N_("Write a letter"), "Ctrl+Ins", run=_UI + "one:write_one", order=72),
    ),
    acts=(
        Act("letter-template.show", _S + "template", changes=False),
        Act("letter-template.versions", _S + "versions", changes=False),
        Act("letter-template.list", _S + "templates", changes=False),
        Act("letter-template.counts", _S + "template_counts", changes=False),
        Act("letter-template.check", _S + "check_template", changes=False),
        Act("letter-template.preview", _S + "template_preview", changes=False),
        Act("letter-template.choices", _S + "choices_of", changes=False),
        Act("letter-template.save", _S + "save_template"),
        Act("letter-template.start", _S + "take_starting_set"),
        Act("letter-template.approve", _S + "approve_template", role="supervisor"),
        Act("letter-template.use", _S + "use_template"),
        Act("letter-template.withdraw", _S + "withdraw_template", role="supervisor"),
        Act("letter-run.preview", _S + "preview_run", changes=False),
        Act("letter-run.letter", _S + "letter_preview", changes=False),
        Act("letter-run.make", _S + "run"),
        Act("letter-run.show", _S + "run_view", changes=False),
        Act("letter-run.list", _S + "runs", changes=False),
        Act("letter-run.left-out", _S + "left_out", changes=False),
        Act("letter-run.export", _S + "export_run", role="manager", undo=EXPORTED),
        Act("greeting.occasions", _S + "occasions", changes=False),
        Act("greeting.occasion", _S + "add_occasion", role="supervisor"),
        Act("greeting.retire", _S + "retire_occasion", role="supervisor"),
        Act("greeting-run.preview", _S + "preview_greetings", changes=False),
        Act("greeting-run.make", _S + "make_greetings"),
        Act("greeting-run.show", _S + "greeting_run", changes=False),
        Act("greeting-run.list", _S + "greeting_runs", changes=False),
        Act("greeting-run.export", _S + "export_greetings", role="manager", undo=EXPORTED),
        Act("greeting.show", _S + "greeting", changes=False),
        Act("greeting.list", _S + "greetings", changes=False),
        Act("greeting.counts", _S + "greeting_counts", changes=False),
        Act("greeting.done", _S + "note_greeted"),
        Act("greeting.done-many", _S + "note_all_greeted"),
        Act("greeting.miss", _S + "note_missed"),
        Act("greeting.drop", _S + "drop_greeting"),
        Act("letter.show", _S + "letter", changes=False),
        Act("letter.by-number", _S + "letter_by_number", changes=False),
        Act("letter.list", _S + "letters", changes=False),
        Act("letter.counts", _S + "letter_counts", changes=False),
        Act("letter.check", _S + "check_letter", changes=False),
        Act("letter.send", _S + "send_letter"),
        Act("letter.deliver", _S + "deliver"),
        Act("letter.deliver-many", _S + "deliver_many"),
        Act("letter.return", _S + "take_back"),
        Act("letter.void", _S + "void_letter", role="supervisor"),
    ),
    timeline=(_DUE + "lines",),
    checks=(_DUE + "check",),
    hooks={"consent_withdrawn": _S + "consent_withdrawn"},
    tour="desk.tour.letters:story",
)
