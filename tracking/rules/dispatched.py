"""R-26: sent by the ministry or province as suspected, without a final result.

A result is final when the list's own result says so, when the child's file was closed or excluded
on or after the day the name was sent, or while a verified result is in force (V02–V14). A child
that attends is still to be answered for: it goes to the school on whose roll it stands.
"""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.cases import CaseState
from models.vocabulary.flags import Severity
from tracking.rules._accounted import DEATHS, attending, says, settled, without_dead
from tracking.rules._kit import Frame, from_list, rule, without
from tracking.rules._words import ANSWERED, CLEARED, UNANSWERED

PLACE = ["snapshot_id", "row_no"]
ENDED = [CaseState.CLOSED.value, CaseState.EXCLUDED.value]


@rule(
    "DISPATCHED",
    number="R-26",
    title=_l("Sent by the ministry or province, not answered"),
    sentence=_l(
        "Sent by the ministry or province on %(dispatched_on)s to be checked, and no final result "
        "is on record; school: %(school_code)s, status on its roster by %(as_of)s: %(status)s."
    ),
    needs=("dispatched", "current", "cases"),
    severity=Severity.HIGH,
    basis=_l("Every name that the ministry or province sends is checked and answered."),
    version=1,
    evidence=("dispatched_on", "due_on", "batch", "category_text", "result", "status"),
    proof=("dispatched_on",),
    uses=DEATHS,
)
def dispatched(
    dispatched: Frame, current: Frame, cases: Frame, deaths: Frame, *, as_of: date
) -> Frame:
    """One row per name that was sent and not answered."""
    first_seen = nw.col("seen_on").min().over("person", "batch")
    sent = dispatched.filter(~nw.col("person").is_null()).with_columns(
        dispatched_on=nw.coalesce(nw.col("dispatched_on"), first_seen)
    )
    sent = sent.filter(nw.col("dispatched_on") <= as_of)
    told = sent.filter(is_final()).select("person", answered_on=nw.col("dispatched_on"))
    ended = cases.filter(nw.col("state").is_in(ENDED)).select(
        "person", answered_on=nw.col("closed_on")
    )
    asked = unanswered(sent.filter(~is_final()), nw.concat([told, ended]))
    left = without_dead(without(asked, settled(cases, as_of)), deaths, as_of)
    known = left.join(on_roll(current), on="person", how="left").with_columns(
        school_code=nw.coalesce(nw.col("now_at"), nw.col("school_code"))
    )
    return from_list(known, "dispatched")


def is_final() -> nw.Expr:
    """Whether the list's own result settles the question."""
    answered = says("result", ANSWERED) & ~says("result", UNANSWERED)
    return says("result", CLEARED) | answered


def unanswered(sent: Frame, answers: Frame) -> Frame:
    """Names without those that were answered on or after the day they were sent."""
    both = sent.join(answers, on="person", how="inner")
    done = both.filter(nw.col("dispatched_on") <= nw.col("answered_on"))
    return sent.join(done.select(*PLACE), on=PLACE, how="anti")


def on_roll(current: Frame) -> Frame:
    """School and status of each person of the roll: where it attends, if it does anywhere."""
    there = attending(current)
    return nw.concat([last_of(there), last_of(without(current, there))])


def last_of(rows: Frame) -> Frame:
    """One school and status per person."""
    return rows.group_by("person").agg(
        nw.col("school_code").max().alias("now_at"), nw.col("status").max().alias("status")
    )
