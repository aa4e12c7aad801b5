"""What the words in a site's own roster mean: headings, roles, totals, lists in one cell (DESIGN §9, DOMAIN A1).

Offices keep their lists as they like. This module knows the words; `services/roster_read.py` knows the sheets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal

from desk.errors import Problem
from desk.i18n import N_, _

FIELDS: dict[str, str] = {
    # L10N: 楼栋
    "building": N_("Building"),
    # L10N: 单元
    "entrance": N_("Entrance"),
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
    # L10N: 备注
    "note": N_("Note"),
}
"""The fields a column can be, with their labels (translate with `_` where they are shown)."""

_TRADITIONAL = str.maketrans(
    "樓棟單號業電話證積備註車關係類別產權門間戶聯絡機時說與駐繫執記個職務處稱鋪面長緊責歲區層屬種備",
    "楼栋单号业电话证积备注车关系类别产权门间户联络机时说与驻系执记个职务处称铺面长紧责岁区层属种备",
)

# Compared after `_key`: half width, small letters, no spaces, brackets, stars and colons.
_EXACT: dict[str, str] = {
    word: field
    for field, words in {
        "building": "楼栋 栋 幢 座 楼号 栋号 幢号 座号 楼栋号 楼幢 楼幢号 楼座 楼宇 楼 大楼 栋座 组团楼栋 building buildingno block blockno tower",
        "entrance": "单元 单元号 门洞 梯号 entrance stair staircase unitno",
        "room": (
            "房号 门牌 门牌号 门牌号码 房间 房间号 房间号码 室号 室 户号 房屋 房屋编号 房屋号 房产 住址 房号地址 楼栋单元房号 楼号房号 房屋地址 房产地址 房屋坐落"
            " 坐落 套号 铺位号 商铺号 单元房号 栋单元房号 楼栋房号 room roomno roomnumber roomnum flat flatno suite apartment apt door doorno address(room)"
        ),
        "area": "建筑面积 面积 房屋面积 产权面积 建面 房产面积 计费面积 收费面积 产证面积 area floorarea grossarea buildingarea size sqm m2",
        "name": (
            "业主姓名 户主 产权人 姓名 住户 业主 业主名称 户主姓名 产权人姓名 住户姓名 客户姓名 客户名称 客户 房主 房主姓名 人员姓名 成员姓名 业主名 权利人"
            " 名称 名字 owner ownername name fullname resident residentname customer customername nameofowner ownersname householder"
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
    r"套内|使用面积|公摊|车位|面积单价|户型|房屋状态|入住状态|管理费|物业费|缴费|金额|单价|房屋类型|房屋用途|房型|朝向|签名|签字|钥匙|微信|邮箱|email|邮编|序号|编号$|层数|楼层|总层"
)
# In order: the first that is found decides.
_CONTAINS: tuple[tuple[str, str], ...] = (
    (r"(租户|租客|承租人?).*(证)", "tenant_document"),
    (r"(租户|租客|承租人?).*(电话|手机|联系)", "tenant_phone"),
    (r"(租户|租客|承租人?).*(姓名|名称)", "tenant"),
    (r"(紧急|应急).*(电话|手机|号码)", "emergency_phone"),
    (r"紧急|应急", "emergency_name"),
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


def heading_field(text: str) -> str | None:
    """The field (a key of `FIELDS`) that a column's heading means, None when it means none we take.

    Line breaks, spaces, stars, remarks in brackets, full width and traditional characters do not matter.
    """
    bare = _key(text, brackets=False)
    for key in (bare, _key(text, brackets=True)):
        if key in _EXACT:
            return _EXACT[key]
    # A sentence above the list (关于业主身份证信息的说明…) is no heading.
    if not bare or len(bare) > 14 or _NOT_TAKEN.search(bare):
        return None
    return next((field for pattern, field in _CONTAINS_PATTERNS if pattern.search(bare)), None)


def heading_columns(headings: Sequence[str]) -> dict[str, int]:
    """The columns (0 = the first heading) of the fields in a row of headings.

    The first column of a field wins, except that 房号 wins over 房屋地址 and the like; a second phone becomes `phone2`. An English
    "Unit" is the room where there is no other room.
    """
    found: dict[str, int] = {}
    units: list[int] = []
    for index, heading in enumerate(headings):
        if _key(heading, brackets=False) == "unit":
            units.append(index)
            continue
        field = heading_field(heading)
        if field == "phone" and "phone" in found:
            field = "phone2"
        if field is not None and (
            field not in found or (field == "room" and _is_plain_room(heading, headings[found[field]]))
        ):
            found[field] = index
    if units:
        found.setdefault("entrance" if "room" in found else "room", units[0])
    return found


def _is_plain_room(heading: str, other: str) -> bool:
    plain = {"房号", "门牌", "门牌号", "房间", "房间号", "室号", "room", "roomno", "roomnumber"}
    return _key(heading, brackets=False) in plain and _key(other, brackets=False) not in plain


# ------------------------------------------------------------------------------------------------------------- cells
_NOTHING = frozenset(
    (
        "",
        "-",
        "--",
        "/",
        "\\",
        "—",
        "——",
        "无",
        "無",
        "没有",
        "暂无",
        "不详",
        "未知",
        "空",
        "n/a",
        "na",
        "none",
        "nil",
        "null",
        "x",
        "?",
    )
)
_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"))
_TOTAL = re.compile(
    r"(本页|本栋|本楼|本单元|全部|累计|\d+栋)?(合计|总计|小计|共计|总户数|总面积|累计|合計|總計|小計|共計)|(sub|grand)?total"
)
_FOOTER = re.compile(
    r"(制表|填表|审核|审批|复核|经办|统计)人?[:：]?|(注|说明|备注|日期|打印时间|打印日期)[:：]|第.{1,4}页|注意|以上(数据|信息)"
)
_BUILDING = re.compile(
    r"(第?[0-9A-Za-z一二三四五六七八九十]{1,4}(栋|幢|座|号楼|楼|棟))(?:([0-9一二三四五六七八九十]{1,3})单元)?"
)
_LIST = re.compile(r"[、，,;；/|\n\r＆&+]+")
_NAME_LIST = re.compile(r"[、，,;；/|\n\r＆&]+|\s+(?:and|和|与)\s+")
_NAME_SPECIAL = re.compile(r"[、，,;；/|\n\r＆&+(（【\[ ]")
_REMARK = re.compile(r"[(（【\[]([^)）】\]]*)[)）】\]]\s*$")


def plain_text(value: object) -> str:
    """The text of a cell: half width, single spaces, lines kept, a whole float without its .0; "" for an empty cell."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        text = value
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "")
        if "\n" in text or "\r" in text:
            return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
        return " ".join(text.split())
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


def is_nothing(text: str) -> bool:
    """Whether a cell's text is a way of writing that there is nothing (无, —, /, N/A)."""
    return len(text) <= 4 and text.casefold() in _NOTHING


def is_error(text: str) -> bool:
    """Whether a cell holds the error of a broken formula."""
    return text.startswith("#") and text.upper() in _ERRORS


def is_total(text: str) -> bool:
    """Whether a text begins a line of totals (合计, 小计, Total)."""
    return bool(_TOTAL.match(text.replace(" ", "").casefold()))


def is_footer(text: str) -> bool:
    """Whether a text begins a line below the list: who made it, remarks, page numbers."""
    return bool(_FOOTER.match(text.replace(" ", "")))


def building_title(text: str) -> tuple[str, str] | None:
    """Building and entrance when a text is nothing but their names (1栋, 3号楼, 2栋1单元), as in a sheet's name or a divider."""
    found = _BUILDING.fullmatch(text.replace(" ", ""))
    return (found[1], found[2] or "") if found else None


_BUILDING_NAME = re.compile(r"\s*(.{0,6}?(?:号楼|栋|棟|幢|座|楼|樓))")
_VACANT = frozenset("空置 空房 空置房 未售 待售 未交房 未收房 未入住 尾房 空关房 vacant empty unsold".split())


def building_name(text: str) -> str:
    """The building's name as a cell writes it (1号楼, A座, also before a room: 1号楼1单元101), "" when it has no such word."""
    found = _BUILDING_NAME.match(text)
    return found[1].replace(" ", "") if found else ""


def is_vacant(text: str) -> bool:
    """Whether the cell for the owner's name says that there is nobody (空置, 未售)."""
    return text.casefold() in _VACANT


def split_names(text: str) -> list[tuple[str, str]]:
    """The people in a cell, each with the remark that stood in brackets behind the name; ("", "") keeps an empty place."""
    if not _NAME_SPECIAL.search(text):
        return [(text, "")] if text else []
    found = []
    # A comma inside brackets belongs to the remark.
    masked = re.sub(r"[(（【\[][^)）】\]]*[)）】\]]", lambda part: re.sub(_LIST, " ", part[0]), text)
    for piece in _NAME_LIST.split(masked):
        remark = _REMARK.search(piece)
        name = _REMARK.sub("", piece) if remark else piece
        name = " ".join(name.split())
        closed = name.replace(" ", "")
        # 张 三 is 张三; Latin names keep their spaces.
        if closed != name and not re.search(r"[A-Za-z]", name):
            name = closed
        if not name and remark:
            name, remark = remark[1].strip(), None
        found.append((name, remark[1].strip() if remark else ""))
    return [pair for pair in found if pair[0]]


def split_list(text: str) -> list[str]:
    """The pieces of a cell with several values; empty places stay, so that the second of 、x is the second person's."""
    if not _LIST.search(text):
        return [text] if text else []
    pieces = [" ".join(piece.split()) for piece in _LIST.split(text)]
    return ["" if is_nothing(piece) else piece for piece in pieces] if len(pieces) > 1 else [text] if text else []


def split_documents(text: str) -> list[str]:
    """The document numbers in a cell. Spaces inside one number stay; spaces between whole numbers separate them."""
    found: list[str] = []
    for piece in split_list(text):
        words = piece.split()
        if len(words) > 1 and all(len(word) >= 15 for word in words):
            found += words
        else:
            found.append(piece)
    return found


Role = Literal["owner", "tenant", "member", "relative"]
_ROLE_WORDS: dict[Role, str] = {
    "owner": "业主 产权人 户主 房主 本人 共有人 产权共有人 共有产权人 共同业主 业主本人 权利人 自住 自住业主 所有人 業主 owner co-owner coowner householder self landlord",
    "tenant": "租户 租客 承租人 租赁 租 租住 出租 承租 租赁户 承租户 租房 租戶 租賃 tenant lessee renter",
    "member": (
        "家属 家庭成员 成员 同住人 配偶 妻 夫 妻子 丈夫 爱人 夫妻 子 女 儿子 女儿 子女 父亲 母亲 父 母 父母 儿媳 女婿 孙子 孙女 家人 住户 使用人 常住"
        " 家屬 member family householdmember spouse wife husband son daughter child father mother parent"
    ),
    "relative": "亲属 亲戚 亲友 朋友 兄弟 姐妹 哥哥 弟弟 姐姐 妹妹 岳父 岳母 公公 婆婆 祖父 祖母 外公 外婆 親屬 relative brother sister friend",
}
_ROLES = {word: role for role, words in _ROLE_WORDS.items() for word in words.split()}
_PLAIN_ROLES = frozenset(
    "业主 产权人 房主 租户 租客 承租人 家庭成员 家属 成员 亲属 owner tenant member relative".split()
)


def read_role(text: str) -> tuple[Role, str] | None:
    """Role and relation of a word (租客 → tenant; 配偶 → member, 配偶); None when the word is not known."""
    key = unicodedata.normalize("NFKC", text).casefold().replace(" ", "")
    role = _ROLES.get(key)
    if role is None:
        bare = re.sub(r"^(业主|户主|产权人)(之|的)", "", _BRACKETS.sub("", key)).strip("之的")
        role = _ROLES.get(bare)
    if role is None:
        # 业主/自住, 租户(2人): the first known word decides.
        role = next((_ROLES[word] for word in re.split(r"[^\w]+", key) if word in _ROLES), None)
    if role is None:
        return None
    return role, "" if key in _PLAIN_ROLES or role in ("owner", "tenant") else text.strip()


def read_sex(text: str) -> Literal["", "male", "female"] | None:
    """Sex as stored; "" for nothing written, None when the word is not known."""
    key = text.casefold()
    if key in ("男", "m", "male", "先生", "mr", "男性"):
        return "male"
    if key in ("女", "f", "female", "女士", "ms", "mrs", "小姐", "女性"):
        return "female"
    return "" if is_nothing(key) else None


_AREA = re.compile(
    r"(?:约|建筑面积|面积)?:?(\d+(?:\.\d+)?)(?:平方米|平方公尺|平方|平米|平|㎡|m2|m\^2|m²|sqm|sq\.m\.?|米2|坪方米)?"
)


def read_area(value: object) -> Decimal | Problem | None:
    """Square metres in hundredths from 86.22, "86.22平方米", "1,086.2 ㎡"; None for nothing, a Problem `area` for anything else."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        text = repr(value)
    else:
        text = plain_text(value)
        if is_nothing(text):
            return None
        found = _AREA.fullmatch(re.sub(r"[\s,]", "", text.casefold()))
        text = found[1] if found else ""
    try:
        area = Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP)
    except InvalidOperation:
        area = Decimal(-1)
    if area == 0:
        return None
    if not area.is_finite() or not 0 < area < 1_000_000:
        shown = plain_text(value)
        return Problem("area", _("“{value}” is no floor area in square metres.").format(value=shown))
    return area


_PLATE = re.compile(r"[\u4e00-\u9fff]?[A-Z0-9\u4e00-\u9fff]{4,9}")


def read_plates(text: str) -> tuple[list[str], Problem | None]:
    """The number plates in a cell, in capitals without spaces and dots, and a Problem `plate` for what is none."""
    plates: list[str] = []
    if not text:
        return plates, None
    for piece in split_list(text):
        plate = re.sub(r"[\s·•・.\-]", "", unicodedata.normalize("NFKC", piece)).upper()
        if not plate or is_nothing(plate):
            continue
        if not _PLATE.fullmatch(plate) or not re.search(r"\d", plate):
            return plates, Problem("plate", _("“{value}” is no number plate.").format(value=piece))
        if plate not in plates:
            plates.append(plate)
    return plates, None


_COMPANY = re.compile(
    r"(公司|集团|银行|事务所|合作社|商行|有限合伙|厂|店|酒店|医院|学校|委员会|基金会|协会|中心|支行)$|\b(ltd|inc|llc|co)\.?$",
    re.IGNORECASE,
)


def is_company(name: str) -> bool:
    """Whether a name is that of a company or an institution."""
    return len(name) > 3 and bool(_COMPANY.search(name))


def read_document_kind(text: str) -> str | None:
    """The stored kind of document that a word means, None when it is not known (the number's shape decides then)."""
    key = text.casefold().replace(" ", "")
    if not key:
        return None
    for pattern, kind in (
        (r"居住证", "residence-permit"),
        (r"永久居留|外国人", "foreign-permanent-resident"),
        (r"台湾|台胞|大陆通行", "mainland-travel-permit-tw"),
        (r"港澳|回乡|内地通行", "mainland-travel-permit-hkmo"),
        (r"护照|passport", "passport"),
        (r"营业执照|信用代码|执照", "credit-code"),
        (r"身[份分]证|idcard", "resident-card"),
    ):
        if re.search(pattern, key):
            return kind
    return None


def column_letter(index: int) -> str:
    """The letters a spreadsheet gives a column; 0 is A."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
