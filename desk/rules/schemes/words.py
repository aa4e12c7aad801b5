# ruff: noqa: PLC0415 - Babel and its data (4 MB) wait for a rule with months
"""A scheme in words, as the back of an application, the card and the member handbook print it (handbook A9)."""

from __future__ import annotations

from desk.i18n import _, current_language, ngettext
from desk.rules.kit import wording
from desk.rules.kit.money import figures
from desk.rules.schemes import FULL, Condition, Double, Ladder, Level, Scheme, level_name


def rate_words(rate: int) -> str:
    """A rate as it is said: 880 → 8.8折, 12% off; nothing for none."""
    if rate >= FULL:
        return ""
    if current_language().startswith("zh"):
        tenths = f"{rate / 100:.2f}".rstrip("0").rstrip(".")
        # L10N: {rate}折
        return _("{rate} of ten").format(rate=tenths)
    # L10N: （英文界面）减 {percent}%
    return _("{percent}% off").format(percent=f"{(FULL - rate) / 10:g}")


def condition_words(condition: Condition) -> str:
    """A condition in one phrase."""
    least = condition.least
    if condition.kind == "lifetime":
        # L10N: 累计积分满 {points}
        return _("{points} lifetime points").format(points=f"{least:,}")
    amount = figures(least)
    if condition.kind == "day":
        # L10N: 当日消费满 {amount}
        return _("{amount} on one day").format(amount=amount)
    if condition.kind == "first":
        # L10N: 单笔消费满 {amount}
        return _("one purchase of {amount}").format(amount=amount)
    if condition.kind == "graded":
        # L10N: 单笔购买中高档商品满 {amount}
        return _("one purchase of medium or high-grade goods of {amount}").format(amount=amount)
    if condition.kind == "month":
        # L10N: 当月消费满 {amount}
        return _("{amount} in a calendar month").format(amount=amount)
    # L10N: {months} 个月内累计消费满 {amount}
    return _("{amount} within {months} months").format(amount=amount, months=condition.months)


def conditions_words(conditions: tuple[Condition, ...], *, every: bool) -> str:
    """Several conditions: one of them, or all."""
    said = ""
    for words in (condition_words(each) for each in conditions):
        if not said:
            said = words
        elif every:
            # L10N: {first}，且{second}
            said = _("{first} and {second}").format(first=said, second=words)
        else:
            # L10N: {first}，或{second}
            said = _("{first} or {second}").format(first=said, second=words)
    return said


def double_words(rule: Double) -> str:
    """A rule for double points in one phrase."""
    if rule.kind == "birthday":
        # L10N: 生日当天
        words = _("on one's birthday")
    elif rule.kind == "first":
        # L10N: 每天前 {n} 名会员
        words = _("the first {n} members of a day").format(n=rule.count)
    elif rule.kind == "weekday":
        days = wording.listed(wording.weekday_name(each) for each in rule.weekdays)
        months = wording.listed(_month(each) for each in rule.months)
        # L10N: {months}每{days}
        words = _("each {days} in {months}").format(days=days, months=months) if months else days
    else:
        # L10N: 活动期间
        words = _("during a campaign")
    if rule.since or rule.until:
        words = f"{words} ({wording.day(rule.since)}–{wording.day(rule.until)})"
    return words


def _month(month: int) -> str:
    from babel.dates import get_month_names

    return str(get_month_names("abbreviated", locale=current_language())[month])


def level_lines(scheme: Scheme, level: Level) -> tuple[str, ...]:
    """What a level gives and how it is reached, a line each."""
    lines = []
    if level.rate < FULL:
        # L10N: 正价商品 {rate}，可与促销折上折
        lines.append(
            _("{rate} on goods at full price, on top of a running promotion").format(rate=rate_words(level.rate))
        )
    if level.partner_rate < FULL:
        # L10N: 特约商户 {rate}
        lines.append(_("{rate} at partner merchants").format(rate=rate_words(level.partner_rate)))
    if level.parking_hours:
        # L10N: 免费停车 {hours} 小时
        lines.append(_("{hours} h of free parking").format(hours=level.parking_hours))
    if level.quarter_gift:
        # L10N: 每季度领取礼品一份
        lines.append(_("a gift each quarter"))
    if level.party:
        # L10N: 每年答谢会
        lines.append(_("the yearly thank-you party"))
    lines += [_(each) for each in level.benefits]
    if level.join:
        # L10N: 办卡条件：{words}
        lines.append(_("To join: {words}").format(words=conditions_words(level.join, every=scheme.every)))
    if level.upgrade:
        # L10N: 升级条件：{words}
        lines.append(_("To rise: {words}").format(words=conditions_words(level.upgrade, every=scheme.every)))
    if level.judgement:
        # L10N: 另须主管和经理评定
        lines.append(_("and the recorded judgement of supervisor and manager"))
    return tuple(lines)


def rules_lines(scheme: Scheme) -> tuple[str, ...]:
    """The rules of points, gifts and the card, a sentence each."""
    per = figures(scheme.earn_fen)
    lines = [
        # L10N: 每消费 {amount} 积 {points} 分，尾数不计。
        ngettext(
            "Each {amount} paid earns {points} point; the tail is dropped.",
            "Each {amount} paid earns {points} points; the tail is dropped.",
            scheme.earn_points,
        ).format(amount=per, points=scheme.earn_points),
        # L10N: 标注“特公价”的专柜和商品不打折，仍可积分。
        _("Counters and goods marked with a special price give no discount, but earn points."),
    ]
    if scheme.bonus:
        # L10N: 单笔消费积分满 {least}，奖励 {bonus} 分。
        words = _("One purchase worth {least} points brings {bonus} more.")
        lines.append(words.format(least=scheme.bonus_from, bonus=scheme.bonus))
    doubles = [double_words(each) for each in scheme.doubles if each.on]
    if doubles:
        # L10N: 双倍积分：{words}。
        lines.append(_("Double points: {words}.").format(words=wording.listed(doubles)))
    if scheme.ladder is not None:
        lines.append(ladder_words(scheme.ladder))
    if scheme.coupons is not None:
        lines.append(ladder_words(scheme.coupons, coupon=True))
    if scheme.birthday_gift:
        # L10N: 生日当天消费，凭购物小票领取礼品。
        lines.append(_("Any purchase on the birthday brings a gift, with the receipt."))
    if scheme.expiry_months:
        # L10N: 积分自消费之日起 {months} 个月内有效。
        lines.append(_("Points last {months} months from the purchase.").format(months=scheme.expiry_months))
    lines += [
        # L10N: 会员卡仅限本人使用，不得转借。
        _("The card is for its holder only and is not lent."),
        # L10N: 卡片遗失请立即挂失，补卡后积分和累计消费转入新卡，姓名和证件不变。
        _("Report a lost card at once; points and totals move to the new one, name and document stay."),
        # L10N: 本卡不储值。
        _("No money is stored on the card."),
    ]
    return tuple(lines)


def ladder_words(each: Ladder, *, coupon: bool = False) -> str:
    """A ladder in one sentence: of the gifts, or of the cash coupons, each a setting of its own (handbook V8, C-31)."""
    # L10N: {points} 分兑换标价 {fen} 以内商品一件；每增加 {more} 分，标价增加 {worth}。…
    words = _("{points} points: one item with a label price up to {fen}; each further {more} points: {worth} more.")
    if coupon:
        # L10N: {points} 分兑换 {fen} 现金券一张；每增加 {more} 分，面值增加 {worth}。
        words = _("{points} points: a cash coupon of {fen}; each further {more} points: {worth} more.")
    return words.format(
        points=f"{each.points:,}", fen=figures(each.fen), more=each.step_points, worth=figures(each.step_fen)
    )


def handbook(scheme: Scheme) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Everything about a scheme: a heading and its lines for each level, then the rules."""
    levels = tuple((level_name(scheme, level.code), level_lines(scheme, level)) for level in scheme.levels)
    # L10N: 积分规则
    return (*levels, (_("Rules of the points"), rules_lines(scheme)))


__all__ = [ "condition_words", "conditions_words", "double_words", "handbook", "level_lines", "rate_words", "rules_lines",
]  # fmt: skip
