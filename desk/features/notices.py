"""Notices to residents: written, approved, put up or delivered; an outage opens a mass incident and asks whether it is back."""

from __future__ import annotations

from desk.features.kit import (
    TIME,
    Act,
    Due,
    Feature,
    Findable,
    Key,
    Numbers,
    OwnList,
    PageSpec,
    PolicyKey,
    Record,
    SlipKind,
)
from desk.i18n import N_

# L10N: 公告通知
_NOTICES = N_("Notices")

_S = "desk.services.notices:"
_READ = "desk.services.notices.read:"
_UI = "desk.ui.notices."

KEYS = (
    Key("Enter", ("Record the delivery",)), Key("Ins", ("Write a notice",)), Key("Ctrl+B", ("Taken down",)),
    Key("Ctrl+Del", ("Cancel the notice",)), Key("Ctrl+E", ("Change",)),
    Key("Ctrl+J", ("Approve", "Issue", "It is over", "Next step", "Record the delivery")), Key("Ctrl+M", ("Posted",)),
    Key("Ctrl+O", ("Open the other notice",)), Key("Ctrl+P", ("Print the delivery list",)),
    Key("Ctrl+Shift+R", ("Not back yet",)), Key("Ctrl+Shift+Y", ("Withdraw the notice",)),
)  # fmt: skip


FEATURE = Feature(
    code="notices",
    tables=("desk.models.notices",),
    records=(
        Record(
            "public-notice",
            # L10N: 公告
            N_("Notice to residents"),
            "desk.models.notices:Notice",
            find=Findable(
                14,
                _NOTICES,
                writer=_READ + "pages",
                shows=("title", "notice_kinds:kind", "notice_states:state"),
                # L10N: 已结束
                past=N_("Over"),
                newest_first=True,
            ),
            lifecycle="desk.rules.notices:CYCLE",
            withdraw="desk.services.notices.acts:undone",
            texts="desk.services.notices.read:texts_for",
            files=True,
        ),
    ),
    numbers=(Numbers("desk.models.notices:Notice.number", ("TZ",)),),
    policy=(
        # L10N: 停水停电等提前（小时）
        PolicyKey("notices.outage_hours", "int", N_("Outages are told ahead (hours)"), _NOTICES, 0, 240),
        # L10N: 价格调整提前（天）
        PolicyKey("notices.prices_days", "int", N_("Changes of prices are told ahead (days)"), _NOTICES, 0, 90),
        # L10N: 其他提前（天）
        PolicyKey("notices.other_days", "int", N_("Other notices are told ahead (days)"), _NOTICES, 0, 90),
        # L10N: 公告须附英文
        PolicyKey("notices.english", "bool", N_("Notices have an English text"), _NOTICES),
    ),
    lists=(
        # L10N: 公告张贴位置
        OwnList("notice_boards", N_("Places for notices")),
    ),
    slips=(
        SlipKind(
            "notice-poster",
            "TZ",
            # L10N: 公告（张贴）
            N_("Poster of a notice"),
            "a4",
            ("a4",),
            carries="public-notice",
            subject=("public-notice",),
        ),
        SlipKind(
            "notice-copy",
            "TF",
            # L10N: 通知（住户联）
            N_("Household copy of a notice"),
            "a5",
            ("a5", "a4"),
            subject=("public-notice",),
        ),
        SlipKind(
            "notice-list",
            "TD",
            # L10N: 通知送达签收表
            N_("Delivery list of a notice"),
            "a4",
            ("a4",),
            subject=("public-notice",),
        ),
        SlipKind(
            "notice-proof",
            "TJ",
            # L10N: 公告张贴记录
            N_("Record of a notice put up"),
            "a4",
            ("a4",),
            subject=("public-notice",),
        ),
    ),
    pages=(
        PageSpec("notices", _NOTICES, _UI + "list:NoticesPage", icon="notices", targets=("notices",)),
        PageSpec(
            "public-notice",
            N_("Notice to residents"),
            _UI + "page:NoticePage",
            parent="notices",
            targets=("public-notice",),
            scans=("TZ-",),
        ),
        # L10N: 拟写公告
        PageSpec("notice-form", N_("Write a notice"), _UI + "form:NoticeForm", parent="notices"),
        # L10N: 送达登记
        PageSpec("notice-deliveries", N_("Delivery to the homes"), _UI + "deliveries:DeliveriesPage", parent="notices"),
    ),
    keys=KEYS,
    due=(
        # L10N: 停水停电是否恢复
        Due("notice-back", N_("Outages: is it back?"), _READ + "is_it_back", True, True, order=12),
        # L10N: 已发布未张贴
        Due("notice-post", N_("Notices to put up or deliver"), _READ + "to_post", True, True, order=24),
        # L10N: 公告待审批
        Due("notice-approve", N_("Notices to approve"), _READ + "to_approve", waits=True, order=25, role="supervisor"),
        # L10N: 公告待发布
        Due("notice-issue", N_("Notices to issue"), _READ + "to_issue", waits=True, order=25),
        # L10N: 待取下的公告
        Due("notice-down", N_("Posters to take down"), _READ + "to_take_down", waits=True, order=46),
    ),
    used=("notice",),
    homes=("notice_delivery.unit_id",),
    acts=(
        Act("public-notice.texts", "desk.services.notices.read:texts_for", changes=False),
        Act("public-notice.show", _S + "notice", changes=False),
        Act("public-notice.by-number", _S + "by_number", changes=False),
        Act("public-notice.list", _S + "notices", changes=False),
        Act("public-notice.counts", _S + "counts", changes=False),
        Act("public-notice.check", _S + "check", changes=False),
        Act("public-notice.area", _S + "area_of", changes=False),
        Act("public-notice.proposal", _S + "proposal", changes=False),
        Act("public-notice.entry", _S + "entry_of", changes=False),
        Act("public-notice.in-the-way", _S + "in_the_way", changes=False),
        Act("public-notice.papers", _S + "papers", changes=False),
        Act("public-notice.preview", _S + "paper_preview", changes=False),
        Act("public-notice.typed-preview", _S + "typed_preview", changes=False),
        Act("public-notice.deliveries", _S + "deliveries", changes=False),
        Act("public-notice.write", _S + "write"),
        Act("public-notice.edit", _S + "edit"),
        Act("public-notice.approve", _S + "approve", role="supervisor"),
        Act("public-notice.issue", _S + "issue"),
        Act("public-notice.post", _S + "post"),
        Act("public-notice.take-down", _S + "take_down"),
        Act("public-notice.deliver", _S + "deliver"),
        Act("public-notice.extend", _S + "extend"),
        Act("public-notice.end", _S + "end"),
        Act("public-notice.withdraw", _S + "withdraw", role="supervisor"),
        Act("public-notice.cancel", _S + "cancel"),
        Act("public-notice.paper", _S + "issue_paper"),
        Act("public-notice.sweep", _S + "sweep", undo=TIME),
    ),
    timeline=(_READ + "lines",),
    checks=(_READ + "check_notices",),
    obstacles={"public-notice.print": "desk.services.notices.register:obstacles"},
    hooks={"day_begins": _S + "sweep", "minute_passes": _S + "sweep"},
    tour="desk.tour.notices:tell",
)
