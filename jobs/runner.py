"""Declares jobs and finds them: `@job` in a file of this package is all that a job needs."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import jobs
from tracking.kernel.scheduling.periods import Daily, Schedule, Weekly
from tracking.kernel.scheduling.runner import Counts, Occasion, ScheduledJob
from tracking.kernel.settings import WEEKDAYS, Settings

MACHINERY = {"commands", "runner"}
Work = Callable[[Occasion], Counts]


@dataclass(frozen=True)
class Job:
    """A declared job. Weekly jobs run when BAOXUE_SCAN_AT says, daily ones at `hour`:`minute`."""

    name: str
    title: Any
    every: Literal["week", "day"]
    hour: int
    minute: int
    work: Work

    def schedule(self, settings: Settings) -> Schedule:
        """Its regular periods in an installation."""
        if self.every == "day":
            return Daily(self.hour, self.minute)
        return Weekly(settings.scan_weekday, settings.scan_hour, settings.scan_minute)

    def timing(self, settings: Settings) -> str:
        """When it runs, as BAOXUE_SCAN_AT is written: "mon 02:00", or "day 05:00"."""
        if self.every == "day":
            return f"day {self.hour:02d}:{self.minute:02d}"
        day = WEEKDAYS[settings.scan_weekday]
        return f"{day} {settings.scan_hour:02d}:{settings.scan_minute:02d}"

    def scheduled(self, settings: Settings) -> ScheduledJob:
        """The job as the runner takes it."""
        return ScheduledJob(self.name, self.schedule(settings), self.work)


def job(
    name: str, *, title: Any, every: Literal["week", "day"], at: tuple[int, int] = (5, 0)
) -> Callable[[Work], Job]:
    """Declare the function below as a job; `title` is lazy, `at` is China's hour and minute."""

    def declare(work: Work) -> Job:
        return Job(name, title, every, *at, work)

    return declare


def discover() -> dict[str, Job]:
    """Every job of this package by name; two of one name are a mistake of the programmer."""
    found: dict[str, Job] = {}
    for module in pkgutil.iter_modules(jobs.__path__):
        if module.name in MACHINERY or module.name.startswith("_"):
            continue
        for item in vars(importlib.import_module(f"jobs.{module.name}")).values():
            if isinstance(item, Job):
                if item.name in found:
                    raise ValueError(f"Two jobs are called {item.name}.")
                found[item.name] = item
    return found
