"""`baoxue scan`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app

from tracking.cases.scanning import ScanResult, run_scan
from tracking.flags.queries import receipt_text as text_of
from tracking.flags.receipts.check import Checked, check
from tracking.flags.sentences import rule_title
from tracking.kernel.terminal import bar, in_app, say_json


@click.command(
    epilog="Exit codes: 0 done, 1 a receipt does not hold, 2 refused. Examples: baoxue scan · "
    "baoxue scan --as-of 2026-11-02 --json · baoxue scan --receipt receipt.json · "
    "baoxue scan --verify receipt.json",
)
@click.option(
    "--as-of",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="The day whose rolls are compared; default: that of the newest roster.",
)
@click.option(
    "--receipt",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the signed receipt of the scan to this file.",
)
@click.option(
    "--verify",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Scan nothing: make the comparison of this receipt again and compare.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON for a machine.")
@in_app
def scan(
    as_of: datetime | None, *, receipt: Path | None, verify: Path | None, as_json: bool
) -> None:
    """Compare the rolls with those of the last scan and open the cases that follow.

    The same day again changes nothing.
    """
    if verify is not None:
        prove(verify, as_json=as_json)
        return
    day = as_of.date() if as_of else None
    with bar("Scanning", hidden=as_json) as progress:
        done = run_scan(day, current_app.config["SETTINGS"], progress=progress)
    if receipt is not None:
        receipt.write_text(text_of(done.scan_id), encoding="utf-8")
    if as_json:
        say_json(described(done))
    else:
        say(done)


def prove(path: Path, *, as_json: bool) -> None:
    """Make the comparison of a receipt again and say what came out; ends with 1 if it differs."""
    with bar("Comparing again", hidden=as_json) as progress:
        found = check(path.read_bytes(), current_app.config["SETTINGS"], progress)
    if as_json:
        say_json({"holds": found.holds, "signed": found.is_whole, "ours": found.is_ours,
                  "obstacles": found.obstacles, "differences": found.differences})  # fmt: skip
    elif found.holds:
        click.echo(f"{path}: signed by this installation; the comparison as of "
                   f"{found.document['as_of']} gives the same again.")  # fmt: skip
    else:
        for line in reasons(found):
            click.echo(line, err=True)
    if not found.holds:
        click.get_current_context().exit(1)


def reasons(found: Checked) -> list[str]:
    """Why a receipt does not hold."""
    if not found.is_whole:
        return ["The signature does not fit: the receipt was altered."]
    if not found.is_ours:
        return ["The receipt was signed by another installation: check it there."]
    return [*found.obstacles, *found.differences]


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
