"""A small installation that can be copied whole, so that each death begins from the same state."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from models.database import Model, db
from models.scope import EVERYWHERE, within
from models.snapshot import Snapshot
from models.vocabulary.snapshots import SnapshotState
from tests.databases import PostgreSQL, SQLite
from tests.faults.victim import Command
from tracking.kernel import audit, clock
from tracking.kernel.settings import Settings
from tracking.snapshots import archive, care

SAMPLES = Path(__file__).parents[1] / "samples" / "small-city"
FIRST, SECOND = date(2026, 10, 12), date(2026, 10, 19)


@dataclass(frozen=True)
class Town:
    """One installation: its settings, and the server that its database came from."""

    settings: Settings
    server: SQLite | PostgreSQL

    @contextmanager
    def copy(self, folder: Path) -> Iterator[Town]:
        """The same town at another place, until the block ends."""
        shutil.copytree(self.settings.data_dir, folder, ignore=shutil.ignore_patterns("baoxue.db*"))
        with self.server.copy(self.settings.database_url, folder) as url:
            yield replace(self, settings=Settings(data_dir=folder, database_url=url))
        shutil.rmtree(folder)

    def command(self, *arguments: object) -> Command:
        """A command line of this town."""
        environment = {
            "BAOXUE_DATA_DIR": str(self.settings.data_dir),
            "BAOXUE_DATABASE_URL": self.settings.database_url,
        }
        return Command(environment, *arguments)

    def importing(self, kind: str, day: date) -> Command:
        """The command that brings in a file of the samples."""
        path = SAMPLES / f"{kind}-{day:%Y%m%d}.csv"
        return self.command("snapshots", "import", path, "--kind", kind, "--as-of", day)

    def first_week(self) -> None:
        """Bring in the organisations and the rolls of the first week."""
        for command in (
            self.command("organisations", "import", SAMPLES / "organisations.csv"),
            self.importing("registry", FIRST),
        ):
            assert command.run()[0] == 0, command.said()

    @contextmanager
    def open(self) -> Iterator[None]:
        """Look behind the scene without the pages."""
        app = Flask("town")
        app.config["SQLALCHEMY_DATABASE_URI"] = self.settings.database_url
        db.init_app(app)
        with app.app_context(), within(EVERYWHERE):
            yield
            db.session.remove()
            db.engine.dispose()

    def rows(self) -> Counter[str]:
        """How many rows each table has."""
        with self.open():
            models = [mapper.class_ for mapper in Model.registry.mappers]
            counts = {m.__tablename__: select(func.count()).select_from(m) for m in models}
            return Counter({name: db.session.scalar(query) for name, query in counts.items()})

    def faults(self) -> list[str]:
        """What must hold at every moment, and does not."""
        found = []
        with self.open():
            if broken := audit.first_broken_entry():
                found.append(f"the audit chain breaks at {broken}")
            accepted = Snapshot.state != SnapshotState.REFUSED
            for snapshot in db.session.scalars(select(Snapshot).where(accepted)):
                path = self._rows_file(snapshot)
                if archive.content_hash(path) not in archive.hashes_in(snapshot.report):
                    found.append(f"{path} is not what was accepted")
        return found

    def orphans(self) -> list[str]:
        """Folders and scratch files in the archive that no accepted snapshot needs."""
        with self.open():
            accepted = select(Snapshot).where(Snapshot.state != SnapshotState.REFUSED)
            needed = {self._rows_file(s).parent for s in db.session.scalars(accepted)}
        root = self.settings.archive_dir
        files = [path for path in root.glob("*/**/*") if path.is_file()]
        return [str(path.relative_to(root)) for path in files if path.parent not in needed]

    def tidy_up(self) -> None:
        """Let the archive be cleared two days later of what a crash left."""
        with self.open():
            care.clear(self.settings, clock.now() + timedelta(days=2))

    def _rows_file(self, snapshot: Snapshot) -> Path:
        return archive.place_of(self.settings.archive_dir, snapshot) / archive.ROWS
