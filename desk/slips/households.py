"""The 住户成员情况登记表 of a suite (handbook A1, A2, B1), A4."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, speaking
from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Column, Field, Signature, Slip, Table, Tick


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """One person of the household, in finished words; "" leaves room to write.

    Attributes:
        relation: to the owner (本人, 配偶, 子女, 租户 …).
        document: kind and number of the identity document, masked or whole.
    """

    name: str
    relation: str = ""
    sex: str = ""
    birth: str = ""
    document: str = ""
    phone: str = ""
    workplace: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """What the register card says. All texts are finished, in the language of the slip; "" leaves room to write.

    Attributes:
        room: as spoken at the counter; area: with its unit; use: residential, shop …
        owner: the owner's name(s); title_deed: number of the title deed or lease.
        moved_in: date as printed.
        address: postal address when not living here.
        members: everybody registered in the room.
        vehicles: plates with their space, one line each.
        emergency_name, emergency_phone, emergency_relation: who to call.
        notes: customs, pets; only with consent.
        consent_given: True when consent was recorded; consent_text: version and date.
        notice: the notice by PIPL 17; "" for the usual text.
        issued: footer line.
    """

    number: str = NUMBER_AFTER_SAVING
    room: str = ""
    area: str = ""
    use: str = ""
    owner: str = ""
    owner_document: str = ""
    owner_phone: str = ""
    title_deed: str = ""
    moved_in: str = ""
    address: str = ""
    members: tuple[MemberFacts, ...] = ()
    vehicles: tuple[str, ...] = ()
    emergency_name: str = ""
    emergency_relation: str = ""
    emergency_phone: str = ""
    notes: str = ""
    consent_given: bool = False
    consent_text: str = ""
    notice: str = ""
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"


def _fields(facts: HouseholdFacts) -> tuple[Field, ...]:
    return (
        # L10N: 房号
        Field(_("Room"), facts.room, span=4, bold=True),
        # L10N: 建筑面积
        Field(_("Floor area"), facts.area, span=4),
        # L10N: 用途
        Field(_("Use"), facts.use, span=4),
        # L10N: 业主
        Field(_("Owner"), facts.owner, span=6, bold=True),
        # L10N: 联系电话
        Field(_("Phone"), facts.owner_phone, span=6),
        # L10N: 证件号码
        Field(_("Identity document"), facts.owner_document, span=6),
        # L10N: 产权证/租约号
        Field(_("Title deed or lease no."), facts.title_deed, span=6),
        # L10N: 入住日期
        Field(_("Moved in"), facts.moved_in, span=6),
        # L10N: 通讯地址
        Field(_("Postal address"), facts.address, span=6),
    )


def _members(facts: HouseholdFacts) -> Table:
    return Table(
        # L10N: 住户成员
        heading=_("Members of the household"),
        columns=(
            # L10N: 姓名
            Column(_("Name"), 1.25),
            # L10N: 与业主关系
            Column(_("Relation"), 1.3),
            # L10N: 性别
            Column(_("Sex"), 0.7),
            # L10N: 出生日期
            Column(_("Born"), 1.25),
            # L10N: 证件号码
            Column(_("Identity document"), 2.35),
            # L10N: 联系电话
            Column(_("Phone"), 1.75),
            # L10N: 工作单位
            Column(_("Workplace"), 1.4),
        ),
        rows=tuple((m.name, m.relation, m.sex, m.birth, m.document, m.phone, m.workplace) for m in facts.members),
        least_rows=8,
    )


def _after(facts: HouseholdFacts) -> tuple[Field, ...]:
    return (
        # L10N: 车辆
        Field(_("Vehicles"), "\n".join(facts.vehicles), span=12, lines=2),
        # L10N: 紧急联系人
        Field(_("Emergency contact"), facts.emergency_name, span=5),
        # L10N: 关系
        Field(_("Relation"), facts.emergency_relation, span=3),
        # L10N: 联系电话
        Field(_("Phone"), facts.emergency_phone, span=4),
        # L10N: 备注
        Field(_("Notes"), facts.notes, span=12, lines=3),
        Field(
            # L10N: 个人信息
            _("Personal data"),
            ticks=(
                # L10N: 已告知并同意{version}
                Tick(
                    _("Informed and agreed {version}").format(version=facts.consent_text).strip(),
                    facts.consent_given,
                ),
                # L10N: 未满14周岁成员已取得监护人同意
                Tick(_("Guardian agrees for members under 14")),
            ),
            span=12,
        ),
    )


def register_card(facts: HouseholdFacts) -> Slip:
    """The 住户成员情况登记表: household, members, vehicles, emergency contact, consent, signatures."""
    with speaking(facts.language):
        # L10N: 本中心仅为提供物业服务、紧急联络和安全管理处理以上个人信息……
        notice = facts.notice or _(
            "We process the personal data above only to provide property services, for emergency contact and for safety. "
            "It is kept while you live here and as long afterwards as the law requires. You may look it up, copy it, correct it, "
            "have it deleted or withdraw your consent at the service centre at any time; withdrawing does not affect services that "
            "do not need it. Identity cards are looked at and given back at once; none is kept."
        )
        return Slip(
            kind="register-card",
            # L10N: 住户成员情况登记表
            title=_("Household register card"),
            number=facts.number,
            site=facts.site,
            fields=_fields(facts),
            tables=(_members(facts),),
            after=_after(facts),
            clauses=(notice,),
            signatures=(
                # L10N: 业主/住户签字
                Signature(_("Resident's signature"), dated=True),
                # L10N: 登记人
                Signature(_("Registered by"), dated=True),
            ),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


__all__ = ["HouseholdFacts", "MemberFacts", "register_card"]
