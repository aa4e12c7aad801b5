"""The filing of a renovation: who applies, who does what, the papers that are here; also its change while it is a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from desk.catalog import label, whole_catalog
from desk.errors import InvalidInput
from desk.i18n import N_, _
from desk.rules.kit.dates import add_months
from desk.services import renovation as service
from desk.services import staff
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.page import FormPage
from desk.ui.forms.rows import ChecksField, RowsField
from desk.ui.renovation.filing_forms import HERE
from desk.ui.renovation.words import choices, fen, yuan

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Shell

NEW = "new"
"""The choice of a contractor that is not in the register yet."""
_FIRM = ("name", "credit_code", "licence_until", "qualification", "qualification_until")


def _role(*roles: str) -> Any:
    def visible(values: Mapping[str, Any]) -> bool:
        return values.get("applicant_role") in roles

    return visible


def _new_firm(values: Mapping[str, Any]) -> bool:
    return values.get("contractor") == NEW


def _a_firm(values: Mapping[str, Any]) -> bool:
    return bool(values.get("contractor"))


def _old(values: Mapping[str, Any]) -> bool:
    return bool(values.get("running"))


def _waterproofing(values: Mapping[str, Any]) -> bool:
    codes = {line["code"] for line in values.get("works") or ()}
    return any(each.extra.get("waterproofing") for each in whole_catalog("renovation_works") if each.code in codes)


def _forbidden(line: Mapping[str, Any]) -> Mapping[str, str]:
    """Why an item of work cannot be filed."""
    for each in whole_catalog("renovation_works"):
        if each.code == line["code"] and each.extra.get("forbidden"):
            # L10N: {work}：法规禁止，不能备案
            return {"code": _("{work}: forbidden by law, cannot be filed.").format(work=each.label)}
    # L10N: 请从目录中选择项目
    return {} if line["code"] else {"code": _("Choose items of work from the list.")}


_WORK = (
    # L10N: 项目
    FieldSpec("code", N_("Item"), "choice", choices=choices("renovation_works", blank=True)),
    # L10N: 部位、说明
    FieldSpec("detail", N_("Where and how"), max_length=80),
    # L10N: 图纸; 已收
    FieldSpec("plan", N_("Plan"), "check", text=N_("here")),
)


class RenovationForm(FormPage):
    """The filing of a renovation."""

    draft_key = "renovation"
    prints = False

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._staff: Sequence[Any] = ()
        self._firms: Sequence[Any] = ()
        self._known: tuple[Any, ...] = ()
        self._changing: int | None = None
        self._months = 0
        self._proposed: Any = None
        self._made: dict[str, int] = {}
        self.spec = FormSpec(N_("File a renovation"), self._fields())
        super().__init__(shell, desk)

    # -------------------------------------------------------------------------------------------------- the fields
    def _fields(self) -> tuple[FieldSpec, ...]:
        return (
            FieldSpec("unit_id", N_("Room"), "room", required=True),
            # L10N: 申请人身份
            FieldSpec(
                "applicant_role", N_("Applies as"), "choice", required=True, choices=choices("renovation_applicants"),
                default="owner",
            ),
            # L10N: 申请人
            FieldSpec("applicant", N_("Applicant"), required=True, max_length=40),
            # L10N: 电话
            FieldSpec("applicant_phone", N_("Phone")),
            *self._owner_fields(),
            # L10N: 交付; 房屋已交付业主
            FieldSpec("handed_over", N_("Home"), "check", text=N_("It was handed over to its owner"), default=True),
            *self._firm_fields(),
            # L10N: 装修管理员
            FieldSpec("officer_id", N_("Officer"), "choice", required=True, choices=self._officers, new_row=True),
            # L10N: 代理人
            FieldSpec("deputy_id", N_("Deputy"), "choice", choices=self._officers),
            # L10N: 装修项目
            FieldSpec(
                "works", N_("Works"), "lines", required=True, span="full",
                widget=lambda spec, desk: RowsField(spec, desk, _WORK, (6, 5, 0), wrong=_forbidden),
            ),
            # L10N: 破坏防水层：业主已签《业主承诺》
            FieldSpec(
                "owner_pledge", N_("Owner's pledge"), "check", span="full", visible_when=_waterproofing, keeps_place=True,
                text=N_("Signed; these works break the waterproofing"),
            ),
            # L10N: 开工日期
            FieldSpec("first", N_("First day"), "date", required=True),
            # L10N: 完工日期; 按最长期限预填
            FieldSpec("last", N_("Last day"), "date", required=True, help=N_("Proposed: the longest period allowed.")),
            # L10N: 保证金（元）
            FieldSpec("deposit", N_("Renovation deposit"), "money"),
            # L10N: 施工人数
            FieldSpec("workers", N_("Workers"), "number"),
            # L10N: 装修概况
            FieldSpec("summary", N_("Works in short"), span="full", max_length=200),
            *self._old_fields(),
            # L10N: 已收资料
            FieldSpec(
                "documents", N_("Papers"), "lines", span="full",
                widget=lambda spec, _desk: ChecksField(spec, HERE, self._papers),
            ),
            *self._new_firm_fields(),
        )  # fmt: skip

    @staticmethod
    def _owner_fields() -> tuple[FieldSpec, ...]:
        """What the owner says to somebody else's works."""
        return (
            # L10N: 业主
            FieldSpec("owner", N_("Owner"), visible_when=_role("tenant", "company"), keeps_place=True),
            # L10N: 已告知业主
            FieldSpec(
                "owner_told", N_("Owner"), "check", text=N_("The owner was told"), visible_when=_role("tenant"),
                keeps_place=True,
            ),
            # L10N: 已见业主书面同意
            FieldSpec(
                "owner_consents", N_("Consent"), "check", text=N_("The owner's written consent was seen"),
                visible_when=_role("tenant"), span="full", keeps_place=True,
            ),
            # L10N: 委托书; 已见公司委托书
            FieldSpec(
                "letter", N_("Letter"), "check", text=N_("The company's letter for its agent was seen"),
                visible_when=_role("company"), span="full", instead_of="owner_consents",
            ),
        )  # fmt: skip

    def _old_fields(self) -> tuple[FieldSpec, ...]:
        """What is asked of works that began before Desk (handbook R1)."""

        def before(_values: Any) -> bool:
            return self._changing is None

        return (
            # L10N: 补录; 启用本系统前已开工（纸质登记证）
            FieldSpec(
                "running", N_("On paper"), "check", text=N_("At work already, by a certificate on paper"), new_row=True,
                visible_when=before,
            ),
            # L10N: 原登记证编号
            FieldSpec(
                "certificate", N_("Old certificate"), visible_when=_old, needed_when=_old, max_length=30, new_row=True,
                keeps_place=before,
            ),
            # L10N: 实际开工日期
            FieldSpec(
                "started_on", N_("Started on"), "date", visible_when=_old, needed_when=_old, keeps_place=before
            ),
        )  # fmt: skip

    def _firm_fields(self) -> tuple[FieldSpec, ...]:
        return (
            # L10N: 施工单位; 业主自行装修可留空
            FieldSpec(
                "contractor", N_("Contractor"), "choice", choices=self._contractors, new_row=True,
                help=N_("Left empty: the owner does it alone."),
            ),
            # L10N: 施工负责人
            FieldSpec("leader", N_("Site leader"), needed_when=_a_firm),
            # L10N: 负责人电话
            FieldSpec("leader_phone", N_("Leader's phone"), needed_when=_a_firm),
        )  # fmt: skip

    def _new_firm_fields(self) -> tuple[FieldSpec, ...]:
        """A contractor who is not in the register yet: asked last, so that no other field moves."""
        return (
            # L10N: 单位名称
            FieldSpec(
                "name", N_("Name of the contractor"), visible_when=_new_firm, needed_when=_new_firm, new_row=True
            ),
            # L10N: 统一社会信用代码
            FieldSpec("credit_code", N_("Credit code"), visible_when=_new_firm, needed_when=_new_firm),
            # L10N: 营业执照有效期至
            FieldSpec("licence_until", N_("Licence valid until"), "date", visible_when=_new_firm),
            # L10N: 承建资格
            FieldSpec("qualification", N_("Qualification"), visible_when=_new_firm),
            # L10N: 资格有效期至
            FieldSpec("qualification_until", N_("Qualification valid until"), "date", visible_when=_new_firm),
        )  # fmt: skip

    def _officers(self) -> list[tuple[str, str]]:
        return [("", ""), *((str(each.id), each.name) for each in self._staff)]

    def _contractors(self) -> list[tuple[str, str]]:
        # L10N: 新施工单位…
        return [("", ""), *((str(each.id), each.name) for each in self._firms), (NEW, _("New contractor…"))]

    def _papers(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """The papers that this filing asks for, as it is typed."""
        form = getattr(self, "form", None)
        values = form.values() if form is not None else {}
        cases = {values.get("applicant_role") or "owner", *(["waterproofing"] if _waterproofing(values) else [])}
        return [
            (
                paper.code,
                label("renovation_documents", paper.code),
                ("received", "stamped") if paper.stamped else ("received",),
            )
            for paper in self._known
            if paper.at != "signing"
            and (not paper.when or paper.when in cases)
            and (_a_firm(values) or paper.side != "contractor")
        ]

    # -------------------------------------------------------------------------------------------------------- opening
    def title(self) -> str:
        # L10N: 修改装修备案
        return _("Change the filing") if self._changing is not None else super().title()

    def open(self, **args: Any) -> None:
        """`renovation_id`: a draft to be changed; `unit_id`: the room of a new one."""
        changing = args.pop("renovation_id", None)
        self._changing = int(changing) if changing else None
        self._proposed = None
        super().open(**args)
        self.form.field("unit_id").setEnabled(self._changing is None)
        self.retranslate()
        desk, wanted = self.desk, self._changing

        def look() -> Any:
            old = (service.entry_of(desk, wanted), service.renovation(desk, wanted)) if wanted is not None else None
            return (
                tuple(staff.staff_list(desk)), service.contractors(desk), service.papers_to_hand_in(),
                service.proposals(desk), old,
            )  # fmt: skip

        self.ask(look, self._known_now)

    def _known_now(self, answer: Any) -> None:
        self._staff, self._firms, self._known, proposals, old = answer
        self._months = proposals.months
        form = self.form
        for name in ("officer_id", "deputy_id", "contractor"):
            form.refill(name)
        with form.quietly():
            if old is not None:
                form.set_values(_typed(*old))
            elif form.field("deposit").is_empty():
                form.set_value("deposit", yuan(proposals.deposit))
                form.set_value("first", self.desk.today())
            form.field("documents").refill()
        if old is not None:
            form.mark_saved()
        form.settle()

    def changed(self) -> None:
        form = self.form
        form.field("documents").refill()
        first = form.value("first")
        if first is None or not self._months or self._changing is not None:
            return
        last = form.value("last")
        if (last is None and not form.field("last").text().strip()) or last == self._proposed:
            proposed = add_months(first, self._months)
            if proposed != last:
                self._proposed = proposed
                with form.quietly():
                    form.set_value("last", proposed)

    # --------------------------------------------------------------------------------------------------------- saving
    def save(self, values: dict[str, Any]) -> Any:
        desk, firm = self.desk, values["contractor"]
        entry = partial(
            service.FileEntry, values["unit_id"] or 0, values["applicant"], values["first"], values["last"],
            values["applicant_role"], values["applicant_phone"], values["owner"], values["owner_consents"],
            values["owner_told"], values["letter"], values["handed_over"],
            leader=values["leader"], leader_phone=values["leader_phone"], officer_id=_id(values["officer_id"]),
            deputy_id=_id(values["deputy_id"]),
            works=tuple(service.WorkEntry(line["code"], line["detail"], line["plan"]) for line in values["works"]),
            summary=values["summary"], workers=int(values["workers"] or 0), owner_pledge=values["owner_pledge"],
            deposit=fen(values["deposit"]),
        )  # fmt: skip
        try:
            whole = entry(contractor_id=self._add_firm(values, entry) if firm == NEW else _id(firm))
            if self._changing is not None:
                view = service.edit(desk, self._changing, whole)
            elif values["running"]:
                old = service.OldFileEntry(whole, values["certificate"] or "", values["started_on"])
                view = service.take_over(desk, old)
            else:
                view = service.file(desk, whole)
        except InvalidInput as error:
            raise error.placed({"until": "last", "contractor_id": "contractor", "phone": "leader_phone"}) from error
        return self._receive(view, values["documents"])

    def _add_firm(self, values: dict[str, Any], entry: Any) -> int:
        """Puts a new contractor into the register, once the filing itself is in order."""
        code = values["credit_code"]
        if code in self._made:
            return self._made[code]
        firm = service.ContractorEntry(**{name: values[name] for name in _FIRM})
        problems = [
            each
            for each in (
                *service.check_file(self.desk, entry(contractor_id=0)),
                *service.check_contractor(self.desk, firm),
            )
            if not each.warning
        ]
        if problems:
            raise InvalidInput(problems)
        self._made[code] = service.save_contractor(self.desk, firm).id
        return self._made[code]

    def _receive(self, view: Any, ticked: Mapping[str, Sequence[str]]) -> Any:
        before = {each.code: (each.received_on is not None, each.stamped) for each in view.documents}
        entries = [
            service.DocumentEntry(code, "received" in ticks, "stamped" in ticks)
            for code, ticks in ticked.items()
            if ("received" in ticks, "stamped" in ticks) != before.get(code, (False, False))
        ]
        return service.receive(self.desk, view.id, entries) if entries else view

    def saved(self, result: Any, printing: bool) -> None:
        if result.state == "draft":
            # L10N: {number} 已登记，请提交审核
            words = _("{number} is filed as a draft; submit it next.")
        else:
            # L10N: {number} 已补录，请接着补录押金和出入证
            words = _("{number} is taken over; its deposit and passes come next.")
        self.shell.messages.info(words.format(number=result.number))
        changing = self._changing is not None
        self.shell.leave()
        if not changing:
            self.shell.open_target(f"renovation:{result.id}")


def _id(code: str) -> int | None:
    return int(code) if code else None


def _typed(entry: Any, view: Any) -> dict[str, Any]:
    """A filing as the form shows it."""
    names = (
        "unit_id", "applicant", "first", "last", "applicant_role", "applicant_phone", "owner", "owner_consents",
        "owner_told", "letter", "handed_over", "leader", "leader_phone", "summary", "owner_pledge",
    )  # fmt: skip
    return {
        **{name: getattr(entry, name) for name in names},
        "contractor": str(entry.contractor_id or ""),
        "officer_id": str(entry.officer_id or ""),
        "deputy_id": str(entry.deputy_id or ""),
        "works": [{"code": work.code, "detail": work.detail, "plan": work.plan} for work in entry.works],
        "workers": entry.workers or None,
        "deposit": yuan(entry.deposit or 0),
        "documents": {
            each.code: [
                *(["received"] if each.received_on is not None else []),
                *(["stamped"] if each.stamped else []),
            ]
            for each in view.documents
        },
    }


__all__ = ["RenovationForm"]
