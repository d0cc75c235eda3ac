from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from models.audit import AuditEntry
from models.database import db
from models.vocabulary.roles import Role
from tests.builders import a_case, a_child, a_city, a_flag
from tests.conftest import Backstage, CommandLine, SignInAs
from tests.integration.flags.conftest import VANISHES, Scanned
from tests.pages import PageClient

NEEDED = {
    "as_of", "rule", "student_no", "id_number", "name", "school_code", "case_number", "status",
    "reason",
}  # fmt: skip


def table_of(content: bytes, ending: str) -> list[list[str]]:
    """The rows of a downloaded file, the head first."""
    if ending == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    book = python_calamine.load_workbook(io.BytesIO(content))
    return [[str(c) for c in row] for row in book.get_sheet_by_index(0).to_python()]


def recorded(backstage: Backstage) -> list[dict[str, Any]]:
    with backstage():
        query = db.session.query(AuditEntry).filter_by(action="flags.export")
        return [entry.details for entry in query.order_by(AuditEntry.id)]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_holds_what_the_queue_shows_masked_and_is_recorded(
    client: PageClient, scanned: Scanned, sign_in_as: SignInAs, backstage: Backstage, ending: str
) -> None:
    sign_in_as(Role.COUNTY_OFFICER, scanned.city.counties[0])
    answer = client.get(f"/flags.{ending}?rule=VANISHED")
    rows = table_of(answer.data, ending)
    assert len(rows) == 2
    assert "赵**" in rows[1]
    flat = "".join(rows[1])
    assert VANISHES.name not in flat
    assert VANISHES.id_number not in flat
    assert "attachment" in answer.headers["Content-Disposition"]
    kept = recorded(backstage)
    assert kept == [{"rows": 1, "ending": f".{ending}", "rule": "VANISHED", "status": "open"}]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_no_cell_of_a_file_runs_as_a_formula(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs, ending: str
) -> None:
    with backstage():
        city = a_city()
        a_flag(a_case(child=a_child(name="=HYPERLINK(1)", class_no="+1")))
    sign_in_as(Role.CITY_OFFICER, city.bureau)
    cells = table_of(client.get(f"/flags.{ending}").data, ending)[1]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert [cell for cell in cells if cell.startswith("'=")]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_operator_writes_every_flag_in_full(
    runner: CommandLine, scanned: Scanned, backstage: Backstage, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"flags.{ending}"
    done = runner("flags", "export", path)
    assert done.exit_code == 0
    assert VANISHES.name not in done.output
    head, *rows = table_of(path.read_bytes(), ending)
    assert set(head) >= NEEDED
    assert len(rows) == 5  # a missing number joins the open file of its child
    row = next(dict(zip(head, r, strict=True)) for r in rows if VANISHES.name in r)
    assert row["id_number"] == VANISHES.id_number
    assert row["student_no"] == f"G{VANISHES.id_number}"
    assert (row["rule"], row["as_of"], row["status"]) == ("VANISHED", "2026-11-16", "open")
    assert row["school_code"] == VANISHES.school
    assert "2026-11-09" in row["reason"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert recorded(backstage) == [{"rows": 5}]


def test_the_command_answers_as_json(runner: CommandLine, scanned: Scanned, tmp_path: Path) -> None:
    done = runner("flags", "export", tmp_path / "flags.csv", "--json")
    assert json.loads(done.output) == {"file": str(tmp_path / "flags.csv"), "rows": 5}


def test_a_file_that_cannot_be_written_is_refused_and_nothing_is_recorded(
    runner: CommandLine, scanned: Scanned, backstage: Backstage, tmp_path: Path
) -> None:
    for path in (tmp_path / "flags.txt", tmp_path / "nowhere" / "flags.csv"):
        done = runner("flags", "export", path)
        assert done.exit_code == 2
        assert not path.exists()
    assert recorded(backstage) == []
