"""Slips as the counter makes them."""

from __future__ import annotations

import pytest

from desk.slips.household import HouseholdFacts, MemberFacts, register_card
from desk.slips.requests import ComplaintFacts, DispatchFacts, complaint_slip, dispatch_slip
from desk.slips.slip import Slip

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


@pytest.fixture
def complaint() -> Slip:
    return complaint_slip(COMPLAINT)


@pytest.fixture
def dispatch() -> Slip:
    return dispatch_slip(DISPATCH)


@pytest.fixture
def card() -> Slip:
    return register_card(HOUSEHOLD)
