"""An installation for one benchmark: a folder, a database and an archive, filled by `baoxue`."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.files import BEFORE, NOW, Files
from benchmarks.processes import BAOXUE, Run, run, say


@dataclass(frozen=True)
class Installation:
    """A data folder with a SQLite database, as `baoxue` makes it by default."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """What leads `baoxue` here."""
        return {"BAOXUE_DATA_DIR": str(self.folder), "BAOXUE_DATABASE_URL": ""}

    def baoxue(self, *arguments: str | Path) -> Run:
        """Run one command of the product to its end."""
        return run([BAOXUE, *arguments], self.environment)

    def take(self, path: Path, kind: str, day: date) -> Run:
        """Bring one file in."""
        options = ("--kind", kind, "--as-of", f"{day}", "--json")
        return self.baoxue("snapshots", "import", path, *options)

    def fresh_copy(self, folder: Path) -> Installation:
        """The same installation at another place; what stood there is gone."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return Installation(folder)

    def archived(self, kind: str, day: date) -> Path:
        """The Parquet file of a snapshot."""
        pattern = f"archive/{kind}/*/*-{day:%Y%m%d}/rows.parquet"
        return next(self.folder.glob(pattern))


def generate(folder: Path, students: int, *, workbook: bool = False) -> Files:
    """Write the files of a city."""
    say(f"  writing the files of {students:,} pupils")
    options = ["--workbook"] if workbook else []
    run([sys.executable, "-m", "benchmarks.city", folder, str(students), *options], {})
    return Files(folder)


def installed(folder: Path, files: Files) -> Installation:
    """A new installation that knows the city's organisations."""
    made = Installation(folder)
    made.baoxue("init")
    made.baoxue("organisations", "import", files.organisations)
    return made


def filled(folder: Path, files: Files) -> Installation:
    """An installation with both weeks brought in, ready to be scanned for the first time."""
    made = installed(folder, files)
    for path, kind, day in (
        (files.roster(BEFORE), "registry", BEFORE),
        (files.movements, "movements", NOW),
        (files.roster(NOW), "registry", NOW),
    ):
        say(f"  importing {path.name}")
        made.take(path, kind, day)
    return made
