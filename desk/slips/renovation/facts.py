"""What the papers of a renovation file say: finished texts, in the language of the slip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desk.i18n import _
from desk.rules.kit.wording import listed
from desk.slips.engine.slip import Column, Field, Table, Tick


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """An item of work; `plan`: its plan is here; `waterproofing`: it breaks the waterproofing."""

    label: str
    detail: str = ""
    plan: bool = False
    waterproofing: bool = False


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A paper of the checklist; `needs_seal`: each copy bears the seal."""

    label: str
    received: bool = False
    needs_seal: bool = False
    stamped: bool = False


@dataclass(frozen=True, slots=True)
class ExtensionFacts:
    """An extension: to which day, granted when."""

    until: str
    granted: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A renovation file.

    Attributes:
        reference: the file's number. first, last: the first period; extensions: what was granted after it.
        officer: 装修管理员, with the deputy; leader: 施工负责人 (handbook C-32).
        fees: what was paid, line by line. deposit: in figures and words. approved: by whom and when. told: when and how.
        version: of the clauses printed.
    """

    reference: str
    room: str
    applicant: str
    role: str
    phone: str = ""
    owner: str = ""
    contractor: str = ""
    credit_code: str = ""
    licence_until: str = ""
    qualification: str = ""
    leader: str = ""
    leader_phone: str = ""
    officer: str = ""
    works: tuple[WorkFacts, ...] = ()
    summary: str = ""
    workers: int = 0
    first: str = ""
    last: str = ""
    extensions: tuple[ExtensionFacts, ...] = ()
    owner_papers: tuple[DocumentFacts, ...] = ()
    contractor_papers: tuple[DocumentFacts, ...] = ()
    certificate: str = ""
    deposit: str = ""
    deposit_receipt: str = ""
    fees: tuple[str, ...] = ()
    approved: str = ""
    told: str = ""
    version: str = ""
    clauses: tuple[str, ...] = ()

    @property
    def until(self) -> str:
        """The last day in force."""
        return self.extensions[-1].until if self.extensions else self.last


def period(facts: FileFacts) -> str:
    """The period, and both of them when it was extended."""
    # L10N: {first} 至 {last}
    text = _("{first} to {last}").format(first=facts.first, last=facts.last)
    for extension in facts.extensions:
        # L10N: 延期至 {day}（{granted} 批准）
        words = _("extended to {day} (granted {granted})").format(day=extension.until, granted=extension.granted)
        text += "\n" + words
    return text


def joined(names: Iterable[str]) -> str:
    """Names one after another, as the language in force strings them."""
    return listed(names)


def parties(facts: FileFacts) -> list[Field]:
    """Who and where."""
    role = facts.applicant
    if facts.role and role:
        # L10N: {name}（{role}）
        role = _("{name} ({role})").format(name=role, role=facts.role)
    return [
        # L10N: 房号
        Field(_("Room"), facts.room, bold=True),
        # L10N: 装修档案号
        Field(_("Renovation file"), facts.reference),
        # L10N: 申请人
        Field(_("Applicant"), role),
        # L10N: 电话
        Field(_("Phone"), facts.phone),
        # L10N: 业主
        Field(_("Owner"), facts.owner or facts.applicant),
        # L10N: 装修管理员
        Field(_("Officer"), facts.officer),
        # L10N: 施工单位
        Field(_("Contractor"), facts.contractor),
        # L10N: 统一社会信用代码
        Field(_("Credit code"), facts.credit_code),
        # L10N: 施工负责人
        Field(_("Site leader"), facts.leader),
        # L10N: 施工负责人电话
        Field(_("Site leader's phone"), facts.leader_phone),
    ]


def works_table(facts: FileFacts) -> Table:
    """The items of work, each with whether its plan is here."""
    return Table(
        (
            # L10N: 序号
            Column(_("No."), 0.5),
            # L10N: 装修项目
            Column(_("Item of work"), 3.2),
            # L10N: 说明
            Column(_("Details"), 2.6),
            # L10N: 图纸
            Column(_("Plan"), 0.8),
        ),
        tuple(
            # L10N: 已交 / 缺
            (str(place), work.label, work.detail, _("here") if work.plan else _("missing"))
            for place, work in enumerate(facts.works, 1)
        ),
        # L10N: ——以下空白——
        closing=_("— nothing below this line —"),
    )


def checklist(papers: tuple[DocumentFacts, ...]) -> tuple[Tick, ...]:
    """The papers to tick, each that needs it with its seal."""
    ticks = []
    for paper in papers:
        ticks.append(Tick(paper.label, paper.received))
        if paper.needs_seal:
            # L10N: 加盖公章
            ticks.append(Tick(_("stamped"), paper.stamped))
    return tuple(ticks)


__all__ = [
    "DocumentFacts",
    "ExtensionFacts",
    "FileFacts",
    "WorkFacts",
    "checklist",
    "joined",
    "parties",
    "period",
    "works_table",
]
