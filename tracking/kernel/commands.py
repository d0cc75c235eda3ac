"""`baoxue serve`: the web pages on this machine; `baoxue regions …`: region codes."""

from __future__ import annotations

from pathlib import Path

import click

from tracking.kernel import serving
from tracking.kernel.regions import import_regions
from tracking.kernel.terminal import in_app, say_json


@click.command(
    epilog="Exit codes: 0 ended by Ctrl-C, 2 refused. Example: baoxue serve --host 0.0.0.0 "
    "--port 8080",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the web pages until Ctrl-C."""
    workers = ready(host, port)
    click.echo(f"Baoxue serves http://{host}:{port} (Ctrl-C ends it)")
    serving.serve_pages(host, port, workers)


@in_app
def ready(host: str, port: int) -> int:
    """Check database and port; how many processes may serve."""
    workers = serving.check_database()
    serving.check_address(host, port)
    return workers


@click.group()
def regions() -> None:
    """Region codes, by which remarks about numbers and addresses are made."""


@regions.command(
    "import",
    epilog="Exit codes: 0 done, 2 refused. Example: baoxue regions import regions.csv",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON for a machine.")
@in_app
def import_file(file: Path, *, as_json: bool) -> None:
    """Take over FILE: CSV in UTF-8 or GB18030 with code,name,from,until.

    All rows are taken over or none. A code with another first day is a further row; the same
    code and day changes the row. Days are 2024-01-31; both may be blank.
    """
    done = import_regions(file, None)
    if as_json:
        say_json({"accepted": True, **vars(done)})
        return
    click.echo(f"Regions: {done.created} new, {done.updated} changed, {done.unchanged} as before.")
