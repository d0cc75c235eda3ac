"""What became of a run, in the reader's language: for the page of runs and the command line.

`JobRun.counts` is plain data. The weekly scan writes `files` (accepted, partial, repeated,
refused, waiting, stuck), `as_of`, `opened`, `joined`, `unchanged` and `rules` (code → findings);
the daily clock `reminded`, `overdue`, `escalated`, `reassigned`, `rungs`, `idle`, `unreported`,
`silent`, and of shared work `named`, `left`, `silent_lines` and more; the care of the archive
`given_up`, `cleared`, `deleted`; a skipped period `covered_by`, a failed one `error` (its kind).
"""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models.job_run import JobRun
from models.vocabulary.jobs import RunState

LABELS = {
    "accepted": _l("Files accepted"),
    "partial": _l("Files accepted in part"),
    "repeated": _l("Files known before"),
    "refused": _l("Files refused"),
    "waiting": _l("Files still being written"),
    "stuck": _l("Files that could not be moved"),
    "as_of": _l("Roster day"),
    "opened": _l("Cases opened"),
    "joined": _l("Cases joined"),
    "unchanged": _l("Cases unchanged"),
    "reminded": _l("Reminders"),
    "overdue": _l("Newly overdue"),
    "escalated": _l("Escalated"),
    "rungs": _l("Steps of the ladder"),
    "idle": _l("Cases without progress"),
    "unreported": _l("Monthly reports missing"),
    "reassigned": _l("Given to the bureau"),
    "named": _l("Responsible persons named"),
    "left": _l("Responsible persons who left"),
    "silent_lines": _l("Silent lines"),
    "inquiries_reminded": _l("Departments reminded"),
    "inquiries_escalated": _l("Inquiries without a reply"),
    "lapsed": _l("Hand-overs without a receipt"),
    "silent": _l("Alarms of silence"),
    "given_up": _l("Uploads given up"),
    "verified_anew": _l("Results that ended"),
    "cleared": _l("Remains cleared away"),
    "deleted": _l("Files whose period was over"),
}


def figures(counts: dict[str, Any]) -> list[tuple[str, Any]]:
    """(label, value) of a run's counts in a fixed order; rule codes come last, as they are."""
    flat = {**counts.get("files", {}), **counts}
    shown = [(str(label), flat[name]) for name, label in LABELS.items() if name in flat]
    return shown + sorted(counts.get("rules", {}).items())


def sentence(run: JobRun) -> str:
    """How a run stands or ended, as one sentence."""
    return str(_worded(run))


def _worded(run: JobRun) -> Any:
    match run.state:
        case RunState.SKIPPED:
            return _("Missed; the run of %(period)s covers it.", period=run.counts["covered_by"])
        case RunState.FAILED:
            return _(
                "Attempt %(number)s failed: %(reason)s", number=run.attempt, reason=run.message
            )
        case RunState.RUNNING:
            return _("Running, attempt %(number)s.", number=run.attempt)
        case _ if run.attempt > 1:
            return _("Done at attempt %(number)s.", number=run.attempt)
    return _("Done.")
