"""Papers of the filing: 装修申请表, 装修备案表, 装修承诺书, 业主承诺, 防火责任书, 告知书, 协议书, 登记证 (handbook A5, R3, R4)."""

from __future__ import annotations

from desk.i18n import _, speaking
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Field, Passage, Signature, Slip
from desk.slips.renovation.facts import FileFacts, checklist, joined, parties, period, works_table


def refund_sentence() -> str:
    """What is needed at the refund; it stands on certificate and receipt."""
    # L10N: 退押金须凭《装修备案登记证》原件和保证金收据。
    return _("The deposit goes back against the original of this certificate and the receipt of the deposit.")


def passes_sentence() -> str:
    """It stands on agreement and pass list."""
    # L10N: 完工后须交回全部临时出入卡方可退还保证金。
    return _("All temporary passes must come back after completion before the deposit is refunded.")


def application(facts: FileFacts, head: PaperHead) -> Slip:
    """The 装修申请表."""
    with speaking(head.language):
        return head.slip(
            "renovation-application",
            # L10N: 装修申请表
            _("Application for renovation"),
            fields=(
                *parties(facts),
                # L10N: 申请期限
                Field(_("Period asked for"), period(facts)),
                # L10N: 施工人数
                Field(_("Workers"), str(facts.workers) if facts.workers else ""),
                # L10N: 装修概况
                Field(_("Description"), facts.summary, span=12, lines=2),
            ),
            tables=(works_table(facts),),
            after=(
                # L10N: 业主资料
                Field(_("Owner's papers"), ticks=checklist(facts.owner_papers), span=12),
                # L10N: 施工单位资料
                Field(_("Contractor's papers"), ticks=checklist(facts.contractor_papers), span=12),
            ),
            clauses=(
                # L10N: 申请人已阅读《装修告知书》，所填内容属实。
                _("The applicant has read the notice on renovation; what is stated here is true."),
            ),
            signatures=(
                # L10N: 申请人签字
                Signature(_("Applicant's signature"), dated=True),
                # L10N: 施工负责人签字
                Signature(_("Site leader's signature"), dated=True),
                # L10N: 资料审核人
                Signature(_("Papers checked by"), dated=True),
            ),
        )


def filing_form(facts: FileFacts, head: PaperHead) -> Slip:
    """The 装修备案表: the approval, and for an extension 同意延期 with the box for the department's seal."""
    with speaking(head.language):
        after = [
            # L10N: 装修管理员意见
            Field(_("Officer's opinion"), facts.approved, span=12, lines=2),
            # L10N: 告知业主
            Field(_("Owner told"), facts.told, span=12),
        ]
        seals: tuple[str, ...] = ()
        if facts.extensions:
            last = facts.extensions[-1]
            # L10N: 同意延期至 {day}。批准日期：{granted}
            words = _("Extension agreed: to {day}. Granted on {granted}.").format(day=last.until, granted=last.granted)
            # L10N: 延期审批
            after.append(Field(_("Extension"), words, span=12, bold=True))
            # L10N: 部门公章
            seals = (_("Department's seal"),)
        return head.slip(
            "renovation-filing",
            # L10N: 装修备案表
            _("Renovation filing form"),
            fields=(
                *parties(facts),
                # L10N: 装修期限
                Field(_("Period of the works"), period(facts), span=12, bold=True),
                # L10N: 登记证编号
                Field(_("Certificate"), facts.certificate),
                # L10N: 装修保证金
                Field(_("Renovation deposit"), facts.deposit),
            ),
            tables=(works_table(facts),),
            after=tuple(after),
            seals=seals,
            clauses=(
                # L10N: 装修期限最长不超过三个月；需延长的，应在期满前持登记证两份复印件和全部临时出入卡办理延期备案。
                _(
                    "The period is at most three months. For more, an extension is filed before it ends, with both "
                    "copies of the certificate and all temporary passes."
                ),
            ),
            signatures=(
                # L10N: 申请人
                Signature(_("Applicant"), dated=True),
                # L10N: 施工负责人
                Signature(_("Site leader"), dated=True),
                # L10N: 装修管理员
                Signature(_("Officer"), dated=True),
            ),
        )


def pledge(facts: FileFacts, head: PaperHead) -> Slip:
    """The 装修承诺书."""
    with speaking(head.language):
        return _letter(
            "renovation-pledge",
            # L10N: 装修承诺书
            _("Renovation pledge"),
            facts,
            head,
            # L10N: 承诺人（业主/使用人）
            (Signature(_("Who pledges (owner / user)"), dated=True), Signature(_("Site leader"), dated=True)),
        )


def owner_pledge(facts: FileFacts, head: PaperHead) -> Slip:
    """The 业主承诺 for works that break the waterproofing."""
    with speaking(head.language):
        names = joined(work.label for work in facts.works if work.waterproofing)
        return _letter(
            "renovation-owner-pledge",
            # L10N: 业主承诺（破坏防水层）
            _("Owner's pledge (waterproofing)"),
            facts,
            head,
            # L10N: 业主签字, 经办人
            (Signature(_("Owner's signature"), dated=True), Signature(_("Received by"), dated=True)),
            # L10N: 涉及项目：{names}
            _("Works concerned: {names}").format(names=names),
        )


def fire_letter(facts: FileFacts, head: PaperHead) -> Slip:
    """The 防火责任书."""
    with speaking(head.language):
        return _letter(
            "renovation-fire",
            # L10N: 防火责任书
            _("Fire-safety responsibility letter"),
            facts,
            head,
            # L10N: 施工负责人, 业主, 物业服务中心（盖章）
            (
                Signature(_("Site leader"), dated=True),
                Signature(_("Owner"), dated=True),
                Signature(_("Service centre (seal)"), dated=True),
            ),
        )


def notice(facts: FileFacts, head: PaperHead) -> Slip:
    """The 告知书: forbidden acts, hours, cautions."""
    with speaking(head.language):
        return _letter(
            "renovation-notice",
            # L10N: 装修告知书
            _("Notice on renovation"),
            facts,
            head,
            # L10N: 业主签收, 施工负责人签收
            (
                Signature(_("Received by the owner"), dated=True),
                Signature(_("Received by the site leader"), dated=True),
            ),
        )


def agreement(facts: FileFacts, head: PaperHead) -> Slip:
    """The 装修管理服务协议书, signed in triplicate."""
    with speaking(head.language):
        # L10N: 甲方（物业服务中心）：{name}
        body = [Passage(_("Party A (service centre): {name}").format(name=head.site))]
        # L10N: 乙方（业主）：{name}　房号：{room}
        words = _("Party B (owner): {name}   Room: {room}")
        body.append(Passage(words.format(name=facts.owner or facts.applicant, room=facts.room)))
        # L10N: 丙方（施工单位）：{name}　施工负责人：{leader}
        words = _("Party C (contractor): {name}   Site leader: {leader}")
        body.append(Passage(words.format(name=facts.contractor, leader=facts.leader)))
        # L10N: 装修期限：{period}
        body.append(Passage(_("Period: {period}").format(period=joined(period(facts).split("\n")))))
        names = joined(work.label for work in facts.works)
        # L10N: 装修项目：{names}
        body.append(Passage(_("Works: {names}").format(names=names)))
        if facts.deposit:
            # L10N: 装修保证金：{amount}
            body.append(Passage(_("Deposit: {amount}").format(amount=facts.deposit)))
        body += [Passage(clause) for clause in facts.clauses]
        return head.slip(
            "renovation-agreement",
            # L10N: 装修管理服务协议书
            _("Renovation management agreement"),
            body=tuple(body),
            clauses=(passes_sentence(), _version(facts)),
            signatures=(
                # L10N: 甲方（盖章）
                Signature(_("Party A (seal)"), dated=True),
                # L10N: 乙方（签字）
                Signature(_("Party B (signature)"), dated=True),
                # L10N: 丙方（盖章）
                Signature(_("Party C (seal)"), dated=True),
            ),
        )


def certificate(facts: FileFacts, head: PaperHead) -> Slip:
    """The 装修备案登记证: one number on four sheets, told apart by the names of the copies (handbook R3)."""
    with speaking(head.language):
        names = "\n".join(f"{place}. {work.label}" for place, work in enumerate(facts.works, 1))
        return head.slip(
            "renovation-certificate",
            # L10N: 装修备案登记证
            _("Renovation certificate"),
            fields=(
                Field(_("Room"), facts.room, bold=True),
                Field(_("Renovation file"), facts.reference),
                Field(_("Owner"), facts.owner or facts.applicant),
                Field(_("Phone"), facts.phone),
                Field(_("Contractor"), facts.contractor),
                Field(_("Qualification"), facts.qualification),
                Field(_("Site leader"), facts.leader),
                Field(_("Site leader's phone"), facts.leader_phone),
                Field(_("Period of the works"), period(facts), span=12, bold=True),
                # L10N: 准予备案项目
                Field(_("Works filed"), names, span=12, lines=4),
                # L10N: 施工时间
                Field(_("Hours of work"), _hours(), span=12),
                Field(_("Officer"), facts.officer),
                # L10N: 批准
                Field(_("Approved"), facts.approved),
                # L10N: 装修保证金
                Field(_("Renovation deposit"), facts.deposit),
                # L10N: 保证金收据号
                Field(_("Receipt of the deposit"), facts.deposit_receipt),
            ),
            clauses=(
                refund_sentence(),
                # L10N: 本证须张贴于户门（门把手上方 1.6—1.8 米处），接受巡查；不得转让、涂改。
                _("To be shown at the home's door (1.6–1.8 m high); it may not be passed on or altered."),
                passes_sentence(),
            ),
            # L10N: 物业服务中心（公章）
            seals=(_("Service centre's seal"),),
            signatures=(
                Signature(_("Officer"), dated=True),
                # L10N: 领证人
                Signature(_("Certificate taken by"), dated=True),
            ),
        )


def _hours() -> str:
    # L10N: 工作日 8:00—12:00、14:00—18:00；休息日、节假日不得进行产生噪声的施工
    return _("Working days 8:00–12:00 and 14:00–18:00; no noisy work on rest days and holidays")


def _version(facts: FileFacts) -> str:
    # L10N: 条款版本 {version}
    return _("Edition of the clauses: {version}").format(version=facts.version)


def _letter(
    kind: str, title: str, facts: FileFacts, head: PaperHead, signatures: tuple[Signature, ...], lead: str = ""
) -> Slip:
    """Clauses under the file's particulars."""
    return head.slip(
        kind,
        title,
        body=(
            # L10N: 房号：{room}　装修档案号：{file}　施工单位：{contractor}
            Passage(
                _("Room: {room}   Renovation file: {file}   Contractor: {contractor}").format(
                    room=facts.room, file=facts.reference, contractor=facts.contractor or "—"
                )
            ),
            *((Passage(lead),) if lead else ()),
            *(Passage(clause) for clause in facts.clauses),
        ),
        clauses=(_version(facts),),
        signatures=signatures,
    )


__all__ = [
    "agreement",
    "application",
    "certificate",
    "filing_form",
    "fire_letter",
    "notice",
    "owner_pledge",
    "passes_sentence",
    "pledge",
    "refund_sentence",
]
