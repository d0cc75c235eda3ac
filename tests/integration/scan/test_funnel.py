"""The funnel over the sample city: the boxes of every week add up, and each number has its list."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from models.database import db
from models.scan_box import ScanBox
from models.vocabulary.comparison import Compared
from tests.bureaus import Bureau
from tests.integration.scan.cities import City


def boxes(scan_id: int, comparison: Compared) -> dict[str, int]:
    """Counts of one scan by box, all schools together."""
    query = select(ScanBox).where(ScanBox.scan_id == scan_id, ScanBox.comparison == comparison)
    found: Counter[str] = Counter()
    for row in db.session.scalars(query):
        found[row.box.value] += row.count
    return dict(found)


def test_tmp(bureau: Bureau, small_city: City) -> None:
    bureau.add_organisations(small_city.folder / "organisations.csv")
    for day in small_city.days:
        small_city.take_in(bureau, day)
        scan = bureau.scan(day)
        print(day, boxes(scan.scan_id, Compared.WEEK), scan.counts)
    assert 0
