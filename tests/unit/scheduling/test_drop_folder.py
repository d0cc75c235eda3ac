from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel import clock
from tracking.snapshots import drop_folder

LONG_AGO = datetime(2026, 11, 2, 20, 0, tzinfo=UTC).timestamp()  # 3 November in China


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    drop_folder.prepare(tmp_path)
    return tmp_path


def drop(inbox: Path, name: str, kind: str = "registry", changed: float = LONG_AGO) -> Path:
    path = inbox / kind / name
    path.write_bytes(b"rows")
    os.utime(path, (changed, changed))
    return path


def names(inbox: Path) -> list[str]:
    return [file.path.name for file in drop_folder.ready_files(inbox, clock.now())[0]]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("registry-20261026.xlsx", date(2026, 10, 26)),
        ("学籍 2026-10-19 全市.csv", date(2026, 10, 19)),
        ("15029100-20261341-20261102.csv", date(2026, 11, 2)),
        ("batch123456789.csv", date(2026, 11, 3)),
        ("roster.csv", date(2026, 11, 3)),
    ],
)
def test_the_day_is_in_the_name_or_else_that_of_the_last_change(name: str, day: date) -> None:
    assert drop_folder.day_of(name, LONG_AGO) == day


def test_files_come_by_day_and_movements_before_rosters(inbox: Path) -> None:
    drop(inbox, "a-20261102.csv")
    drop(inbox, "b-20261026.csv")
    drop(inbox, "z-20261102.csv", "movements")
    drop(inbox, "y-20261026.csv", "movements")
    assert names(inbox) == ["y-20261026.csv", "b-20261026.csv", "z-20261102.csv", "a-20261102.csv"]


def test_hidden_temporary_and_half_copied_files_are_left_alone(inbox: Path) -> None:
    for name in (".hidden.csv", "~$open.xlsx", "a.csv.part", "b.TMP", "c.crdownload"):
        drop(inbox, name)
    (inbox / "registry" / "folder.csv").mkdir()
    assert drop_folder.ready_files(inbox, clock.now()) == ([], 0)


def test_a_file_changed_in_the_last_minute_waits(inbox: Path) -> None:
    drop(inbox, "fresh-20261102.csv", changed=clock.now().timestamp() - 30)
    assert drop_folder.ready_files(inbox, clock.now()) == ([], 1)


def test_a_file_that_grows_between_two_looks_waits(inbox: Path) -> None:
    path = drop(inbox, "grows-20261102.csv")
    found, _ = drop_folder.ready_files(inbox, clock.now())
    with path.open("ab") as file:
        file.write(b"more")
    assert drop_folder.still(found, 0) == ([], 1)


def test_a_link_to_another_file_of_the_machine_is_not_followed(inbox: Path) -> None:
    secret = inbox / "secret.key"
    secret.write_bytes(b"key")
    (inbox / "registry" / "link-20261102.csv").symlink_to(secret)
    assert names(inbox) == []


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        (b"registry-20261102.csv", "registry-20261102.csv"),
        ("学籍花名册.csv".encode("gb18030"), "学籍花名册.csv"),
        (b"..\\..\\up.csv", "_.._up.csv"),
        ("a\u202egnp.csv".encode(), "a_gnp.csv"),
        (b"line\nbreak.csv", "line_break.csv"),
        (b"\xff\xfe.csv", "\ufffd\ufffd.csv"),
    ],
)
def test_odd_names_become_plain_ones(raw: bytes, plain: str) -> None:
    assert drop_folder.plain_name(os.fsdecode(raw)) == plain


def test_a_file_with_an_odd_name_is_renamed_and_overwrites_nothing(inbox: Path) -> None:
    drop(inbox, "a_b.csv").write_bytes(b"other")
    os.utime(inbox / "registry" / "a_b.csv", (LONG_AGO, LONG_AGO))
    drop(inbox, "a\nb.csv")
    assert names(inbox) == ["a_b-2.csv", "a_b.csv"]
    assert (inbox / "registry" / "a_b.csv").read_bytes() == b"other"


def test_a_long_name_still_fits_with_its_reason_beside_it(inbox: Path) -> None:
    drop(inbox, "学" * 80 + ".csv")
    [file] = drop_folder.ready_files(inbox, clock.now())[0]
    target = drop_folder.put_away(file, inbox, "refused", "reason")
    assert target.is_file()
    assert target.suffix == ".csv"


def test_a_file_that_was_used_does_not_stay_in_clear(inbox: Path) -> None:
    drop(inbox, "a-20261102.csv")
    [file] = drop_folder.ready_files(inbox, clock.now())[0]
    target = drop_folder.put_away(file, inbox, "done", "used")
    assert [path.name for path in target.parent.iterdir()] == ["a-20261102.csv.txt"]
    assert not file.path.exists()


def test_a_file_is_put_away_with_the_reason_beside_it(inbox: Path) -> None:
    for _ in range(2):
        drop(inbox, "a-20261102.csv")
        [file] = drop_folder.ready_files(inbox, clock.now())[0]
        drop_folder.put_away(file, inbox, "refused", "原因")
    folder = inbox / "refused" / SnapshotKind.REGISTRY.value
    assert sorted(path.name for path in folder.iterdir()) == [
        "a-20261102-2.csv",
        "a-20261102-2.csv.txt",
        "a-20261102.csv",
        "a-20261102.csv.txt",
    ]
    assert (folder / "a-20261102.csv.txt").read_text(encoding="utf-8-sig") == "原因\n"
    assert not list((inbox / "registry").iterdir())
