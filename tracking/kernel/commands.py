"""`baoxue serve`: the web pages on this machine."""

from __future__ import annotations

import click

from tracking.kernel import serving
from tracking.kernel.terminal import in_app


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
