"""A scan goes by the bureau's values, and each flag keeps those it was raised with."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from models.database import db
from models.flag import Flag
from models.user import User
from tests.conftest import Backstage
from tests.integration.snapshots.towns import EAST, Town, move, pupils, week
from tests.pages import PageClient
from tracking.kernel.settings import Settings
from tracking.thresholds import service

pytestmark = pytest.mark.one_database  # scans take long; the story scans on both

ALL = pupils(range(1, 31))
LEFT = ALL[-1]


@pytest.fixture
def town(officer: User, backstage: Backstage, settings: Settings, tmp_path: Path) -> Town:
    """A child left on record on 10 October and is on no roster by 23 November."""
    folder = tmp_path / "files"
    folder.mkdir()
    with backstage():
        built = Town(settings, folder)
        built.take(ALL, week(1))
        built.scan(week(1))
        built.take_moves([move(LEFT, "转学(转出)", "9999999999")], week(2))
        built.take(ALL[:-1], week(7))
        return built


def flags() -> list[tuple[str, str, dict[str, int]]]:
    found = db.session.scalars(select(Flag).order_by(Flag.id))
    return [(f.rule, f.child.student_no, f.parameters) for f in found]


def test_a_changed_parameter_is_used_and_kept_with_the_flag(
    town: Town, backstage: Backstage, officer: User
) -> None:
    with backstage():
        assert town.scan(week(7)).counts["VANISHED"] == 0
        service.change("rule.VANISHED.exit_days", 30, "Decision of 2026", by=officer, version=0)
        town.scan(week(7))
        assert flags() == [("VANISHED", LEFT[0], {"exit_days": 30})]
        service.change("rule.VANISHED.exit_days", 40, "Decision of 2027", by=officer, version=1)
        town.scan(week(7))
        assert flags() == [("VANISHED", LEFT[0], {"exit_days": 30})]


def test_a_rule_that_is_switched_off_does_not_look_and_the_receipt_says_so(
    town: Town, backstage: Backstage, officer: User, client: PageClient
) -> None:
    with backstage():
        service.change("rule.VANISHED.exit_days", 30, "Decision of 2026", by=officer, version=0)
        service.change("rule.VANISHED.on", value=False, basis="A trial", by=officer, version=0)
        result = town.scan(week(7))
        assert "VANISHED" not in result.counts
        assert flags() == []
    assert "switched off" in client.page(f"/scans/{result.scan_id}").text
    with backstage():
        service.change("rule.VANISHED.on", value=True, basis="It proved", by=officer, version=1)
        result = town.scan(week(7))
        assert result.counts["VANISHED"] == 1
        [flag] = db.session.scalars(select(Flag))
        assert flag.school_code == EAST
    assert "switched off" not in client.page(f"/scans/{result.scan_id}").text
