"""`baoxue snapshots import` against the bare read of the same file, as CSV and as a workbook."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.figures import Figure, line
from benchmarks.files import BEFORE
from benchmarks.installation import generate, installed
from benchmarks.processes import Run, in_turns, run

ROUNDS = 3
FEW = 100  # pupils of the roster whose import is next to nothing but starting
START, ARROW_START = f"the same with {FEW} pupils: starting", "pyarrow with so few: starting"
CSV, WORKBOOK = "baoxue snapshots import, CSV", "baoxue snapshots import, XLSX"
ARROW, CALAMINE = "pyarrow, bare read of the CSV", "calamine, bare read of the rows"


def measure(folder: Path, students: int) -> list[Figure]:
    """Import into a fresh installation each time: checked, guarded, sealed, archived."""
    files = generate(folder / "files", students, workbook=True)
    ready = installed(folder / "installation", files)
    roster, workbook = files.roster(BEFORE), files.workbook

    few = folder / "few.csv"
    few.write_bytes(first_lines(roster, FEW + 1))

    def take(path: Path, pupils: int = students) -> Run:
        done = ready.fresh_copy(folder / "copy").take(path, "registry", BEFORE)
        if json.loads(done.output)["rows_read"] != pupils:
            raise SystemExit(f"{path.name} was not read whole: {done.output[:200]}")
        return done

    def read(script: str, path: Path) -> Run:
        return run([sys.executable, "-m", f"benchmarks.references.{script}", path], {})

    found = in_turns(
        {
            CSV: lambda: take(roster),
            ARROW: lambda: read("arrow_csv", roster),
            START: lambda: take(few, FEW),
            ARROW_START: lambda: read("arrow_csv", few),
            WORKBOOK: lambda: take(workbook),
            CALAMINE: lambda: read("calamine_rows", workbook),
        },
        ROUNDS,
    )
    return [
        line(CSV, students, found[CSV], found[ARROW], "≤ 3, ≤ 1,000 MB"),
        line(START, FEW, found[START], found[ARROW_START]),
        line(ARROW, students, found[ARROW]),
        line(ARROW_START, FEW, found[ARROW_START]),
        line(WORKBOOK, students, found[WORKBOOK], found[CALAMINE], "≤ 2, ≤ 1,500 MB"),
        line(CALAMINE, students, found[CALAMINE]),
    ]


def first_lines(path: Path, count: int) -> bytes:
    """The beginning of a text file."""
    with path.open("rb") as file:
        return b"".join(file.readline() for _ in range(count))
