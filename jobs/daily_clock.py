"""The daily clock: deadlines, and the alarm when no scan was made for 8 days."""

from __future__ import annotations

from dataclasses import asdict

from flask_babel import lazy_gettext as _l

from jobs.runner import job
from tracking.cases.clocking import tick_clock
from tracking.kernel.scheduling.runner import Counts, Occasion
from tracking.kernel.scheduling.silence import raise_alarm


@job("daily_clock", title=_l("Daily clock"), every="day", at=(5, 0))
def daily_clock(occasion: Occasion) -> Counts:
    """Remind, mark what is overdue, tell the level above, and listen for silence."""
    return {
        **asdict(tick_clock(occasion.today, occasion.settings)),
        "silent": raise_alarm(occasion.at),
    }
