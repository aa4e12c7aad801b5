"""A demo community: fictional people in fictional rooms, so that the program can be tried and shown.

Everything is made through the services a receptionist uses, with a clock that walks through the last weeks, so the demo
obeys every rule of a real site. Identity numbers use the area 110000, which is no one's district.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil

from desk import i18n
from desk.catalog import catalog
from desk.rules.callbacks import CallbackEntry
from desk.rules.orders import LineEntry, ReturnEntry
from desk.services import callbacks
from desk.services import orders as work_orders
from desk.services import requests as request_services
from desk.services.households import add_vehicle, change_unit, give_consent, register_person, set_dossier, units
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.desk import DEMO_LOGIN, Desk, not_demo, sit_down
from desk.services.requests import moves as request_moves
from desk.services.requests.views import RequestEntry
from desk.services.site import BuildingPlan, SetUp, SiteCounts, counts, set_up
from desk.services.staff import StaffEntry, add_staff
from desk.services.workers import WorkerEntry, add_worker

DEMO_PIN = "1234"
"""The PIN of everybody in the demo."""

_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石金韦贾夏傅方邹熊白孟秦邱侯江尹薛阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤单仇解查翟朴区盖"
)
_COMPOUND = ("欧阳", "上官", "诸葛", "司马", "尉迟", "令狐", "皇甫", "慕容")
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲芬燕彬斌辉鹏飞宇浩凯健俊帆雪琳晨欣怡佳子涵梓轩雨泽一诺"
    "思源文博嘉睿诗琪念南田林雄风䶮㛃翀昉喆堃"
)
_STREETS = ("北京某某科技有限公司", "自由职业", "退休", "市第三小学", "某某设计院", "")

# content, category, kind, severity, department, responsible
_STORIES = (
    ("complaint", "noise", "楼上连续三晚 23 点后敲打，影响老人休息，希望核实并制止，给书面答复。", "normal"),
    ("repair", "leak", "厨房水管接头渗漏，已放盆接水，请尽快上门。", "urgent"),
    ("repair", "lift", "2 号电梯关门时有异响，偶尔停在半层。", "urgent"),
    ("complaint", "parking", "固定车位被外来车辆占用，要求联系车主挪车。", "normal"),
    ("repair", "electricity", "楼道感应灯不亮，夜间看不清台阶。", "normal"),
    ("enquiry", "charges", "询问本季度物业费的计算方式和缴费截止日期。", "normal"),
    ("suggestion", "greening", "建议中心花园增加儿童洗手池。", "planned"),
    ("praise", "staff", "感谢秩序部昨晚帮助找回走失的小狗。", "normal"),
    ("help", "security", "老人独自在家，请代为上门看一下是否安好。", "urgent"),
    ("complaint", "cleaning", "单元门口垃圾桶两天没有清运，有异味。", "normal"),
    ("repair", "doors", "单元门门禁刷卡没有反应，需要更换读卡器。", "urgent"),
    ("repair", "water", "卫生间水压很小，怀疑总阀没有全开。", "normal"),
)

_WORKERS = (
    WorkerEntry("赵铁柱", "engineering", ("electrician", "plumber"), "", "1234567", "138 0000 0901"),
    WorkerEntry("钱大勇", "engineering", ("low-voltage", "lift"), "08:00-17:00", "12345", "138 0000 0902"),
    WorkerEntry("孙师傅", "cleaning", ("cleaner",), "06:00-22:00", "1234567", "138 0000 0903"),
)


def make_demo(
    desk: Desk, *, units: int = 144, seed: int = 1, progress: Callable[[int, int], None] | None = None
) -> SiteCounts:
    """Fills an empty site with a demo community.

    Args:
        desk: an open, empty site.
        units: how many rooms, rounded up to whole floors.
        seed: the same seed makes the same community.
        progress: is called with rooms done and rooms in all.

    Returns:
        What was made; an already made demo is left as it is.

    Raises:
        DeskError: `not-demo`: the site is a real one.
    """
    if not desk.site.demo and (desk.site.ready or counts(desk).units):
        raise not_demo()
    if desk.site.ready:
        sit_down(desk)
        return counts(desk)
    chance = random.Random(seed)
    set_up(desk, _plan(units), demo=True)
    desk.forget()
    for entry in (
        StaffEntry(login=DEMO_LOGIN, name="林晓", role="receptionist", pin=DEMO_PIN, department="customer-service"),
        StaffEntry(login="chen", name="陈刚", role="supervisor", pin=DEMO_PIN, department="security"),
        StaffEntry(login="zhao", name="赵铁柱", role="receptionist", pin=DEMO_PIN, department="engineering"),
    ):
        add_staff(desk, entry)
    for worker in _WORKERS:
        add_worker(desk, worker)
    sit_down(desk)
    with i18n.speaking(desk.site.slip_language):
        _people(desk, chance, units, progress)
        _requests(desk, chance)
    return counts(desk)


def _plan(units_wanted: int) -> SetUp:
    """About 36 rooms to an entrance, two entrances to a building."""
    per_building = 72
    buildings = max(1, round(units_wanted / per_building))
    floors = max(1, ceil(units_wanted / buildings / 4))
    return SetUp(
        site_name="阳光花园物业服务中心",
        hotline="010-6000 0000",
        language="zh_CN",
        buildings=tuple(
            BuildingPlan(name=f"{number}栋", entrances=2, floors=floors, rooms_per_floor=2)
            for number in range(1, buildings + 1)
        ),
        manager_name="周敏",
        manager_login="zhou",
        manager_pin=DEMO_PIN,
    )


@contextmanager
def _at(desk: Desk, moment: datetime) -> Iterator[None]:
    """Turns the desk's clock to a moment of the past."""
    clock = desk.clock
    desk.clock = lambda: moment
    try:
        yield
    finally:
        desk.clock = clock


def _name(chance: random.Random) -> str:
    surname = chance.choice(_COMPOUND) if chance.random() < 0.04 else chance.choice(_SURNAMES)
    return surname + "".join(chance.sample(_GIVEN, chance.choice((1, 2, 2, 2))))


def _identity(chance: random.Random, born: date, sex: str) -> str:
    sequence = chance.randrange(0, 999)
    sequence -= (sequence + (sex == "male")) % 2
    body = f"110000{born:%Y%m%d}{max(sequence, 1 if sex == 'male' else 0):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def _person(chance: random.Random, today: date, *, surname: str = "", child: bool = False) -> PersonEntry:
    name = _name(chance)
    if surname:
        name = surname + name[-1]
    sex = chance.choice(("male", "female"))
    if child:
        return PersonEntry(name=name, sex=sex)
    born = today - timedelta(days=chance.randrange(23 * 365, 78 * 365))
    return PersonEntry(
        name=name,
        sex=sex,
        document_kind="resident-card",
        document_number=_identity(chance, born, sex),
        document_checked=True,
        birthday=born,
        phones=(f"1{chance.choice('3578')}{chance.randrange(10**9):09d}",),
        workplace=chance.choice(_STREETS),
        consent=chance.random() < 0.9,
    )


def _register(desk: Desk, person: PersonEntry, stay: StayEntry) -> None:
    """Who agreed to the file agreed to greetings too, so that the demo has birthdays to show."""
    view = register_person(desk, person, stay)
    if person.consent:
        give_consent(desk, view.customer_id, "greetings")


def _people(desk: Desk, chance: random.Random, wanted: int, progress: Callable[[int, int], None] | None) -> None:
    today = desk.today()
    rows = units(desk, limit=wanted).rows
    for done, row in enumerate(rows, start=1):
        if progress is not None:
            progress(done, len(rows))
        if chance.random() < 0.06:
            continue  # not sold yet
        since = today - timedelta(days=chance.randrange(200, 3500))
        owner = _person(chance, today)
        _register(desk, owner, StayEntry(row.id, "owner", since=since))
        state = "occupied"
        if chance.random() < 0.2:
            tenant = _person(chance, today)
            moved_in = today - timedelta(days=chance.randrange(10, 190))
            _register(desk, tenant, StayEntry(row.id, "tenant", since=moved_in))
            state = "let"
        elif chance.random() < 0.45:
            family = _person(chance, today, surname=owner.name[:1], child=chance.random() < 0.5)
            _register(desk, family, StayEntry(row.id, "member", relation="子女", since=since))
        if chance.random() < 0.4:
            add_vehicle(desk, row.id, f"京A{chance.randrange(10**5):05d}")
        area = chance.randrange(5500, 16000)
        change_unit(desk, row.id, area=Decimal(area) / 100, kind="residence", state=state, note="")
        for paper in chance.sample(_papers(), chance.randrange(6, 15)):
            set_dossier(desk, row.id, paper, state="received", received_on=since, filed_at=f"{row.name[0]}柜")


def _papers() -> list[str]:
    return [choice.code for choice in catalog("dossier")]


def _requests(desk: Desk, chance: random.Random) -> None:
    now = desk.clock()
    rows = units(desk, limit=500).rows
    lived_in = [row for row in rows if row.owner]
    if not lived_in:
        return
    for back in range(30, 0, -1):
        story = _STORIES[back % len(_STORIES)]
        row = chance.choice(lived_in)
        moment = now - timedelta(hours=back * 7, minutes=chance.randrange(60))
        _story(desk, chance, story, row.id, row.owner, moment, settled=back > 8)


def _story(
    desk: Desk,
    chance: random.Random,
    story: tuple[str, str, str, str],
    unit_id: int,
    caller: str,
    moment: datetime,
    *,
    settled: bool,
) -> None:
    kind, category, content, severity = story
    with _at(desk, moment):
        logged = request_services.log_request(
            desk,
            RequestEntry(
                kind=kind,
                channel=chance.choice(("phone", "counter", "wechat")),
                unit_id=unit_id,
                caller_name=caller,
                category=category,
                content=content,
                severity=severity,
                repeated_back=True,
                promised_at=request_services.proposed_promise(desk, severity),
            ),
        )
    if not settled and chance.random() < 0.4:
        return
    department, person = chance.choice((("engineering", "赵铁柱"), ("security", "陈刚"), ("cleaning", "孙师傅")))
    with _at(desk, moment + timedelta(minutes=2)):
        assigned = request_services.assign(desk, logged.id, department=department, responsible=person)
    if not settled:
        _under_way(desk, chance, assigned.id, moment)
        return
    lines = _MATERIALS.get(category, ())
    with _at(desk, moment + timedelta(hours=5)):
        work_orders.record_return(
            desk,
            assigned.orders[-1].id,
            ReturnEntry(
                arrived_at=moment + timedelta(minutes=chance.randrange(15, 120)),
                finished_at=moment + timedelta(hours=4),
                result="已到现场处理完毕，客户确认。",
                cause="设施老化" if kind == "repair" else "巡查不到位",
                signed=True,
                signer=caller,
                lines=lines,
            ),
        )
    if chance.random() < 0.2:
        return
    with _at(desk, moment + timedelta(hours=6)):
        if kind == "complaint":
            request_moves.reply(desk, logged.id, note="已电话告知处理结果。")
            grade = CallbackEntry("reached", score=chance.choice((5, 4, 4, 3)), words="满意，希望保持。")
            callbacks.record_callback(desk, logged.id, grade)
        request_services.close(desk, logged.id)


_MATERIALS = {
    "leak": (
        LineEntry("material", "水管接头", Decimal(2), "个", Decimal("12.50")),
        LineEntry("labour", "上门维修", Decimal("0.5"), "小时", Decimal("60.00")),
    ),
    "electricity": (LineEntry("material", "感应灯", Decimal(1), "只", Decimal("38.00")),),
    "doors": (LineEntry("material", "门禁读卡器", Decimal(1), "台", Decimal("260.00")),),
}


def _under_way(desk: Desk, chance: random.Random, request_id: int, moment: datetime) -> None:
    """What is not done yet stands somewhere between accepted and on hold."""
    step = chance.randrange(4)
    if step:
        with _at(desk, moment + timedelta(minutes=10)):
            request_moves.accept(desk, request_id)
    if step > 1:
        with _at(desk, moment + timedelta(minutes=40)):
            request_moves.start(desk, request_id)
    if step > 2:
        with _at(desk, moment + timedelta(minutes=50)):
            request_moves.hold(desk, request_id, reason="等待配件", until=moment + timedelta(days=3))
