"""How a scan grows with the pupils: python -m benchmarks.curve [OPTIONS].

Two archived rosters and the movements between them, made by `benchmarks.archived`; `baoxue scan`
with all rules as a process of its own, each time on a database that was not scanned yet. Beside it
the bare anti-join over the same files. A run with Spark is measured the same way; its peak is that
of the larger of its two processes.
"""

from __future__ import annotations

import json
import math
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from benchmarks.figures import Figure, as_document, as_table, keep, line
from benchmarks.files import BEFORE, NOW
from benchmarks.installation import Installation
from benchmarks.processes import BAOXUE, Measured, Run, in_turns, run, say

SIZES: Final = (100_000, 300_000, 1_000_000, 5_000_000, 10_000_000)
ROUNDS: Final = 3
FROM: Final = 1_000_000  # below, starting the process is most of the time
OURS, RAW, SPARK = "baoxue scan", "DuckDB, bare anti-join", "baoxue scan on Spark, local[*]"
GOAL: Final = "≤ 4 at 1,000,000"


def measure(folder: Path, students: int, rounds: int, spark: int) -> list[Figure]:
    """The figures of one size, on an installation that is gone afterwards."""
    say(f"{students:,} pupils: generating")
    run([sys.executable, "-m", "benchmarks.archived", folder, str(students)], {})
    ready = Installation(folder / "installation")
    before, now = ready.archived("registry", BEFORE), ready.archived("registry", NOW)
    database = ready.folder / "baoxue.db"
    shutil.copy(database, folder / "unscanned.db")

    def scan(engine: Mapping[str, str]) -> Run:
        shutil.copy(folder / "unscanned.db", database)
        return run([BAOXUE, "scan", "--json"], {**ready.environment, **engine})

    def bare() -> Run:
        return run([sys.executable, "-m", "benchmarks.references.duckdb_scan", before, now], {})

    candidates: dict[str, Callable[[], Run]] = {OURS: lambda: scan({}), RAW: bare}
    if students == spark:
        candidates[SPARK] = lambda: scan({"BAOXUE_ENGINE": "spark", "BAOXUE_MEMORY": "4GB"})
    found = in_turns(candidates, rounds)
    refuse_differences(found)
    goal = GOAL if students == FROM else ""
    ours = line(OURS, students, found[OURS], found[RAW], goal)
    return [ours, *(line(name, students, found[name]) for name in candidates if name != OURS)]


def refuse_differences(found: Mapping[str, Measured]) -> None:
    """Engines that found different children must not be compared."""
    scans = {OURS, SPARK} & found.keys()
    counts = {name: json.loads(found[name].output)["counts"] for name in scans}
    if any(count != counts[OURS] for count in counts.values()):
        raise SystemExit(f"not the same children: {counts}")


def exponent(figures: Sequence[Figure]) -> float | None:
    """How seconds grow from FROM to the largest size: 1 is as fast as the number of pupils."""
    ours = sorted((f.students, f.seconds) for f in figures if f.what == OURS)
    within = [point for point in ours if point[0] >= FROM]
    if len(within) < 2:
        return None
    (few, quick), (many, slow) = within[0], within[-1]
    return math.log(slow / quick) / math.log(many / few)


@click.command()
@click.option("--students", type=int, multiple=True, default=SIZES, show_default=True)
@click.option(
    "--rounds", default=ROUNDS, show_default=True, help="Runs of each; the median counts."
)
@click.option("--spark", default=0, help="The size that is also scanned on Spark.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where there is room (10M: 8 GB).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def main(
    *, students: tuple[int, ...], rounds: int, spark: int, folder: Path | None, as_json: bool
) -> None:
    """Measure each size, print the curve, and keep it in benchmarks/results/."""
    figures: list[Figure] = []
    for size in students:
        with TemporaryDirectory(prefix="baoxue-bench-", dir=folder) as place:
            figures += measure(Path(place), size, rounds, spark)
        say(f"  kept in {keep('curve', figures)}")
    click.echo(json.dumps(as_document(figures), indent=2) if as_json else as_table(figures))
    if (grows := exponent(figures)) is not None:
        say(f"growth exponent from {FROM:,} pupils: {grows:.2f} (goal: at most 1.05)")


if __name__ == "__main__":
    main()
