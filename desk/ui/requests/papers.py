"""The further papers of a request and the sheet of a day: chosen, asked for what is not in the record, issued and printed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desk.errors import Checker, InvalidInput
from desk.i18n import N_, _
from desk.services.requests import day_sheets, notices, papers
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.slips.actions import print_slip
from desk.ui.slips.record import Further

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desk.services.requests.views import RequestView
    from desk.services.slips import SlipView
    from desk.ui.kit.pages import Page

# L10N: 客户沟通登记表
DAY_SHEET = N_("Day sheet")


def _ask(page: Page, spec: FormSpec, save: Callable[[dict[str, Any]], SlipView], **options: Any) -> ActDialog:
    """Asks for what a paper needs, issues it and prints it."""
    # L10N: 开具并打印
    dialog = ActDialog(page, spec, save, yes=_("Issue and print"), **options)
    dialog.acted.connect(lambda slip: print_slip(page, slip))
    return dialog.start()


# ------------------------------------------------------------------------------------------------------- the letter
def _letter(page: Page, view: RequestView) -> ActDialog:
    desk = page.desk
    spec = FormSpec(
        # L10N: 回复函
        N_("Letter of reply"),
        (
            # L10N: 调查情况
            FieldSpec("findings", N_("What we found"), "multiline", span="full", lines=3),
            # L10N: 后续措施
            FieldSpec("further", N_("What follows"), "multiline", span="full", lines=3),
            FieldSpec(
                "salutation",
                # L10N: 称呼
                N_("Salutation"),
                # L10N: 空着按姓氏称呼
                help=N_("Left empty: as the customer is usually addressed."),
            ),
            # L10N: 落款人
            FieldSpec("signed_by", N_("Signing for the centre")),
        ),
    )

    def save(values: dict[str, Any]) -> SlipView:
        return papers.issue_letter(desk, view.id, papers.LetterEntry(**values))

    # L10N: 处理结果：{result}
    result = _("Result: {result}").format(result=" ".join(view.result.split()))
    # L10N: 函件只是纸面答复，答复时间请另用“答复客户”登记
    paper = _("This is the paper only; that the customer was answered is recorded with its own act.")
    values = {"findings": view.confirmed, "signed_by": desk.actor.name if desk.actor else ""}
    return _ask(page, spec, save, values=values, note=f"{view.number} · {result}\n{paper}")


# ------------------------------------------------------------------------------------------------------- the notice
def _has_damage(values: Mapping[str, Any]) -> bool:
    return bool(str(values.get("damage") or "").strip())


def _notice_fields() -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("unit_id", N_("Room"), "room", required=True),
        # L10N: 被通知人
        FieldSpec("addressee", N_("Addressee"), required=True),
        # L10N: 地点
        FieldSpec("place", N_("Place")),
        # L10N: 发现时间
        FieldSpec("found_at", N_("Found at"), "datetime"),
        # L10N: 存在的问题
        FieldSpec("findings", N_("Findings"), "multiline", required=True, span="full", lines=2),
        # L10N: 依据
        FieldSpec("basis", N_("By which clause"), span="full"),
        # L10N: 整改要求
        FieldSpec("demand", N_("To be put right"), "multiline", required=True, span="full", lines=2),
        # L10N: 整改期限
        FieldSpec("deadline", N_("Deadline"), "datetime", required=True),
        # L10N: 已报告部门
        FieldSpec("reported", N_("Reported to")),
        # L10N: 损坏物品（如需赔偿）
        FieldSpec("damage", N_("Damaged thing, if any"), span="full"),
        # L10N: 数量
        FieldSpec("quantity", N_("Quantity"), visible_when=_has_damage),
        # L10N: 修复费用（元）
        FieldSpec("amount", N_("Cost of repair"), "money", visible_when=_has_damage),
    )


_PLACES = {"damages.0.item": "damage", "damages.0.amount": "amount"}


def _notice(page: Page, view: RequestView) -> ActDialog:
    desk = page.desk

    def save(values: dict[str, Any]) -> SlipView:
        damage = str(values["damage"]).strip()
        entry = notices.NoticeEntry(
            unit_id=values["unit_id"] or 0,
            findings=values["findings"],
            demand=values["demand"],
            deadline=values["deadline"],
            request_id=view.id,
            addressee=values["addressee"],
            place=values["place"],
            basis=values["basis"],
            found_at=values["found_at"],
            damages=(notices.DamageEntry(damage, values["quantity"], values["amount"] or Decimal(0)),)
            if damage
            else (),
            reported=values["reported"],
        )
        check = Checker()
        # L10N: 请选择房号
        check.require("unit_id", values["unit_id"], _("Which room does it go to?"))
        # The caller's name must not get to a neighbour by itself: whoever has to put it right is named here.
        # L10N: 请填写被通知人
        check.require("addressee", values["addressee"], _("Whom does it go to?"))
        found = [*check.problems, *notices.check_notice(desk, entry)]
        if found:
            raise InvalidInput([replace(one, field=_PLACES.get(one.field, one.field)) for one in found])
        return notices.issue_notice(desk, entry)

    return _ask(
        page,
        # L10N: 整改通知单
        FormSpec(N_("Rectification notice"), _notice_fields()),
        save,
        note="{number} · {words}".format(
            number=view.number,
            # L10N: 发给须整改的一方，不是来电人
            words=_("It goes to whoever has to put it right; the caller is not named in it."),
        ),
    )


# ---------------------------------------------------------------------------------------------------- the day's sheet
def ask_day_sheet(page: Page) -> ActDialog:
    """Asks for the day, issues the 客户沟通登记表 of it (handbook A4, B1) and prints it."""
    desk = page.desk
    spec = FormSpec(
        DAY_SHEET,
        (
            # L10N: 日期
            FieldSpec("day", N_("Day"), "date", required=True),
            # L10N: 另留空行
            FieldSpec("blank", N_("Empty lines below"), "number"),
        ),
    )

    def save(values: dict[str, Any]) -> SlipView:
        check = Checker()
        # L10N: 请填写日期
        check.require("day", values["day"], _("Type the day of the sheet."))
        blank = int(values["blank"] or 0)
        if not 0 <= blank <= MOST_BLANK:
            # L10N: 空行 0 至 {most} 行
            check.add("blank", "range", _("Between 0 and {most} lines.").format(most=MOST_BLANK))
        check.done()
        return day_sheets.issue_day_sheet(desk, values["day"], blank=blank)

    # L10N: 当日全部来电来访登记成表
    note = _("Every request received on the day, with what has become of it.")
    return _ask(page, spec, save, values={"day": desk.today(), "blank": 0}, note=note)


MOST_BLANK = 60
"""So many empty lines are two sheets; more is a mistake of typing."""

PAPERS = Further(
    papers.offered,
    papers.preview,
    lambda desk, record_id, kind: (papers.issue_handling if kind == "handling" else papers.issue_callback)(
        desk, record_id
    ),
    lambda page, record, kind: (_letter if kind == "reply" else _notice)(page, record),
)
"""The further papers of a request."""

__all__ = ["DAY_SHEET", "PAPERS", "ask_day_sheet"]
