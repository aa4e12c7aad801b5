"""Slips as the counter makes them."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from desk.slips.callbacks import AttemptFacts, CallbackFacts, callback_record
from desk.slips.engine.slip import Slip
from desk.slips.households import HouseholdFacts, MemberFacts, register_card
from desk.slips.requests import ComplaintFacts, DispatchFacts, complaint_slip, dispatch_slip
from desk.slips.requests.day_sheet import DaySheetFacts, TalkFacts, day_sheet
from desk.slips.requests.handling import HandlingFacts, StepFacts, handling_form
from desk.slips.requests.letter import ReplyFacts, reply_letter
from desk.slips.requests.notice import DamageFacts, NoticeFacts, rectification_notice

COMPLAINT = ComplaintFacts(
    number="TS-20261121-0031",
    title="投诉/服务登记单",
    room="2栋1单元1203",
    caller="单雄风",
    role="业主",
    phone="138****0001",
    channel="电话",
    kind="投诉",
    category="噪声 / 楼上",
    urgency="一般",
    received_at="2026-11-21 09:14",
    first_receiver="林晓",
    content="楼上 1303 连续三晚 23 点后装修敲打，影响老人休息，希望核实并制止，给书面答复。",
    repeated_back=True,
    promised="2026-11-21 11:00 前回复",
    responsible="秩序部 陈刚",
    site="阳光花园物业服务中心",
    hotline="010-6000 0000",
    issued="开单 2026-11-21 09:16　经办 林晓",
    copies=("客户联", "存根联"),
)
DISPATCH = DispatchFacts(
    number="PG-20261121-0012",
    title="报修派工单",
    request="BX-20261121-0008",
    room="3栋2单元1801",
    place="主卧卫生间",
    caller="欧阳念南",
    role="租户",
    phone="139****8877",
    category="给排水 / 漏水",
    urgency="紧急",
    received_at="2026-11-21 10:02",
    content="卫生间顶板渗水，滴到洗手台。",
    dispatched_at="2026-11-21 10:05",
    crew="工程部 李强",
    due="2026-11-21 12:00",
    site="阳光花园物业服务中心",
    copies=("班组联", "存根联"),
)
HOUSEHOLD = HouseholdFacts(
    number="DJ-20261121-0003",
    room="1栋2单元502",
    area="89.50 ㎡",
    owner="王䶮㛃、李𬱖",
    members=(
        MemberFacts(
            "王䶮㛃", "本人", "男", "1980-05-06", "身份证 110101********1234", "138****0001", "北京某某科技有限公司"
        ),
        MemberFacts("李𬱖", "配偶", "女", "1982-11-21", "护照 E12345678"),
    ),
    vehicles=("京A·12345　B2-031",),
    site="阳光花园物业服务中心",
)
SITE, HOTLINE, ISSUED = "阳光花园物业服务中心", "010-6000 0000", "开单 2026-11-24 16:20　经办 林晓"
HANDLING = HandlingFacts(
    number="CL-20261124-0004",
    request="TS-20261121-0031",
    room="2栋1单元1203",
    caller="单雄风",
    role="业主",
    phone="138****0001",
    received_at="2026-11-21 09:14",
    first_receiver="林晓",
    channel="电话",
    category="噪声 / 楼上",
    severity="紧急",
    content="楼上 1303 连续三晚 23 点后装修敲打，影响老人休息，希望核实并制止，给书面答复。",
    wish="停止夜间施工，书面答复。",
    confirmed="11 月 21 日 23:20 到场，1303 室正在安装衣柜，使用电锤。",
    analysis="装修户未按约定时段施工，夜巡未及时发现。",
    cause="施工人员不知道 20:00 后禁止施工。",
    responsible="秩序部 陈刚",
    promised="2026-11-21 11:00",
    solution="当面告知施工时段，签收整改通知单；夜巡增加 1303 一站，持续一周。",
    steps=(
        StepFacts("2026-11-21 09:16", "派工", "林晓", "秩序部 陈刚"),
        StepFacts("2026-11-21 09:40", "暂缓", "陈刚", "1303 室无人，等业主回家"),
        StepFacts("2026-11-21 23:20", "恢复处理", "陈刚", "夜巡到场制止"),
        StepFacts("2026-11-22 09:30", "处理完毕", "林晓", "装修户签收整改通知单 ZG-20261122-0001"),
    ),
    result="已停止夜间施工，装修户书面承诺。",
    reply="2026-11-22 10:05 电话回复，并寄回复函 HH-20261122-0001。",
    callback="2026-11-24 15:30 上门　周敏",
    grade=2,
    opinion="昨晚又敲了半小时。",
    escalated_to="supervisor",
    escalation="2026-11-22 09:00 林晓：第三次反映。",
    reopened=1,
    summary="重新受理后连续三晚夜巡，未再发生。",
    site=SITE,
    hotline=HOTLINE,
    issued=ISSUED,
)
CALLBACK = CallbackFacts(
    number="HF-20261124-0007",
    request="TS-20261121-0031",
    room="2栋1单元1203",
    caller="单雄风",
    role="业主",
    phone="138****0001",
    kind="投诉",
    category="噪声",
    content="楼上夜间敲打。",
    result="已停止夜间施工，装修户书面承诺。",
    done_by="秩序部 陈刚",
    resolved_at="2026-11-22 09:30",
    attempts=(
        AttemptFacts("2026-11-23 10:00", "电话", "林晓", "无人接听"),
        AttemptFacts("2026-11-24 15:30", "上门", "周敏", "已回访", "客户在家"),
    ),
    door_visit=True,
    grade=2,
    reasons=("问题未解决", "处理不及时"),
    opinion="昨晚又敲了半小时。",
    follow_up="重新受理，秩序部连续三晚夜巡。",
    caller_back="周敏",
    sample="2026-11",
    site=SITE,
    hotline=HOTLINE,
    issued=ISSUED,
)
TALK = TalkFacts(
    time="09:14",
    customer="欧阳念南",
    room="2栋1单元1203",
    phone="138****0001",
    subject="投诉 / 噪声",
    content="楼上连续三晚 23 点后敲打，影响老人休息，希望核实并制止。",
    repeated_back=True,
    promised="11-21 11:00",
    responsible="秩序部 陈刚",
    steps="09:16 派工；09:40 到场；23:20 夜巡制止。",
    result="已停止夜间施工。",
    callback="11-24 满意",
)
DAY_SHEET = DaySheetFacts(
    number="GT-20261121-0001",
    day="2026-11-21 星期六",
    staff="林晓、周敏",
    talks=(TALK, TalkFacts("10:02", "李𬱖", "A座201", "139****8877", "咨询", "问物业费。", result="已答复。"), TALK),
    blank=4,
    site=SITE,
    hotline=HOTLINE,
    issued=ISSUED,
)
NOTICE = NoticeFacts(
    number="ZG-20261122-0001",
    reference="TS-20261121-0031",
    room="2栋1单元1303",
    addressee="王䶮㛃（业主）",
    phone="138****0002",
    contact="某某装饰 张工",
    found_at="2026-11-21 23:20",
    found_by="陈刚",
    place="1303 室、12 层走道",
    findings="夜间使用电锤施工；走道堆放板材，地砖破损两块。",
    basis="《装饰装修管理服务协议》第七条：每日 20:00 至次日 8:00 不得施工。",
    demand="立即停止夜间施工；清走走道板材，修复地砖。",
    deadline="2026-11-25 18:00 前",
    damages=(DamageFacts("12 层走道地砖 800×800", "2 块", "¥360.00"),),
    total="¥360.00　人民币叁佰陆拾元整",
    outcome="partly",
    checked="2026-11-25 18:10 陈刚",
    issued_by="周敏",
    site=SITE,
    hotline=HOTLINE,
    issued=ISSUED,
    copies=("客户联", "存根联"),
)
REPLY = ReplyFacts(
    number="HH-20261122-0001",
    request="TS-20261121-0031",
    salutation="欧阳公",
    room="2栋1单元1203",
    received_on="2026年11月21日",
    channel="电话",
    kind="投诉",
    content="楼上 1303 连续三晚 23 点后装修敲打，影响老人休息，希望核实并制止，给书面答复。",
    findings="11 月 21 日 23:20 工作人员到场，1303 室正在安装衣柜，使用电锤。",
    cause="施工人员不知道 20:00 后禁止施工。",
    result="当场制止，装修户签收整改通知单并书面承诺不再夜间施工。",
    further="夜巡增加 1303 一站，持续一周；11 月 24 日上门回访。",
    signed_by="客服主管 陈刚",
    day="2026年11月22日",
    site=SITE,
    hotline=HOTLINE,
    issued=ISSUED,
    copies=("客户联", "存根联"),
)


@pytest.fixture
def complaint() -> Slip:
    return complaint_slip(COMPLAINT)


@pytest.fixture
def dispatch() -> Slip:
    return dispatch_slip(DISPATCH)


@pytest.fixture
def card() -> Slip:
    return register_card(HOUSEHOLD)


@pytest.fixture
def more() -> dict[str, Slip]:
    """The papers of a complaint's whole way, and those that the features have among their samples, by kind."""
    slips = (
        handling_form(HANDLING), callback_record(CALLBACK), day_sheet(DAY_SHEET), rectification_notice(NOTICE),
        reply_letter(REPLY),
    )  # fmt: skip
    folder = Path(__file__).parent
    features = sorted(file.parent.name for file in folder.glob("*/samples.py"))
    made = [importlib.import_module(f"tests.slips.{feature}.samples").papers() for feature in features]
    return {slip.kind: slip for slip in (*slips, *(slip for papers in made for slip in papers.values()))}
