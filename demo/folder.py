"""Where a demonstration lives: a data folder of its own, so that a real database is never touched.

A city is built beside it and put in its place in one step: whoever interrupts the building finds
the former city, or none, but never half of one.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from demo.plan import CityPlan
from tracking.kernel.settings import Settings

CONTENTS: Final = 1  # counts up when the same plan gives another demonstration
MARK: Final = "demo.json"


@dataclass(frozen=True)
class DemoFolder:
    """The demonstration of one installation; `real` are the settings of that installation."""

    real: Settings

    @property
    def path(self) -> Path:
        """Where the finished city lies."""
        return self.real.data_dir / "demo"

    @property
    def site(self) -> Path:
        """Where the next one is being built."""
        return self.real.data_dir / "demo.new"

    def settings(self, folder: Path) -> Settings:
        """Settings of a demonstration in a folder: SQLite, whatever the installation uses."""
        return Settings(
            data_dir=folder,
            database_url=f"sqlite:///{folder / 'baoxue.db'}",
            locale=self.real.locale,
            memory=self.real.memory,
            demo=True,
        )

    def holds(self, plan: CityPlan) -> bool:
        """Whether a complete city of this plan is there."""
        try:
            found = json.loads((self.path / MARK).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return bool(found == _marked(plan))

    def clear_site(self) -> Path:
        """An empty folder to build in."""
        shutil.rmtree(self.site, ignore_errors=True)
        self.site.mkdir(parents=True)
        return self.site

    def move_in(self, plan: CityPlan) -> None:
        """Declare the new city complete and put it where the old one was."""
        (self.site / MARK).write_text(json.dumps(_marked(plan)), encoding="utf-8")
        old = self.real.data_dir / "demo.old"
        shutil.rmtree(old, ignore_errors=True)
        if self.path.exists():
            self.path.rename(old)
        self.site.rename(self.path)
        shutil.rmtree(old, ignore_errors=True)


def _marked(plan: CityPlan) -> dict[str, object]:
    return {
        "contents": CONTENTS,
        "students": plan.students,
        "schools": plan.schools,
        "counties": plan.counties,
        "weeks": plan.weeks,
        "seed": plan.seed,
        "last_monday": plan.last_monday.isoformat(),
    }
