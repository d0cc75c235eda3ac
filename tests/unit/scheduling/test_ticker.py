from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from tracking.kernel.scheduling.ticker import LOOK, FromNow, Ticker


def test_it_looks_at_once_and_again_until_it_is_stopped() -> None:
    looks: list[float] = []
    thrice = Event()

    def look() -> None:
        looks.append(time.monotonic())
        if len(looks) >= 3:
            thrice.set()

    ticker = Ticker(look, seconds=0.02)
    thread = Thread(target=ticker.run)
    thread.start()
    assert thrice.wait(5)
    ticker.stop()
    thread.join(5)
    assert not thread.is_alive()
    counted = len(looks)
    time.sleep(0.1)
    assert len(looks) == counted


def test_it_ends_after_the_look_that_is_running() -> None:
    began, ended = Event(), Event()

    def look() -> None:
        began.set()
        time.sleep(0.2)
        ended.set()

    ticker = Ticker(look, seconds=60)
    thread = Thread(target=ticker.run)
    thread.start()
    assert began.wait(5)
    ticker.stop()
    thread.join(5)
    assert not thread.is_alive()
    assert ended.is_set()


def test_it_goes_on_looking_when_the_clock_was_put_back() -> None:
    # A clock put back by a year leaves the planned look a year ahead.
    looks: list[float] = []
    planned, looked_again = Event(), Event()

    def look() -> None:
        looks.append(time.monotonic())
        if planned.is_set():
            looked_again.set()

    ticker = Ticker(look, seconds=0.05)
    thread = Thread(target=ticker.run)
    thread.start()
    while not looks:
        time.sleep(0.01)
    ticker.scheduler.modify_job(LOOK, next_run_time=datetime.now(UTC) + timedelta(days=365))
    planned.set()
    assert looked_again.wait(5)
    ticker.stop()
    thread.join(5)
    assert not thread.is_alive()


def test_a_jump_ahead_costs_one_look_and_not_thousands() -> None:
    now = datetime(2030, 1, 1, tzinfo=UTC)
    trigger = FromNow(30)
    assert trigger.get_next_fire_time(None, now) == now
    following = trigger.get_next_fire_time(datetime(2026, 1, 1, tzinfo=UTC), now)
    assert following == now + timedelta(seconds=30)
