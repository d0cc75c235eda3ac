"""`baoxue snapshots …`: files come in from the terminal, with the same checks as anywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models.scope import EVERYWHERE, within
from models.vocabulary.snapshots import PartState, SnapshotKind, SnapshotState
from tracking.kernel import clock
from tracking.kernel.errors import FileRefusedError, RefusedError
from tracking.kernel.terminal import EXIT_PARTIAL, EXIT_REFUSED, bar, in_app, say_json
from tracking.snapshots import intake_work, issues
from tracking.snapshots.arrivals import STEPS, Arrival, ImportResult, Progress
from tracking.snapshots.care_commands import verify
from tracking.snapshots.change_table import change_lines
from tracking.snapshots.file_page import problems_of, remarks_of
from tracking.snapshots.service import import_file

LISTED = 20  # rows in error that are printed; --json gives all that are kept
AUTO = "auto"
DAY = click.DateTime(["%Y-%m-%d"])
KINDS = click.Choice([AUTO, *(kind.value for kind in SnapshotKind)])


@click.group()
def snapshots() -> None:
    """Registry files and lists of other departments."""


snapshots.add_command(verify)


@snapshots.command(
    "import",
    epilog="Exit codes: 0 accepted, 3 accepted in part, 2 refused (nothing stored). "
    "Examples: baoxue snapshots import roster.xlsx --kind registry --as-of 2026-11-16 · "
    "baoxue snapshots import list.zip --kind auto --as-of 2026-11-16 --dry-run · "
    "baoxue snapshots import own.csv --kind registry --as-of 2026-11-16 --column name=Pupil",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=KINDS, required=True, help="What it is; auto: the headers tell.")
@click.option("--as-of", type=DAY, required=True, help="Day the file describes, YYYY-MM-DD.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=HEADER", help="Map a column.")
@click.option("--dry-run", is_flag=True, help="Check everything, store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON for a machine.")
@in_app
def import_(
    file: Path,
    *,
    kind: str,
    as_of: datetime,
    columns: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read FILE (CSV, TSV, Excel or a zip of these), check it and archive it."""
    known = None if kind == AUTO else SnapshotKind(kind)
    arrival = Arrival(file, known, checked_day(as_of.date()), mapping=chosen(columns))
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
        raise RefusedError(_l("--as-of %(day)s lies in the future."), day=day.isoformat())
    return day


def chosen(columns: tuple[str, ...]) -> dict[str, str]:
    """Field → header from the options of the command."""
    pairs = [text.partition("=") for text in columns]
    for field, mark, _header in pairs:
        if not mark:
            raise RefusedError(
                _l("--column must look like name=Pupil, not “%(text)s”."), text=field
            )
    return {field.strip(): header for field, _mark, header in pairs}


def steps(bar_to: Callable[[int, int], None]) -> Progress:
    """Progress over all steps as one bar: each step counts the same."""

    def advance(step: str, done: int, total: int) -> None:
        reached = STEPS.index(step) + done / max(total, 1)
        bar_to(int(1000 * reached), 1000 * len(STEPS))

    return advance


def described(result: ImportResult, file: Path) -> dict[str, Any]:
    """The outcome as plain data; values of cells that tell who somebody is are not in it."""
    return {
        "state": result.state.value,
        "kind": result.kind.value if result.kind else None,
        "file": file.name,
        "snapshot_id": result.snapshot_id,
        "repeated": result.repeated,
        "rows_read": result.rows_read,
        "rows_in_error": result.rows_in_error,
        "parts": result.parts,
        "differences": result.differences,
        "errors": [
            {"sheet": p.sheet, "row": p.row, "column": p.column, "reason": p.words}
            for p in problems_of(result.report)
        ],
        "notes": [*issues.note_words(result.report), *remarks_of(result.report)],
    }


def say(result: ImportResult, *, dry_run: bool) -> None:
    """Print the outcome for a person."""
    done = _("Checked, nothing stored") if dry_run else str(result.state.label)
    if result.repeated:
        done = _("This file was brought in before; nothing was changed")
    rows, errors = f"{result.rows_read:,}", f"{result.rows_in_error:,}"
    click.echo(_("%(state)s: %(rows)s rows read, %(errors)s in error.",
                 state=done, rows=rows, errors=errors))  # fmt: skip
    for code, count in sorted(result.parts.items()):
        click.echo(
            "  " + _("%(state)s: %(count)s schools", state=PartState(code).label, count=count)
        )
    if dry_run:
        for line in change_lines(result.differences):
            click.echo(f"  {line}")
    for line in [*issues.note_words(result.report), *remarks_of(result.report)]:
        click.echo(f"  {line}")
    for problem in list(problems_of(result.report))[:LISTED]:
        where = _("Row %(row)s, column “%(column)s”: ", row=problem.row, column=problem.column)
        click.echo(f"  {problem.sheet} {where}{problem.words}".replace("   ", "  "))
    if result.rows_in_error > LISTED:
        more = f"{result.rows_in_error - LISTED:,}"
        click.echo("  " + _("… %(count)s more; --json lists them.", count=more))
