"""Builds a demonstration: writes the city's files, then lives through its weeks day by day.

Nothing is forged: files lie in the drop folder and the scheduler's runner takes them at night,
people act through the services of the story. Only the clock is turned to the day in question.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from flask_babel import gettext as _

from demo.city import CityFile, CityFiles, CityPlan, build_city
from demo.life import Town
from demo.staff import hire, shown_accounts
from jobs.daily_clock import daily_clock
from models.database import db
from models.scope import EVERYWHERE, within
from models.vocabulary.snapshots import SnapshotKind
from tracking.accounts.service import import_organisations
from tracking.cases.scanning import run_scan
from tracking.kernel import clock, schema
from tracking.kernel.errors import RefusedError
from tracking.kernel.scheduling.periods import Weekly
from tracking.kernel.scheduling.runner import Counts, JobRunner, Occasion, ScheduledJob
from tracking.kernel.schooldays import is_school_day
from tracking.kernel.settings import Settings
from tracking.reports.demo_accounts import write_list
from tracking.snapshots.inbox import take_in

Tell = Callable[[int, str], None]
NIGHT, MORNING = 2, 5  # hours of the weekly scan and of the daily clock
FILES_WEIGHT, WEEK_WEIGHT = 4, 4  # what writing a roster, and a weekly scan, count beside a day


@dataclass(frozen=True)
class History:
    """One city to be built: `today` is the day its story ends on (China's calendar)."""

    app: Flask
    settings: Settings
    plan: CityPlan
    today: date

    @property
    def days(self) -> list[date]:
        """Every day from the first roster to the end."""
        first = self.plan.mondays[0]
        return [first + timedelta(days=n) for n in range((self.today - first).days + 1)]

    @property
    def steps(self) -> int:
        """How many steps the progress bar has."""
        return 2 + (FILES_WEIGHT + WEEK_WEIGHT) * self.plan.weeks + len(self.days)

    def build(self, tell: Tell) -> None:
        """Do everything; `tell` takes the steps just done and a word for what comes."""
        with self.app.app_context():
            tell(0, _("database"))
            schema.upgrade()
            files = self._write_files(tell)
            tell(1, _("organisations and accounts"))
            town = self._settle(files)
        self._live(files, town, tell)
        with self.app.app_context(), within(EVERYWHERE):
            write_list(self.settings.data_dir, shown_accounts())
            db.session.remove()
            db.engine.dispose()

    def _write_files(self, tell: Tell) -> CityFiles:
        told = 0

        def progress(done: int, total: int) -> None:
            nonlocal told
            now = FILES_WEIGHT * self.plan.weeks * done // total
            tell(now - told, _("files of the city"))
            told = now

        files = build_city(self.plan, self.settings.data_dir / "city", progress)
        tell(1, "")
        return files

    def _settle(self, files: CityFiles) -> Town:
        with (
            clock.as_if(clock.at(self.plan.mondays[0] - timedelta(days=3), 9)),
            within(EVERYWHERE),
        ):
            import_organisations(files.organisations, None)
            staff = hire()
        return Town(staff, self.plan.last_monday, self.today, self.settings)

    def _live(self, files: CityFiles, town: Town, tell: Tell) -> None:
        runner = JobRunner(self._jobs(), self.settings, self.app.app_context)
        for day in self.days:
            word = day.isoformat()
            if day in self.plan.mondays:
                self._drop([file for file in files.snapshots if file.as_of == day])
                look(runner, day, NIGHT)
                tell(WEEK_WEIGHT, word)
            look(runner, day, MORNING)
            if is_school_day(day) and day < self.today:
                with self.app.app_context(), within(EVERYWHERE):
                    town.live(day)
            tell(1, word)

    def _drop(self, files: list[CityFile]) -> None:
        """Put the files of a Monday into the drop folder, as if they had come in the evening."""
        for file in files:
            folder = self.settings.inbox_dir / SnapshotKind(file.kind).value
            folder.mkdir(parents=True, exist_ok=True)
            evening = clock.at(file.as_of or self.today).timestamp() - 3600
            target = Path(shutil.copy(file.path, folder))
            os.utime(target, (evening, evening))

    def _jobs(self) -> list[ScheduledJob]:
        weekly = ScheduledJob("weekly_scan", Weekly(0, NIGHT, 0), self._weekly_scan)
        return [weekly, daily_clock.scheduled(self.settings)]

    def _weekly_scan(self, occasion: Occasion) -> Counts:
        """As the job of that name; in the last week the bureaus give the cases out themselves."""
        is_last = occasion.today >= self.plan.last_monday
        taken = take_in(self.settings, pause=0)
        scan = run_scan(None, replace(self.settings, assign_on_scan=not is_last))
        return {
            "files": taken.counts(),
            "as_of": scan.as_of.isoformat(),
            "opened": scan.opened,
            "joined": scan.joined,
            "unchanged": scan.unchanged,
            "rules": scan.counts,
        }


def look(runner: JobRunner, day: date, hour: int) -> None:
    """Let the scheduler's runner look at the clock once; a failed run ends the building."""
    with clock.as_if(clock.at(day, hour)):
        for ended in runner.look():
            if ended.message:
                raise RefusedError(f"{ended.job} {ended.period}: {ended.message}")
