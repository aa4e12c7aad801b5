"""What the words in a site's own roster mean: roles, totals, lists in one cell (architecture "Commands", handbook A1).

Offices keep their lists as they like. This module knows the words of the cells, `roster_headings` those of the headings.
"""

from __future__ import annotations

import html
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal

from desk.errors import Problem
from desk.i18n import _
from desk.rules import roster_names
from desk.rules.kit import names
from desk.rules.kit.texts import visible
from desk.rules.kit.wording import listed

_BRACKETS = re.compile(r"[(（\[【<].*?[)）\]】>]")

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
_FIRST_OF_TOTAL = frozenset("本全累合总小共總")
_NOTHING_BUT_TOTAL = re.compile(
    rf"(?:{_TOTAL.pattern})s?[:：]?(?:[\d.,]*(?:户|间|套|人|㎡|m2|平方米|元|rooms|units)?[,，、;；]?)*"
)
_FOOTER = re.compile(
    r"(?:共|其中|另有)\D{0,4}\d+(?:户|套|间|人)|(?:户数|套数|人数|平均)[:：]?$|(制表|填表|审核|审批|复核|经办|统计)人?[:：]?|(注|说明|备注|日期|打印时间|打印日期)[:：]|第.{1,4}页|注意|以上(数据|信息)"
)
_LIST = re.compile(r"[、，,;；/|\n\r＆&+]+")
_STRONG = re.compile(r"[、;；/|\n\r]+|\s+(?:和|与)\s+")
_NAME_SPECIAL = re.compile(r"[、，,;；/|\n\r＆&+(（【\[ ]")
_REMARK = re.compile(r"[(（【\[]([^)）】\]]*)[)）】\]]\s*$")


_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,6}|#x[0-9a-fA-F]{2,5});")


def _without_entities(text: str) -> str:
    """What a web page's list writes for some signs (&amp;, &nbsp;) as the signs."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def plain_text(value: object) -> str:
    """The text of a cell: half width, single spaces, lines kept, a whole float without its .0; "" for an empty cell."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        if value.isascii() and value.isalnum():
            return value
        text = _without_entities(value)
        if not text.isascii():
            text = unicodedata.normalize("NFKC", visible(text))
        if "\n" in text or "\r" in text:
            return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
        return " ".join(text.split())
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


def free_text(value: object) -> str:
    """The text of a cell for notes and addresses: as it is written, without invisible marks and empty lines."""
    if not isinstance(value, str):
        return plain_text(value)
    return "\n".join(line.strip() for line in visible(_without_entities(value)).splitlines() if line.strip())


def is_nothing(text: str) -> bool:
    """Whether a cell's text is a way of writing that there is nothing (无, —, /, N/A)."""
    return len(text) <= 4 and text.casefold() in _NOTHING


_NOBODY = frozenset("未登记 未填 未提供 待定 待补 待登记 无业主 无人 暂无业主".split())


def is_nobody(text: str) -> bool:
    """Whether a cell for a name says that there is nobody; people are called Null, Na and None too."""
    return (is_nothing(text) or text in _NOBODY) and text not in ("Null", "Na", "None", "Nil")


_AS_ABOVE = frozenset(("同上", "同左", "同右", "〃", "″", '"', "''", "“", "”", "ditto"))
_STATES = frozenset("已售 已出售 未知 已过户 已搬走 已退租 不明 查无此人 联系不上 拒绝登记".split())
_BROKEN = re.compile(r"\ufffd|锟斤拷|烫烫|屯屯|[\u0080-\u009f]")
_NO_LETTERS = re.compile(r"[\u00a1-\u00ff]{2,}")


def doubtful_name(name: str) -> str:
    """What speaks against a name: "above" (同上), "state" (已售), "broken" (read in a wrong encoding); "" for nothing."""
    if name in _AS_ABOVE or name.casefold() in _AS_ABOVE:
        return "above"
    if name in _STATES:
        return "state"
    if name.isascii():
        return ""
    if _BROKEN.search(name) or (name.lstrip()[:1] <= "\u00ff" and _NO_LETTERS.fullmatch("".join(name.split()))):
        return "broken"
    return ""


_TWO_NAMES = re.compile(r"[\u3400-\u9fff]{2,4}(?: [\u3400-\u9fff]{2,4})+")


def may_be_two(text: str) -> bool:
    """Whether a cell for a name, 周启明 王芳, seems to name two people with nothing but a space between them; 张 三 and 欧阳 娜娜 are one."""
    if not _TWO_NAMES.fullmatch(text):
        return False
    words = text.split(" ")
    return not names.is_compound_surname(words[0]) or len(words) > 2


_LEFT = re.compile(
    r"(?:已|已经)?(?:搬走|搬离|搬出|搬家|迁出|迁走|退租|退房|过户|转让|离开|注销|销户|转出)(?:了|业主|住户|租户)?|历史|前业主|原业主|是|yes|y|√|✓"
)


def says_left(text: str) -> bool:
    """Whether a cell of the column 搬离日期 or 状态 says in words that the person has left."""
    return bool(_LEFT.fullmatch(text.replace(" ", "").casefold()))


_FLOOR = re.compile(r"(?:第)?(\d{1,2})(?:层|楼|f)?")


def room_of_floor(floor: str, room: str) -> str | None:
    """A room whose number counts on its floor only: floor 2, room 1 or 01 is 201, room A is 2A. None where the floor is not understood.

    A room of three figures says its floor itself.
    """
    bare = room.removesuffix("室").removesuffix("号")
    letter = len(bare) == 1 and bare.isascii() and bare.isalpha()
    if not letter and not (bare.isascii() and bare.isdigit() and len(bare) <= 2):
        return room
    found = _FLOOR.fullmatch(unicodedata.normalize("NFKC", floor).casefold().replace(" ", "").removesuffix(".0"))
    if not found or not int(found[1]):
        return None
    return f"{int(found[1])}{bare}" if letter else f"{int(found[1])}{int(bare):02d}"


def is_error(text: str) -> bool:
    """Whether a cell holds the error of a broken formula."""
    return text.startswith("#") and text.upper() in _ERRORS


def is_total(text: str) -> bool:
    """Whether a text begins a line of totals (合计, 小计, Total)."""
    first = text[:1]
    if first not in _FIRST_OF_TOTAL and "\u3400" <= first <= "\u9fff":
        return False  # a name, nearly always
    return bool(_TOTAL.match(text.replace(" ", "").casefold()))


def is_only_total(text: str) -> bool:
    """Whether a text is nothing but the word of totals, perhaps with a figure: people and places may begin with such a word."""
    return bool(_NOTHING_BUT_TOTAL.fullmatch(text.replace(" ", "").casefold()))


def is_footer(text: str) -> bool:
    """Whether a text begins a line below the list: who made it, remarks, page numbers."""
    return bool(_FOOTER.match(text.replace(" ", "")))


_BUILDING_NAME = re.compile(
    r"\s*(.{0,6}?(?:[号號][楼樓]|栋|棟|幢|座|塔楼?|楼|樓)|(?:building|block|tower|bldg|blk)\.? ?(?:\d{1,3}[a-z]?|[a-z])$)",
    re.IGNORECASE,
)
_VACANT = frozenset("空置 空房 空置房 未售 待售 未交房 未收房 未入住 尾房 空关房 vacant empty unsold".split())


def building_name(text: str) -> str:
    """The building's name as a cell writes it (1号楼, A座, also before a room: 1号楼1单元101), "" when it has no such word."""
    found = _BUILDING_NAME.match(text)
    return (found[1] if found[1].isascii() else found[1].replace(" ", "")) if found else ""


def is_vacant(text: str) -> bool:
    """Whether the cell for the owner's name says that there is nobody (空置, 未售)."""
    return text.casefold() in _VACANT


_WEAK = re.compile(r"[,，&＆]+|\s+and\s+")
_FORM = re.compile(
    r"(?:co|ltd|inc|llc|llp|corp|limited|company|gmbh|plc|pte|pty|s\.?a|b\.?v|sons?|partners)\.?", re.IGNORECASE
)
_LATIN_COMPANY = re.compile(
    r"\b(?:ltd|inc|llc|llp|corp|limited|company|gmbh|plc|co|partners|sons)\.?\s*$", re.IGNORECASE
)
_ROLE_BEHIND = re.compile(r"([(（【\[])([^)）】\]]{1,6})([)）】\]])(?=[^\s、，,;；/|)）])")
_PHONE_BEHIND = re.compile(
    r"(.*?[^\d\s:：,，()（）+-])[\s:：,，(（]*((?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-?\d{7,8})[)）]?"
)
_AND_OTHERS = re.compile(
    r"等\s*(?:[0-9一二两三四五六七八九十]{1,2}\s*人|人)?$|(?<=[\u3400-\u9fff]{2})(?:夫妇|夫妻|母女|母子|父子|父女|兄弟|姐妹|姊妹|兄妹|姐弟"
    r"|(?:一|全)家(?:[一二两三四五六1-9]口)?|[及与和]?其?(?:家属|家人|配偶|子女|父母|亲属)|[之的]?(?:遗产|继承人|后人|配偶))$"
)


def name_and_phone(name: str) -> tuple[str, str]:
    """A name and the number behind it in the same cell (章程13800000137); "" without one."""
    found = _PHONE_BEHIND.fullmatch(name) if name[-1:].isdigit() or name.endswith((")", "）")) else None
    return (found[1].strip(), found[2]) if found else (name, "")


def names_others(name: str) -> bool:
    """Whether a name speaks of people it does not name: 郑朗等3人."""
    return name[-1:] in "人妇妻家口等女子弟妹属偶母产" and bool(_AND_OTHERS.search(name))


def without_others(name: str) -> str:
    """The name without what it says of further people."""
    return _AND_OTHERS.sub("", name).strip("及与和之的其 ")


def _pieces(text: str) -> list[str]:
    """The names in a text, one piece each. Comma and & belong to the name of a company: Finch & Sons Co., Ltd."""
    found = []
    for segment in _STRONG.split(text):
        pieces = _WEAK.split(segment)
        if len(pieces) > 1 and (_LATIN_COMPANY.search(segment) or ("&" in segment and is_company(segment.strip()))):
            whole = all(is_company(piece.strip()) and not _FORM.fullmatch(piece.strip()) for piece in pieces)
            pieces = pieces if whole else [segment]
        if len(pieces) > 1 and any(roster_names.is_title(piece) for piece in pieces):
            pieces = [segment]  # Mr & Mrs Smith; John Smith, Jr.
        found += pieces
    return found


_CLOSED_SCRIPTS = re.compile(
    "[\u3005-\u30ff\u31f0-\u9fff\uac00-\ud7af\uf900-\ufaff\ue000-\uf8ff\U00020000-\U000323af·()&,.0-9\\-]+"
)
"""What is written without spaces between its words; other letters keep theirs."""


def split_names(text: str) -> list[tuple[str, str]]:
    """The people in a cell, each with the remark that stood in brackets behind the name; ("", "") keeps an empty place."""
    text = roster_names.tidied(text)
    if not _NAME_SPECIAL.search(text):
        return [(text, "")] if text else []
    found = []
    if " " in text and len(words := text.split(" ")) == 2 and not text.isascii() and is_company(words[0]):
        text = "\n".join(words)
    # Two people need no sign between them where the role stands behind each: 陈默然(业主)褚燕(租客).
    text = _ROLE_BEHIND.sub(lambda part: f"{part[0]}、" if read_role(part[2]) else part[0], text)
    # A comma inside brackets belongs to the remark.
    masked = re.sub(r"[(（【\[][^)）】\]]*[)）】\]]", lambda part: re.sub(_LIST, " ", part[0]), text)
    for piece in _pieces(masked):
        remark = _REMARK.search(piece)
        name = _REMARK.sub("", piece) if remark else piece
        name = " ".join(name.split())
        closed = name.replace(" ", "")
        # 张 三 is 张三; Latin names keep their spaces.
        if closed != name and _CLOSED_SCRIPTS.fullmatch(closed):
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


Role = Literal["owner", "tenant", "member", "relative", "borrower"]
_ROLE_WORDS: dict[Role, str] = {
    "owner": "业主 产权人 户主 房主 本人 共有人 产权共有人 共有产权人 共同业主 业主本人 权利人 自住 自住业主 所有人 業主 owner co-owner coowner householder self landlord",
    "tenant": "租户 租客 承租人 租赁 租 租住 出租 承租 租赁户 承租户 租房 租戶 租賃 tenant lessee renter",
    "member": (
        "家属 家庭成员 成员 同住人 配偶 妻 夫 妻子 丈夫 爱人 夫妻 子 女 儿子 女儿 子女 父亲 母亲 父 母 父母 儿媳 女婿 孙子 孙女 家人 住户 使用人 常住"
        " 家屬 member family householdmember spouse wife husband son daughter child father mother parent"
    ),
    "relative": "亲属 亲戚 亲友 朋友 兄弟 姐妹 哥哥 弟弟 姐姐 妹妹 岳父 岳母 公公 婆婆 祖父 祖母 外公 外婆 親屬 relative brother sister friend",
    "borrower": "借住 借住人 借住户 借用人 暂住 暂住人 寄住 borrower",
}
_ROLES = {word: role for role, words in _ROLE_WORDS.items() for word in words.split()}
_PLAIN_ROLES = frozenset(
    "业主 产权人 房主 租户 租客 承租人 家庭成员 家属 成员 亲属 借住人 借住 owner tenant member relative borrower".split()
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
    return role, "" if key in _PLAIN_ROLES or role in ("owner", "tenant", "borrower") else text.strip()


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


def _decimal(text: str) -> str:
    """Figures with a point: 1,086.2 → 1086.2, 89,5 → 89.5, 1.086,5 → 1086.5."""
    if re.search(r"\d,\d{1,2}(?!\d)", text) and text.count(",") == 1:
        return text.replace(".", "").replace(",", ".")
    return re.sub(r",(?=\d{3}(?!\d))", "", text)


def read_area(value: object) -> Decimal | Problem | None:
    """Square metres in hundredths from 86.22, "86.22平方米", "1,086.2 ㎡"; None for nothing, a Problem `area` for anything else."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        text = repr(value)
    else:
        text = plain_text(value)
        if is_nothing(text):
            return None
        found = _AREA.fullmatch(_decimal(re.sub(r"\s", "", text.casefold())))
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


_PLATE = re.compile(
    r"[\u4e00-\u9fff]?[A-Z0-9]{3,8}[A-Z0-9\u4e00-\u9fff]{1,2}|WJ[\u4e00-\u9fff]\d{4}[A-Z0-9]|民航[A-Z0-9]{5}|使\d{6}"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE_INSIDE = re.compile(
    rf"[{_PROVINCES}][A-HJ-Z](?:[A-HJ-NP-Z0-9]{{4}}(?:[挂学警港澳试超]|应急)|[A-HJ-NP-Z0-9]{{6}}(?![A-Z0-9])|[A-HJ-NP-Z0-9]{{5}}(?![A-Z0-9]))"
)
_PLATE_LABEL = re.compile(
    r"^(?:车牌号?码?|号牌|牌照|港牌|澳牌|香港|澳门|台湾|临牌|黑牌|绿牌|蓝牌|黄牌)[:：]?(?=[A-Z0-9])"
)

_ONLY_LABEL = re.compile(r"(?:车牌号?码?|号牌|牌照)[:：]?|[()]+")


def read_plates(text: str) -> tuple[list[str], Problem | None]:
    """The number plates in a cell, in capitals without spaces and dots, and a Problem `plate` for what is none.

    What stands beside a plate (粤B12345宝马) is told, the plate is kept. Whether a kept one looks like a plate, its rule says
    (`rules.households.plate_problem`).
    """
    plates: list[str] = []
    wrong: list[str] = []
    for piece in split_list(text) if text else ():
        plate = re.sub(r"[\s·•・.。\-]", "", unicodedata.normalize("NFKC", piece)).upper()
        if not plate or is_nothing(plate):
            continue
        if inside := [number for number in _PLATE_INSIDE.findall(plate) if re.search(r"\d", number)]:
            plates += [number for number in inside if number not in plates]
            beside = _PLATE_INSIDE.sub("", plate)
            # 粤B12345宝马: the plate is kept, what stands beside it told
            wrong += [piece] if beside and not _ONLY_LABEL.fullmatch(beside) else []
            continue
        plate = _PLATE_LABEL.sub("", plate)
        if _PLATE.fullmatch(plate) and re.search(r"\d", plate):
            plates += [plate] if plate not in plates else []
        else:
            wrong.append(piece)
    problem = Problem("plate", _("“{value}” is no number plate.").format(value=listed(wrong))) if wrong else None
    return plates, problem


_COMPANY = re.compile(
    r"(公司|集团|银行|分行|支行|事务所|合作社|信用社|商行|有限合伙|厂|店|院|局|所|处|站|办事处|医院|学校|小学|中学|大学|学院|幼儿园|委员会|居委会"
    r"|村委会|业委会|业主大会|基金会|红十字会|协会|学会|商会|工会|总会|妇联|中心|超市|商场|市场|诊所|卫生室|工作室|经营部|门市部|服务部|营业部|营业厅"
    r"|面馆|饭店|美容院|养生馆|健身房|足浴城?|小吃|快递|速运|物流|驿站|中介|地产|置业|餐饮|火锅|烧烤|茶楼|茶馆|网吧|影院|影楼|照相馆|托管|琴行|干洗|汽修|维修部"
    r"|项目部|分部|俱乐部|餐厅|饭馆|酒楼|宾馆|书屋|药房|国家电网|南方电网|中国移动|中国联通|中国电信|中国铁塔|支队|大队|中队|政府|党委|法庭|社区|机关"
    r"|公証处|公證處|銀行|醫院|學校|廠|法院|检察院|研究院|敬老院|养老院)$"
    r"|\b(ltd|inc|llc|llp|co|corp|corporation|limited|company|gmbh|plc|bakery|bank|school|hospital|hotel|restaurant|university)\.?$",
    re.IGNORECASE,
)


_SHORT_COMPANIES = frozenset(
    "派出所 供电局 税务局 居委会 业委会 村委会 加油站 幼儿园 经营部 工作室 信用社 卫生室 诊所 超市 妇联 工会 法院 小学 中学".split()
)


def is_company(name: str) -> bool:
    """Whether a name is that of a company or an institution."""
    return name in _SHORT_COMPANIES or (len(name) > 3 and bool(_COMPANY.search(name)))


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


_DOCUMENT_LABEL = re.compile(r"([\u3400-\u9fff]{2,12}|passport|id)\s*[:：]?\s*(?=[A-Za-z]{0,3}\d)", re.IGNORECASE)
_NAME_BEHIND = re.compile(r"(.*[0-9A-Za-z)])\s*[(（]([\u3400-\u9fff·]{2,10})[)）]")


def document_and_kind(text: str, name: str) -> tuple[str, str | None]:
    """A number without the word for its kind in front (护照E12345678) and without its holder behind; and the kind, None where none is said."""
    behind = _NAME_BEHIND.fullmatch(text)
    if behind and behind[2] == name:
        text = behind[1]
    label = _DOCUMENT_LABEL.match(text)
    kind = read_document_kind(label[1]) if label else None
    return (text[label.end() :], kind) if label and kind else (text, None)


def column_letter(index: int) -> str:
    """The letters a spreadsheet gives a column; 0 is A."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
