"""Where the files of a generated city lie; nothing heavy is loaded to know that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

BEFORE: Final = date(2026, 11, 9)
NOW: Final = date(2026, 11, 16)


@dataclass(frozen=True)
class Files:
    """The files of a generated city."""

    folder: Path

    @property
    def organisations(self) -> Path:
        """Bureaus and schools."""
        return self.folder / "organisations.csv"

    @property
    def movements(self) -> Path:
        """The movements of the second week."""
        return self.folder / f"movements-{NOW:%Y%m%d}.csv"

    @property
    def workbook(self) -> Path:
        """The first roster as an Excel file."""
        return self.roster(BEFORE).with_suffix(".xlsx")

    def roster(self, day: date) -> Path:
        """The roster of a week."""
        return self.folder / f"registry-{day:%Y%m%d}.csv"
