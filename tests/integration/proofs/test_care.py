"""Documents on disk are cared for: keys rotate, damage is told, what a crash left is cleared."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from models.attachment import Attachment
from models.case import Case
from models.database import db
from models.vocabulary.cases import CaseState as S
from models.vocabulary.documents import DocumentKind, Media
from tests.builders import City, a_case, a_photo, a_user, an_attachment
from tests.conftest import Backstage, CommandLine
from tracking.kernel import clock, keys
from tracking.kernel.errors import RefusedError
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.proofs import care, queries, service, storage
from tracking.proofs.content import Kept
from tracking.proofs.sent import Sent


@pytest.fixture
def document(city: City, backstage: Backstage) -> Attachment:
    with backstage():
        return an_attachment(a_case(S.VERIFYING, city.schools[0]))


def test_rotating_the_keys_changes_the_row_and_leaves_the_file_alone(
    document: Attachment, settings: Settings, runner: CommandLine, backstage: Backstage
) -> None:
    path = storage.path_of(settings.proofs_dir, document.place)
    before = path.read_bytes()
    assert runner("keys", "rotate").exit_code == 0
    keys.load(settings.keys_dir)
    with backstage():
        now = db.session.get_one(Attachment, document.id)
        assert storage.opened(settings.proofs_dir, queries.stored(now)).startswith(b"\xff\xd8")
    assert path.read_bytes() == before


def test_a_file_without_a_row_is_cleared_after_a_day_and_no_other(
    document: Attachment, settings: Settings, backstage: Backstage
) -> None:
    old = storage.keep(settings.proofs_dir, Kept(Media.PDF, b"left by a crash"))
    storage.keep(settings.proofs_dir, Kept(Media.PDF, b"just being written"))
    two_days = time.time() - 2 * 86_400
    for place in (old.place, document.place):
        os.utime(storage.path_of(settings.proofs_dir, place), (two_days, two_days))
    with backstage():
        assert [path.stem for path in care.leftovers(settings, clock.now())] == [old.place]
        assert care.clear(settings, clock.now()) == 1
        assert care.leftovers(settings, clock.now()) == []
        assert care.damaged(settings) == []
    assert len(list(Path(settings.proofs_dir).rglob("*.sealed"))) == 2


def test_the_doctor_names_a_document_whose_file_is_gone(
    document: Attachment, settings: Settings, runner: CommandLine
) -> None:
    assert "document" not in runner("doctor", "--data").stdout.replace("Every document", "")
    storage.path_of(settings.proofs_dir, document.place).unlink()
    result = runner("doctor", "--data")
    assert result.exit_code == 2
    assert f"document {document.id} of" in result.stdout


def test_a_row_that_cannot_be_written_leaves_no_file(
    city: City, settings: Settings, backstage: Backstage
) -> None:
    with backstage():
        case, user = a_case(S.CLOSED, city.schools[0]), a_user()
        sent = [Sent(DocumentKind.OTHER, "a.jpg", a_photo())]
        with pytest.raises(RefusedError):
            service.add(case, sent, by=user, settings=settings)
    assert [path for path in settings.proofs_dir.rglob("*") if path.is_file()] == []


def test_one_document_may_prove_something_for_several_children(
    document: Attachment, city: City, settings: Settings, backstage: Backstage, app: Flask
) -> None:
    with backstage():
        other, user = a_case(S.VERIFYING, city.schools[0]), a_user()
        with transaction():
            first = db.session.get_one(Attachment, document.id)
            shared = service.shared(first, db.session.get_one(Case, other.id), by=user)
            assert service.shared(first, shared.case, by=user) is shared
        query = select(Attachment).where(Attachment.case_id == other.id)
        copy = db.session.scalars(query).one()
        assert storage.opened(settings.proofs_dir, queries.stored(copy)).startswith(b"\xff\xd8")
        assert care.damaged(settings) == []
        assert care.leftovers(settings, clock.now()) == []
    assert len(list(settings.proofs_dir.rglob("*.sealed"))) == 1
