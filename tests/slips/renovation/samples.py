"""A renovation's papers with long names, many works, two extensions: what has to fit."""

from __future__ import annotations

from dataclasses import replace

from desk.catalog import label
from desk.features import slip_kinds
from desk.i18n import _, current_language, speaking
from desk.slips import renovation as forms
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Picture, Slip

PHOTO = "a" * 64


def head(kind: str, number: str, language: str) -> PaperHead:
    copies = tuple(_(copy) for copy in slip_kinds()[kind].copies)
    return PaperHead("阳光花园物业服务中心", "010-6000 0000", "2026-11-21 16:20　经办 林晓", language, copies, number)


def facts(code: str = "") -> forms.FileFacts:
    from desk.catalog import original

    choice = original("renovation_texts", code) if code else None
    clauses = tuple(choice.labels[current_language()].strip().splitlines()) if choice else ()
    works = ("partition", "electric", "plumbing", "bathroom", "floor", "wall", "ceiling", "aircon")
    papers = ("licence", "qualification", "contract", "drawings", "leader-papers", "worker-papers", "fire")
    return forms.FileFacts(
        reference="ZX-20261121-0003", room="1栋2单元1203", applicant="欧阳明月", role=label("renovation_applicants", "owner"),
        phone="139 0000 0001", owner="欧阳明月", contractor="深圳市宏达建筑装饰设计工程有限公司第三分公司",
        credit_code="91350100M000100Y43", qualification="建筑装修装饰工程专业承包贰级", leader="赵强",
        leader_phone="138 0000 0001", officer="陈刚（李敏）",
        works=tuple(
            forms.WorkFacts(label("renovation_works", each), "客厅、餐厅、主卧、次卧", True, each == "bathroom")
            for each in works
        ),
        summary="全屋翻新，卫生间重做防水，不改变户型。", workers=8, first="2026-11-23", last="2027-02-22",
        extensions=(forms.ExtensionFacts("2027-04-10", "2027-02-20"),),
        owner_papers=tuple(
            forms.DocumentFacts(label("renovation_documents", each), True)
            for each in ("application", "pledge", "plans", "owner-pledge", "agreement")
        ),
        contractor_papers=tuple(
            forms.DocumentFacts(label("renovation_documents", each), True, each in papers[:2], each == "licence")
            for each in papers
        ),
        certificate="DZ-20261121-0001", deposit="¥2,000.00（人民币贰仟元整）", deposit_receipt="BZ-20261121-0002",
        fees=("2026-11-21 BZ-20261121-0002 装修保证金 ¥2,000.00", "2026-11-21 SK-20261121-0007 垃圾清运费 ¥300.00"),
        approved="同意 陈刚 2026-11-22 10:00", told="2026-11-22 10:30 电话", version="2026-1", clauses=clauses,
    )  # fmt: skip


def worker(place: int) -> forms.PassFacts:
    names = ("欧阳建国", "阿卜杜拉·买买提江·艾合买提", "李四", "王五", "赵六", "钱七", "孙八", "周九")
    return forms.PassFacts(
        f"LK-20261121-{place:04d}", names[(place - 1) % 8], "110101198503140034", label("trades", "electrician"),
        "1栋2单元1203", "深圳市宏达建筑装饰设计工程有限公司第三分公司", "2026-11-23", "2027-02-22", PHOTO if place % 2 else "",
        "2027-04-10" if place % 3 == 0 else "", "13800000001", label("pass_states", "active"),
    )  # fmt: skip


def papers(language: str = "zh_CN") -> dict[str, Slip]:
    """One of each kind."""
    with speaking(language):
        whole = facts()
        done = forms.InspectionFacts("2027-02-20", "陈刚", False, "卫生间门槛处渗水，需重做防水。", (PHOTO,))
        below = forms.DownstairsFacts("1栋2单元1103", "张伟", "2027-02-20")
        refund = forms.RefundFacts(
            "欧阳明月", "欧阳明月", "¥2,000.00（人民币贰仟元整）", "BZ-20261121-0002", "2027-02-20", "2027-03-01",
            "2027-06-01", "张伟 2027-06-02", True, False, "已全部交回", "收据遗失声明：搬家时遗失。",
            ("电梯轿厢面板：搬运时划伤 ¥350.50",),
        )  # fmt: skip
        hot = forms.HotWorkFacts(
            "阳台栏杆", "焊工孙某", "T1101", "钱某", 2, "2026-11-25 09:00 — 2026-11-25 12:00", "陈刚 2026-11-25 08:30"
        )
        rows = tuple(
            forms.IndexRow(
                f"1栋2单元{floor}03", f"ZX-20261121-{floor:04d}", "欧阳明月", "2026-11-23 — 2027-02-22",
                "赵强 13800000001", label("renovation_states", "running"), "在押 ¥2,000.00",
            )
            for floor in (1, 2, 5, 12)
        )  # fmt: skip
        listed = tuple(
            (name, number)
            for name, number in (
                ("装修备案登记证", "DZ-20261121-0001"),
                ("装修管理服务协议书", "XY-20261121-0001"),
                ("营业执照复印件", "2026-11-21"),
            )
        )

        def at(kind: str) -> PaperHead:
            return head(kind, f"{slip_kinds()[kind].prefix}-20261121-0001", language)

        found = (
            forms.application(whole, at("renovation-application")),
            forms.filing_form(whole, at("renovation-filing")),
            forms.pledge(facts("pledge"), at("renovation-pledge")),
            forms.owner_pledge(facts("owner-pledge"), at("renovation-owner-pledge")),
            forms.fire_letter(facts("fire"), at("renovation-fire")),
            forms.notice(facts("notice"), at("renovation-notice")),
            forms.agreement(facts("agreement"), at("renovation-agreement")),
            forms.certificate(whole, at("renovation-certificate")),
            forms.workers_register(whole, tuple(worker(n) for n in range(1, 9)), at("renovation-workers")),
            forms.worker_pass(worker(3), at("worker-pass")),
            forms.hot_work_permit(whole, hot, at("hot-work")),
            replace(
                forms.acceptance(whole, done, at("renovation-acceptance")),
                pictures=(Picture(PHOTO, "卫生间"), Picture(PHOTO)),
            ),
            forms.downstairs(whole, below, at("renovation-downstairs")),
            forms.refund_application(whole, refund, at("renovation-refund-application")),
            forms.index_sheet(whole, label("renovation_states", "running"), listed, at("renovation-index")),
            forms.building_list("1栋", rows, at("renovation-list")),
        )
        return {slip.kind: slip for slip in found}
