"""The daily clock: deadlines, and the alarm when no scan was made for 8 days."""

from __future__ import annotations

from dataclasses import asdict

from flask_babel import lazy_gettext as _l

from jobs.runner import job
from tracking.cases.clocking import tick_clock
from tracking.handovers.clocking import watch_shared_work
from tracking.kernel.scheduling.runner import Counts, Occasion
from tracking.kernel.scheduling.silence import raise_alarm
from tracking.outcomes.expiry import verify_anew
from tracking.reports.listening import listen


@job("daily_clock", title=_l("Daily clock"), every="day", at=(5, 0))
def daily_clock(occasion: Occasion) -> Counts:
    """Remind, mark what is overdue, tell the level above, and listen for silence."""
    return {
        **asdict(tick_clock(occasion.today, occasion.settings)),
        **watch_shared_work(occasion.today, occasion.at),
        "verified_anew": verify_anew(occasion.today),
        "unreported": listen(occasion.today, occasion.at),
        "silent": raise_alarm(occasion.at),
    }
