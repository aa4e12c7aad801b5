# ruff: noqa: PLC0415 - Argon2 and ciphers are loaded for an encrypted site
"""The key of an encrypted site: random, kept only wrapped, in a small file beside the database.

`desk.keys` holds the site's key once for each way in: the site password and the recovery code. Each is stretched by Argon2id, and
what comes out wraps the key (AES-GCM). So a password is changed by writing this one file, and no data is written anew. A copy
goes along with each backup: without it no copy could be opened.

From the site's key two others follow: one for the database's pages, one for the stored files.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk.errors import StorageError
from desk.i18n import _
from desk.models.kit.engines.base import storage_error_from_os
from desk.models.kit.engines.cipher import derived, driver, is_plain
from desk.rules.kit import passwords

TIME, MEMORY, LANES = 4, 128 * 1024, 4
"""Argon2id: rounds, KiB, lanes. 0.3 s on a counter PC; raise them here, files with other figures are still read."""
_MOST_MEMORY, _MOST_TIME = 2 * 1024 * 1024, 64
PASSWORD, RECOVERY = "password", "recovery"
_MAGIC = b"DESKFILE1"
_NONCE = 12


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A site's wrapped key.

    Attributes:
        id: names the key, so that a copy is known to belong to a site; not secret.
        slots: by way in: salt, costs, nonce and the wrapped key.
    """

    id: str
    slots: dict[str, dict[str, Any]]

    def text(self) -> str:
        """As it is written."""
        return json.dumps({"desk-keys": 1, "id": self.id, "slots": self.slots}, indent=1, sort_keys=True)


def new_key() -> bytes:
    """A random key for a site."""
    return secrets.token_bytes(32)


def new_code() -> str:
    """A random recovery code."""
    return passwords.code_of(secrets.token_bytes(16))


def make(key: bytes, password: str, code: str) -> KeyFile:
    """The file for a new key with both ways in."""
    name = secrets.token_hex(8)
    return KeyFile(name, {PASSWORD: _wrap(key, name, PASSWORD, password), RECOVERY: _wrap(key, name, RECOVERY, code)})


def with_secret(file: KeyFile, key: bytes, slot: str, secret: str) -> KeyFile:
    """The file with another password or another recovery code; the other way in stays."""
    return KeyFile(file.id, {**file.slots, slot: _wrap(key, file.id, slot, secret)})


def unlock(file: KeyFile, typed: str) -> bytes:
    """The site's key by what was typed: the password or the recovery code.

    Raises:
        StorageError: `wrong-password`, `keys-damaged`.
    """
    code = passwords.read_code(typed)
    tries = [(RECOVERY, passwords.code_of(code))] if code is not None else []
    for slot, secret in [*tries, (PASSWORD, passwords.plain(typed))]:
        key = _unwrap(file, slot, secret)
        if key is not None:
            return key
    # L10N: 站点密码不对。也可以输入保险柜里的恢复码。
    raise StorageError(
        "wrong-password", _("This is not the site password. The recovery code from the safe opens the site too.")
    )


# ------------------------------------------------------------------------------------------------------------ wrapping
def _secret_bytes(slot: str, secret: str) -> bytes:
    if slot == RECOVERY:
        return passwords.read_code(secret) or b""
    return passwords.plain(secret).encode()


def _stretched(secret: bytes, salt: bytes, costs: dict[str, Any]) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        secret,
        salt,
        time_cost=costs["time"],
        memory_cost=costs["memory"],
        parallelism=costs["lanes"],
        hash_len=32,
        type=Type.ID,
    )


def _wrap(key: bytes, name: str, slot: str, secret: str) -> dict[str, Any]:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(_NONCE)
    costs = {"time": TIME, "memory": MEMORY, "lanes": LANES}
    wrapped = _aead(_stretched(_secret_bytes(slot, secret), salt, costs)).encrypt(nonce, key, f"{name}:{slot}".encode())
    return {**costs, "salt": _b64(salt), "nonce": _b64(nonce), "key": _b64(wrapped)}


def _unwrap(file: KeyFile, slot: str, secret: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag

    kept = file.slots.get(slot)
    if kept is None:
        return None
    try:
        costs = {name: int(kept[name]) for name in ("time", "memory", "lanes")}
        salt, nonce, wrapped = (base64.b64decode(kept[name], validate=True) for name in ("salt", "nonce", "key"))
        if costs["memory"] > _MOST_MEMORY or costs["time"] > _MOST_TIME:
            raise ValueError
        stretched = _stretched(_secret_bytes(slot, secret), salt, costs)
        return bytes(_aead(stretched).decrypt(nonce, wrapped, f"{file.id}:{slot}".encode()))
    except InvalidTag:
        return None
    except MemoryError:
        raise
    except Exception as error:
        # Argon2's own exceptions have no common ancestor but Exception.
        raise damaged() from error


def _aead(key: bytes) -> Any:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ImportError as error:
        raise StorageError(
            # L10N: 此站点的数据已加密，但本机没有安装解密组件 cryptography。请重新安装前台；数据没有改动。
            "no-cipher",
            _(
                "The data of this site is encrypted, and the module that opens its key (cryptography) is not installed "
                "here. Please install Desk again; nothing was changed."
            ),
        ) from error
    return AESGCM(key)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


# ------------------------------------------------------------------------------------------------------------- the file
def read(file: Path) -> KeyFile:
    """Reads a key file.

    Raises:
        StorageError: `keys-missing`, `keys-damaged`.
    """
    try:
        return parse(file.read_bytes())
    except FileNotFoundError as error:
        raise StorageError(
            # L10N: 数据已加密，但密钥文件 {file} 不见了。请从备份文件夹中把它复制回来，或恢复备份；数据没有改动。
            "keys-missing",
            _(
                "The data is encrypted, and its key file {file} is not there. Please copy it back from the backup folder, "
                "or restore a backup; nothing was changed."
            ).format(file=file.name),
        ) from error
    except OSError as error:
        raise storage_error_from_os(error) from error


def parse(content: bytes) -> KeyFile:
    """The content of a key file.

    Raises:
        StorageError: `keys-damaged`.
    """
    try:
        data = json.loads(content.decode())
        slots = {str(name): dict(slot) for name, slot in data["slots"].items()}
        if data["desk-keys"] != 1 or not slots:
            raise ValueError
        return KeyFile(str(data["id"]), slots)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged() from error


def damaged() -> StorageError:
    """What is said of a key file that cannot be used."""
    return StorageError(
        # L10N: 密钥文件 desk.keys 已损坏。请从备份文件夹中把它复制回来，或恢复备份；数据没有改动。
        "keys-damaged",
        _(
            "The key file desk.keys is damaged. Please copy it back from the backup folder, or restore a backup; "
            "nothing was changed."
        ),
    )


def write(file: Path, keys: KeyFile) -> None:
    """Writes a key file through a temporary name: the old one or the new one is there, and whole.

    Raises:
        OSError: the disk said no.
    """
    part = file.with_name(file.name + ".part")
    with part.open("w", encoding="ascii") as stream:
        stream.write(keys.text())
        stream.flush()
        os.fsync(stream.fileno())
    if os.name != "nt":
        part.chmod(0o600)
    part.replace(file)


def key_for(database: Path, file: Path, typed: str | None, *, spare: Path | None = None) -> bytes | None:
    """The key of a site's database; None for one that is plain or not there yet.

    Args:
        database: the database's file.
        file: its key file.
        typed: the site password or the recovery code; None: nobody was asked yet.
        spare: where a copy of the key file lies, for when `file` is damaged or gone.

    Raises:
        StorageError: `password-needed`, `wrong-password`, `keys-missing`, `keys-damaged`, `no-cipher`.
    """
    try:
        if not database.exists() or database.stat().st_size == 0 or is_plain(database):
            return None
        if not file.exists() and not (spare is not None and spare.exists()):
            return None  # nothing says that it is encrypted: the engine says what it is
    except OSError as error:
        raise storage_error_from_os(error) from error
    try:
        keys = read(file)
    except StorageError:
        if spare is None or not spare.exists():
            raise
        keys = read(spare)
    driver()  # before anybody types
    if typed is None:
        raise StorageError(
            # L10N: 本站点的数据已加密，请输入站点密码。
            "password-needed",
            _("The data of this site is encrypted. Please type the site password."),
        )
    return unlock(keys, typed)


# --------------------------------------------------------------------------------------------------------- stored files
def sealed_file(content: bytes, key: bytes, name: str) -> bytes:
    """The content of a stored file as it lies on the disk of an encrypted site; it opens under no other name."""
    nonce = secrets.token_bytes(_NONCE)
    return _MAGIC + nonce + bytes(_aead(derived(key, "desk files")).encrypt(nonce, content, name.encode()))


def is_sealed(content: bytes) -> bool:
    """Whether a file's first bytes are those of an encrypted one."""
    return content.startswith(_MAGIC)


def opened_file(content: bytes, key: bytes | None, name: str) -> bytes | None:
    """The content of a stored file, whichever way it lies there; None when it cannot be opened (changed, another key)."""
    if not is_sealed(content):
        return content
    if key is None:
        return None
    from cryptography.exceptions import InvalidTag

    start = len(_MAGIC) + _NONCE
    try:
        return bytes(
            _aead(derived(key, "desk files")).decrypt(content[len(_MAGIC) : start], content[start:], name.encode())
        )
    except InvalidTag:
        return None


__all__ = [
    "PASSWORD",
    "RECOVERY",
    "KeyFile",
    "damaged",
    "is_sealed",
    "key_for",
    "make",
    "new_code",
    "new_key",
    "opened_file",
    "parse",
    "read",
    "sealed_file",
    "unlock",
    "with_secret",
    "write",
]
