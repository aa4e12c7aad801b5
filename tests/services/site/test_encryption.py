"""A site that is encrypted: ways in, both turns, what lies on the disk, and every sentence when something is missing."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import paths
from desk.app import open_desk
from desk.errors import DeskError, InvalidInput
from desk.models.kit import keys
from desk.models.kit.engines import cipher
from desk.rules.kit import passwords
from desk.services import households, site
from desk.services.kit import attachments
from desk.services.kit.desk import Desk
from desk.services.site import encryption
from desk.services.site.backup import backup, copy_database, verify
from desk.services.site.backup_files import after_restore
from desk.services.site.check import check
from desk.services.site.restore import loss, restore
from tests.kit.site import START, Clock, make_master

PASSWORD = "four unrelated words"
SECRET = "谭文的卧室漏水"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Argon2 costs is not what these tests are about; test_the_costs_are_strong looks at it."""
    monkeypatch.setattr(keys, "TIME", 1)
    monkeypatch.setattr(keys, "MEMORY", 64)
    monkeypatch.setattr(keys, "LANES", 1)


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, object]:
    return make_master(tmp_path_factory.mktemp("master"), site.BuildingPlan("1栋", 1, 2, 2))


@pytest.fixture
def data(tmp_path: Path, master: tuple[Path, object]) -> Path:
    folder = paths.private(tmp_path / "site")
    shutil.copy(master[0], paths.database_file(folder))
    return folder


class Encrypted:
    """An encrypted site and how it is opened."""

    def __init__(self, data: Path, people: object) -> None:
        self.data = data
        self.people = people
        self.code = encryption.turn_on(data, PASSWORD)
        self.open_ones: list[Desk] = []

    def open(self, secret: str | None = PASSWORD) -> Desk:
        desk = open_desk(self.data, clock=Clock(START), password=secret)
        desk.actor = self.people.manager
        self.open_ones.append(desk)
        return desk


@pytest.fixture
def there(data: Path, master: tuple[Path, object]) -> Iterator[Encrypted]:
    made = Encrypted(data, master[1])
    yield made
    for desk in made.open_ones:
        desk.database.close()


def code_of(call: Callable[..., object], *given: object, **named: object) -> str:
    with pytest.raises(DeskError) as refused:
        call(*given, **named)
    assert len(refused.value.message) > 5
    return refused.value.code


def scan(desk: Desk, content: bytes = b"%PDF-1.4 " + SECRET.encode()) -> str:
    file = desk.data.parent / "scan.pdf"
    file.write_bytes(content)
    return households.attach(desk, 1, "floor-plan", file)


def leaks(folder: Path, words: bytes) -> list[str]:
    return [file.name for file in folder.rglob("*") if file.is_file() and words in file.read_bytes()]


# ------------------------------------------------------------------------------------------------------------ ways in
def test_password_and_recovery_code_open_it_and_nothing_else(there: Encrypted) -> None:
    assert code_of(there.open, None) == "password-needed"
    assert code_of(there.open, "not the password") == "wrong-password"
    for secret in (PASSWORD, there.code, there.code.lower().replace("-", " "), f" {PASSWORD}"):
        desk = there.open(secret)
        assert desk.site.ready
        desk.database.close()


def test_a_full_width_password_of_an_input_method_is_the_same(data: Path) -> None:
    encryption.turn_on(data, "ｃｏｒｒｅｃｔ　ｈｏｒｓｅ")
    open_desk(data, password="correct horse").database.close()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "required"),
        ("   ", "required"),
        ("short", "short"),
        ("ninechars", "short"),
        ("x" * 200, "long"),
        ("aaaaaaaaaaaa", "simple"),
        ("abababababab", "simple"),
        ("abcabcabcabc", "simple"),
        ("1234567890", "simple"),
        ("qwertyuiop", "simple"),
        ("abcdefghijkl", "simple"),
        ("lkjihgfedcba", "simple"),
    ],
)
def test_a_password_that_is_guessed_at_once_is_refused_and_nothing_is_changed(
    data: Path, password: str, code: str
) -> None:
    before = paths.database_file(data).read_bytes()
    with pytest.raises(InvalidInput) as refused:
        encryption.turn_on(data, password)
    assert [(p.field, p.code) for p in refused.value.problems] == [("password", code)]
    assert paths.database_file(data).read_bytes() == before
    assert not paths.key_file(data).exists()


@given(st.binary(min_size=16, max_size=16))
def test_a_recovery_code_reads_back_and_any_one_slip_is_noticed(secret: bytes) -> None:
    code = passwords.code_of(secret)
    assert passwords.read_code(code) == secret
    letters = code.replace("-", "")
    for place in range(len(letters)):
        other = "0" if letters[place] != "0" else "1"
        assert passwords.read_code(letters[:place] + other + letters[place + 1 :]) is None
    swapped = letters[1] + letters[0] + letters[2:]
    assert letters[0] == letters[1] or passwords.read_code(swapped) is None


def test_the_costs_are_strong() -> None:
    from importlib import reload

    import desk.models.kit.keys as fresh

    reload(fresh)
    assert fresh.MEMORY >= 64 * 1024
    assert fresh.TIME >= 3


def test_another_password_does_not_rewrite_the_data(there: Encrypted) -> None:
    desk = there.open()
    with desk.act("test.act"):
        pass
    desk.database.close()
    before = paths.database_file(there.data).read_bytes()
    desk = there.open()
    made = backup(desk)
    encryption.change_password(desk, old=PASSWORD, password="another long one", again="another long one")
    header = paths.database_file(there.data).read_bytes()[:16]
    assert header == before[:16]
    desk.database.close()
    assert code_of(there.open, PASSWORD) == "wrong-password"
    there.open("another long one").database.close()
    there.open(there.code).database.close()
    # The copy from before is opened by the password of then: its key file lies in it.
    assert loss(there.data.parent / "elsewhere", made.file, secret=PASSWORD).encrypted


def test_what_is_wrong_with_a_new_password_stands_at_its_field(there: Encrypted) -> None:
    desk = there.open()
    with pytest.raises(InvalidInput) as refused:
        encryption.change_password(desk, old="wrong", password="another long one")
    assert refused.value.problems[0].field == "old"
    with pytest.raises(InvalidInput) as refused:
        encryption.change_password(desk, old=PASSWORD, password="short", again="other")
    assert [p.field for p in refused.value.problems] == ["password", "again"]
    desk.actor = there.people.receptionist
    assert code_of(encryption.change_password, desk, old=PASSWORD, password="another long one") == "not-allowed"


def test_a_new_recovery_code_takes_the_old_one_out_of_force(there: Encrypted) -> None:
    desk = there.open()
    code = encryption.new_recovery_code(desk, password=PASSWORD)
    desk.database.close()
    assert code_of(there.open, there.code) == "wrong-password"
    there.open(code).database.close()
    there.open(PASSWORD).database.close()


def test_the_recovery_code_is_kept_nowhere(there: Encrypted) -> None:
    desk = there.open()
    encryption.after_turning(desk, encrypted=True)
    desk.database.close()
    assert leaks(there.data, there.code.encode()) == []
    assert leaks(there.data, PASSWORD.encode()) == []


# ----------------------------------------------------------------------------------------------------------- both turns
def test_everything_is_encrypted_and_plain_again_row_by_row(data: Path, master: tuple[Path, object]) -> None:
    plain = open_desk(data, clock=Clock(START))
    plain.actor = master[1].manager
    sha = scan(plain)
    old = backup(plain)
    plain.database.close()
    assert leaks(data, SECRET.encode())

    told: list[tuple[int, int]] = []
    code = encryption.turn_on(data, PASSWORD, progress=lambda done, of: told.append((done, of)))
    desk = open_desk(data, clock=Clock(START), password=PASSWORD)
    assert encryption.after_turning(desk, encrypted=True) == 0
    assert leaks(data, SECRET.encode()) == []
    assert leaks(data, b"SQLite format 3") == []
    with zipfile.ZipFile(old.file) as archive:
        assert "desk.keys" in archive.namelist()
    assert attachments.read(desk, sha) == b"%PDF-1.4 " + SECRET.encode()
    assert check(desk) == []
    made = backup(desk)
    assert verify(made.file, key=desk.database.key).count == made.count
    encryption.after_turning(desk, encrypted=False)
    desk.database.close()
    encryption.turn_off(data, code)
    again = open_desk(data, clock=Clock(START))
    assert check(again) == []
    assert attachments.read(again, sha).startswith(b"%PDF")
    assert not paths.key_file(data).exists()
    again.database.close()


@pytest.mark.parametrize("calls", [0, 1])
def test_a_turn_that_is_broken_off_leaves_all_as_it_was(data: Path, calls: int) -> None:
    with closing(sqlite3.connect(paths.database_file(data))) as connection:
        connection.execute(
            "CREATE TABLE padding AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 100000) SELECT x FROM n"
        )
    before = paths.database_file(data).stat().st_size
    left = [None] * calls

    def no(*_given: object) -> None:
        if not left:
            raise DeskError("cancelled", "cancelled by the clerk")
        left.pop()

    assert code_of(encryption.turn_on, data, PASSWORD, progress=no) == "cancelled"
    assert paths.database_file(data).stat().st_size == before
    assert {file.name for file in data.iterdir()} == {"desk.sqlite3"}
    open_desk(data).database.close()


def test_nobody_turns_a_site_that_is_open(data: Path) -> None:
    desk = open_desk(data)
    with desk.look():
        assert desk.site.ready
        assert code_of(encryption.turn_on, data, PASSWORD) == "in-use"
    desk.database.close()
    assert not list(data.glob("turned*"))


def test_turning_twice_is_refused(there: Encrypted, tmp_path: Path) -> None:
    assert code_of(encryption.turn_on, there.data, PASSWORD) == "encrypted-already"
    assert code_of(encryption.turn_off, there.data, "wrong wrong") == "wrong-password"
    encryption.turn_off(there.data, PASSWORD)
    assert code_of(encryption.turn_off, there.data, PASSWORD) == "plain-already"
    assert code_of(encryption.turn_on, tmp_path, PASSWORD) == "no-site"


def test_a_crash_between_key_file_and_database_leaves_a_plain_site(data: Path) -> None:
    keys.write(paths.key_file(data), keys.make(keys.new_key(), PASSWORD, keys.new_code()))
    open_desk(data).database.close()
    encryption.turn_on(data, PASSWORD)
    open_desk(data, password=PASSWORD).database.close()


def test_files_that_a_crash_left_plain_are_read_and_then_encrypted(there: Encrypted) -> None:
    desk = there.open()
    sha = scan(desk)
    file = paths.attachments(desk.data) / sha
    assert keys.is_sealed(file.read_bytes())
    file.write_bytes(b"%PDF-1.4 " + SECRET.encode())
    assert attachments.read(desk, sha).startswith(b"%PDF")
    assert check(desk) == []
    assert attachments.turn_files(desk, desk.database.key) == 1
    assert keys.is_sealed(file.read_bytes())


# -------------------------------------------------------------------------------------------------- a sentence each
def test_a_damaged_header_is_told(there: Encrypted) -> None:
    file = paths.database_file(there.data)
    content = bytearray(file.read_bytes())
    content[5] ^= 1
    file.write_bytes(content)
    assert code_of(there.open) == "broken-header"


def test_a_damaged_page_is_told(there: Encrypted) -> None:
    file = paths.database_file(there.data)
    content = bytearray(file.read_bytes())
    content[-2000] ^= 1
    file.write_bytes(content)
    with pytest.raises(DeskError) as refused:
        verify(file, key=keys.unlock(keys.read(paths.key_file(there.data)), PASSWORD))
    assert refused.value.code in ("backup-broken", "broken", "broken-header")


@pytest.mark.parametrize("content", ["", "{}", "not json", '{"desk-keys": 2, "id": "x", "slots": {}}', "\x00" * 500])
def test_a_damaged_key_file_is_told_and_a_copy_among_the_backups_is_taken(there: Encrypted, content: str) -> None:
    own, spare = paths.key_file(there.data), paths.backups(there.data) / "desk.keys"
    kept = own.read_bytes()
    own.write_text(content)
    there.open().database.close()
    spare.unlink()
    assert code_of(there.open) == "keys-damaged"
    own.write_bytes(kept)
    there.open().database.close()
    slots = json.loads(kept)
    slots["slots"]["password"]["memory"] = 1 << 40
    own.write_text(json.dumps(slots))
    assert code_of(there.open) == "keys-damaged"


def test_without_the_module_it_is_told_before_anybody_types(there: Encrypted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    monkeypatch.delitem(sys.modules, "sqlcipher3.dbapi2", raising=False)
    assert code_of(there.open, None) == "no-cipher"


def test_a_changed_scan_is_found(there: Encrypted) -> None:
    desk = there.open()
    sha = scan(desk)
    file = paths.attachments(desk.data) / sha
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    assert code_of(attachments.read, desk, sha) == "not-found"
    assert "attachment" in {finding.code for finding in check(desk)}


# ------------------------------------------------------------------------------------------------- backups of it
def test_on_a_new_pc_the_copy_and_the_code_from_the_safe_are_enough(there: Encrypted, tmp_path: Path) -> None:
    desk = there.open()
    sha = scan(desk)
    made = backup(desk, tmp_path / "stick" / "copy.zip")
    assert leaks(tmp_path / "stick", SECRET.encode()) == []
    desk.database.close()
    new = tmp_path / "new pc"
    assert code_of(restore, new, made.file) == "password-needed"
    assert code_of(restore, new, made.file, secret="no") == "wrong-password"
    assert restore(new, made.file, secret=there.code) is None
    again = open_desk(new, clock=Clock(START), password=PASSWORD)
    done = after_restore(again, made.file, None, forget=lambda _desk, _done: 0)
    assert (done.files, done.missing) == (1, 0)
    assert attachments.read(again, sha).startswith(b"%PDF")
    assert check(again) == []
    again.database.close()


def test_a_plain_copy_that_comes_to_an_encrypted_site_is_encrypted_on_its_way(there: Encrypted, tmp_path: Path) -> None:
    desk = there.open()
    key = desk.database.key
    plain = tmp_path / "plain.sqlite3"
    cipher.convert(_closed(desk), plain, old=key, new=None)
    kept = restore(there.data, plain, key=key)
    assert kept is not None
    assert leaks(there.data, b"SQLite format 3") == []
    assert check(there.open()) == []


def test_an_encrypted_copy_beside_its_keys_is_restored_in_place(there: Encrypted, tmp_path: Path) -> None:
    desk = there.open()
    made = backup(desk, tmp_path / "copy.sqlite3")
    assert made.file.with_name("copy.sqlite3.keys").is_file()
    for _ in range(3):
        with desk.act("test.act"):
            pass
    key = desk.database.key
    desk.database.close()
    lost = loss(there.data, made.file, key=key)
    assert lost.acts == 4  # the backup's own event and three
    kept = restore(there.data, made.file, key=key)
    assert kept is not None
    assert copy_database(there.open().database.backend, tmp_path / "x.sqlite3").count == made.count


def _closed(desk: Desk) -> Path:
    desk.database.close()
    return paths.database_file(desk.data)
