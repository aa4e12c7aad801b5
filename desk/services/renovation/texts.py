"""The printed clauses: editable texts with editions (handbook R4). What was signed keeps its words: they stand in the slip."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import i18n
from desk.catalog import original, whole_catalog
from desk.errors import Checker, NotFound
from desk.i18n import LANGUAGES, _
from desk.models.renovation import RenovationText
from desk.services.kit.desk import Desk


@dataclass(frozen=True, slots=True)
class TextView:
    """Printed clauses: their code, the edition in force, the words by language."""

    code: str
    version: str
    words: dict[str, str]


def clauses(session: Session, code: str) -> tuple[str, ...]:
    """The clauses in force in the current language, a paragraph each."""
    return tuple(
        line
        for line in _text(session, code).words.get(i18n.current_language(), "").strip().splitlines()
        if line.strip()
    )


def version(session: Session, code: str) -> str:
    """The edition in force."""
    return _text(session, code).version


def text(desk: Desk, code: str) -> TextView:
    """The clauses in force.

    Raises:
        NotFound: there is no such text.
    """
    with desk.look() as session:
        return _text(session, code)


def text_codes() -> tuple[str, ...]:
    """Which texts there are."""
    return tuple(choice.code for choice in whole_catalog("renovation_texts"))


def save_text(desk: Desk, code: str, version: str, words: dict[str, str]) -> TextView:
    """Puts a new edition of printed clauses in force; older editions stay.

    Raises:
        InvalidInput: fields `version` (`taken`), `words`. NotFound; NotAllowed: not a manager.
    """
    check = Checker()
    # L10N: 请填写版本号
    check.require("version", version, _("Give this edition a name, such as 2026-2."))
    # L10N: 请填写条款
    check.require("words", words.get("zh_CN", ""), _("Write the clauses."))
    if set(words) - set(LANGUAGES):
        check.add("words", "choice", _("Choose one of the languages."))
    with desk.look() as session:
        if code not in text_codes():
            raise NotFound(_("This text is not there."))
        first = original(code=code, name="renovation_texts")
        taken = session.scalars(
            select(RenovationText.id).where(RenovationText.code == code, RenovationText.version == version.strip())
        ).first()
        if taken is not None or (first is not None and first.extra.get("version") == version.strip()):
            # L10N: 已有该版本
            check.add("version", "taken", _("There is an edition of this name already."))
    check.done()
    with desk.act("renovation.text") as act:
        desk.require("manager")
        for language, body in words.items():
            if body.strip():
                act.session.add(
                    RenovationText(
                        code=code, version=version.strip(), language=language, text=body.strip(), at=act.at,
                        staff_id=act.staff_id,
                    )
                )  # fmt: skip
        act.session.flush()
        act.data.update(code=code, version=version.strip())
        return _text(act.session, code)


def _text(session: Session, code: str) -> TextView:
    newest = session.scalars(
        select(RenovationText.version).where(RenovationText.code == code).order_by(RenovationText.id.desc()).limit(1)
    ).first()
    choice = original("renovation_texts", code)
    if choice is None:
        raise NotFound(_("This text is not there."))
    if newest is None:
        return TextView(code, str(choice.extra["version"]), dict(choice.labels))
    rows = session.scalars(select(RenovationText).where(RenovationText.code == code, RenovationText.version == newest))
    words = {row.language: row.text for row in rows}
    # A language that the site did not write gets its main one: never another edition's words.
    main = words.get("zh_CN") or next(iter(words.values()))
    return TextView(code, newest, {language: words.get(language, main) for language in LANGUAGES})


__all__ = ["TextView", "clauses", "save_text", "text", "text_codes", "version"]
