"""`baoxue doctor`: one line per invariant, for people and for monitoring."""

from __future__ import annotations

import click
from flask import current_app

from tracking.kernel.terminal import EXIT_REFUSED, bar, in_app, say_json
from tracking.reports.doctor import findings

NAMED = 5  # faults of a check that are named; --json names all


@click.command(
    epilog="Exit codes: 0 all is well, 2 something is wrong. Examples: baoxue doctor · "
    "baoxue doctor --data --json",
)
@click.option("--data", is_flag=True, help="Go through all rows and files as well.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON for a machine.")
@in_app
def doctor(*, data: bool, as_json: bool) -> None:
    """Check that everything is in order; changes nothing."""
    with bar("Looking", hidden=as_json) as progress:
        found = list(findings(current_app.config["SETTINGS"], data=data, progress=progress))
    if as_json:
        say_json(
            [
                {"check": f.check.code, "ok": not f.faults, "count": len(f.faults),
                 "faults": f.faults}
                for f in found
            ]
        )  # fmt: skip
    for line in found if not as_json else ():
        verdict = "ok   " if not line.faults else "WRONG"
        click.echo(f"{verdict} {len(line.faults):>6,}  {line.check.title}")
        for fault in line.faults[:NAMED]:
            click.echo(f"               {fault}")
    if any(line.faults for line in found):
        click.get_current_context().exit(EXIT_REFUSED)
