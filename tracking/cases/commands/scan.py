"""`baoxue scan`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click
from flask import current_app

from tracking.cases.scanning import ScanResult, run_scan
from tracking.flags.sentences import rule_title
from tracking.kernel.terminal import bar, in_app, say_json


@click.command(
    epilog="Exit codes: 0 done, 2 refused. Examples: baoxue scan · baoxue scan --as-of 2026-11-02 "
    "--json",
)
@click.option(
    "--as-of",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="The day whose rolls are compared; default: that of the newest roster.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON for a machine.")
@in_app
def scan(as_of: datetime | None, *, as_json: bool) -> None:
    """Compare the rolls with those of the last scan and open the cases that follow.

    The same day again changes nothing.
    """
    day = as_of.date() if as_of else None
    with bar("Scanning", hidden=as_json) as progress:
        done = run_scan(day, current_app.config["SETTINGS"], progress=progress)
    if as_json:
        say_json(described(done))
    else:
        say(done)


def described(done: ScanResult) -> dict[str, Any]:
    """What a scan did, as plain data."""
    return {**vars(done), "as_of": done.as_of.isoformat()}


def say(done: ScanResult) -> None:
    """Print what a scan did."""
    click.echo(f"Scan {done.scan_id} of the rolls as of {done.as_of}")
    for code, count in sorted(done.counts.items()):
        click.echo(f"  {code:<20} {count:>7,}  {rule_title(code)}")
    click.echo(
        f"Cases: {done.opened:,} opened, {done.joined:,} joined, {done.unchanged:,} unchanged."
    )
