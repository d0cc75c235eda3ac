"""`baoxue scan` and `baoxue cases export` over a tiny made-up roster."""

from __future__ import annotations

import csv
import json
import stat
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from models.audit import AuditEntry
from models.database import db
from models.vocabulary.organisations import Level
from tests.builders.cases import an_id_number
from tests.bureaus import Bureau, added
from tests.conftest import CommandLine
from tracking.kernel.settings import Settings

SCHOOL = "2115100001"
FIRST, SECOND = date(2026, 11, 9), date(2026, 11, 16)
HEADS = "学籍号,姓名,性别,身份证件类型,身份证件号,出生日期,学校标识码,学校名称,年级,班号,学籍状态"


def a_roster(path: Path, pupils: range) -> Path:
    """A registry file of one school with some pupils of grade 3."""
    lines = [HEADS]
    for number in pupils:
        born = date(2017, 1 + number % 12, 1 + number % 28)
        identity = an_id_number(2 * number + 1, born)
        lines.append(
            f"G{identity},赵小{chr(0x4E00 + number)},男,居民身份证,{identity},{born:%Y%m%d},"
            f"{SCHOOL},虚构第1小学,三年级,01,在读"
        )
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


@pytest.fixture
def two_weeks(settings: Settings, tmp_path: Path) -> None:
    """A school of twenty pupils, two of whom are gone in the second week."""
    bureau = Bureau(settings)
    with bureau.open():
        top = added("150200", Level.CITY, None)
        added(SCHOOL, Level.SCHOOL, added("150291", Level.COUNTY, top), "小学")
        db.session.commit()
        bureau.take(a_roster(tmp_path / "one.csv", range(20)), "registry", FIRST)
        bureau.take(a_roster(tmp_path / "two.csv", range(2, 20)), "registry", SECOND)


@pytest.mark.usefixtures("two_weeks")
def test_a_scan_says_what_it_found_and_a_second_one_changes_nothing(runner: CommandLine) -> None:
    first = runner("scan")
    assert first.exit_code == 0
    assert f"as of {SECOND}" in first.stdout
    assert "VANISHED" in first.stdout
    assert "Cases: 2 opened, 0 joined, 0 unchanged." in first.stdout
    assert "Cases: 0 opened, 0 joined, 2 unchanged." in runner("scan").stdout


@pytest.mark.usefixtures("two_weeks")
def test_a_scan_answers_a_machine(runner: CommandLine) -> None:
    early = json.loads(runner("scan", "--as-of", FIRST.isoformat(), "--json").stdout)
    assert (early["as_of"], early["opened"]) == (FIRST.isoformat(), 0)
    answer = json.loads(runner("scan", "--json").stdout)
    assert (answer["opened"], answer["joined"], answer["unchanged"]) == (2, 0, 0)
    assert answer["counts"]["VANISHED"] == 2


def test_a_scan_without_any_roster_says_what_to_do(runner: CommandLine) -> None:
    refused = runner("scan")
    assert refused.exit_code == 2
    assert refused.stderr.strip().splitlines()[-1].startswith("baoxue: ")
    assert runner("scan", "--as-of", "yesterday").exit_code == 2


@pytest.mark.usefixtures("two_weeks")
def test_every_case_is_written_in_full_for_its_owner_only(
    runner: CommandLine, tmp_path: Path, settings: Settings
) -> None:
    runner("scan")
    path = tmp_path / "cases.csv"
    assert runner("cases", "export", path).exit_code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    gone = {an_id_number(2 * n + 1, date(2017, 1 + n, 1 + n)) for n in range(2)}
    assert {row["id_number"] for row in rows} == gone
    assert {row["student_no"] for row in rows} == {f"G{number}" for number in gone}
    assert {(row["state"], row["school_code"], row["owner"]) for row in rows} == {
        ("assigned", SCHOOL, SCHOOL)
    }
    assert {row["episode"] for row in rows} == {"1"}
    assert all(date.fromisoformat(row["due_on"]) > date(2026, 1, 1) for row in rows)
    assert all(row["name"].startswith("赵小") and row["case_number"] for row in rows)
    assert set(rows[0]) >= {"opened_on", "outcome"}
    bureau = Bureau(settings)
    with bureau.open():
        query = select(AuditEntry).where(AuditEntry.action == "cases.export")
        [entry] = db.session.scalars(query)
        assert (entry.actor, entry.details) == ("machine", {"rows": 2})


@pytest.mark.usefixtures("two_weeks")
def test_the_excel_file_holds_the_same_cases(runner: CommandLine, tmp_path: Path) -> None:
    runner("scan")
    path = tmp_path / "cases.xlsx"
    answer = json.loads(runner("cases", "export", path, "--json").stdout)
    assert answer == {"file": str(path), "rows": 2}
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["case_number", "student_no", "id_number", "name"]
    assert len(rows) == 3


def test_an_export_that_cannot_be_written_is_refused_and_leaves_nothing(
    runner: CommandLine, tmp_path: Path
) -> None:
    before = set(tmp_path.rglob("*cases*"))
    for name in ("cases.pdf", "nowhere/cases.csv"):
        refused = runner("cases", "export", tmp_path / name)
        assert refused.exit_code == 2
        assert name.rsplit("/", maxsplit=1)[-1] in refused.stderr
    assert set(tmp_path.rglob("*cases*")) == before


def test_an_empty_ledger_is_a_file_with_its_heads(runner: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    assert runner("cases", "export", path).exit_code == 0
    assert path.read_text(encoding="utf-8-sig").startswith("case_number,student_no,id_number,name")
