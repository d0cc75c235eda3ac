from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from models.database import db
from models.region import Region
from tests.bureaus import Bureau
from tracking.kernel import audit, regions
from tracking.kernel.errors import FileRefusedError
from tracking.kernel.settings import Settings


@pytest.fixture
def bureau(settings: Settings) -> Iterator[Bureau]:
    built = Bureau(settings)
    with built.open():
        yield built


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "regions.csv"
    path.write_text(
        "code,name,from,until\n150291,Test One,2020-01-01,\n150291,Old One,,2019-12-31\n"
    )
    return path


def spans(code: str) -> list[tuple[str, date, date | None]]:
    rows = db.session.scalars(select(Region).where(Region.code == code).order_by(Region.valid_from))
    return [(row.name, row.valid_from, row.valid_until) for row in rows]


def test_the_packaged_list_is_taken_over_once(bureau: Bureau) -> None:
    assert regions.seed() > 6_000
    assert regions.seed() == 0
    assert [span[1:] for span in spans("150205")] == [
        (date(1983, 1, 1), date(1998, 12, 31)),
        (date(1999, 1, 1), None),
    ]
    assert {"150202", "150205", "330109"} <= regions.known_codes()
    assert audit.first_broken_entry() is None


def test_a_file_adds_dated_rows_and_comes_again_without_effect(
    bureau: Bureau, listed: Path
) -> None:
    assert regions.import_regions(listed, None) == regions.Changed(2, 0, 0)
    assert regions.import_regions(listed, None) == regions.Changed(0, 0, 2)
    assert spans("150291") == [
        ("Old One", date(1949, 10, 1), date(2019, 12, 31)),
        ("Test One", date(2020, 1, 1), None),
    ]


def test_the_same_code_and_day_changes_the_row(bureau: Bureau, listed: Path) -> None:
    regions.import_regions(listed, None)
    listed.write_text("until,code,name,from\n2026-01-31,150291,Test 1,2020-01-01\n")
    assert regions.import_regions(listed, None) == regions.Changed(0, 1, 0)
    assert spans("150291")[1] == ("Test 1", date(2020, 1, 1), date(2026, 1, 31))


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("15029,Short,,", "code"),
        ("150292,,,", "name"),
        ("150292,Two,2020-13-01,", "from"),
        ("150292,Two,2020-01-01,2019-01-01", "until"),
        ("150291,Again,2020-01-01,", "code"),
    ],
)
def test_one_wrong_row_and_nothing_is_stored(
    bureau: Bureau, listed: Path, row: str, column: str
) -> None:
    listed.write_text(f"code,name,from,until\n150291,One,2020-01-01,\n{row}\n")
    with pytest.raises(FileRefusedError) as refused:
        regions.import_regions(listed, None)
    assert f"Row 3, column “{column}”" in str(refused.value)
    assert not regions.known_codes()


@pytest.mark.parametrize("content", [b"", b"name\nOne\n", b"code,name\n", b"\xff\xfe\x00\xd8"])
def test_what_is_no_list_of_regions_is_refused(
    bureau: Bureau, listed: Path, content: bytes
) -> None:
    listed.write_bytes(content)
    with pytest.raises(FileRefusedError):
        regions.import_regions(listed, None)
