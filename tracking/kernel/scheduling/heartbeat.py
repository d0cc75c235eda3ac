"""A run's heart: beaten by the runner while it works, listened to by everybody else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from sqlalchemy.exc import SQLAlchemyError

from models.job_run import JobRun


@dataclass(frozen=True)
class Pace:
    """Seconds between heartbeats, and of silence after which a run counts as dead."""

    beat: float = 20.0
    dead: float = 180.0


class Heartbeat:
    """Beats in a thread of its own from the beginning to the end of a `with` block."""

    def __init__(self, beat: Callable[[], object], every: float) -> None:
        """Take what to call, and every how many seconds."""
        self._beat = beat
        self._every = every
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(self._every):
            try:
                self._beat()
            except SQLAlchemyError:
                # Busy or away: the next beat tries again. If none arrives for long, another
                # scheduler takes the run over, which is what should happen then.
                continue


class Listener:
    """Decides from what one process sees of the heartbeats which runs are dead.

    The age of a heartbeat alone proves nothing: a clock that jumps ahead makes every heart
    look silent for hours. So a run must also have been silent for two beats on this process's
    own monotonic clock; or for the whole time of `dead`, should the clock have been put back.
    """

    def __init__(self, pace: Pace) -> None:
        """Listen at a pace."""
        self._pace = pace
        self._heard: dict[int, tuple[tuple[datetime, int], float]] = {}

    def is_dead(self, run: JobRun, now: datetime) -> bool:
        """Whether nobody works on a running row any more; False when it is first seen."""
        mark = (run.heartbeat_at, run.attempt)
        last = self._heard.get(run.id)
        if last is None or last[0] != mark:
            self._heard[run.id] = (mark, time.monotonic())
            return False
        unheard = time.monotonic() - last[1]
        is_old = is_silent(run, now, self._pace)
        return unheard >= self._pace.dead or (is_old and unheard >= 2 * self._pace.beat)

    def forget(self, run_id: int) -> None:
        """Stop listening to a run that ended."""
        self._heard.pop(run_id, None)


def is_silent(run: JobRun, now: datetime, pace: Pace) -> bool:
    """Whether the last heartbeat is too old, going by the clock on the wall."""
    return now - run.heartbeat_at > timedelta(seconds=pace.dead)
