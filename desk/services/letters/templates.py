"""Templates of letters: written, approved by a supervisor, put into use, withdrawn; every version is kept (handbook S3)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from desk.catalog import label
from desk.errors import Checker, DeskError, InvalidInput, NotFound, Problem
from desk.i18n import _, speaking
from desk.models import Staff
from desk.models.kit.functions import holds, words_in
from desk.models.letters import LetterTemplate
from desk.rules import letters as rules
from desk.rules.fees.dunning import threat_problems
from desk.rules.kit.texts import entry_problems
from desk.rules.letters import starting
from desk.rules.schemes import level_name
from desk.services import fees, schemes
from desk.services.kit import reasons
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept, moving
from desk.services.kit.paging import Page
from desk.services.kit.sequences import next_number
from desk.services.letters.entries import TemplateEntry
from desk.services.letters.views import TemplateView
from desk.services.undo import reason as why

PREFIX = "XB"


def _absent() -> str:
    return _("This template is not there.")


TEMPLATES = Kept(rules.TEMPLATE, LetterTemplate, _absent)
"""Versions of templates and their life cycle."""


def check_template(desk: Desk, entry: TemplateEntry) -> list[Problem]:
    """What is wrong with a template as it is typed; a dunning text that threatens the supply among it (民法典 944)."""
    check = Checker(entry_problems(entry, names=("name",), long=("text",)))
    # L10N: 请填写模板名称
    check.require("name", entry.name, _("Give the template a name."))
    for field, code, known in (
        ("kind", entry.kind, rules.KINDS), ("customers", entry.customers, rules.CUSTOMERS),
        ("language", entry.language, rules.LANGUAGES), ("style", entry.style, rules.STYLES),
    ):  # fmt: skip
        if code not in known:
            check.add(field, "choice", _("Choose one from the list."))
    if entry.customers in ("class", "tier") and entry.of not in dict(choices_of(desk, entry.customers)):
        # L10N: 请选择分类或等级
        check.add("of", "choice", _("Choose the class or the level."))
    if entry.style == "gong" and entry.language != "zh_CN":
        # L10N: “公”只用于简体中文函件（台湾用于讣告）
        check.add(
            "style", "gong", _("公 is for letters in Simplified Chinese only: in Taiwan it belongs to obituaries.")
        )
    check.problems += rules.text_problems(entry.text)
    if entry.kind == "dunning" or "金额" in rules.asked(entry.text):
        # Whatever it is called: a text that names a debt threatens nothing.
        words = fees.forbidden_words(desk)
        check.problems += threat_problems(entry.text, words, reason=entry.chance, field="chance")
    return check.problems


def choices_of(desk: Desk, customers: str) -> tuple[tuple[str, str], ...]:
    """The classes or levels a template may be for, with their words."""
    if customers == "class":
        return tuple((code, label("classes", code)) for code in "ABCD")
    if customers == "tier":
        with desk.look() as session:
            scheme = schemes.at(session, desk.today())
        return tuple((level.code, level_name(scheme, level.code)) for level in scheme.levels)
    return ()


def save_template(desk: Desk, entry: TemplateEntry, *, template_id: int | None = None) -> TemplateView:
    """Keeps a template as a draft: a new one, the draft itself when it is one, or the next version of what was approved.

    Args:
        desk: the desk.
        entry: what is typed.
        template_id: the version that it was written from; None for a new template.

    Raises:
        InvalidInput: by field of the entry; `text`: `required`, `long`, `placeholder`, `threat`; `chance`: `chance`.
        NotFound; NotAllowed: nobody is signed in.
    """
    if problems := check_template(desk, entry):
        raise InvalidInput(problems)
    with desk.act("letter-template.save") as act:
        desk.require("receptionist")
        return _view(act.session, desk, _kept(act, desk, entry, template_id))


def _kept(act: Act, desk: Desk, entry: TemplateEntry, template_id: int | None) -> LetterTemplate:
    session = act.session
    row = _editable(session, template_id)
    if row is None:
        if template_id is None:
            number, version = next_number(session, PREFIX, desk.local(act.at).date()), 1
        else:
            number = _get(session, template_id).number
            version = _newest(session, number) + 1
        row = LetterTemplate(number=number, version=version)
        session.add(row)
    row.name, row.kind, row.text, row.chance = entry.name.strip(), entry.kind, entry.text.strip(), entry.chance.strip()
    row.customers, row.of = entry.customers, entry.of if entry.customers in ("class", "tier") else ""
    row.language, row.style = entry.language, entry.style
    row.state, row.at, row.staff_id = "draft", act.at, act.staff_id
    session.flush()
    act.about("letter-template", row.id, number=row.number, version=row.version)
    return row


def _editable(session: Session, template_id: int | None) -> LetterTemplate | None:
    """The draft of a template, whichever of its versions was opened: there is never more than one."""
    if template_id is None:
        return None
    number = _get(session, template_id).number
    return session.scalars(
        select(LetterTemplate).where(LetterTemplate.number == number, LetterTemplate.state == "draft")
    ).first()


def _newest(session: Session, number: str) -> int:
    return session.scalar(select(func.max(LetterTemplate.version)).where(LetterTemplate.number == number)) or 0


def _get(session: Session, template_id: int) -> LetterTemplate:
    row = session.get(LetterTemplate, template_id)
    if row is None:
        raise NotFound(_absent())
    return row


def approve_template(desk: Desk, template_id: int, *, use: bool = True) -> TemplateView:
    """A supervisor approves a draft.

    Args:
        desk: the desk.
        template_id: which version.
        use: it is put into use at once; the version before is withdrawn then.

    Raises:
        InvalidInput: the text is refused by the rules of today. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(_act: Act, row: LetterTemplate, check: Checker) -> None:
        check.problems += check_template(desk, _entry(row))

    with moving(desk, TEMPLATES, template_id, "approve", checks=checks) as step:
        act, row = step.act, step.row
        row.approved_at, row.approved_by_id = act.at, desk.authority("supervisor").id
        act.about("letter-template", row.id, number=row.number, version=row.version, use=use)
        if use:
            row.state = rules.TEMPLATE.after(row, "use")
            _replace(act, row)
        return _view(act.session, desk, row)


def use_template(desk: Desk, template_id: int) -> TemplateView:
    """Puts an approved version into use; the version before it is withdrawn.

    Raises:
        DeskError: `illegal-move`, it is not approved. NotFound; NotAllowed.
    """
    with moving(desk, TEMPLATES, template_id, "use") as step:
        act, row = step.act, step.row
        act.about("letter-template", row.id, number=row.number, version=row.version)
        _replace(act, row)
        return _view(act.session, desk, row)


def _replace(act: Act, row: LetterTemplate) -> None:
    """One version of a template is in use."""
    for other in act.session.scalars(
        select(LetterTemplate).where(
            LetterTemplate.number == row.number, LetterTemplate.state == "in-use", LetterTemplate.id != row.id
        )
    ):
        other.state = "withdrawn"
        # L10N: 由第 {n} 版取代
        other.reason = _("Replaced by version {n}").format(n=row.version)
        act.touch("letter-template", other.id)


def withdraw_template(desk: Desk, template_id: int, *, reason: str) -> TemplateView:
    """Takes a version out of use; letters that were written stay.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotFound; NotAllowed: not a supervisor.
    """
    with moving(desk, TEMPLATES, template_id, "withdraw", {"reason": reason}) as step:
        act, row = step.act, step.row
        row.reason = reason.strip()
        act.about("letter-template", row.id, number=row.number, version=row.version)
        return _view(act.session, desk, row)


def undone(_act: Act, desk: Desk, row: LetterTemplate) -> None:
    """A version that an undone act had written is withdrawn (services.undo)."""
    row.state, row.reason = "withdrawn", why(desk)


def take_starting_set(desk: Desk) -> tuple[TemplateView, ...]:
    """Takes over the program's own texts as drafts, in the language of the site's slips; what is there by name stays.

    Raises:
        DeskError: `nothing`, all of them are there. NotAllowed: nobody is signed in.
    """
    with desk.act("letter-template.start") as act:
        desk.require("receptionist")
        language = desk.site.slip_language
        with speaking(language):
            texts = starting.texts()
        there = set(act.session.scalars(select(LetterTemplate.name)))
        rows = [_kept(act, desk, _starting(text, language), None) for text in texts if text.name not in there]
        if not rows:
            # L10N: 初始模板均已存在
            raise DeskError("nothing", _("All starting texts are here already."))
        act.about("site", 1, templates=len(rows))
        return tuple(_view(act.session, desk, row) for row in rows)


def _starting(text: starting.StartingText, language: str) -> TemplateEntry:
    style = "gong" if language == "zh_CN" and text.kind not in rules.FREE_KINDS else "sir-madam"
    return TemplateEntry(text.name, text.kind, text.text, text.customers, language=language, style=style)


def template(desk: Desk, template_id: int) -> TemplateView:
    """A version of a template.

    Raises:
        NotFound: there is none.
    """
    with desk.look() as session:
        return _view(session, desk, _get(session, template_id))


def versions(desk: Desk, template_id: int) -> tuple[TemplateView, ...]:
    """All versions of a template, the newest first.

    Raises:
        NotFound: there is none.
    """
    with desk.look() as session:
        number = _get(session, template_id).number
        rows = session.scalars(
            select(LetterTemplate).where(LetterTemplate.number == number).order_by(LetterTemplate.version.desc())
        )
        return _views(session, desk, list(rows))


def templates(
    desk: Desk, *, state: str = "", kind: str = "", text: str = "", offset: int = 0, limit: int = 200
) -> Page[TemplateView]:
    """Versions of templates by kind and name.

    Args:
        desk: the desk.
        state: draft, approved, in-use, withdrawn; "" all.
        kind: of `rules.letters.KINDS`; "" all.
        text: in name or text.
        offset: rows left out at the start.
        limit: the most rows.
    """
    with desk.look() as session:
        base = select(LetterTemplate)
        if state:
            base = base.where(LetterTemplate.state == state)
        if kind:
            base = base.where(LetterTemplate.kind == kind)
        for word in words_in(text):
            base = base.where(holds(LetterTemplate.name, word) | holds(LetterTemplate.text, word))
        total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
        kinds = case(
            *((LetterTemplate.kind == code, at) for at, code in enumerate(rules.KINDS)), else_=len(rules.KINDS)
        )
        order = (
            kinds,
            LetterTemplate.customers != "any",
            LetterTemplate.name,
            LetterTemplate.number,
            LetterTemplate.version.desc(),
        )
        return Page(
            _views(session, desk, list(session.scalars(base.order_by(*order).offset(offset).limit(limit)))), total
        )


def template_counts(desk: Desk) -> dict[str, int]:
    """How many versions there are in each state."""
    with desk.look() as session:
        found = session.execute(select(LetterTemplate.state, func.count()).group_by(LetterTemplate.state)).all()
        counts = {state: int(count) for state, count in found}
        return {**{state: counts.get(state, 0) for state in rules.TEMPLATE.states}, "all": sum(counts.values())}


def in_use(session: Session, template_id: int) -> LetterTemplate:
    """A version that letters may be written from.

    Raises:
        NotFound: there is none. DeskError: `not-in-use`: nothing is printed from what is not approved and in use (handbook S3).
    """
    row = _get(session, template_id)
    if row.state != "in-use":
        # L10N: 该模板尚未审批启用，不能打印函件
        raise DeskError("not-in-use", _("This text is not approved and in use. No letter is printed from it."))
    return row


def _entry(row: LetterTemplate) -> TemplateEntry:
    return TemplateEntry(row.name, row.kind, row.text, row.customers, row.of, row.language, row.style, row.chance)


def _view(session: Session, desk: Desk, row: LetterTemplate) -> TemplateView:
    session.flush()
    return _views(session, desk, [row])[0]


def _views(session: Session, desk: Desk, rows: Sequence[LetterTemplate]) -> tuple[TemplateView, ...]:
    later = aliased(LetterTemplate)
    numbers = {row.number for row in rows}
    newest = dict(
        session.execute(
            select(later.number, func.max(later.version)).where(later.number.in_(numbers)).group_by(later.number)
        ).all()
    )
    names = {each.id: each.name for each in session.scalars(select(Staff))}
    words = {code: dict(choices_of(desk, code)) for code in {row.customers for row in rows}}
    return tuple(
        TemplateView(
            row.id, row.number, row.version, row.name, row.kind, row.customers, row.of, row.language, row.style, row.text,
            row.chance, row.state, row.at, names.get(row.staff_id, ""), row.approved_at,
            names.get(row.approved_by_id or 0, ""), reasons.said(row.reason), newest.get(row.number) == row.version,
            words[row.customers].get(row.of, row.of),
        )
        for row in rows
    )  # fmt: skip


__all__ = [
    "PREFIX", "TEMPLATES", "approve_template", "check_template", "choices_of", "in_use", "save_template",
    "take_starting_set", "template", "template_counts", "templates", "use_template", "versions", "withdraw_template",
]  # fmt: skip
