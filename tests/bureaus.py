"""A bureau without web pages: an installation that takes files in and scans, as jobs do at night.

Tests of the core stand on this rather than on the whole application, so that they say what the
core does, with nothing between them and it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from models.case import Case, CaseEvent
from models.child import Child
from models.database import db
from models.flag import Flag
from models.organisation import Organisation
from models.scope import EVERYWHERE, within
from models.vocabulary.organisations import Level
from models.vocabulary.snapshots import SnapshotKind
from tracking.cases.scanning import ScanResult, run_scan
from tracking.kernel import keys
from tracking.kernel.settings import Settings
from tracking.kernel.web.language import babel
from tracking.snapshots.arrivals import Arrival, ImportResult
from tracking.snapshots.service import import_file

Row = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """One flag with all that a test asks of it."""

    rule: str
    student_no: str
    school_code: str
    owner: str
    case_number: str


class Bureau:
    """One installation. Use its verbs inside `open()`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        keys.write_missing(settings.keys_dir)
        keys.load(settings.keys_dir)
        self.app = Flask("bureau")
        self.app.config.update(
            SQLALCHEMY_DATABASE_URI=settings.database_url,
            SETTINGS=settings,
            BABEL_DEFAULT_LOCALE="en",
        )
        db.init_app(self.app)
        babel.init_app(self.app)

    @contextmanager
    def open(self) -> Iterator[None]:
        """See everything until the block ends."""
        with self.app.app_context(), within(EVERYWHERE):
            try:
                yield
            finally:
                db.session.remove()
                db.engine.dispose()

    def add_organisations(self, path: Path) -> None:
        """The organisations of a city's file, parents first."""
        known: dict[str, Organisation] = {}
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                known[row["code"]] = added(
                    row["code"], Level(row["level"]), known.get(row["parent_code"]), row["stage"]
                )
        db.session.commit()

    def take(self, path: Path, kind: str, as_of: date) -> ImportResult:
        """Bring one file in."""
        return import_file(Arrival(path, SnapshotKind(kind), as_of), self.settings)

    def scan(self, as_of: date | None = None) -> ScanResult:
        """Compare the rolls of a day."""
        return run_scan(as_of, self.settings)

    def flags(self) -> list[Found]:
        """Every flag there is."""
        db.session.expire_all()
        return [
            Found(f.rule, f.child.student_no, f.school_code, f.case.owner.code, f.case.number)
            for f in db.session.scalars(select(Flag).order_by(Flag.id))
        ]

    def flagged(self, rule: str) -> list[str]:
        """Student numbers of the children a rule has found, sorted."""
        return sorted({f.student_no for f in self.flags() if f.rule == rule})


def added(code: str, level: Level, parent: Organisation | None, stage: str = "") -> Organisation:
    """One organisation, added to the running transaction."""
    organisation = Organisation(
        code=code,
        name=code,
        level=level,
        stage=stage,
        parent_id=parent.id if parent else None,
        path=f"{parent.path if parent else ''}{code}/",
    )
    db.session.add(organisation)
    db.session.flush()
    return organisation


def ledger() -> dict[str, list[Row]]:
    """All rows of the tables that a second scan must leave alone."""
    db.session.expire_all()
    return {
        model.__tablename__: [
            {c.key: getattr(row, c.key) for c in model.__mapper__.column_attrs}
            for row in db.session.scalars(select(model).order_by(model.id))
        ]
        for model in (Case, Flag, CaseEvent, Child)
    }
