"""One `baoxue` command in a process of its own that is killed in the middle, with kill -9.

The process counts its steps: every statement and commit on the database, every file that it
opens for writing, renames, makes or removes. At the step it is told, it dies as if the power had
gone. A step can be named exactly, so the same moments are met in every run of the tests; that
the processes are forked from one that has loaded everything makes dozens of deaths cheap.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.engine import Engine

from app import COMMANDS, main

LOADED: Final = [
    "tests.faults.victim",
    *(place.partition(":")[0] for place, _ in COMMANDS.values() if not place.startswith("demo")),
    *(f"tracking.{chapter}.routes" for chapter in ("accounts", "snapshots", "reports")),
]
FILE_STEPS: Final = {"os.rename", "os.mkdir", "os.rmdir", "os.remove", "shutil.rmtree"}
WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT
PATIENCE: Final = 180.0  # seconds: a busy machine is no fault
MOMENTS: Final = "TEST_DEATHS"  # the setting that names how many moments to die at instead
SAID: Final = "terminal.txt"  # what the command printed last, in its data folder
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(LOADED)


def die_at(
    step: int, arguments: Sequence[str], environment: Mapping[str, str], taken: Synchronized[int]
) -> None:
    """Run a command and die at a step; 0 lets it live. `taken` counts the steps."""
    numbers = itertools.count(1)

    def count(*_anything: Any) -> None:
        taken.value = next(numbers)
        if taken.value == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(name: str, facts: tuple[Any, ...]) -> None:
        if name in FILE_STEPS or (name == "open" and facts[2] & WRITING):
            count()

    os.environ.update(environment)
    said = Path(environment["BAOXUE_DATA_DIR"], SAID)
    sys.stdout = sys.stderr = said.open("w")
    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, moment, count)
    sys.addaudithook(watch)
    main([*arguments])


class Command:
    """A command line of one installation, to be run whole or killed at a step."""

    def __init__(self, environment: Mapping[str, str], *arguments: object) -> None:
        self.environment = dict(environment)
        self.arguments = [str(part) for part in arguments]

    def run(self, *, kill_at: int = 0) -> tuple[int, int]:
        """Run it; its exit code (-9 when it was killed) and the steps it took."""
        taken = processes.Value("i", 0)
        process = processes.Process(
            target=die_at, args=(kill_at, self.arguments, self.environment, taken)
        )
        process.start()
        process.join(PATIENCE)
        assert process.exitcode is not None, "the command did not end"
        return process.exitcode, taken.value

    def said(self) -> str:
        """What the last run printed, for whoever reads why a test failed."""
        return Path(self.environment["BAOXUE_DATA_DIR"], SAID).read_text()[-2000:]


def spread(steps: int, count: int) -> list[int]:
    """So many of the steps, or as many as TEST_DEATHS says, evenly from the first to the last."""
    count = int(os.environ.get(MOMENTS, count))
    return sorted({1 + round(n * (steps - 1) / (count - 1)) for n in range(count)})
