"""The weekly scan: what lies in the drop folder is brought in, then the rolls are compared."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from jobs.runner import job
from tracking.cases.scanning import run_scan
from tracking.kernel.scheduling.runner import Counts, Occasion
from tracking.snapshots.inbox import take_in


@job("weekly_scan", title=_l("Weekly scan"), every="week")
def weekly_scan(occasion: Occasion) -> Counts:
    """Bring files in and scan the newest rolls; the scan itself assigns and tells the owners."""
    files = take_in(occasion.settings)
    scan = run_scan(None, occasion.settings)
    return {
        "files": files.counts(),
        "as_of": scan.as_of.isoformat(),
        "opened": scan.opened,
        "joined": scan.joined,
        "unchanged": scan.unchanged,
        "rules": scan.counts,
    }
