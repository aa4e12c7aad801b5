"""What can be done with a member and the card: keys, and what each act asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.errors import InvalidInput, Problem
from desk.i18n import N_, _
from desk.rules.cards import foreign
from desk.rules.cards.cycle import CYCLE
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.lifecycle import Move
from desk.services import cards
from desk.ui.cards.words import choices, grouped
from desk.ui.forms import FieldSpec
from desk.ui.forms.acts import ActForm, Acts
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk.services.cards import MemberView
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Page

KEYS = {
    "approve": "Ctrl+Y", "reject": "Ctrl+Shift+Y", "issue-card": "Ctrl+J", "hand-over": "Ctrl+J", "lose": "Ctrl+Shift+X",
    "find": "Ctrl+B", "replace": "Ctrl+Shift+N", "freeze": "Ctrl+Shift+S", "unfreeze": "Ctrl+Shift+S",
    "cancel-card": "Ctrl+Shift+Del", "edit": "Ctrl+E", "note": "Ctrl+N", "end": "Ctrl+W",
}  # fmt: skip
"""By the act's code."""
# L10N: 原因
_REASON = FieldSpec("reason", N_("Reason"), "multiline", span="full", lines=2)
# L10N: 证件
_SEEN = FieldSpec(
    "identity_seen",
    N_("Document"),
    "check",
    span="full",
    # L10N: 已核对持卡人证件，确为本人
    text=N_("Document compared; it is the same person"),
)
_SHOWN = FieldSpec(
    "document_shown",
    # L10N: 所出示证件的号码
    N_("Number shown"),
    span="full",
    # L10N: 可不填；填写后由程序比对，不显示档案中的号码
    help=N_("May stay empty. If typed, the program says whether it agrees; nothing of the file is shown."),
)


class MemberActs(Acts):
    """Opens the forms of acts on a member."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, CYCLE, FORMS)

    def read(self, record_id: int, code: str) -> tuple[Any, Any]:
        gate = CYCLE.by_code[code].gate
        around: dict[str, Any] = {"gate": cards.gate_obstacles(self._desk, record_id, gate) if gate else ()}
        if code == "edit":
            around["entry"] = cards.edit_entry(self._desk, record_id)
        self._gate = around["gate"]
        return cards.member(self._desk, record_id), around

    def note(self, record: MemberView) -> tuple[str, ...]:
        card = grouped(record.card.number) if record.card is not None else ""
        return tuple(part for part in (record.name, record.tier_name, card, record.document) if part)

    def in_the_way(self, record: Any, move: Move) -> tuple[Obstacle, ...]:
        return tuple(self._gate) if move.gate else ()

    def settle(self, record: Any, obstacle: Obstacle, move: Move) -> None:
        self._page.shell.open_target(obstacle.settle)


def _compare(desk: Desk, row: MemberView, values: dict[str, Any]) -> dict[str, Any]:
    """Takes the number that was shown out of the values, after it was compared.

    Raises:
        InvalidInput: field `document_shown`, it does not agree.
    """
    shown = values.pop("document_shown", "")
    if shown and not cards.compare_identity(desk, row.id, shown):
        # L10N: 与档案中的证件号码不一致，请核对是否本人
        words = _("It does not agree with the file. Compare whether it is the same person.")
        raise InvalidInput([Problem("differs", words, "document_shown")])
    return values


def _print(page: Page, kinds: tuple[str, ...]) -> Callable[[MemberView], None]:
    """Prints the newest slips of some kinds, one after the other."""

    def then(after: MemberView) -> None:
        newest = {slip.kind: slip for slip in after.slips if slip.state == "issued"}
        wanted = [newest[kind] for kind in kinds if kind in newest]

        def go(place: int = 0) -> None:
            if place < len(wanted):
                print_slip(page, wanted[place], on_done=lambda: go(place + 1))

        go()

    return then


def _simple(name: str, *fields: FieldSpec, then: tuple[str, ...] = ()) -> Callable[[Any, Any, Any], ActForm]:
    """An act whose form's values are what its service takes."""

    def form(page: Page, row: MemberView, _around: Any) -> ActForm:
        desk = page.desk

        def save(values: dict[str, Any]) -> MemberView:
            done: MemberView = getattr(cards, name)(desk, row.id, **_compare(desk, row, values))
            return done

        return ActForm(fields, save, then=_print(page, then) if then else None)

    return form


def elsewhere(name: str, **more: Any) -> FieldSpec:
    """The number of a card that was made elsewhere; a card that is scanned while the form is open fills it."""
    return FieldSpec(
        name,
        # L10N: 外购卡或原系统卡的卡号
        N_("Number of a card made elsewhere"),
        span="full",
        max_length=40,
        # L10N: 卡片由本系统编号时留空；使用已印好或原系统的卡时，请扫描或输入卡面号码
        help=N_("Left empty, the program gives the number. A card bought printed, or of an earlier system: scan or type its number."),
        scans=lambda code: bool(foreign(code)),
        **more,
    )  # fmt: skip


def _approve(page: Page, row: MemberView, _around: Any) -> ActForm:
    desk = page.desk

    def save(values: dict[str, Any]) -> MemberView:
        return cards.approve(desk, row.id, **values)

    # L10N: 会员卡; 同时发卡
    card = FieldSpec("card", N_("Card"), "check", text=N_("Issue the card at once"), default=True, span="full")
    fields = (card, elsewhere("card_number", visible_when=lambda values: bool(values.get("card"))))
    # L10N: {how}，推荐：{who}
    words = " · ".join(part for part in (label("member_hows", row.how), row.proposed_by) if part)
    return ActForm(fields, save, note=words, then=_print(page, ("member-card",)))


def _issue(page: Page, row: MemberView, _around: Any) -> ActForm:
    desk = page.desk

    def save(values: dict[str, Any]) -> MemberView:
        return cards.issue_card(desk, row.id, number=values["number"])

    def said(after: MemberView) -> str:
        # L10N: 已发卡 {card}
        return _("The card {card} is issued.").format(card=grouped(after.card.number) if after.card else "")

    return ActForm((elsewhere("number"),), save, said=said, then=_print(page, ("member-card",)))


def _hand_over(page: Page, row: MemberView, _around: Any) -> ActForm:
    desk = page.desk

    def save(values: dict[str, Any]) -> MemberView:
        return cards.hand_over(desk, row.id, signer=values["signer"])

    def said(after: MemberView) -> str:
        # L10N: {number} 的会员卡已领取，请持卡人签收
        return _("The card of {number} is handed over; let the holder sign.").format(number=after.number)

    # L10N: 领卡人
    fields = (FieldSpec("signer", N_("Received by"), span="full", max_length=40),)
    return ActForm(fields, save, values={"signer": row.name}, said=said, then=_print(page, ("card-receipt",)))


def _not_lost(values: Mapping[str, Any]) -> bool:
    return values.get("cause") not in ("lost", "", None)


def _replace(page: Page, row: MemberView, _around: Any) -> ActForm:
    desk = page.desk
    lost = row.card_state == "lost"

    def save(values: dict[str, Any]) -> MemberView:
        return cards.replace(desk, row.id, cards.ReplaceEntry(**_compare(desk, row, values)))

    def said(after: MemberView) -> str:
        # L10N: 新卡 {card}，旧卡 {old} 已失效，积分和等级不变
        words = _("The new card is {card}; {old} is dead. Points and level stay.")
        card = after.card
        return words.format(card=grouped(card.number) if card else "", old=grouped(card.old) if card else "")

    fields = (
        FieldSpec(
            "cause",
            # L10N: 补卡原因
            N_("Replaced because"),
            "choice",
            choices=choices("card_causes", *(("lost",) if lost else ())),
        ),
        FieldSpec(
            "old_returned",
            # L10N: 旧卡; 已收回
            N_("Old card"),
            "check",
            text=N_("taken in"),
            visible_when=_not_lost,
        ),
        _SEEN,
        _SHOWN,
        elsewhere("number"),
        FieldSpec("note", N_("Note"), span="full", max_length=100),
    )
    values = {"cause": "lost" if lost else "expired" if row.card_state == "expired" else ""}
    then = _print(page, ("card-replacement", "member-card"))
    return ActForm(fields, save, values=values, said=said, then=then)


def _edit(page: Page, row: MemberView, around: Any) -> ActForm:
    desk, entry = page.desk, around["entry"]

    def save(values: dict[str, Any]) -> MemberView:
        return cards.edit(desk, row.id, cards.EditEntry(**values))

    names = ("latin_name", "email", "work_address", "goods", "greetings", "opted_out")
    # L10N: 姓名和证件不变；其他资料在住户档案中修改
    note = _("Name and document never change; the rest of the person is changed in the household's file.")
    return ActForm(EXTRA, save, values={name: getattr(entry, name) for name in names}, note=note)


EXTRA = (
    # L10N: 英文姓名
    FieldSpec("latin_name", N_("English name"), max_length=60),
    # L10N: 电子邮箱
    FieldSpec("email", N_("E-mail"), max_length=80),
    # L10N: 单位地址
    FieldSpec("work_address", N_("Work address"), span="full", max_length=100),
    # L10N: 主要消费商品类型
    FieldSpec("goods", N_("Mostly bought"), "ticks", choices=choices("goods_types"), span="full"),
    # L10N: 问候; 同意接收生日和节日问候
    FieldSpec("greetings", N_("Greetings"), "check", text=N_("agrees to birthday and holiday greetings")),
    # L10N: 通知; 不接收活动通知
    FieldSpec("opted_out", N_("Notices"), "check", text=N_("wants no notices of events")),
)
"""What an application says besides name and identity."""


def _end(page: Page, row: MemberView, _around: Any) -> ActForm:
    desk = page.desk

    def save(values: dict[str, Any]) -> MemberView:
        return cards.end(desk, row.id, **values)

    fields = (
        _REASON,
        FieldSpec(
            "points",
            # L10N: 积分处理
            N_("Points"),
            "multiline",
            span="full",
            lines=2,
            # L10N: 例如：积分已兑换完毕；余额作废，已告知本人
            placeholder=N_("Such as: redeemed before; what is left lapses, the holder knows"),
        ),
    )
    words = " · ".join(f"{fact.label} {fact.words}" for fact in row.facts if fact.tone == "strong")
    return ActForm(fields, save, note=words)


def _withdraw(page: Page, row: MemberView, _around: Any) -> ActForm:
    desk = page.desk

    def save(values: dict[str, Any]) -> MemberView:
        _compare(desk, row, values)
        return cards.withdraw(desk, row.id)

    # L10N: 会籍立即终止，仅为会籍保存的资料删除；依法须保存的消费记录保留
    note = _("The membership ends at once; what is kept for it alone is erased. Records kept by law stay.")
    return ActForm((_SEEN, _SHOWN), save, note=note)


# L10N: 挂失经过
_LOST = FieldSpec(
    "note",
    N_("How it was lost"),
    "multiline",
    span="full",
    lines=2,
    # L10N: 例如：本人来电，昨晚在地铁遗失
    placeholder=N_("Such as: the holder called; lost in the metro last night"),
)
FORMS: dict[str, Callable[[Any, Any, Any], ActForm]] = {
    "approve": _approve,
    "reject": _simple("reject", _REASON),
    "issue-card": _issue,
    "hand-over": _hand_over,
    "lose": _simple("lose", _LOST),
    "find": _simple("find", _SEEN, _SHOWN),
    "replace": _replace,
    "freeze": _simple("freeze", _REASON),
    "unfreeze": _simple("unfreeze", _REASON),
    "cancel-card": _simple("cancel_card", _REASON),
    "edit": _edit,
    "note": _simple("note", FieldSpec("note", N_("Note"), "multiline", span="full", lines=2)),
    "end": _end,
    "withdraw": _withdraw,
}
"""The forms by the act's code."""

__all__ = ["EXTRA", "FORMS", "KEYS", "MemberActs", "elsewhere"]
