"""Personal data can be erased: sealed values beside events and slips, uses of stored files, erasures, the mark of a demo

What the events and slips so far say of people is sealed too, and the chain is reckoned anew over the digests. Only a chain and
slips that are whole are touched: what `desk check` found wrong before, it finds wrong afterwards.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _tables()
    bind = op.get_bind()
    seal = _Sealer(bind)
    _seal_events(bind, seal)
    _seal_slips(bind, seal)
    seal.write()
    _uses(bind)


def _tables() -> None:
    op.create_table(
        "sealed_value",
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("about", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("value", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sealed_value")),
    )
    op.create_index("ix_sealed_value_about", "sealed_value", ["about"])
    op.create_table(
        "erasure",
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "attachment_use",
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["attachment.sha256"], name=op.f("fk_attachment_use_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_use")),
        sa.UniqueConstraint("subject", "role", name=op.f("uq_attachment_use_subject_role")),
    )
    op.create_index("ix_attachment_use_sha256", "attachment_use", ["sha256"])
    op.add_column("site", sa.Column("demo", sa.Boolean(), nullable=True))
    # The demo of the versions before had no mark, but a hotline that nobody has.
    op.execute("UPDATE site SET demo = (name = '阳光花园物业服务中心' AND hotline = '010-6000 0000')")
    with op.batch_alter_table("site") as batch_op:
        batch_op.alter_column("demo", existing_type=sa.Boolean(), nullable=False)


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class _Sealer:
    """Makes sealed values and writes them in one go."""

    def __init__(self, bind: sa.Connection) -> None:
        self._bind = bind
        self._rows: list[dict[str, str]] = []

    def __call__(self, about: str, kind: str, value: Any) -> str:
        salt = secrets.token_hex(16)
        digest = hashlib.sha256(f"{salt}{_canonical(value)}".encode()).hexdigest()
        self._rows.append({"digest": digest, "about": about, "kind": kind, "salt": salt, "value": _canonical(value)})
        return digest

    def write(self) -> None:
        if self._rows:
            self._bind.execute(
                sa.text(
                    "INSERT INTO sealed_value (digest, about, kind, salt, value) "
                    "VALUES (:digest, :about, :kind, :salt, :value)"
                ),
                self._rows,
            )


# ---------------------------------------------------------------------------------------------------------------- events
_KINDS = {"name": "name", "document_number": "document", "phones": "phone", "emergency_phone": "phone"}


def _event_hash(previous: str, row: Any, data: Any) -> str:
    at = datetime.fromisoformat(str(row.at)).replace(tzinfo=UTC)
    content = _canonical([previous, at.isoformat(), row.staff_id, row.act, row.subject, data])
    return hashlib.sha256(content.encode()).hexdigest()


def _sealed_data(row: Any, data: dict[str, Any], seal: _Sealer) -> dict[str, Any]:
    """The data of an event with what it says of a person sealed; the same dict when there is nothing of the kind."""
    if not row.act.startswith("household."):
        return data
    about = f"customer:{data['customer']}" if "customer" in data else row.subject

    def sealed(kind: str, value: Any) -> Any:
        return {"sealed": seal(about, kind, value)} if value not in ("", None, []) else value

    data = dict(data)
    for name, kind in (("name", "name"), ("plate", "plate")):
        if name in data:
            data[name] = sealed(kind, data[name])
    if row.act == "household.attach" and "file" in data:
        data["file"] = {"sealed": seal(f"attachment:{data['sha256']}", "file", data["file"])}
    if row.act in ("household.register", "household.change") and isinstance(data.get("changed"), dict):
        data["changed"] = {
            name: pair if name == "consent" else [sealed(_KINDS.get(name, "other"), value) for value in pair]
            for name, pair in data["changed"].items()
        }
    return data


def _seal_events(bind: sa.Connection, seal: _Sealer) -> None:
    rows = bind.execute(
        sa.text("SELECT id, at, staff_id, act, subject, data, previous, hash FROM audit_event ORDER BY id")
    ).all()
    previous = ""
    for row in rows:
        if row.previous != previous or row.hash != _event_hash(previous, row, json.loads(row.data or "{}")):
            return  # it was changed behind the program's back: left for `desk check` to tell
        previous = row.hash
    head, previous, changes = previous, "", []
    for row in rows:
        data = _sealed_data(row, json.loads(row.data or "{}"), seal)
        digest = _event_hash(previous, row, data)
        if digest != row.hash or previous != row.previous:
            changes.append({"id": row.id, "data": _canonical(data), "previous": previous, "hash": digest})
        previous = digest
    if not changes:
        return
    bind.execute(
        sa.text("UPDATE audit_event SET data = :data, previous = :previous, hash = :hash WHERE id = :id"), changes
    )
    # The chain says itself that it was reckoned anew, and which head the copy made before the migration has.
    at = datetime.now(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    data = {"events": len(rows), "head": head}
    last = _Seal(at, None, "audit.seal", "site:1")
    bind.execute(
        sa.text(
            "INSERT INTO audit_event (at, staff_id, act, subject, data, previous, hash) "
            "VALUES (:at, NULL, :act, :subject, :data, :previous, :hash)"
        ),
        {
            "at": last.at,
            "act": last.act,
            "subject": last.subject,
            "data": _canonical(data),
            "previous": previous,
            "hash": _event_hash(previous, last, data),
        },
    )
    bind.execute(
        sa.text("UPDATE sequence SET last = last + 1 WHERE name = 'audit'")
    )  # where events are counted already


class _Seal(NamedTuple):
    """The event that says that the chain was reckoned anew: what `_event_hash` reads of it."""

    at: str
    staff_id: int | None
    act: str
    subject: str


# ----------------------------------------------------------------------------------------------------------------- slips
_NUMBER = re.compile(r"(?<![0-9A-Za-z*])\+?[0-9A-Za-z][0-9A-Za-z -]{3,}[0-9A-Za-z]")
_FORM = {"kind", "title", "number", "site", "hotline", "copies", "language", "label", "heading"}
"""Keys under which a slip holds the form's own words."""


def _known(bind: sa.Connection) -> dict[str, tuple[str, str]]:
    """Whole numbers on file, without blanks and dashes: whose, and of which kind."""
    known: dict[str, tuple[str, str]] = {}
    for row in bind.execute(sa.text("SELECT id, document_number, emergency_phone FROM customer")):
        known[_tight(row.document_number)] = (f"customer:{row.id}", "document")
        known[_tight(row.emergency_phone)] = (f"customer:{row.id}", "phone")
    for row in bind.execute(sa.text("SELECT id, customer_id, caller_phone FROM request")):
        about = f"customer:{row.customer_id}" if row.customer_id is not None else f"request:{row.id}"
        known.setdefault(_tight(row.caller_phone), (about, "phone"))
    for row in bind.execute(sa.text("SELECT customer_id, number FROM phone")):
        known[_tight(row.number)] = (f"customer:{row.customer_id}", "phone")
    known.pop("", None)
    return known


def _tight(number: str) -> str:
    return number.replace(" ", "").replace("-", "")


def _seal_slips(bind: sa.Connection, seal: _Sealer) -> None:
    """Whole numbers and, on register cards, names and plates; words of a slip's form are never touched."""
    known = _known(bind)
    names: dict[str, list[tuple[str, str, str]]] = {}
    for row in bind.execute(
        sa.text("SELECT DISTINCT o.unit_id, c.id, c.name FROM occupancy o JOIN customer c ON c.id = o.customer_id")
    ):
        names.setdefault(f"unit:{row.unit_id}", []).append((row.name, f"customer:{row.id}", "name"))
    for row in bind.execute(sa.text("SELECT unit_id, customer_id, plate FROM vehicle")):
        about = f"unit:{row.unit_id}" if row.customer_id is None else f"customer:{row.customer_id}"
        names.setdefault(f"unit:{row.unit_id}", []).append((row.plate, about, "plate"))
    changes = []
    for row in bind.execute(sa.text("SELECT id, kind, subject, content, sha256 FROM slip ORDER BY id")).all():
        if hashlib.sha256(row.content.encode()).hexdigest() != row.sha256:
            continue
        here = names.get(row.subject, []) if row.kind == "register-card" else []
        sealed = _canonical(_walk(json.loads(row.content), _tokens(seal, known, here)))
        if sealed != row.content:
            changes.append({"id": row.id, "content": sealed, "sha256": hashlib.sha256(sealed.encode()).hexdigest()})
    if changes:
        bind.execute(sa.text("UPDATE slip SET content = :content, sha256 = :sha256 WHERE id = :id"), changes)


def _tokens(
    seal: _Sealer, known: dict[str, tuple[str, str]], names: list[tuple[str, str, str]]
) -> Callable[[str], str]:
    given: dict[tuple[str, str], str] = {}

    def token(about: str, kind: str, text: str) -> str:
        if (about, text) not in given:
            given[about, text] = f"\x02{seal(about, kind, text)}\x03"
        return given[about, text]

    def number(match: re.Match[str]) -> str:
        found = known.get(_tight(match[0])) or known.get(_tight(match[0]).upper())
        return token(found[0], found[1], match[0]) if found else match[0]

    def change(text: str) -> str:
        text = _NUMBER.sub(number, text)
        for name, about, kind in sorted(names, key=lambda one: -len(one[0])):
            if len(name) > 1 and name in text:
                text = text.replace(name, token(about, kind, name))
        return text

    return change


def _walk(value: Any, change: Callable[[str], str], key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _walk(item, change, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_walk(item, change, key) for item in value]
    return change(value) if isinstance(value, str) and key not in _FORM else value


# ----------------------------------------------------------------------------------------------------------- stored files
_SIGNS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n", "image/png"), (b"%PDF-", "application/pdf"))


def _uses(bind: sa.Connection) -> None:
    """Each photo and each scan gets its use; a photo had no row so far."""
    folder = Path("attachments")
    if bind.dialect.name == "sqlite":
        file = bind.exec_driver_sql("PRAGMA database_list").all()[0][2]
        folder = Path(file).parent / "attachments"
    there = set(bind.execute(sa.text("SELECT sha256 FROM attachment")).scalars())
    uses = [
        (row.photo, f"customer:{row.id}", "photo")
        for row in bind.execute(sa.text("SELECT id, photo FROM customer WHERE photo <> ''"))
    ] + [
        (row.attachment, f"unit:{row.unit_id}", f"dossier:{row.paper}")
        for row in bind.execute(sa.text("SELECT unit_id, paper, attachment FROM dossier_item WHERE attachment <> ''"))
    ]
    moment = datetime.now(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    for sha, subject, role in uses:
        if sha not in there:
            there.add(sha)
            bind.execute(
                sa.text("INSERT INTO attachment VALUES (:sha256, '', :media_type, :size, :added_at)"),
                {"sha256": sha, "added_at": moment, **_looked_at(folder / sha)},
            )
        bind.execute(
            sa.text("INSERT INTO attachment_use (sha256, subject, role) VALUES (:sha256, :subject, :role)"),
            {"sha256": sha, "subject": subject, "role": role},
        )


def _looked_at(file: Path) -> dict[str, Any]:
    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            head = stream.read(8)
    except OSError:
        return {"size": 0, "media_type": ""}
    return {"size": size, "media_type": next((kind for sign, kind in _SIGNS if head.startswith(sign)), "")}
