"""`baoxue cases export`."""

from __future__ import annotations

from pathlib import Path

import click

from tracking.cases import exporting
from tracking.kernel.terminal import in_app, say_json


@click.group()
def cases() -> None:
    """One file per child."""


@cases.command(
    epilog="Exit codes: 0 done, 2 refused. Examples: baoxue cases export cases.csv · "
    "baoxue cases export cases.xlsx --json",
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON for a machine.")
@in_app
def export(file: Path, *, as_json: bool) -> None:
    """Write every case to FILE (.csv or .xlsx), readable by its owner only.

    The file holds names and numbers in full; the export is recorded in the audit log.
    """
    count = exporting.write_all(file)
    if as_json:
        say_json({"file": str(file), "rows": count})
        return
    click.echo(f"{file}: {count:,} cases. It holds personal data in full: keep it safe.")
