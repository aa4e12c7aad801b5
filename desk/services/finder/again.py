"""Other readings of what was typed into the finder, for when the first has found nothing: labels, titles, what hangs together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.rules.kit.names import fold
from desk.rules.kit.texts import visible
from desk.services.finder.query import prefixes

_HAN = "\u3400-\u9fff"
_LABELS = re.compile(
    r"(?:尾号|尾数|手机号码?|手机|电话号码?|电话|车牌号码?|车牌|身份证号?码?|证件号码?|房号|单号|工单号?|姓名|业主"
    r"|租户|tel|phone|mobile|no)[:：.]?\s*(?=[+\d]|[\u4e00-\u9fff]?[a-z][·.]?[a-z0-9]{4,6}$)"
)
_TITLES = re.compile(rf"(?<=[{_HAN}])(?:先生|女士|小姐|太太|师傅|阿姨|老师)(?![{_HAN}])")
_REMARKS = re.compile(r"\([^()\d]*\)")
_EXTENSION = re.compile(r"(?<=\d)\s*(?:转|分机|ext\.?)\s*(?=\d+$)")
_BASEMENT = re.compile(r"(?<![\w-])-(?=\d{3,4}$)")
_BETWEEN_LETTERS = re.compile(r"(?<=[a-z])-(?=[a-z])")
_GROUPS = re.compile(r"\+?\d+(?:[ \-.]+\d{3,})+|\d{3,4}(?:[ \-.]+\d{2,4})+")
_SEAM = re.compile(rf"(?<=[{_HAN}])(?=[0-9a-z])|(?<=[0-9a-z])(?=[{_HAN}])")
_PLACE = re.compile("[栋幢座楼单元室层期区苑#]")
_SEAM_OF_PLACE = re.compile(
    rf"(?<=\d)(?![栋幢座楼号单元室层期区苑门梯弄院])(?=[{_HAN}])|(?<=室)(?=[{_HAN}])|(?<=^[{_HAN}]{{2}})(?=\d)|(?<=^[{_HAN}]{{3}})(?=\d)"
)
_PLATE = re.compile(r"^([\u4e00-\u9fff]?)[ \-.]*([a-z])[ \-.]*([a-z0-9]{5,6})$")
_NUMBER = re.compile(r"(?<![a-z])([a-z]{2})[\s\-_.#]*(20\d{6})[\s\-_.#]*(\d{1,4})(?!\d)")
_SCANNED = re.compile(r"\](?:[a-z]\d)")
"""What some scanners put in front of a code: its kind."""
_SHORT = re.compile(r"([a-z]{2})[ \-#]*0*(\d{1,4})")
_FEWEST, _MOST = 7, 15


def again(text: str) -> Iterator[str]:
    """What else a text may mean, the likeliest first; none of them is the text itself.

    尾号 0101 → 0101; 周先生 → 周; 0000 0101 → 00000101; 周启明1-1-101 → 周启明 1-1-101; 周qm → 周 qm.
    """
    folded = fold(visible(text)).strip()
    seen = {folded}
    plain = _TITLES.sub("", _REMARKS.sub("", _LABELS.sub("", folded)))
    plain = _BASEMENT.sub("负", _EXTENSION.sub("-", _BETWEEN_LETTERS.sub("", plain))).strip()
    closed = re.sub(r"[ \-.]", "", plain) if _GROUPS.fullmatch(plain) else plain
    whole = closed if _FEWEST <= sum(sign.isdigit() for sign in closed) <= _MOST else plain
    plate = _PLATE.sub(r"\1\2\3", plain)
    parted = " ".join((_SEAM_OF_PLACE if _PLACE.search(word) else _SEAM).sub(" ", word) for word in plain.split(" "))
    for other in (_number(folded), plain, whole, plate, parted):
        if other and other not in seen:
            seen.add(other)
            yield other


def _number(text: str) -> str:
    """The number of a record in a text, as it is kept: 单号TS_20261121_31 → ts-20261121-0031, TS-31 → ts31; "" without one."""
    text = _SCANNED.sub("", text)
    found = _NUMBER.search(text)
    if found and found[1].upper() in prefixes():
        return f"{found[1]}-{found[2]}-{int(found[3]):04d}"
    short = _SHORT.fullmatch(text)
    return f"{short[1]}{short[2]}" if short and short[1].upper() in prefixes() else ""


__all__ = ["again"]
