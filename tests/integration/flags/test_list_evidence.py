"""A finding that rests on a roll call or on a department's list shows that list's row."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from models.database import db
from models.snapshot import Snapshot
from models.vocabulary.roles import Role
from models.vocabulary.snapshots import SnapshotKind
from tests.builders import City, a_case, a_city, a_flag
from tests.conftest import Backstage, SignInAs
from tests.pages import PageClient
from tracking.flags.list_rows import SAYS
from tracking.kernel import clock
from tracking.kernel.settings import Settings
from tracking.snapshots.arrivals import Arrival
from tracking.snapshots.service import import_file

SAMPLES = Path(__file__).parents[2] / "samples" / "lists"
FIRST_ROW = 2


@pytest.fixture
def flags(backstage: Backstage, settings: Settings) -> tuple[City, dict[SnapshotKind, int]]:
    """One flag for each kind of list, resting on the first row of its sample file."""
    found = {}
    with backstage():
        city = a_city()
        for kind in SAYS:
            path = SAMPLES / f"{kind.value}.csv"
            snapshot = import_file(Arrival(path, kind, clock.today()), settings).snapshot_id
            rows = [{"source": kind.value, "snapshot_id": snapshot, "row_no": FIRST_ROW}]
            found[kind] = a_flag(a_case(), evidence={"rows": rows}).id
    return city, found


def test_each_list_shows_its_row_masked_beside_the_roll(
    client: PageClient, flags: tuple[City, dict[SnapshotKind, int]], sign_in_as: SignInAs
) -> None:
    city, found = flags
    sign_in_as(Role.CITY_OFFICER, city.bureau)
    client.send("/language", {"locale": "en"}, page="/")
    for kind, flag in found.items():
        page = client.page(f"/flags/{flag}").text
        assert f"{kind.label} of" in page, kind
        assert "No other roster" in page, kind
        assert "The evidence file is missing" not in page, kind
        assert "*" in page, kind


def test_a_list_that_was_deleted_in_time_says_so(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs,
    flags: tuple[City, dict[SnapshotKind, int]],
) -> None:  # fmt: skip
    city, found = flags
    with backstage():
        query = select(Snapshot).where(Snapshot.kind == SnapshotKind.WELFARE)
        snapshot = db.session.scalars(query).one()
        snapshot.report = {**snapshot.report, "deleted": {"rows": "2026-11-20"}}
    sign_in_as(Role.CITY_OFFICER, city.bureau)
    client.send("/language", {"locale": "en"}, page="/")
    assert (
        "were deleted after the matching"
        in client.page(f"/flags/{found[SnapshotKind.WELFARE]}").text
    )


def test_what_rests_on_the_bureaus_own_files_shows_its_sentence_only(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        city = a_city()
        evidence = {"rows": [], "idle_on": "2026-11-01", "as_of": "2026-11-20"}
        flag = a_flag(a_case(), "HOME_TEACHING_IDLE", evidence=evidence)
    sign_in_as(Role.CITY_OFFICER, city.bureau)
    client.send("/language", {"locale": "en"}, page="/")
    shown = client.get(f"/flags/{flag.id}").text
    assert "no lesson is on record between 2026-11-01" in shown
    assert "flash-error" not in shown
    assert 'class="evidence"' not in shown
