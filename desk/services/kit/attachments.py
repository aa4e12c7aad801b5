"""Stored files: photos, scans, later anything. Each has a row, its uses, and goes with the last of them.

The bytes are complete on the disk before the row is committed, and a save that fails takes them away again; whatever a crash
in between leaves is found by `sweep` and told by `desk check`.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from desk import features, paths
from desk.errors import DeskError, NotFound
from desk.i18n import _
from desk.models import Attachment, AttachmentUse
from desk.models.kit import keys
from desk.models.kit.database import storage_error_from_os
from desk.models.kit.engines.base import Progress
from desk.rules.kit import files
from desk.services.kit import sealed, viewing
from desk.services.kit.personal import require_identity

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desk.services.kit.desk import Act, Desk

MOST = 50 * 1024 * 1024
"""Bytes of a stored file; a longer one is a film or a mistake."""
_AGE = timedelta(hours=1)
"""A file without a row that is younger may belong to an act under way."""
_SHA = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored file: its SHA-256, what its content is, its size in bytes."""

    sha256: str
    media_type: str
    size: int


def store(act: Act, desk: Desk, source: Path | bytes, *, subject: str, role: str, name: str = "") -> Stored:
    """Keeps a file for a record, inside the act; what the record had in this role before is released.

    Args:
        act: the act under way; when it fails the file is taken away again.
        desk: the desk.
        source: the file, or its bytes.
        subject: kind and id of the record, `customer:12`.
        role: what it is there, `photo`.
        name: what it was called; the source's name when "".

    Raises:
        DeskError: `file-missing`, `file-empty`, `file-too-big` (50 MB), `file-kind`: neither a picture nor a PDF.
        StorageError: the disk said no.
    """
    name = name or (source.name if isinstance(source, Path) else "")
    content = _read(source, name)
    media_type = files.media_type(content[:16])
    if not media_type:
        raise DeskError(
            "file-kind",
            # L10N: {file} 既不是图片也不是 PDF，不能保存。请扫描或另存为 PDF、JPEG 或 PNG。
            _("{file} is neither a picture nor a PDF and is not kept. Please scan it as PDF, JPEG or PNG.").format(
                file=name or "-"
            ),
        )
    sha = hashlib.sha256(content).hexdigest()
    act.if_lost.append(lambda: _drop_unused(desk, [sha]))
    try:
        _write(paths.private(paths.attachments(desk.data)) / sha, content, desk.database.key)
    except OSError as error:
        raise storage_error_from_os(error) from error
    session = act.session
    if session.get(Attachment, sha) is None:
        session.add(Attachment(sha256=sha, name=name[:200], media_type=media_type, size=len(content), added_at=act.at))
        session.flush()
    use = session.scalars(
        select(AttachmentUse).where(AttachmentUse.subject == subject, AttachmentUse.role == role)
    ).first()
    if use is None:
        session.add(AttachmentUse(sha256=sha, subject=subject, role=role))
    elif use.sha256 != sha:
        before, use.sha256 = use.sha256, sha
        _release(act, desk, before)
    session.flush()
    return Stored(sha, media_type, len(content))


def release(act: Act, desk: Desk, *, subject: str, role: str, erase: bool = False) -> bool:
    """Ends a record's use of a file; with the last use the file goes when the act is saved. False: there was none.

    Args:
        act: the act under way.
        desk: the desk.
        subject: kind and id of the record.
        role: what the file is there.
        erase: the person took back the consent: the file goes from this site's backups too.
    """
    use = act.session.scalars(
        select(AttachmentUse).where(AttachmentUse.subject == subject, AttachmentUse.role == role)
    ).first()
    if use is None:
        return False
    act.session.delete(use)
    _release(act, desk, use.sha256, erase=erase)
    return True


def uses(session: Session, sha: str) -> int:
    """How often a stored file is used."""
    return session.scalar(select(func.count()).where(AttachmentUse.sha256 == sha)) or 0


def path_of(desk: Desk, sha: str) -> Path:
    """Where a stored file lies.

    Raises:
        NotFound: there is no such file, or it is gone.
    """
    file = paths.attachments(desk.data) / sha
    if not _SHA.fullmatch(sha) or not file.is_file():
        raise NotFound(_("The scan is not in the attachments folder. Please restore it from a backup of the folder."))
    return file


def for_viewing(desk: Desk, sha: str, name: str) -> Path:
    """A copy to open in another program, in the private folder; its ending follows from its content, not from its name.

    Who opened it is kept. The picture of an identity document (`Feature.identity_scans`) shows the number, so from the day after it
    came in it needs the word of who may see that (handbook C-34).

    Raises:
        NotFound: the file is gone. NotAllowed: nobody is signed in, or a role whose word it needs.
        DeskError: `file-kind`: an older version kept something that is neither a picture nor a PDF; it is not opened.
        OSError: the disk said no.
    """
    with desk.act("file.look") as act:
        desk.require("receptionist")
        about = asked_for(act, desk, [sha])
        act.subject = about
        act.data.update(sha256=sha, purpose="look")
        act.only_looked()
        # Inside the act: what is gone or no picture was not looked at.
        content = read(desk, sha)
        suffix = files.SUFFIXES.get(files.media_type(content[:16]), "")
        if not suffix:
            raise DeskError(
                # L10N: {file} 既不是图片也不是 PDF，为安全起见不予打开。
                "file-kind",
                _("{file} is neither a picture nor a PDF; to be safe it is not opened.").format(file=name or "-"),
            )
    return viewing.put(desk, f"{Path(name).stem or 'scan'}{suffix}", content)


def asked_for(act: Act, desk: Desk, shas: Collection[str]) -> str:
    """Lets stored files out: pictures of identity documents by the word of who may see the numbers, on the day they came in freely.

    Returns:
        The record that the first of them belongs to, "" for none.

    Raises:
        NotAllowed: with the role whose word it needs.
    """
    roles = set(features.each("identity_scans"))
    rows = act.session.execute(
        select(AttachmentUse.subject, AttachmentUse.role, Attachment.added_at)
        .join(Attachment, Attachment.sha256 == AttachmentUse.sha256)
        .where(AttachmentUse.sha256.in_(list(shas)))
        .order_by(AttachmentUse.id)
    ).all()
    pictures = [row for row in rows if row.role in roles]
    if any(desk.local(row.added_at).date() != desk.local(act.at).date() for row in pictures):
        require_identity(desk)
    if pictures:
        act.data["identities"] = act.data.get("identities", 0) + len(pictures)
    return rows[0].subject if rows else ""


def _read(source: Path | bytes, name: str) -> bytes:
    too_big = DeskError(
        "file-too-big", _("The file {file} is larger than 50 MB. Please scan it smaller.").format(file=name)
    )
    if isinstance(source, bytes):
        content = source
    else:
        try:
            # A pipe or a device would never end.
            if not source.is_file():
                raise FileNotFoundError(source)
            if source.stat().st_size > MOST:
                raise too_big
            content = source.read_bytes()
        except OSError as error:
            raise DeskError(
                "file-missing",
                _("The file {file} cannot be read. Please check that it is still there.").format(file=name),
            ) from error
    if len(content) > MOST:
        raise too_big
    if not content:
        raise DeskError("file-empty", _("The file {file} is empty.").format(file=name))
    return content


def _write(target: Path, content: bytes, key: bytes | None) -> None:
    """The file is whole under its name or not there; one whose content is not its name's is replaced."""
    if target.exists() and hash_of(target, key) == target.name:
        return
    _put(target, content if key is None else keys.sealed_file(content, key, target.name))


def _put(target: Path, content: bytes) -> None:
    handle, part = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(part).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(part).unlink(missing_ok=True)
        raise


def hash_of(file: Path, key: bytes | None = None, name: str = "") -> str:
    """The SHA-256 of a file's content, whichever way it lies on the disk; "" for an encrypted one that cannot be opened.

    Args:
        file: the file.
        key: of the site, if it is encrypted.
        name: under which it was encrypted, the file's own when "".

    Raises:
        OSError: it cannot be read.
    """
    with file.open("rb") as stream:
        if not keys.is_sealed(stream.read(16)):
            stream.seek(0)
            return hashlib.file_digest(stream, "sha256").hexdigest()
    content = keys.opened_file(file.read_bytes(), key, name or file.name)
    return "" if content is None else hashlib.sha256(content).hexdigest()


def read(desk: Desk, sha: str) -> bytes:
    """The content of a stored file.

    Raises:
        NotFound: there is no such file, it is gone, or it cannot be opened by this site's key.
    """
    content = keys.opened_file(path_of(desk, sha).read_bytes(), desk.database.key, sha)
    if content is None:
        # L10N: 附件无法解密，可能已被改动。请从备份恢复。
        raise NotFound(_("The stored file cannot be decrypted; it was changed. Please restore it from a backup."))
    return content


def turn_files(desk: Desk, key: bytes | None, *, progress: Progress | None = None) -> int:
    """Brings the stored files, and those of the backups, to one way: encrypted by `key`, or plain when None; gives how many were.

    Each goes through a temporary name; stopped half-way, both ways lie side by side and both are read. What cannot be opened is
    left as it is; `desk check` tells it.

    Raises:
        StorageError: the disk said no.
    """
    own = key if key is not None else desk.database.key
    folders = (paths.attachments(desk.data), paths.backups(desk.data) / "attachments")
    done, wanted = 0, [file for folder in folders for file in _in(folder) if _SHA.fullmatch(file.name)]
    try:
        for place, file in enumerate(wanted, 1):
            with file.open("rb") as stream:
                sealed_now = keys.is_sealed(stream.read(16))
            if sealed_now == (key is not None):
                continue
            content = keys.opened_file(file.read_bytes(), own, file.name)
            if content is not None and hashlib.sha256(content).hexdigest() == file.name:
                _put(file, content if key is None else keys.sealed_file(content, key, file.name))
                done += 1
            if progress is not None:
                progress(place, len(wanted))
    except OSError as error:
        raise storage_error_from_os(error) from error
    return done


def _release(act: Act, desk: Desk, sha: str, *, erase: bool = False) -> None:
    act.session.flush()
    if uses(act.session, sha):
        return
    act.session.execute(delete(Attachment).where(Attachment.sha256 == sha))
    sealed.shred(act.session, f"attachment:{sha}")
    act.if_kept.append(lambda: _drop_unused(desk, [sha], erase=erase))


def drop_when_kept(act: Act, desk: Desk, wanted: list[str]) -> None:
    """Once the act is saved, files that no row names any more go: what added them was undone."""
    act.if_kept.append(lambda: _drop_unused(desk, wanted))


def _drop_unused(desk: Desk, wanted: list[str], *, erase: bool = False) -> list[str]:
    """Removes those of the files that no row names, erased ones among the backups of this site too; gives their hashes.

    Its turn has come as an act's has, so no act is just about to use one of them.
    """
    gone = []
    with desk.turn() as session:
        for sha in wanted:
            if session.scalar(select(Attachment.sha256).where(Attachment.sha256 == sha)) is None:
                for folder in (
                    paths.attachments(desk.data),
                    *([paths.backups(desk.data) / "attachments"] if erase else []),
                ):
                    with suppress(OSError):  # a virus scanner holds it: the sweep comes again
                        (folder / sha).unlink(missing_ok=True)
                gone.append(sha)
    return gone


def sweep(desk: Desk) -> list[str]:
    """Removes files that no row names and half-written ones, an hour old at least; gives the hashes of those removed."""
    before = (desk.clock() - _AGE).timestamp()
    old = []
    for file in _files(desk.data):
        with suppress(OSError):
            if min(file.stat().st_mtime, datetime.now().timestamp()) < before:  # noqa: DTZ005 - seconds since 1970
                if file.name.startswith(".new-"):
                    file.unlink()
                elif _SHA.fullmatch(file.name):
                    old.append(file.name)
    return _drop_unused(desk, _without_row(desk, old)) if old else []


def _without_row(desk: Desk, names: list[str]) -> list[str]:
    with desk.look() as session:
        there = set(session.scalars(select(Attachment.sha256)))
    return [name for name in names if name not in there]


def _files(data: Path) -> Iterator[Path]:
    yield from _in(paths.attachments(data))


def _in(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(file for file in folder.iterdir() if file.is_file())


def _left_over(file: Path, key: bytes | None) -> bool:
    """What an act that the power ended left: a file half written, or a whole one that waits for its row. The sweep takes it."""
    return file.name.startswith(".new-") or (_SHA.fullmatch(file.name) is not None and hash_of(file, key) == file.name)


def faults(session: Session, desk: Desk) -> Iterator[str]:
    """What is wrong with the stored files, in words: missing, changed, without a row, used without being there."""
    rows = {row.sha256: row.name or row.sha256[:12] for row in session.scalars(select(Attachment))}
    folder = paths.attachments(desk.data)
    for sha, name in rows.items():
        file = folder / sha
        if not file.is_file():
            yield _("The scanned paper {name} is missing from the attachments.").format(name=name)
        elif hash_of(file, desk.database.key) != sha:
            # L10N: 附件 {name} 的内容已被改动
            yield _("The content of the stored file {name} was changed.").format(name=name)
    used = set(session.scalars(select(AttachmentUse.sha256)))
    for sha, name in rows.items():
        if sha not in used:
            # L10N: 附件 {name} 没有任何记录使用
            yield _("The stored file {name} is used by no record.").format(name=name)
    for file in _files(desk.data):
        if file.name not in rows and not _left_over(file, desk.database.key):
            # L10N: 附件文件夹中的文件 {name} 没有登记
            yield _("The file {name} in the attachments folder belongs to nothing.").format(name=file.name[:12])


__all__ = [
    "MOST",
    "Stored",
    "asked_for",
    "faults",
    "for_viewing",
    "hash_of",
    "path_of",
    "read",
    "release",
    "store",
    "sweep",
    "turn_files",
    "uses",
]
