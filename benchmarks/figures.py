"""Figures as people read them: rows of a table, a JSON file, a section of the README."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks.processes import ROOT, Measured

RESULTS: Final = ROOT / "benchmarks" / "results"
README: Final = ROOT / "README.md"
START, END = "<!-- figures -->", "<!-- end of figures -->"
HEADS: Final = ("what", "pupils", "seconds", "peak MB", "times the reference", "goal")
LIBRARIES: Final = ("duckdb", "pandas", "pyarrow", "python-calamine")


@dataclass(frozen=True)
class Figure:
    """One line: a command of ours beside its reference, or the reference itself."""

    what: str
    students: int
    seconds: float
    megabytes: float
    ratio: float | None = None
    goal: str = ""


def line(
    what: str, students: int, ours: Measured, reference: Measured | None = None, goal: str = ""
) -> Figure:
    """A line of the table; `reference` is what the seconds are divided by."""
    ratio = round(ours.seconds / reference.seconds, 1) if reference else None
    return Figure(what, students, round(ours.seconds, 2), round(ours.megabytes), ratio, goal)


def as_table(figures: list[Figure]) -> str:
    """A Markdown table."""
    rows = [
        (
            f.what,
            f"{f.students:,}",
            f"{f.seconds:.2f}",
            f"{f.megabytes:,.0f}",
            "" if f.ratio is None else f"{f.ratio:.1f}",
            f.goal,
        )
        for f in figures
    ]
    rule = ("---", "--:", "--:", "--:", "--:", "---")
    return "\n".join(f"| {' | '.join(row)} |" for row in (HEADS, rule, *rows))


def as_document(figures: list[Figure]) -> dict[str, object]:
    """The figures with what they were measured on."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "figures": [asdict(figure) for figure in figures],
    }


def keep(name: str, figures: list[Figure]) -> Path:
    """Write one benchmark's figures to the folder of results."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}-{figures[0].students}.json"
    path.write_text(json.dumps(as_document(figures), indent=2, ensure_ascii=False) + "\n")
    return path


def write_readme(figures: list[Figure], command: str) -> None:
    """Put the table between the marks of the README."""
    text = README.read_text(encoding="utf-8")
    head, _, rest = text.partition(START)
    tail = rest.partition(END)[2] if END in rest else rest
    cores = len(os.sched_getaffinity(0))
    lead = (
        f"`{command}` measures whole processes, in turns, on {cores} cores: the median of the\n"
        "seconds, the highest peak of memory. A reference does nothing but the bare read or join;\n"
        "ours also checks, seals, resolves identities, runs every rule and writes everything down."
    )
    section = f"{START}\n\n{lead}\n\n{as_table(figures)}\n\n{END}"
    README.write_text(f"{head}{section}{tail}", encoding="utf-8")
