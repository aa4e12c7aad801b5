"""Requests: complaints, repairs, calls for help, enquiries, suggestions, praise."""

from __future__ import annotations

from desk.features.kit import (
    Act,
    Due,
    Feature,
    Findable,
    HeldNumber,
    HouseholdAct,
    Key,
    Light,
    Numbers,
    OwnList,
    PageSpec,
    PolicyKey,
    QuickAction,
    Record,
    SlipKind,
)
from desk.i18n import N_

# L10N: 投诉报修
_LIMITS = N_("Requests")
# L10N: 响应时限
_RESPONSE = N_("First response")
# L10N: 处理时限
_RESOLUTION = N_("Resolution")
# L10N: 承诺时限
_PROMISES = N_("Proposed promise")
# L10N: 客户联, 存根联
_TWO_COPIES = (N_("Customer copy"), N_("Office copy"))

_DUE = "desk.services.requests.due:"
_WALK = "desk.ui.requests.acts:do_due"

ACTS = (
    Act("request.show", "desk.services.requests:request", changes=False),
    Act("request.list", "desk.services.requests:requests", changes=False),
    Act("request.repeats", "desk.services.requests:repeats", changes=False),
    Act("request.check", "desk.services.requests:check_request", changes=False),
    Act("request.promise", "desk.services.requests:proposed_promise", changes=False),
    Act("request.promise-offers", "desk.services.requests:promise_offers", changes=False),
    Act("request.caller-card", "desk.services.requests.calling:caller_card", changes=False),
    Act("request.last-results", "desk.services.requests.calling:last_results", changes=False),
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
    Act("promise.week", "desk.services.requests.due:week", changes=False),
    Act("promise.jobs", "desk.services.requests.due:week_jobs", changes=False),
    Act("promise.load", "desk.services.requests.due:load", changes=False),
    Act("request.texts", "desk.services.requests.notices:texts_for", changes=False),
    Act("request.text-sent", "desk.services.requests.notices:note_sent"),
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
    Act("request.again", "desk.services.requests.moves:again"),
    Act("request.attach", "desk.services.requests.moves:attach"),
    Act("request.handling-form", "desk.services.requests.papers:issue_handling"),
    Act("request.callback-record", "desk.services.requests.papers:issue_callback"),
    Act("request.letter", "desk.services.requests.papers:issue_letter"),
    Act("notice.issue", "desk.services.requests.notices:issue_notice"),
    Act("day-sheet.issue", "desk.services.requests.day_sheets:issue_day_sheet"),
    Act("request.save-filter", "desk.services.requests.filters:save_filter", events=("settings.filters",)),
    Act("request.drop-filter", "desk.services.requests.filters:drop_filter", events=("settings.filters",)),
)

KEYS = (
    Key("Enter", ("Open the request",)), Key("Ctrl+B", ("Returned",)), Key("Ctrl+D", ("Assign", "Reassign")),
    Key("Ctrl+Del", ("Cancel the request",)), Key("Ctrl+F3", ("Make a repair of it",), "makes a repair of it"),
    Key("Ctrl+G", ("Call back",)), Key("Ctrl+H", ("Open the household",)), Key("Ctrl+J", ("Start work",)),
    Key("Ctrl+M", ("Escalate",)), Key("Ctrl+N", ("Add a note",)), Key("Ctrl+O", ("Open the first repeat",)),
    Key("Ctrl+P", ("Print work orders",)), Key("Ctrl+PgDown", ("Another running request", "The week after")),
    Key("Ctrl+PgUp", ("The week before",)), Key("Ctrl+R", ("Resolved",)), Key("Ctrl+S", ("Save filter",)),
    Key("Ctrl+W", ("Close the request",)), Key("Ctrl+Y", ("Accepted",)),
    Key("Ctrl+Shift+C", ("Confirm the problem",), "confirms the problem"),
    Key("Ctrl+Shift+F", ("Narrow the list",), "narrows the list further"),
    Key("Ctrl+Shift+L", ("Link another request", "The same as the request that runs"), "links it with another"),
    Key("Ctrl+Shift+O", ("Reopen",), "opens it again"), Key("Ctrl+Shift+P", ("Day sheet",)),
    Key("Ctrl+Shift+S", ("Put on hold", "Resume")), Key("Ctrl+Shift+T", ("Replied",)),
    Key("Ctrl+Shift+W", ("Join the mass incident", "Mass incident"), "joins it with the mass incident"),
    Key("Shift+F3", ("Log another one of this household",), "another request of this household"),
    Key("Shift+F7", ("Discard this call",)),
)  # fmt: skip


FEATURE = Feature(
    code="requests",
    keys=KEYS,
    acts=ACTS,
    tables=("desk.models.requests",),
    records=(
        Record(
            "request",
            # L10N: 投诉报修
            N_("Request"),
            "desk.models.requests:Request",
            lifecycle="desk.rules.requests.cycle:CYCLE",
            files=True,
            withdraw="desk.services.requests.moves:withdraw",
            find=Findable(
                2,
                # L10N: 投诉报修
                N_("Requests"),
                writer="desk.services.requests.index:pages",
                shows=("kinds:kind", "room", "caller", "categories:category"),
                # L10N: 已关闭
                past=N_("Closed"),
                newest_first=True,
            ),
            texts="desk.services.requests.notices:texts_for",
            text_sent="desk.services.requests.notices:note_sent",
        ),
    ),
    numbers=(Numbers("desk.models.requests:Request.number", ("TS", "BX", "QZ", "WX", "JY", "BY")),),
    policy=(
        # L10N: 三分钟服务原则：交接时限（分钟）
        PolicyKey("requests.handover_minutes", "int", N_("Hand-over within (minutes)"), _LIMITS, 1, 1440),
        # L10N: 投诉答复时限（天）
        PolicyKey("requests.reply_days", "int", N_("Reply to a complaint within (days)"), _LIMITS, 1, 365),
        # L10N: 投诉首次回音：计时
        PolicyKey("requests.first_word", "bool", N_("First word back to who complains has a limit"), _LIMITS),
        # L10N: 首次回音时限（天）
        PolicyKey("requests.first_word_days", "int", N_("First word back within (days)"), _LIMITS, 1, 365),
        PolicyKey(
            "requests.repeat_back",
            "choice",
            # L10N: 投诉复述确认
            N_("Repeating a spoken complaint back"),
            _LIMITS,
            choices=(
                # L10N: 必须复述后才能保存
                ("required", N_("Needed before saving")),
                # L10N: 只提醒，未复述的记入月报
                ("warn", N_("Only reminded; the month's report counts those not repeated")),
            ),
        ),
        # L10N: 重复投诉判定（天）
        PolicyKey("requests.repeat_days", "int", N_("Shown as a repeat within (days)"), _LIMITS, 1, 365),
        # L10N: 预警：时限已过百分之
        PolicyKey("requests.at_risk_percent", "int", N_("At risk from (% of the time)"), _LIMITS, 1, 100),
        # L10N: 紧急：响应时限（分钟）
        PolicyKey(
            "requests.response_minutes.emergency", "int", N_("Response, emergency (minutes)"), _RESPONSE, 1, 10080
        ),
        PolicyKey("requests.response_minutes.urgent", "int", N_("Response, urgent (minutes)"), _RESPONSE, 1, 10080),
        PolicyKey("requests.response_minutes.normal", "int", N_("Response, normal (minutes)"), _RESPONSE, 1, 10080),
        PolicyKey("requests.response_minutes.planned", "int", N_("Response, planned (minutes)"), _RESPONSE, 1, 10080),
        # L10N: 紧急：处理时限（小时）
        PolicyKey(
            "requests.resolution_hours.emergency",
            "decimal",
            N_("Resolution, emergency (hours)"),
            _RESOLUTION,
            0.1,
            2160,
        ),
        PolicyKey(
            "requests.resolution_hours.urgent", "decimal", N_("Resolution, urgent (hours)"), _RESOLUTION, 0.1, 2160
        ),
        PolicyKey(
            "requests.resolution_hours.normal", "decimal", N_("Resolution, normal (hours)"), _RESOLUTION, 0.1, 2160
        ),
        PolicyKey(
            "requests.resolution_hours.planned", "decimal", N_("Resolution, planned (hours)"), _RESOLUTION, 0.1, 2160
        ),
        # L10N: 紧急：承诺时限（小时）
        PolicyKey(
            "requests.promise_hours.emergency", "decimal", N_("Promise, emergency (hours)"), _PROMISES, 0.1, 2160
        ),
        PolicyKey("requests.promise_hours.urgent", "decimal", N_("Promise, urgent (hours)"), _PROMISES, 0.1, 2160),
        PolicyKey("requests.promise_hours.normal", "decimal", N_("Promise, normal (hours)"), _PROMISES, 0.1, 2160),
        PolicyKey("requests.promise_hours.planned", "decimal", N_("Promise, planned (hours)"), _PROMISES, 0.1, 2160),
        # L10N: 服务时间
        PolicyKey("requests.service_hours", "elsewhere", N_("Service hours"), _LIMITS),
    ),
    lists=(
        OwnList(
            "channels",
            # L10N: 渠道
            N_("Channels"),
            marks=(
                # L10N: 书面（无需复述）; 主管部门转办（有答复期限）
                ("written", N_("In writing: nobody to repeat it to")),
                ("authority", N_("From an authority, with a day for the answer")),
            ),
        ),
        # L10N: 类别
        OwnList("categories", N_("Categories"), kinds=True, groups="groups"),
        # L10N: 类别分组
        OwnList("groups", N_("Groups of categories")),
        # L10N: 问题
        OwnList("problems", N_("Problems"), kinds=True),
        # L10N: 位置
        OwnList("places", N_("Places")),
        # L10N: 部门
        OwnList("departments", N_("Departments")),
        # L10N: 常用语
        OwnList("phrases", N_("Ready phrases")),
        # L10N: 暂缓原因
        OwnList("hold_reasons", N_("Reasons for a hold")),
        # L10N: 短信模板
        OwnList("texts", N_("Texts to send"), groups="text_kinds", longest=200),
    ),
    slips=(
        SlipKind(
            "complaint",
            "TS",
            # L10N: 投诉/服务登记单
            N_("Complaint and service form"),
            "a5",
            ("a5", "241-half", "roll-80"),
            _TWO_COPIES,
            carries="request",
            subject=("request",),
        ),
        # L10N: 投诉处理单
        SlipKind("handling", "CL", N_("Complaint handling form"), "a4", ("a4", "241-whole"), subject=("request",)),
        # L10N: 客户沟通登记表
        SlipKind("day-sheet", "GT", N_("Register of talks with customers"), "a4-wide", ("a4-wide",)),
        SlipKind(
            "rectification",
            "ZG",
            # L10N: 整改通知单
            N_("Rectification notice"),
            "a4",
            ("a4", "241-whole"),
            _TWO_COPIES,
            subject=("request", "unit"),
        ),
        # L10N: 回复函
        SlipKind("reply", "HH", N_("Letter of reply"), "a4", ("a4",), _TWO_COPIES, subject=("request",)),
    ),
    pages=(
        # L10N: 投诉报修
        PageSpec(
            "requests", N_("Requests"), "desk.ui.requests.list:RequestsPage", icon="requests", targets=("requests",)
        ),
        # L10N: 投诉报修
        PageSpec(
            "request", N_("Request"), "desk.ui.requests.page:RequestPage", parent="requests", targets=("request",)
        ),
        # L10N: 承诺日历
        PageSpec(
            "promises",
            N_("Calendar of promises"),
            "desk.ui.requests.promises:PromisesPage",
            parent="requests",
            targets=("promises",),
        ),
        # L10N: 登记投诉报修
        PageSpec("request-form", N_("Log a request"), "desk.ui.requests.form:RequestFormPage", parent="requests"),
    ),
    # A call is a new one: only the household's page, where it was looked up, says whose.
    # L10N: 登记投诉报修
    actions=(
        QuickAction(N_("Log a request"), "F3", "request-form", takes=("unit_id", "customer_id"), on=("household",)),
    ),
    due=(
        # L10N: 承诺已超时
        Due("overdue", N_("Past the promised time"), _DUE + "overdue", True, True, order=10, walk=1, act=_WALK),
        # L10N: 超过交接时限未派工
        Due("handover", N_("Not handed over in time"), _DUE + "handover", True, True, order=11, walk=2, act=_WALK),
        # L10N: 时限已超（响应、处理或回复）
        Due("late", N_("A time limit has passed"), "desk.services.requests.due:late", True, order=12),
        # L10N: 将超时
        Due("at-risk", N_("At risk: a time limit is near"), "desk.services.requests.due:at_risk", order=13),
        # L10N: 今日到期的承诺
        Due("due", N_("Promised for today"), _DUE + "promised", waits=True, order=14, act=_WALK),
        # L10N: 暂缓到期
        Due(
            "hold-over",
            N_("On hold, and its date has passed"),
            _DUE + "hold_over",
            True,
            True,
            order=15,
            act=_WALK,
        ),
        # L10N: 已升级
        Due("escalated", N_("Escalated"), "desk.services.requests.due:escalated", order=40),
        # L10N: 已处理待关闭
        Due("resolved", N_("Resolved, to be closed"), "desk.services.requests.due:resolved", order=41),
    ),
    # L10N: 查看
    household_acts=(HouseholdAct("requests", run="desk.ui.requests.household:show_open", short=N_("Look")),),
    lights=(
        # L10N: 工单 / 没有未处理完的工单
        Light(
            "requests",
            "desk.services.requests.household:light",
            order=20,
            label=N_("Requests"),
            none=N_("None open"),
            health="requests",
        ),
    ),
    homes=("request.unit_id",),
    numbers_held=(HeldNumber("request.caller_phone", "request"),),
    timeline=("desk.services.requests.household:lines",),
    checks=("desk.services.requests.check:without_history",),
    obstacles={"request.close": "desk.services.requests.read:closing"},
    hooks={"policy_changed": "desk.services.requests.clocks:policy_changed"},
)
