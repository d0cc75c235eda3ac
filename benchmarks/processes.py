"""Whole processes on a stopwatch: seconds from start to end, peak memory, what they printed.

The process that measures stays small on purpose: Linux counts the memory of the parent that
started a process as the least its peak can be.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
BAOXUE: Final = Path(sys.executable).with_name("baoxue")
KIBIBYTES: Final = 1024


@dataclass(frozen=True)
class Run:
    """One finished process."""

    seconds: float
    megabytes: float
    output: str


@dataclass(frozen=True)
class Measured:
    """The median of several runs, the highest peak among them, and what the last one printed."""

    seconds: float
    megabytes: float
    output: str


def run(command: Sequence[str | Path], environment: Mapping[str, str], *, ok: int = 0) -> Run:
    """Run a command to its end; its standard error is shown only when it fails."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=out,
            stderr=err,
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode != ok:
            raise SystemExit(f"{command[0]} ended with {process.returncode}: {err.read().decode()}")
        return Run(seconds, used.ru_maxrss / KIBIBYTES, out.read().decode())


def median(runs: Sequence[Run]) -> Measured:
    """One figure from several runs."""
    return Measured(
        statistics.median(r.seconds for r in runs),
        max(r.megabytes for r in runs),
        runs[-1].output,
    )


def in_turns(candidates: Mapping[str, Callable[[], Run]], rounds: int) -> dict[str, Measured]:
    """Measure all candidates in turns, so that a busy minute of the machine hits each of them."""
    runs: dict[str, list[Run]] = {name: [] for name in candidates}
    for number in range(1, rounds + 1):
        for name, candidate in candidates.items():
            runs[name].append(candidate())
            say(f"  {number}/{rounds} {name}: {runs[name][-1].seconds:.2f} s")
    return {name: median(done) for name, done in runs.items()}


def say(words: str) -> None:
    """Progress, on standard error."""
    print(words, file=sys.stderr, flush=True)
