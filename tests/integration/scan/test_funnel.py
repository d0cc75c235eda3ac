"""The funnel over the sample city: the boxes of every week add up, and agree with the rules."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from models.database import db
from models.scan import Scan
from models.scan_box import ScanBox
from models.vocabulary.comparison import Box, Compared
from tests.bureaus import Bureau
from tests.integration.scan.cities import City
from tracking.comparison import balance_sheet
from tracking.comparison.balance import OPEN_ENDS
from tracking.comparison.box_list import places_of
from tracking.comparison.funnel import NEW

pytestmark = pytest.mark.one_database  # scans take long; the story scans on both

WEEKS = [  # rows of the last roll in their boxes
    {},
    {"stayed": 1778, "moved": 8, "renumbered": 1, "likely": 3, "transferred": 4, "died": 1,
     "abroad": 1, "vanished": 4},
    {"stayed": 1767, "moved": 7, "renumbered": 1, "likely": 4, "transferred": 4, "died": 1,
     "abroad": 1, "vanished": 5, "again": 1},
    {"stayed": 1364, "moved": 8, "renumbered": 1, "likely": 4, "transferred": 3, "died": 1,
     "abroad": 1, "vanished": 3, "again": 1, "not_compared": 395},
]  # fmt: skip


def boxes(scan_id: int) -> dict[str, int]:
    """Counts of the week by box, all schools together."""
    query = select(ScanBox).where(ScanBox.scan_id == scan_id, ScanBox.comparison == Compared.WEEK)
    found: Counter[str] = Counter()
    for row in db.session.scalars(query):
        found[row.box.value] += row.count
    return dict(found)


def differences(bureau: Bureau, day: date) -> dict[tuple[str, int], int]:
    """What does not add up by the balance sheet, per school and grade."""
    counts, _places = balance_sheet.counted(day, None, None, bureau.settings)
    found: Counter[tuple[str, int]] = Counter()
    for (school, grade, box), count in counts.items():
        if box in OPEN_ENDS:
            found[school, grade] += count if box is Box.UNRECORDED else -count
    return {key: n for key, n in found.items() if n}


def test_the_boxes_of_every_week_add_up_and_agree_with_the_rules(
    bureau: Bureau, small_city: City
) -> None:
    bureau.add_organisations(small_city.folder / "organisations.csv")
    for day, wanted in zip(small_city.days, WEEKS, strict=True):
        small_city.take_in(bureau, day)
        scan = bureau.scan(day)
        found = boxes(scan.scan_id)
        assert {box: n for box, n in found.items() if box not in {b.value for b in NEW}} == wanted
        assert found.get("vanished", 0) == scan.counts["VANISHED"]
        assert len(differences(bureau, day)) == scan.counts["BALANCE"]
    last = db.session.get_one(Scan, scan.scan_id)
    for box, count in found.items():
        places = places_of(last.as_of, Compared.WEEK, Box(box), None, bureau.settings)
        assert len(set(places)) == count
