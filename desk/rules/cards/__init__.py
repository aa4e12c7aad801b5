"""Rules of membership and its cards (handbook A9, B1, V3, V7, V11): what an application holds, which card may be used, what sleeps."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desk.errors import Problem
from desk.i18n import _
from desk.rules.cards.numbers import LEAD, card_number, foreign, grouped, is_card_number, number_problem, plain
from desk.rules.kit.dates import add_months
from desk.rules.schemes import level_name
from desk.rules.schemes.standard import STANDARD

HOWS = ("receipts", "campaign", "request", "proposal", "moved")
"""What a membership was granted for: receipts of the joining level, a campaign with free cards, a request or a proposal that is
approved, one taken over from old papers."""
ASKED = ("request", "proposal")
"""Those that a leader approves (handbook V7)."""
CAUSES = ("lost", "damaged", "demagnetised", "expired", "tier")
"""Why a card is replaced (handbook A9); the last one: it is to show another level."""
LEAST_AGE = 14
"""Younger people's data needs a guardian and a purpose; a shop's card is none (handbook B3)."""
CONSENT_VERSION = "member-2026-1"
"""Version of the notice on membership that stands on the application form."""
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Applicant:
    """What is known of somebody who wants to join: from the register, and from what was typed.

    Attributes:
        kind: person or company. mobile: a phone that takes messages. birthday: solar; None when not known.
    """

    name: str = ""
    kind: str = "person"
    birthday: date | None = None
    document: str = ""
    address: str = ""
    mobile: str = ""
    goods: tuple[str, ...] = ()


FIELDS: Mapping[str, str] = {
    "name": "name", "age": "birthday", "document": "document_number", "address": "address", "phone": "phones", "goods": "goods",
}  # fmt: skip
"""The field of the form that holds what a scheme's application asks for."""


def _words(item: str) -> str:
    return {
        # L10N: 请填写姓名
        "name": _("Type the name."),
        # L10N: 请填写出生日期（申请表须有年龄）
        "age": _("Type the birthday: the application must say the age."),
        # L10N: 请填写身份证件号码
        "document": _("Type the number of the identity document."),
        # L10N: 请填写住址
        "address": _("Type the address."),
        # L10N: 请填写手机号码
        "phone": _("Type a mobile phone number."),
        # L10N: 请选择主要消费商品类型
        "goods": _("Choose what is mostly bought."),
    }[item]


def has(applicant: Applicant, item: str) -> bool:
    """Whether an applicant has what the application asks for: name, age, document, address, phone, goods."""
    return bool(
        {
            "name": applicant.name.strip(),
            "age": applicant.birthday,
            "document": applicant.document.strip(),
            "address": applicant.address.strip(),
            "phone": applicant.mobile,
            "goods": applicant.goods,
        }[item]
    )


def application_problems(applicant: Applicant, demanded: Collection[str], *, today: date) -> list[Problem]:
    """What an application lacks of what the scheme demands, no more (handbook A9, B3 PIPL 6), by the form's fields.

    Membership is a person's own, by real name; children and companies have none.
    """
    found = []
    if applicant.kind == "company":
        # L10N: 会员卡发给个人，不发给单位
        found.append(Problem("company", _("A membership belongs to a person, not to a company."), "customer_id"))
    if applicant.birthday is not None and add_months(applicant.birthday, LEAST_AGE * 12) > today:
        # L10N: 未满 {age} 周岁不能办理会员卡
        words = _("Members are {age} or older.").format(age=LEAST_AGE)
        found.append(Problem("child", words, "birthday"))
    missing = [item for item in FIELDS if item in demanded and not has(applicant, item)]
    return found + [Problem("required", _words(item), FIELDS[item]) for item in missing]


def mobile_of(numbers: Collection[str]) -> str:
    """The first number that takes messages; "" without one."""
    return next((number for number in numbers if re.fullmatch(r"(\+?86)?1[3-9]\d{9}", number)), "")


def mail_problem(text: str) -> Problem | None:
    """What is wrong with an e-mail address; nothing when it is empty. Field `email`."""
    if not text.strip() or _MAIL.fullmatch(text.strip()):
        return None
    # L10N: 请按 name@example.com 的格式填写
    return Problem("mail", _("Write it like name@example.com."), "email")


def period_problem(expires_on: date | None, issued_on: date) -> Problem | None:
    """A card ends after the day it is issued. Field `expires_on`."""
    if expires_on is None or expires_on > issued_on:
        return None
    # L10N: 有效期须晚于发卡日期
    return Problem("date", _("A card ends after the day it is issued."), "expires_on")


def use_problem(state: str, expires_on: date | None, day: date, *, lost_on: date | None = None) -> Problem | None:
    """Why a card may not be used on a day; None when it may. Codes `card-lost`, `card-frozen`, `card-expired`, `card-dead`.

    A card that was replaced stays dead, also when it is found again (handbook V11).
    """
    if state == "lost":
        # L10N: 此卡已于 {day} 挂失，不能使用。请收下卡片并联系会员本人。
        words = _("This card was reported lost on {day} and must not be used. Keep it, and call the holder.")
        return Problem("card-lost", words.format(day=lost_on or ""))
    if state == "frozen":
        # L10N: 此卡已冻结，不能使用。请由主管处理。
        return Problem("card-frozen", _("This card is frozen and must not be used. A supervisor decides."))
    if state == "replaced":
        # L10N: 此卡已补发新卡，旧卡永久失效。请收回旧卡。
        return Problem("card-dead", _("This card was replaced and is dead for good. Take it in."))
    if state == "cancelled":
        # L10N: 此卡已注销。请收回。
        return Problem("card-dead", _("This card was cancelled. Take it in."))
    if state == "expired" or (expires_on is not None and expires_on < day):
        # L10N: 此卡已到期，请先换卡。
        return Problem("card-expired", _("This card has run out. Replace it first."))
    return None


def found_member(detail: Mapping[str, Any]) -> list[str]:
    """What stands behind a member's name in the finder: level, card, masked phone; from what the index kept."""
    known = STANDARD.get(detail.get("scheme", ""))
    level = level_name(known, detail.get("tier", "")) if known is not None else ""
    return [part for part in (level, detail.get("card", ""), detail.get("phone", "")) if part]


def printed_level(name: str, *, letters: bool) -> str:
    """A level as its card says it: only levels that may carry them bear the letters VIP (handbook A9, V11)."""
    return name if letters else re.sub(r"\s*V\.?I\.?P\.?\s*", "", name, flags=re.IGNORECASE)


def dormant_from(last_use: date, months: int) -> date:
    """The first day on which a card is dormant: the day after the last purchase (else joining) and so many months (handbook C-31)."""
    return add_months(last_use, months) + timedelta(days=1)


def dormant_edge(today: date, months: int) -> date:
    """The latest day of use with which a card is dormant today; for lists, where `dormant_from` is not asked row by row."""
    edge = add_months(today, -months)
    while dormant_from(edge, months) > today:
        edge -= timedelta(days=1)
    while dormant_from(edge + timedelta(days=1), months) <= today:
        edge += timedelta(days=1)
    return edge


__all__ = [
    "ASKED", "CAUSES", "CONSENT_VERSION", "FIELDS", "HOWS", "LEAD", "LEAST_AGE", "Applicant", "application_problems",
    "card_number", "dormant_edge", "dormant_from", "foreign", "found_member", "grouped", "has", "is_card_number", "mail_problem",
    "mobile_of", "number_problem", "period_problem", "plain", "printed_level", "use_problem",
]  # fmt: skip
