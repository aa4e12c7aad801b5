"""Letters and their delivery list, as the counter makes them."""

from __future__ import annotations

from desk.i18n import speaking
from desk.rules.letters import parts, starting
from desk.slips import letters
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Slip

SALUTED = {"zh_CN": "欧阳公", "zh_TW": "歐陽先生", "en": "Mr 欧阳修文"}
DAYS = {"zh_CN": "2026年11月21日", "zh_TW": "2026年11月21日", "en": "November 21, 2026"}


def papers(language: str = "zh_CN") -> dict[str, Slip]:
    """Every paper, by kind, numbered."""
    head = PaperHead("阳光花园物业服务中心", "010-6000 0000", "2026-11-21 10:00 林晓 开具", language)
    with speaking(language):
        text = starting.texts()[0]
    values = {
        "称呼": SALUTED[language], "房号": "2栋1单元1203", "日期": DAYS[language],
        "落款": "阳光花园物业服务中心\n前台接待 林晓",
    }  # fmt: skip
    facts = letters.LetterFacts(text.name, "2栋1单元1203", "欧阳修文", parts(text.text, values))
    lines = [
        letters.DeliveryLine(f"2栋1单元{floor}0{at}", name, f"XH-20261121-{floor * 2 + at:04d}")
        for floor in range(1, 4)
        for at, name in ((1, "欧阳修文"), (2, "光明科技有限公司"))
    ]
    listed = letters.delivery_list("XP-20261121-0001", "核对联系方式", text.name, "2026-11-21", lines, head)
    people = [
        letters.GreetingLine(
            f"2栋1单元{floor}01", "欧阳修文", SALUTED[language], "138 0000 0001", "2026-11-21", floor == 1
        )
        for floor in range(1, 4)
    ]
    greeted = letters.greeting_list("WH-20261121-0001", "生日", "2026-11-21", "电话问候", people, head)
    return {
        "greeting-list": greeted,
        "letter": letters.letter(facts, head).numbered("XH-20261121-0001"),
        "letter-list": listed,
    }
