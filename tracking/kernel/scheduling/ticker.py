"""Looks at the clock on the wall again and again until it is told to stop.

APScheduler waits for the next look on the monotonic clock and plans it on the wall clock. Two
things follow: a trigger that counts up from the last look would make up for every missed one
after a jump ahead, and a clock that is put back would leave the next look in a far future.
So the next look is always planned from now, and one that is late is brought forward.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from tracking.kernel import clock

LOOK = "look"
LATE = 2  # looks


class FromNow(BaseTrigger):
    """The next look is so many seconds from now, whatever was before."""

    def __init__(self, seconds: float) -> None:
        """Take the distance in seconds."""
        self._distance = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """At once for the first time, afterwards counted from now."""
        return now if previous is None else now + self._distance


class Ticker:
    """Calls `look` every `seconds`, never twice at once, until `stop`."""

    def __init__(self, look: Callable[[], object], seconds: float = 30.0) -> None:
        """Prepare the scheduler; nothing runs yet."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._look = look
        self._seconds = seconds
        self._stopped = threading.Event()
        self._looking = threading.Event()
        self._looked = time.monotonic()
        self.scheduler = BackgroundScheduler(timezone=clock.ZONE)

    def run(self) -> None:
        """Look until told to stop; a job that is running then is finished first."""
        self.scheduler.add_job(
            self._once,
            FromNow(self._seconds),
            id=LOOK,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self.scheduler.start()
        try:
            while not self._stopped.wait(self._seconds):
                self._bring_forward()
        finally:
            self.scheduler.shutdown(wait=True)

    def stop(self) -> None:
        """Make `run` return; may be called from a signal handler or another thread."""
        self._stopped.set()

    def _bring_forward(self) -> None:
        late = time.monotonic() - self._looked > LATE * self._seconds
        if late and not self._looking.is_set():
            self.scheduler.modify_job(LOOK, next_run_time=clock.now())

    def _once(self) -> None:
        self._looking.set()
        try:
            if not self._stopped.is_set():
                self._look()
        finally:
            self._looked = time.monotonic()
            self._looking.clear()
