"""Roll → present at school (比对2): what the newest roll call says of everybody on a roll. Pure."""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw

from models.vocabulary.comparison import Box
from models.vocabulary.lists import Presence
from models.vocabulary.registry import EnrolStatus
from tracking.comparison.boxes import (
    BOXED,
    UNCOUNTED,
    first_of,
    marked,
    place,
    present_in,
    slim,
    with_last,
)
from tracking.kernel.engine import Engine, Frame
from tracking.rules.absent import called

AT_SCHOOL = [s.value for s in (EnrolStatus.STUDYING, EnrolStatus.TRANSFERRING, EnrolStatus.UNKNOWN)]
BY_CALL = {
    Presence.PRESENT: Box.PRESENT,
    Presence.EXCUSED: Box.EXCUSED,
    Presence.SUSPENDED: Box.ON_LEAVE,
    Presence.HOME_TAUGHT: Box.HOME_TAUGHT,
    Presence.ELSEWHERE: Box.ELSEWHERE,
    Presence.ABSENT: Box.BELOW,
    Presence.LEFT: Box.ABSENT,
    Presence.UNREACHED: Box.ABSENT,
}


def presence(engine: Engine, roll: Frame, roll_call: Frame, absentees: Frame, as_of: date) -> Frame:
    """One box for each row of the roll; `absentees` are the persons whom the rule ABSENT finds."""
    rows = with_last(engine.keep(slim(roll, "school_code", "status")))
    schools = roll_call.select(school_code=nw.col("school_code").fill_null(""))
    rows = marked(rows, present_in(schools, "is_called", "school_code"), "school_code", "is_called")
    rows = marked(rows, present_in(absentees, "is_absent", "person"), "person", "is_absent")
    rows = rows.join(newest_calls(roll_call, as_of), on="person", how="left")
    box = first_of(
        [
            *UNCOUNTED,
            (nw.col("is_absent"), Box.ABSENT),
            (nw.col("status") == EnrolStatus.SUSPENDED.value, Box.ON_LEAVE),
            (~nw.col("status").is_null() & ~nw.col("status").is_in(AT_SCHOOL), Box.NOT_ATTENDING),
            *((nw.col("presence") == said.value, box) for said, box in BY_CALL.items()),
            (nw.col("is_called"), Box.NOT_CALLED),
        ],
        Box.NO_ROLL_CALL,
    )
    return rows.with_columns(region=nw.lit(""), box=box).select(*BOXED)


def newest_calls(roll_call: Frame, as_of: date) -> Frame:
    """One row per person: what the newest roll call that names the child says."""
    named = called(roll_call, as_of).filter(~nw.col("person").is_null())
    calls = named.select("person", "called_on", "presence", place=place())
    day = calls.group_by("person").agg(nw.col("called_on").max().alias("called_on"))
    newest = calls.join(day, on=["person", "called_on"], how="inner")
    last = newest.group_by("person").agg(nw.col("place").max().alias("place")).select("place")
    return newest.join(last, on="place", how="semi").select("person", "presence")
