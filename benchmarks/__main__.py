"""The figures of the README: `make bench`, or python -m benchmarks [OPTIONS]."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks import importing, papers, scan
from benchmarks.figures import Figure, as_document, as_table, keep, write_readme
from benchmarks.processes import say

BENCHMARKS: dict[str, Callable[[Path, int], list[Figure]]] = {
    "scan": scan.measure,
    "import": importing.measure,
    "papers": papers.measure,
}


@click.command()
@click.option("--students", default=300_000, show_default=True, help="Pupils of the made-up city.")
@click.option("--only", type=click.Choice(list(BENCHMARKS)), help="One benchmark instead of all.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option("--write-readme", "to_readme", is_flag=True, help="Put the table into README.md.")
def main(*, students: int, only: str | None, as_json: bool, to_readme: bool) -> None:
    """Measure, print the figures, and keep them in benchmarks/results/."""
    figures: list[Figure] = []
    for name in [only] if only else BENCHMARKS:
        say(f"{name}, {students:,} pupils")
        with TemporaryDirectory(prefix="baoxue-bench-") as folder:
            measured = BENCHMARKS[name](Path(folder), students)
        say(f"  kept in {keep(name, measured)}")
        figures += measured
    if to_readme:
        write_readme(figures, "make bench")
    click.echo(json.dumps(as_document(figures), indent=2) if as_json else as_table(figures))


if __name__ == "__main__":
    main()
