"""Requests: complaints, repairs, help, enquiries, suggestions, praise."""

from __future__ import annotations

from desk.features import Act, Feature

ACTS = (
    Act("request.show", "desk.services.requests:request", changes=False),
    Act("request.list", "desk.services.requests:requests", changes=False),
    Act("request.repeats", "desk.services.requests:repeats", changes=False),
    Act("request.check", "desk.services.requests:check_request", changes=False),
    Act("request.promise", "desk.services.requests:proposed_promise", changes=False),
    Act("request.entry-from", "desk.services.requests:entry_from", changes=False),
    Act("request.preview", "desk.services.requests:complaint_slip_preview", changes=False),
    Act("request.handling-preview", "desk.services.requests.papers:handling_preview", changes=False),
    Act("request.callback-preview", "desk.services.requests.papers:callback_preview", changes=False),
    Act("request.letter-preview", "desk.services.requests.papers:letter_preview", changes=False),
    Act("request.filters", "desk.services.requests.filters:saved_filters", changes=False),
    Act("request.filter-counts", "desk.services.requests.filters:filter_counts", changes=False),
    Act("notice.check", "desk.services.requests.notices:check_notice", changes=False),
    Act("notice.preview", "desk.services.requests.notices:notice_preview", changes=False),
    Act("day-sheet.preview", "desk.services.requests.day_sheets:day_sheet_preview", changes=False),
    Act("request.log", "desk.services.requests:log_request"),
    Act("request.assign", "desk.services.requests:assign"),
    Act("request.assign-many", "desk.services.requests.moves:bulk_assign"),
    Act("request.transfer", "desk.services.requests.moves:transfer"),
    Act("request.accept", "desk.services.requests.moves:accept"),
    Act("request.return", "desk.services.requests.moves:return_"),
    Act("request.start", "desk.services.requests.moves:start"),
    Act("request.hold", "desk.services.requests.moves:hold"),
    Act("request.resume", "desk.services.requests.moves:resume"),
    Act("request.confirm", "desk.services.requests.moves:confirm"),
    Act("request.escalate", "desk.services.requests.moves:escalate"),
    Act("request.resolve", "desk.services.requests:resolve"),
    Act("request.reply", "desk.services.requests.moves:reply"),
    Act("request.close", "desk.services.requests:close"),
    Act("request.cancel", "desk.services.requests:cancel"),
    Act("request.reopen", "desk.services.requests:reopen"),
    Act("request.note", "desk.services.requests:add_note"),
    Act("request.link", "desk.services.requests.moves:link"),
    Act("request.attach", "desk.services.requests.moves:attach"),
    Act("request.handling-form", "desk.services.requests.papers:issue_handling"),
    Act("request.callback-record", "desk.services.requests.papers:issue_callback"),
    Act("request.letter", "desk.services.requests.papers:issue_letter"),
    Act("notice.issue", "desk.services.requests.notices:issue_notice"),
    Act("day-sheet.issue", "desk.services.requests.day_sheets:issue_day_sheet"),
    Act("request.save-filter", "desk.services.requests.filters:save_filter"),
    Act("request.drop-filter", "desk.services.requests.filters:drop_filter"),
)

FEATURE = Feature(
    code="requests",
    acts=ACTS,
    obstacles={"request.close": "desk.services.requests.read:closing"},
)
