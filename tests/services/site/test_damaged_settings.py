"""A row of settings that was damaged does not end the start; what cannot be used is named in a sentence (never a traceback)."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desk import paths
from desk.app import open_desk
from desk.catalog import label
from desk.cli import main
from desk.errors import StorageError
from desk.models.kit.database import REVISION
from desk.services import finder
from desk.services.site.backup import verify
from tests.kit.site import People

DAMAGED = {
    "a list's words": "INSERT INTO catalog_change(name,code,labels,extra,retired,position) VALUES('categories','x','{bad','[1]',0,1)",
    "languages": "UPDATE site SET language='xx', slip_language='yy'",
    "the time zone": "UPDATE site SET zone='Mars/One'",
    "a time zone that is a path": "UPDATE site SET zone='../../etc/passwd'",
    "a rule": "INSERT INTO setting(key,value) VALUES('policy.requests.reply_days','{bad')",
}


def damaged(master: tuple[Path, People], folder: Path, statement: str) -> Path:
    shutil.copy(master[0], paths.database_file(folder))
    with closing(sqlite3.connect(paths.database_file(folder))) as connection:
        connection.executescript(statement)
    return folder


@pytest.mark.parametrize("statement", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_setting_falls_back(
    master: tuple[Path, People], tmp_path: Path, capsys: pytest.CaptureFixture[str], statement: str
) -> None:
    site = damaged(master, tmp_path, statement)
    desk = open_desk(site)
    desk.actor = master[1].manager
    assert (desk.site.language, desk.site.slip_language, desk.site.zone) == ("zh_CN", "zh_CN", "Asia/Shanghai")
    assert desk.today().year >= 2026
    assert desk.policy["requests.reply_days"] == 10
    assert label("categories", "noise") != "noise"
    assert finder.find(desk, "101")
    desk.database.close()
    assert main(["--data", str(site), "check"]) == 1  # and the check says that something was changed
    assert main(["--data", str(site), "find", "101"]) == 0
    assert not paths.crashes(site).exists()


@pytest.mark.parametrize("version", ["", "0000", "x", "00020", "../1", "一二三四"])
def test_a_version_that_cannot_be_read_is_said_and_nothing_is_touched(
    master: tuple[Path, People], tmp_path: Path, version: str
) -> None:
    site = damaged(master, tmp_path, f"UPDATE alembic_version SET version_num='{version}'")
    before = paths.database_file(site).read_bytes()
    with pytest.raises(StorageError) as refused:
        open_desk(site)
    assert refused.value.code == "not-a-database"
    assert "版本" in refused.value.message
    assert paths.database_file(site).read_bytes() == before
    assert not list(paths.backups(site).glob("*")) if paths.backups(site).exists() else True


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM alembic_version", "INSERT INTO alembic_version VALUES('0001')"],
    ids=["no version", "two versions"],
)
def test_data_without_one_version_is_no_new_site(master: tuple[Path, People], tmp_path: Path, statement: str) -> None:
    """It would get the newest version's name over tables of any older one."""
    site = damaged(master, tmp_path, statement)
    before = paths.database_file(site).read_bytes()
    with pytest.raises(StorageError) as refused:
        open_desk(site)
    assert "版本" in refused.value.message
    assert paths.database_file(site).read_bytes() == before


@pytest.mark.parametrize("table", ["site", "setting", "slip", "unit", "audit_event", "search_term", "catalog_change"])
def test_a_missing_table_is_named_and_no_bug(
    master: tuple[Path, People], tmp_path: Path, capsys: pytest.CaptureFixture[str], table: str
) -> None:
    site = damaged(master, tmp_path, f"PRAGMA foreign_keys=OFF; DROP TABLE {table}")
    copy = tmp_path / "copy.sqlite3"
    for command in (["check"], ["find", "101"], ["backup", str(copy)]):
        code = main(["--data", str(site), *command])
        said = capsys.readouterr()
        assert code in (0, 1), said
        if command[0] != "find":
            assert code == 1
            assert table in said.out + said.err
    assert not copy.exists(), "a copy that would not be taken back is no backup"
    assert not paths.crashes(site).exists()


def test_a_lost_name_in_the_header_is_told_and_stands_in_the_copy(
    master: tuple[Path, People], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = damaged(master, tmp_path, "PRAGMA application_id=1")
    assert main(["--data", str(site), "check"]) == 1
    assert "application_id" in capsys.readouterr().out
    assert main(["--data", str(site), "backup", str(tmp_path / "copy.sqlite3")]) == 0
    assert verify(tmp_path / "copy.sqlite3").revision == REVISION


def test_a_folder_that_cannot_be_one_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "afile"
    file.write_text("x")
    for data in (file, tmp_path / ("x" * 300), file / "below"):
        for command in (["check"], ["find", "101"], ["backup", str(tmp_path / "copy.sqlite3")]):
            assert main(["--data", str(data), *command]) == 1
            said = capsys.readouterr().err
            assert "磁盘报告错误" not in said
            assert ("afile" in said) or ("xxxx" in said)
    assert file.read_text() == "x"
