"""`baoxue scan` against the bare question asked of DuckDB over the same archive.

Beside it the script that a data clerk would write for the same question over the same CSV files.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.figures import Figure, line
from benchmarks.files import BEFORE, NOW
from benchmarks.installation import filled, generate
from benchmarks.processes import Measured, Run, in_turns, run
from demo.headers import STUDENT_NO

ROUNDS = 5
OURS, RAW, CLERK = "baoxue scan", "DuckDB, bare anti-join", "a clerk's pandas script"


def measure(folder: Path, students: int) -> list[Figure]:
    """Scan a fresh copy each time: everything that is found has to be written."""
    files = generate(folder / "files", students)
    ready = filled(folder / "installation", files)
    before, now = ready.archived("registry", BEFORE), ready.archived("registry", NOW)
    csvs = [files.roster(BEFORE), files.roster(NOW), files.movements]

    def scan() -> Run:
        return ready.fresh_copy(folder / "copy").baoxue("scan", "--json")

    def bare() -> Run:
        return run([sys.executable, "-m", "benchmarks.references.duckdb_scan", before, now], {})

    def clerk() -> Run:
        script = [sys.executable, "-m", "benchmarks.references.clerk_pandas"]
        return run([*script, *csvs, folder / "missing.csv", STUDENT_NO], {})

    found = in_turns({OURS: scan, RAW: bare, CLERK: clerk}, ROUNDS)
    refuse_differences(found)
    return [
        line(OURS, students, found[OURS], found[RAW], "≤ 4 at 1,000,000"),
        line(RAW, students, found[RAW]),
        line(CLERK, students, found[CLERK], found[RAW], "ours 10 times faster"),
    ]


def refuse_differences(found: dict[str, Measured]) -> None:
    """Who answers another question must not be compared."""
    opened = json.loads(found[OURS].output)["opened"]
    if opened != int(found[CLERK].output) or opened > int(found[RAW].output):
        raise SystemExit(f"not the same children: {[f.output for f in found.values()]}")
