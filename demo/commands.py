"""`baoxue demo`: a made-up city, lived through for six weeks, then served."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

import click
from flask import Flask
from flask_babel import gettext as _

from demo.city import CityPlan, schools_for
from demo.folder import DemoFolder
from demo.history import MORNING, History
from tracking.kernel import clock, schema, serving
from tracking.kernel.errors import BaoxueError, RefusedError
from tracking.kernel.settings import PREFIX, Settings, read_settings
from tracking.reports.demo_accounts import read_list

HOST: Final = "127.0.0.1"
WEEKS: Final = 6
COUNTIES: Final = 3
MAIN: Final = 3  # accounts named on the terminal: city, county, school
Create = Callable[[Settings], Flask]


@click.command(
    epilog="Exit codes: 0 done or ended by Ctrl-C, 2 refused. "
    "Examples: baoxue demo · baoxue demo --students 3000 --port 8080 · baoxue demo --no-serve"
)
@click.option("--students", type=click.IntRange(min=240), default=12_000, show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help="Build the city and end.")
@click.option("--seed", default=2026, show_default=True, help="Another seed, another city.")
def demo(students: int, port: int, no_serve: bool, seed: int) -> None:  # noqa: FBT001 - an option
    """Make up a city, live through six weeks of it, and serve it.

    Everything lies in a folder of its own below the data folder; a real database is never
    touched. A city that is there already is only served.
    """
    create: Create = click.get_current_context().obj
    folder = DemoFolder(read_settings())
    plan = city_plan(students, seed, clock.now())
    if not folder.holds(plan):
        build(create, folder, plan, None if no_serve else port)
    app = create(folder.settings(folder.path))
    with app.app_context():
        schema.upgrade()
        check_port(None if no_serve else port)
        introduce(folder, port)
    if not no_serve:
        serve(folder, port)


def city_plan(students: int, seed: int, now: datetime) -> CityPlan:
    """The plan of a city whose last Monday, with its nightly scan, lies in the past."""
    day = last_day(now)
    try:
        return CityPlan(
            last_monday=day - timedelta(days=day.weekday()),
            students=students,
            schools=schools_for(students),
            counties=COUNTIES,
            weeks=WEEKS,
            seed=seed,
        )
    except ValueError as error:
        raise RefusedError(str(error)) from error


def last_day(now: datetime) -> date:
    """The newest day in China on which the daily clock has struck."""
    return clock.local(now - timedelta(hours=MORNING)).date()


def build(create: Create, folder: DemoFolder, plan: CityPlan, port: int | None) -> None:
    """Build the city beside its place, with a progress bar, and put it there."""
    settings = folder.settings(folder.clear_site())
    app = create(settings)
    with app.app_context():
        check_port(port)
        label = _("Baoxue demo: a city of %(count)s pupils", count=f"{plan.students:,}")
    history = History(app, settings, plan, last_day(clock.now()))
    with click.progressbar(
        length=history.steps,
        label=label,
        show_pos=True,
        item_show_func=lambda word: word,
        file=sys.stderr,
    ) as shown:
        history.build(shown.update)
    folder.move_in(plan)


def check_port(port: int | None) -> None:
    """Say at once, not after the building, that the port is taken."""
    if port is None:
        return
    try:
        serving.check_address(HOST, port)
    except BaoxueError as error:  # its words are lazy and need the app's language
        raise RefusedError(str(error)) from error


def introduce(folder: DemoFolder, port: int) -> None:
    """Say where the city is and who may be signed in as."""
    url = f"http://{HOST}:{port}"
    click.echo(_("The city is ready: %(url)s", url=url))
    click.echo(_("All accounts, one per role: %(url)s", url=f"{url}/demo-accounts"))
    for listed in read_list(folder.path)[:MAIN]:
        click.echo(f"  {listed.login:<12} {listed.password}   {listed.organisation}")


def serve(folder: DemoFolder, port: int) -> None:
    """Serve the demonstration's data folder instead of the installation's, until Ctrl-C."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    settings = folder.settings(folder.path)
    os.environ |= {
        f"{PREFIX}DATA_DIR": str(settings.data_dir),
        f"{PREFIX}DEMO": "1",
        f"{PREFIX}LOCALE": settings.locale,
        f"{PREFIX}MEMORY": settings.memory,
    }
    serving.serve_pages(HOST, port, 1)
