"""The care of the archive: remains of crashes, what its period is over for, forgotten uploads."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from jobs.runner import job
from tracking.kernel.scheduling.runner import Counts, Occasion
from tracking.proofs import care as documents
from tracking.snapshots import care, retention


@job("archive_care", title=_l("Archive care"), every="day", at=(4, 0))
def archive_care(occasion: Occasion) -> Counts:
    """Give up forgotten uploads, clear away what nothing needs, delete what is over."""
    return {
        "given_up": care.give_up(occasion.settings, occasion.at),
        "cleared": len(care.clear(occasion.settings, occasion.at))
        + documents.clear(occasion.settings, occasion.at),
        "deleted": retention.run(occasion.settings, occasion.at),
    }
