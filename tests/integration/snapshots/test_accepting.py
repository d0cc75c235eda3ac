"""An upload is accepted by a person, made anew, or cancelled: on every kind of database."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from models.audit import AuditEntry
from models.database import db
from models.vocabulary.intakes import IntakeState
from models.vocabulary.roles import Role
from models.vocabulary.snapshots import SnapshotState
from tests.builders import a_city
from tests.conftest import Backstage, SignInAs
from tests.integration.snapshots.rosters import (
    GOOD,
    check,
    intakes,
    kept,
    pupil,
    roster,
    send,
    settled,
    snapshots,
    upload,
)
from tests.pages import PageClient
from tracking.kernel.settings import Settings


@pytest.fixture(autouse=True)
def clerk(backstage: Backstage, sign_in_as: SignInAs) -> None:
    with backstage():
        bureau = a_city().bureau
    sign_in_as(Role.CITY_OFFICER, bureau)


def test_it_goes_in_after_four_steps_in_the_name_of_a_person(
    client: PageClient, backstage: Backstage, settings: Settings
) -> None:
    page = upload(client, GOOD)
    assert "G150291" in settled(client, page)
    assert "5" in check(client, page)
    assert send(client, page, "accept").status_code == 302
    settled(client, page)
    with backstage():
        [intake], [snapshot] = intakes(), snapshots()
        assert intake.state is IntakeState.ACCEPTED
        assert snapshot.imported_by_id == intake.created_by_id == intake.decided_by_id
        assert (snapshot.rows_read, snapshot.as_of) == (5, date(2026, 11, 16))
        acts = set(db.session.scalars(select(AuditEntry.action)))
    assert {"intake.receive", "intake.columns", "intake.accept", "snapshot.import"} <= acts
    assert kept(settings) == []


def test_another_file_accepted_meanwhile_makes_the_check_anew(
    client: PageClient, backstage: Backstage
) -> None:
    first = upload(client, GOOD)
    check(client, first)
    second = upload(client, roster([pupil(n) for n in range(1, 7)]), as_of="2026-11-17")
    check(client, second)
    send(client, second, "accept")
    settled(client, second)
    send(client, first, "accept")
    settled(client, first)
    with backstage():
        assert [i.state for i in intakes()] == [IntakeState.CHECKED, IntakeState.ACCEPTED]
        assert intakes()[0].report["again"] is True
    send(client, first, "accept")
    settled(client, first)
    with backstage():
        assert [s.state for s in snapshots()] == [SnapshotState.ACCEPTED, SnapshotState.PARTIAL]


def test_cancelled_nothing_remains_but_the_record(
    client: PageClient, backstage: Backstage, settings: Settings
) -> None:
    page = upload(client, GOOD)
    check(client, page)
    assert send(client, page, "cancel").status_code == 302
    assert kept(settings) == []
    with backstage():
        [intake] = intakes()
        assert (intake.state, intake.look, intake.report) == (IntakeState.CANCELLED, None, {})
        assert snapshots() == []
        assert "intake.cancel" in set(db.session.scalars(select(AuditEntry.action)))
