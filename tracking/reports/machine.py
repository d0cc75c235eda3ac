"""What the machine did and will do: its jobs, when each is due next, and what is out of order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from models.job_run import JobRun
from models.vocabulary.jobs import RunState
from tracking.flags.sentences import rule_title
from tracking.kernel import clock
from tracking.kernel.scheduling.periods import Daily, Schedule, Weekly
from tracking.kernel.scheduling.sentences import figures, sentence
from tracking.kernel.scheduling.silence import SILENT_AFTER, last_sign
from tracking.kernel.settings import Settings
from tracking.reports import queries

TITLES = {
    "weekly_scan": _l("Weekly scan"),
    "daily_clock": _l("Daily clock"),
    "archive_care": _l("Archive care"),
}
TONES = {
    RunState.RUNNING: "info",
    RunState.DONE: "good",
    RunState.FAILED: "overdue",
    RunState.SKIPPED: "neutral",
}
LATE_AFTER = timedelta(hours=1)  # longer than any scheduler that works leaves a period lying


@dataclass(frozen=True)
class RunLine:
    """One run as the pages show it."""

    run: JobRun
    title: Any
    sentence: str
    figures: list[tuple[str, Any]]
    tone: str


@dataclass(frozen=True)
class NextRun:
    """When a job is due next; `is_late`: it should have run and did not."""

    title: Any
    due_at: datetime
    is_late: bool


def title_of(job: str) -> Any:
    """The name of a job, or its code when this version does not know it."""
    return TITLES.get(job, job)


def line_of(run: JobRun) -> RunLine:
    """A run in words."""
    ended = run.state in {RunState.RUNNING, RunState.DONE}
    shown = [(rule_title(label), value) for label, value in figures(run.counts) if value]
    return RunLine(run, title_of(run.job), sentence(run), shown if ended else [], TONES[run.state])


def next_runs(settings: Settings) -> list[NextRun]:
    """When each job that ever ran is due next, as its last period tells."""
    now = clock.now()
    found = []
    for run in queries.newest_runs():
        schedule = schedule_of(run, settings)
        due_at = schedule.moved(schedule.latest(run.due_at), 1).due_at
        found.append(NextRun(title_of(run.job), due_at, is_late=due_at + LATE_AFTER < now))
    return sorted(found, key=lambda line: line.due_at)


def schedule_of(run: JobRun, settings: Settings) -> Schedule:
    """The schedule behind a run: weekly periods follow the setting, daily ones their own hour."""
    if "W" in run.period:
        return Weekly(settings.scan_weekday, settings.scan_hour, settings.scan_minute)
    shown = clock.local(run.due_at)
    return Daily(shown.hour, shown.minute)


def silent_since() -> datetime | None:
    """When the last sign of life was, if that is so long ago that it is an alarm."""
    now = clock.now()
    last = last_sign(now)
    return last if last is not None and now - last >= SILENT_AFTER else None
