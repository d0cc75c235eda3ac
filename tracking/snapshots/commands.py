"""`baoxue snapshots …`: files come in from the terminal, with the same checks as anywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app

from models.scope import EVERYWHERE, within
from models.vocabulary.snapshots import PartState, SnapshotKind, SnapshotState
from tracking.kernel import clock
from tracking.kernel.errors import FileRefusedError, RefusedError
from tracking.kernel.terminal import EXIT_PARTIAL, EXIT_REFUSED, bar, in_app, say_json
from tracking.snapshots import intake_work, issues
from tracking.snapshots.arrivals import STEPS, Arrival, ImportResult, Progress
from tracking.snapshots.parts import header_of
from tracking.snapshots.service import import_file

LISTED = 20  # rows in error that are printed; --json gives all that are kept
DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def snapshots() -> None:
    """Registry files: rosters and movements."""


@snapshots.command(
    "import",
    epilog="Exit codes: 0 accepted, 3 accepted in part, 2 refused (nothing stored). "
    "Example: baoxue snapshots import roster.xlsx --kind registry --as-of 2026-11-16",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice([k.value for k in SnapshotKind]), required=True)
@click.option("--as-of", type=DAY, required=True, help="Day the file describes, YYYY-MM-DD.")
@click.option("--dry-run", is_flag=True, help="Check everything, store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON for a machine.")
@in_app
def import_(file: Path, *, kind: str, as_of: datetime, dry_run: bool, as_json: bool) -> None:
    """Read FILE (CSV or Excel), check it row by row and school by school, archive it."""
    arrival = Arrival(file, SnapshotKind(kind), checked_day(as_of.date()))
    try:
        with bar(file.name, hidden=as_json) as progress:
            result = import_file(
                arrival, current_app.config["SETTINGS"], dry_run=dry_run, progress=steps(progress)
            )
    except FileRefusedError as error:
        if as_json:
            say_json(
                {"state": SnapshotState.REFUSED.value, "file": file.name, "reason": str(error)}
            )
            click.get_current_context().exit(EXIT_REFUSED)
        raise
    if as_json:
        say_json(described(result, file))
    else:
        say(result, dry_run=dry_run)
    if result.state is SnapshotState.PARTIAL:
        click.get_current_context().exit(EXIT_PARTIAL)


def steps(bar_to: Callable[[int, int], None]) -> Progress:
    """Progress over all steps as one bar: each step counts the same."""

    def advance(step: str, done: int, total: int) -> None:
        reached = STEPS.index(step) + done / max(total, 1)
        bar_to(int(1000 * reached), 1000 * len(STEPS))

    return advance


@snapshots.command("work", hidden=True)
@click.argument("number", type=int)
def work(number: int) -> None:
    """Do the heavy part of an upload; started by the web pages."""
    app = click.get_current_context().obj()
    with app.app_context(), within(EVERYWHERE):
        intake_work.work(number, app, app.config["SETTINGS"])


def checked_day(day: date) -> date:
    """The day of a file; one in the future is a slip."""
    if day > clock.today():
        raise RefusedError(f"--as-of {day} lies in the future.")
    return day


def described(result: ImportResult, file: Path) -> dict[str, Any]:
    """The outcome as plain data; values of cells that tell who somebody is are not in it."""
    rows = [
        {
            "row": issue["row"],
            "column": header_of(issue["column"]),
            "code": issue["code"],
            "reason": issues.words(issue),
        }
        for issue in result.report.get("rows", [])
    ]
    return {
        "state": result.state.value,
        "file": file.name,
        "snapshot_id": result.snapshot_id,
        "repeated": result.repeated,
        "rows_read": result.rows_read,
        "rows_in_error": result.rows_in_error,
        "parts": result.parts,
        "errors": rows,
        "notes": issues.note_words(result.report),
    }


def say(result: ImportResult, *, dry_run: bool) -> None:
    """Print the outcome for a person."""
    done = "Checked, nothing stored" if dry_run else str(result.state.label)
    if result.repeated:
        done = "This file was brought in before; nothing was changed"
    click.echo(f"{done}: {result.rows_read:,} rows read, {result.rows_in_error:,} in error.")
    for code, count in sorted(result.parts.items()):
        click.echo(f"  {PartState(code).label}: {count} schools")
    for line in issues.note_words(result.report):
        click.echo(f"  {line}")
    for issue in result.report.get("rows", [])[:LISTED]:
        click.echo(f"  row {issue['row']}, {header_of(issue['column'])}: {issues.words(issue)}")
    if result.rows_in_error > LISTED:
        click.echo(f"  … {result.rows_in_error - LISTED:,} more; --json lists them.")
