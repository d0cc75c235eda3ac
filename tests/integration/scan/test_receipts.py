"""The receipt of a scan: the same bytes for the same inputs, provable, and not to be altered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from models.database import db
from models.scan import Scan
from tests.bureaus import Bureau
from tests.integration.scan.cities import City
from tracking.flags.receipts.check import Checked, check
from tracking.kernel.errors import RefusedError

pytestmark = pytest.mark.one_database  # scans take long; the story scans on both


@pytest.fixture
def scanned(bureau: Bureau, small_city: City) -> Bureau:
    """The first two weeks of the small city, each scanned."""
    bureau.add_organisations(small_city.folder / "organisations.csv")
    for day in small_city.days[:2]:
        small_city.take_in(bureau, day)
        bureau.scan(day)
    return bureau


def receipts() -> list[bytes]:
    return [s.receipt.encode() for s in db.session.scalars(select(Scan).order_by(Scan.id))]


def checked(bureau: Bureau, content: bytes) -> Checked:
    return check(content, bureau.settings, lambda *_done: None)


def test_the_same_inputs_give_the_same_bytes_and_the_comparison_comes_out_again(
    scanned: Bureau, small_city: City
) -> None:
    scanned.scan(small_city.days[1])
    first, second, again = receipts()
    assert second == again
    assert first != second
    for content in (first, second):
        assert checked(scanned, content).holds


def test_it_says_what_was_compared_and_found_and_names_nobody(
    scanned: Bureau, small_city: City
) -> None:
    document = json.loads(receipts()[1])["receipt"]
    assert document["as_of"] == small_city.days[1].isoformat()
    assert document["before"]["as_of"] == small_city.days[0].isoformat()
    assert document["rules"]["VANISHED"]["found"] > 0
    assert document["differences"]["VANISHED"] == document["rules"]["VANISHED"]["found"]
    assert {file["kind"] for file in document["files"].values()} == {"registry", "movements"}
    assert "NOT_REGISTERED" in document["resting"]
    numbers = {e.student_no for e in small_city.truth("1")}
    assert not any(number in receipts()[1].decode() for number in numbers)


def test_an_altered_receipt_does_not_hold(scanned: Bureau) -> None:
    altered = receipts()[1].replace(b'"found":', b'"found":1', 1)
    found = checked(scanned, altered)
    assert not found.is_whole
    assert not found.holds


def test_a_receipt_that_says_something_else_than_the_archive_is_told(
    scanned: Bureau, small_city: City, tmp_path: Path
) -> None:
    content = receipts()[1]
    late = tmp_path / "movements.csv"
    source = small_city.folder / "movements-20261019.csv"
    late.write_bytes(source.read_bytes() + b"\n")
    scanned.take(late, "movements", small_city.days[1])
    assert checked(scanned, content).holds  # files that came later are not part of it


def test_a_file_that_is_no_receipt_is_refused(scanned: Bureau) -> None:
    for content in (b"", b"[]", b'{"receipt":{}}', b"\xff\xfe"):
        with pytest.raises(RefusedError):
            checked(scanned, content)
