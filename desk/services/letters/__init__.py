"""Letters with salutation (handbook A6, S3): templates, runs, single letters and their delivery: the door."""

from desk.services.letters.delivery import (
    LetterFilter,
    check_letter,
    deliver,
    deliver_many,
    letter,
    letter_by_number,
    letter_counts,
    letters,
    send_letter,
    take_back,
    void_letter,
)
from desk.services.letters.entries import LetterEntry, RunEntry, TemplateEntry
from desk.services.letters.runs import (
    export_run,
    left_out,
    letter_preview,
    preview_run,
    run,
    run_view,
    runs,
    template_preview,
)
from desk.services.letters.templates import (
    approve_template,
    check_template,
    choices_of,
    save_template,
    take_starting_set,
    template,
    template_counts,
    templates,
    use_template,
    versions,
    withdraw_template,
)
from desk.services.letters.views import LeftOutView, LetterView, Recipient, RunPreview, RunView, TemplateView

__all__ = [
    "LeftOutView", "LetterEntry", "LetterFilter", "LetterView", "Recipient", "RunEntry", "RunPreview", "RunView",
    "TemplateEntry", "TemplateView", "approve_template", "check_letter", "check_template", "choices_of", "deliver",
    "deliver_many", "export_run", "left_out", "letter", "letter_by_number", "letter_counts", "letter_preview", "letters",
    "preview_run", "run", "run_view", "runs", "save_template", "send_letter", "take_back", "take_starting_set", "template",
    "template_counts", "template_preview", "templates", "use_template", "versions", "void_letter", "withdraw_template",
]  # fmt: skip
