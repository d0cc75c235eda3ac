"""`baoxue jobs`: the scheduler as a process, what it will do, and a job by hand."""

from __future__ import annotations

import signal
from datetime import datetime
from typing import Any

import click
from flask_babel import lazy_gettext as _l

from jobs.runner import Job, discover
from models.job_run import JobRun
from models.vocabulary.jobs import RunState
from tracking.kernel import clock, schema
from tracking.kernel.errors import BaoxueError, SettingError
from tracking.kernel.scheduling import slots
from tracking.kernel.scheduling.runner import Ended, JobRunner
from tracking.kernel.scheduling.sentences import sentence
from tracking.kernel.scheduling.ticker import Ticker
from tracking.kernel.settings import Settings
from tracking.kernel.terminal import EXIT_REFUSED, in_app, say_json


@click.group(
    epilog="Examples: baoxue jobs run · baoxue jobs list --json · baoxue jobs fire weekly_scan"
)
def jobs() -> None:
    """The scheduler: weekly scan, daily clock."""


@jobs.command()
def run() -> None:
    """Run the scheduler until Ctrl-C; any number may run, each period is run once."""
    runner, found = prepared()
    ticker = Ticker(lambda: say_all(runner.look()))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: ticker.stop())
    click.echo(f"baoxue: {', '.join(found)}; Ctrl-C ends after the job that is running.", err=True)
    ticker.run()


@jobs.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def fire(name: str, as_json: bool) -> None:  # noqa: FBT001 - an option of the command
    """Run the job NAME now; exit code 2 when it is unknown, running or fails.

    It takes the current period when nobody has run it, else it is one run more.
    """
    runner, _found = prepared()
    app = click.get_current_context().obj()
    with app.app_context():
        try:
            ended = runner.fire(name)
        except BaoxueError as error:  # its words are lazy and need the app's language
            raise type(error)(str(error)) from error
    if as_json:
        say_json(vars(ended) | {"state": ended.state.value})
    else:
        say(ended)
    if ended.state is not RunState.DONE:
        click.get_current_context().exit(EXIT_REFUSED)


@jobs.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@in_app
def list_jobs(as_json: bool) -> None:  # noqa: FBT001 - an option of the command
    """List the jobs: when they run, how the last run went, when the next is due."""
    settings = settings_of(click.get_current_context().obj())
    rows = [described(job, settings, clock.now()) for job in discover().values()]
    if as_json:
        say_json(rows)
        return
    for row in rows:
        last = row["last_run"]
        click.echo(f"{row['name']}  {row['title']}  {row['schedule']}  → {row['next_due']}")
        click.echo(f"    {last['period']}  {last['sentence']}" if last else "    -")


def prepared() -> tuple[JobRunner, dict[str, Job]]:
    """A runner over the jobs of this package; SettingError when the database is not ready."""
    app = click.get_current_context().obj()
    settings = settings_of(app)
    with app.app_context():
        if not schema.is_current():
            raise SettingError(str(_l("The database is not ready: run `baoxue init` first.")))
    found = discover()
    scheduled = [job.scheduled(settings) for job in found.values()]
    return JobRunner(scheduled, settings, app.app_context), found


def settings_of(app: Any) -> Settings:
    """The settings that an application was made with."""
    settings: Settings = app.config["SETTINGS"]
    return settings


def described(job: Job, settings: Settings, now: datetime) -> dict[str, Any]:
    """A job as plain data; moments are those of China's wall clock, with their offset."""
    schedule = job.schedule(settings)
    last = slots.last_run(job.name)
    return {
        "name": job.name,
        "title": str(job.title),
        "schedule": job.timing(settings),
        "next_due": shown(schedule.moved(schedule.latest(now), 1).due_at),
        "last_run": described_run(last) if last else None,
    }


def described_run(run: JobRun) -> dict[str, Any]:
    """One run as plain data."""
    return {
        "period": run.period,
        "state": run.state.value,
        "sentence": sentence(run),
        "started_at": shown(run.started_at),
        "finished_at": shown(run.finished_at) if run.finished_at else None,
        "attempt": run.attempt,
        "counts": run.counts,
    }


def shown(moment: datetime) -> str:
    """A moment on China's wall clock, as ISO 8601."""
    return clock.local(moment).isoformat(timespec="seconds")


def say(ended: Ended) -> None:
    """Print one line about a run that ended."""
    told = ended.message or " ".join(f"{name}={value}" for name, value in flat(ended).items())
    click.echo(
        f"{shown(clock.now())} {ended.job} {ended.period} {ended.state.value} {told}".rstrip()
    )


def say_all(runs: list[Ended]) -> None:
    """Print one line about each run of a look."""
    for ended in runs:
        say(ended)


def flat(ended: Ended) -> dict[str, Any]:
    """The counts of a run without nesting: names of the figures, codes of the rules."""
    counts = dict(ended.counts)
    inner = {**counts.pop("files", {}), **counts.pop("rules", {})}
    return {**inner, **counts}
