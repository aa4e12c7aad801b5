# ruff: noqa: PLC0415 - SQLCipher is loaded for an encrypted site
"""The driver of encrypted SQLite files (SQLCipher), loaded only where a site is encrypted.

A file is encrypted page by page with AES-256 and HMAC-SHA512 under a key that is given as the connection's first statement. The
key is random and given raw, so no time goes into stretching it at each connection: that is what the site password pays once
(`models.kit.keys`).
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from desk.errors import StorageError
from desk.i18n import _

PLAIN = b"SQLite format 3\0"
"""What a file begins with that is not encrypted."""


def driver() -> ModuleType:
    """SQLCipher's DB-API module; the same interface as `sqlite3`, with exceptions of its own.

    Raises:
        StorageError: `no-cipher`: it is not installed here.
    """
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise StorageError(
            # L10N: 此站点的数据已加密，但本机没有安装解密组件 sqlcipher3。请重新安装前台；数据没有改动。
            "no-cipher",
            _(
                "The data of this site is encrypted, and the module that opens it (sqlcipher3) is not installed here. "
                "Please install Desk again; nothing was changed."
            ),
        ) from error
    module: ModuleType = dbapi2
    return module


def errors() -> tuple[type[BaseException], ...]:
    """What the drivers that are loaded raise."""
    loaded = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.Error,) if loaded is None else (sqlite3.Error, loaded.Error)


def derived(key: bytes, purpose: str) -> bytes:
    """The key for one purpose that follows from a site's key."""
    return hmac.new(key, purpose.encode(), hashlib.sha256).digest()


def _spelled(key: bytes) -> str:
    return f"x'{derived(key, 'desk database').hex()}'"


def give_key(connection: Any, key: bytes) -> None:
    """The first statements of a connection to an encrypted file, with the site's key."""
    # Else it writes to the terminal what a wrong key or a damaged page made it think.
    connection.execute("PRAGMA cipher_log_level=NONE").fetchall()
    connection.execute(f'PRAGMA key = "{_spelled(key)}"').fetchall()


def is_plain(file: Path) -> bool:
    """Whether a file that is there is an unencrypted database.

    Raises:
        OSError: it cannot be read.
    """
    with file.open("rb") as stream:
        return stream.read(len(PLAIN)) == PLAIN


def convert(source: Path, target: Path, *, old: bytes | None, new: bytes | None, progress: Any = None) -> None:
    """Writes a database anew under another key, or under none; `source` stays as it is.

    Args:
        source: a file that nobody else writes meanwhile.
        target: must not be there.
        old: the key of `source`; None: it is plain.
        new: that of `target`.
        progress: is called with bytes written and to write; what it raises ends the copy.
    """
    module = driver()
    connection = module.connect(source, isolation_level=None)
    raised: list[BaseException] = []
    try:
        connection.execute("PRAGMA cipher_log_level=NONE").fetchall()
        if old is not None:
            give_key(connection, old)
        total = max(source.stat().st_size, 1)

        def told() -> int:
            try:
                progress(min(target.stat().st_size if target.exists() else 0, total), total)
            except BaseException as error:  # noqa: BLE001 - raised again below: SQLite would swallow it
                raised.append(error)
                return 1
            return 0

        spelled = f'"{_spelled(new)}"' if new is not None else "''"
        connection.execute(f"ATTACH DATABASE ? AS turned KEY {spelled}", (str(target),))
        connection.execute("PRAGMA turned.journal_mode=OFF").fetchall()
        connection.execute("PRAGMA turned.synchronous=OFF").fetchall()
        if progress is not None:
            progress(0, total)
            connection.set_progress_handler(told, 200_000)
        try:
            connection.execute("SELECT sqlcipher_export('turned')").fetchall()
        except module.Error:
            if raised:
                raise raised[0] from None
            raise
        connection.set_progress_handler(None, 0)
        for name in ("application_id", "user_version"):
            value = connection.execute(f"PRAGMA main.{name}").fetchone()[0]
            connection.execute(f"PRAGMA turned.{name}={int(value)}").fetchall()
        connection.execute("DETACH DATABASE turned")
    finally:
        connection.close()
