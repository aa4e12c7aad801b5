"""What the headings in a site's own roster mean (architecture "Commands", handbook A1).

Offices keep their lists as they like. What the cells below the headings mean is in `rules/roster.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from desk.i18n import N_

FIELDS: dict[str, str] = {
    # L10N: 分期或组团
    "part": N_("Phase or part"),
    # L10N: 楼栋
    "building": N_("Building"),
    # L10N: 单元
    "entrance": N_("Entrance"),
    # L10N: 楼层
    "floor": N_("Floor"),
    # L10N: 房号
    "room": N_("Room"),
    # L10N: 建筑面积
    "area": N_("Floor area"),
    # L10N: 姓名
    "name": N_("Name"),
    # L10N: 证件类型
    "document_kind": N_("Kind of document"),
    # L10N: 证件号码
    "document": N_("Document number"),
    # L10N: 联系电话
    "phone": N_("Phone"),
    # L10N: 其他电话
    "phone2": N_("Second phone"),
    # L10N: 身份
    "role": N_("Role"),
    # L10N: 性别
    "sex": N_("Sex"),
    # L10N: 出生日期
    "birthday": N_("Birthday"),
    # L10N: 入住日期
    "since": N_("Since"),
    # L10N: 搬离
    "left": N_("Moved out"),
    # L10N: 车牌号
    "vehicle": N_("Number plate"),
    # L10N: 工作单位
    "workplace": N_("Workplace"),
    # L10N: 通讯地址
    "address": N_("Address"),
    # L10N: 紧急联系人
    "emergency_name": N_("Emergency contact"),
    # L10N: 紧急联系电话
    "emergency_phone": N_("Emergency phone"),
    # L10N: 租户姓名
    "tenant": N_("Tenant"),
    # L10N: 租户证件号码
    "tenant_document": N_("Tenant's document number"),
    # L10N: 租户电话
    "tenant_phone": N_("Tenant's phone"),
    # L10N: 家庭成员姓名
    "family": N_("Family member"),
    # L10N: 家庭成员证件号码
    "family_document": N_("Family member's document number"),
    # L10N: 家庭成员电话
    "family_phone": N_("Family member's phone"),
    # L10N: 家庭成员关系
    "family_relation": N_("Family member's relation"),
    # L10N: 备注
    "note": N_("Note"),
}
"""The fields a column can be, with their labels (translate with `_` where they are shown)."""

_TRADITIONAL = str.maketrans(
    "樓棟單號業電話證積備註車關係類別產權門間戶聯絡機時說與駐繫執記個職務處稱鋪面長緊責歲區層屬種備數動買購東",
    "楼栋单号业电话证积备注车关系类别产权门间户联络机时说与驻系执记个职务处称铺面长紧责岁区层属种备数动买购东",
)

# Compared after `_key`: half width, small letters, no spaces, brackets, stars and colons.
_EXACT: dict[str, str] = {
    word: field
    for field, words in {
        "part": "组团 苑 苑区 园区 区 分区 片区 期 期数 分期 项目分期 组团名称 区域 地块 地块名称 街区 街坊 phase part",
        "building": "楼栋 栋 幢 座 楼号 栋号 幢号 座号 楼栋号 楼幢 楼幢号 楼座 楼宇 楼 大楼 栋座 组团楼栋 栋别 幢别 座别 座数 大厦 楼盘栋号 building buildingno block blockno tower",
        "floor": "层 楼层 所在层 所在楼层 层号 楼层号 楼别 floor floorno storey level floorlevel",
        "left": (
            "搬离日期 搬离时间 搬出日期 搬出时间 搬走日期 迁出日期 迁出时间 退租日期 退租时间 退房日期 离开日期 是否搬走 是否搬离 是否搬出 是否已搬走 是否退租"
            " 状态 住户状态 居住状态 人员状态 客户状态 业主状态 moveout moveoutdate movedout dateofmoveout"
        ),
        "entrance": "单元 单元号 门洞 门洞号 门 门号 楼门 楼门号 单元门 梯 梯号 梯位 楼梯 楼道 楼道号 entrance stair staircase",
        "room": (
            "房号 门牌 门牌号 门牌号码 房间 房间号 房间号码 室号 室 户号 房屋 房屋编号 房屋号 房产 住址 房号地址 楼栋单元房号 楼号房号 房屋地址 房产地址 房屋坐落"
            " 坐落 套号 户别 房间编号 铺位号 商铺号 单元房号 栋单元房号 楼栋房号 room roomno roomnumber roomnum flat flatno suite apartment apt door doorno address(room)"
        ),
        "area": "建筑面积 面积 房屋面积 产权面积 建面 房产面积 计费面积 收费面积 产证面积 area floorarea grossarea buildingarea size sqm m2",
        "name": (
            "业主姓名 户主 产权人 姓名 住户 业主 业主名称 户主姓名 产权人姓名 住户姓名 客户姓名 客户名称 客户 房主 房主姓名 房东 房东姓名 屋主 屋主姓名 业户 业户姓名"
            " 所有权人 所有权人姓名 区分所有权人 购房人 购房人姓名 买受人 承购人 人员姓名 成员姓名 业主名 权利人"
            " 名称 名字 owner ownername name fullname resident residentname customer customername nameofowner ownersname"
            " householder proprietor proprietors proprietorname registeredowner landlord"
        ),
        "document_kind": "证件类型 证件种类 证件名称 证件类别 idtype documenttype documentkind kindofdocument",
        "document": (
            "身份证号码 证件号码 身份证 身份证号 证件号 身份证件号码 身份证件号 公民身份号码 身份号码 有效证件号码 业主身份证 业主身份证号 业主身份证号码"
            " 身分证 身分证号 身分证字号 身分证号码 id idno idnumber idcard idcardno idcardnumber documentnumber documentno document identitynumber"
            " passport passportno nationalid"
        ),
        "phone": (
            "联系电话 手机 电话 联系方式 手机号 手机号码 座机 固话 电话号码 联系手机 业主电话 移动电话 联络电话 联系号码 业主联系电话 联系人电话 业主手机 号码"
            " phone phoneno phonenumber mobile mobileno mobilephone mobilenumber tel telephone telno contact contactnumber contactno cell cellphone"
        ),
        "role": (
            "身份 关系 类别 人员类别 人员类型 住户类型 住户类别 客户类型 客户类别 与业主关系 与户主关系 与产权人关系 业主关系 居住身份 住户身份 人员身份 类型 居住类型 居住性质 角色"
            " role relation relationship type category status kind residenttype ownertenant owner/tenant"
        ),
        "sex": "性别 sex gender",
        "birthday": "出生日期 出生年月 生日 出生年月日 出生 birthday dateofbirth dob birthdate born",
        "since": (
            "入住日期 交房时间 收房日期 入住时间 交房日期 收房时间 入伙日期 入伙时间 接房日期 接房时间 交付日期 交付时间 交楼日期 交楼时间 收楼日期 起租日期 迁入日期 入住年月"
            " movein moveindate movedin handover handoverdate handedover since date dateofhandover dateofmovein checkin occupiedsince"
        ),
        "vehicle": "车牌号 车牌 车牌号码 车号 车辆号牌 车辆牌号 车辆 号牌 plate plateno platenumber carplate licenseplate licenceplate numberplate car vehicle carno",
        "workplace": "工作单位 单位 单位名称 就职单位 workplace employer",
        "address": "通讯地址 联系地址 通信地址 户籍地址 家庭地址 邮寄地址 地址 address mailingaddress postaladdress",
        "emergency_name": "紧急联系人 紧急联系人姓名 应急联系人 emergencycontact emergencyname",
        "emergency_phone": "紧急联系电话 紧急联系人电话 应急联系电话 紧急电话 应急电话 emergencyphone emergencytel emergencycontactphone",
        "tenant": "租户 租户姓名 租客 租客姓名 承租人 承租人姓名 租赁人 tenant tenantname",
        "tenant_document": "租户身份证 租户身份证号 租户身份证号码 租户证件号码 承租人身份证号 租客身份证号 tenantid tenantidno tenantidnumber",
        "tenant_phone": "租户电话 租户手机 租户联系电话 租客电话 承租人电话 承租人联系电话 租户联系方式 tenantphone tenantmobile tenanttel",
        "note": "备注 说明 备考 附注 其他 其它 其他说明 情况说明 note notes remark remarks comment comments memo",
    }.items()
    for word in words.split()
}

# Words that make a heading something we do not take, although it has a known word in it.
_NOT_TAKEN = re.compile(
    r"套内|使用面积|公摊|车位|面积单价|户型|人数|人口|房屋状态|入住状态|管理费|物业费|缴费|金额|单价|房屋类型|房屋用途|房型|朝向|签名|签字|钥匙|微信|邮箱|email|邮编|序号|编号$|层数|楼层|总层"
)
# People beside the owner: what a heading about them means, in order; anything else about them (生日, 单位) is not the owner's.
_EMERGENCY = re.compile("紧急|应急|緊急|emergency")
_TENANT = re.compile("租户|租客|承租|tenant")
_FAMILY = re.compile(
    "配偶|爱人|妻子|丈夫|家属|家庭成员|同住人|共有人|子女|父母|共同居住|^成员|spouse|family|husband|wife|coowner|jointowner"
)
_OWNERS = re.compile("与(业主|户主|产权人)|地址|住址")
_OTHERS: tuple[tuple[re.Pattern[str], str, tuple[tuple[str, str], ...]], ...] = (
    (
        _EMERGENCY,
        "emergency",
        (("关系|relation", ""), ("电话|手机|号码|联系方式|phone|tel|mobile", "_phone"), ("证|地址", "")),
    ),
    (_TENANT, "tenant", (("证", "_document"), ("电话|手机|联系|phone|tel|mobile", "_phone"))),
    (
        _FAMILY,
        "family",
        (
            ("关系|relation", "_relation"),
            ("证|document|id", "_document"),
            ("电话|手机|联系|phone|tel|mobile", "_phone"),
        ),
    ),
)
_PLAIN_NAME = re.compile(
    "(配偶|爱人|妻子|丈夫|家属|家庭成员|同住人员?|共有人|产权共有人|子女|父母|共同居住人|成员|紧急联系人?|应急联系人?|租户|租客|承租人?)"
    r"[一二三四1-9]?(的?(姓名|名字|名称))?|.*(name|contact)|spouse|husband|wife|family(member)?|coowner|jointowner|tenant"
)


def _of_others(bare: str) -> tuple[bool, str | None]:
    """Whether a heading is about people beside the owner, and the field."""
    if _OWNERS.search(bare):
        return False, None
    for pattern, who, parts in _OTHERS:
        if pattern.search(bare):
            for words, end in parts:
                if re.search(words, bare):
                    return True, (who + end if end else None)
            name = "emergency_name" if who == "emergency" else who
            return True, name if _PLAIN_NAME.fullmatch(bare) else None
    return False, None


# In order: the first that is found decides.
_CONTAINS: tuple[tuple[str, str], ...] = (
    (r"证件?(类型|种类|类别)", "document_kind"),
    (r"身[份分]证|证件|护照|idcard|idnumber|passport", "document"),
    (r"电话|手机|联系方式|phone|mobile", "phone"),
    (r"车牌|plate", "vehicle"),
    (r"面积|平方|㎡|m2|sqm|area", "area"),
    (r"出生|生日|birth", "birthday"),
    (r"(入住|交房|收房|入伙|接房|交付|交楼|收楼|起租|迁入).*(日|时间|年|月)|handover|movein", "since"),
    (r"关系|身份|relation", "role"),
    (r"性别|gender", "sex"),
    (r"房号|门牌|室号|房间|房屋|roomno", "room"),
    (r"姓名|产权人|业主名|户主|ownername", "name"),
    (r"单元", "entrance"),
    (r"楼栋|栋号|幢号|楼号|building", "building"),
    (r"备注|说明|remark", "note"),
)
_CONTAINS_PATTERNS = tuple((re.compile(pattern), field) for pattern, field in _CONTAINS)
_BRACKETS = re.compile(r"[(（\[【<].*?[)）\]】>]")
_DECORATION = re.compile(r"[\s*:：_\-.。、,，#'’\u200b\ufeff]")


def _key(text: str, *, brackets: bool) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().translate(_TRADITIONAL)
    if not brackets:
        text = _BRACKETS.sub("", text)
    return _DECORATION.sub("", text)


_NUMBERED = re.compile(r"[1-9一二三四五]$")
_OF_A_PERSON = frozenset(("name", "phone", "document", "sex", "birthday", "role"))


def heading_field(text: str) -> str | None:
    """The field (a key of `FIELDS`) that a column's heading means, None when it means none we take.

    Line breaks, spaces, stars, remarks in brackets, full width and traditional characters do not matter.
    """
    bare = _key(text, brackets=False)
    for key in (bare, _key(text, brackets=True)):
        if key in _EXACT:
            return _EXACT[key]
        # 业主1, 业主姓名2, 电话一: which of them it is, `heading_columns` decides.
        if (plain := _NUMBERED.sub("", key)) != key and plain in _EXACT and _EXACT[plain] in _OF_A_PERSON:
            return _EXACT[plain]
    of_others, field = _of_others(bare) if 0 < len(bare) <= 20 else (False, None)
    if of_others:
        return field
    # A sentence above the list (关于业主身份证信息的说明…) is no heading.
    if not bare or len(bare) > 14 or _NOT_TAKEN.search(bare):
        return None
    return next((field for pattern, field in _CONTAINS_PATTERNS if pattern.search(bare)), None)


def heading_columns(headings: Sequence[str]) -> dict[str, int]:
    """The columns (0 = the first heading) of the fields in a row of headings.

    The first column of a field wins, except that 房号 wins over 房屋地址 and the like; a second phone becomes `phone2`, unless a
    second name stands before it: then it is that person's. An English "Unit" is the room where there is no other room, 座 beside 栋
    the entrance.
    """
    found: dict[str, int] = {}
    units: list[int] = []
    names = 0
    for index, heading in enumerate(headings):
        key = _key(heading, brackets=False)
        if key in _UNITS:
            units.append(index)
            continue
        field = heading_field(heading)
        names += field == "name"
        if field == "phone" and "phone" in found:
            field = "phone2" if names < 2 else None
        elif field == "building" and "building" in found and key in _BESIDE_BUILDING:
            field = _BESIDE_BUILDING[key]
        if field is not None and (
            field not in found or (field == "room" and _is_plain_room(heading, headings[found[field]]))
        ):
            found[field] = index
    if (
        units and _key(headings[units[0]], brackets=False) == "单位"
    ):  # in Hong Kong the room beside block and floor, else the employer
        found.setdefault("workplace" if "room" in found or "building" not in found else "room", units[0])
    elif units:
        found.setdefault("entrance" if "room" in found else "room", units[0])
    if "tenant" in found and "name" not in found:  # a list of tenants only
        for field in ("phone", "document"):
            if field in found and f"tenant_{field}" not in found:
                found[f"tenant_{field}"] = found.pop(field)
    return found


_UNITS = frozenset(("unit", "unitno", "unitnumber", "单位"))
_BESIDE_BUILDING = {"座": "entrance", "座号": "entrance", "楼": "floor"}
"""Words for a building that mean something else where another column names the building."""


PLACE = ("part", "building", "entrance", "floor", "room")
"""The fields that say where a row is about."""


def place_columns(headings: Sequence[str]) -> dict[str, int]:
    """The columns of a list of rooms that say where a row is about, and the one that names whose it is; as a roster's are read."""
    return {field: index for field, index in heading_columns(headings).items() if field in (*PLACE, "name")}


def _is_plain_room(heading: str, other: str) -> bool:
    plain = {"房号", "门牌", "门牌号", "房间", "房间号", "室号", "room", "roomno", "roomnumber"}
    return _key(heading, brackets=False) in plain and _key(other, brackets=False) not in plain


def group_heading(group: str, text: str) -> str:
    """A heading below one that spans several columns: 姓名 below 紧急联系人 is 紧急联系人姓名, below 业主信息 it stays 姓名."""
    bare = re.sub("信息|资料|情况|栏", "", _key(group, brackets=False))
    for pattern, _who, _parts in _OTHERS:
        found = pattern.search(bare)
        if found and not pattern.search(_key(text, brackets=False)):
            return f"{bare.removesuffix('姓名')}{text}"
    return text


def relation_in(heading: str) -> str:
    """The relation that a heading about people of the family names: 配偶姓名 → 配偶; "" for family in general."""
    found = re.search("配偶|爱人|妻子|丈夫|共有人|spouse|husband|wife|coowner|jointowner", _key(heading, brackets=True))
    return found[0] if found else ""
