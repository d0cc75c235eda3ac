"""R-02: on the roll as attending, and absent without leave for `days` school days in a row.

The roll call itself says since when or for how many days; or the child was absent at every
roll call of its school between two days, with no day in between on which it was present,
excused or schooled elsewhere. A list of absent pupils only, where not being named means being
there, counts if it names the child on each of the last `days` school days. “Has left” and
“cannot be reached” are a school's own word and need no days.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from models.vocabulary.lists import Presence
from models.vocabulary.registry import EnrolStatus
from tracking.kernel.school_year import SchoolYear
from tracking.kernel.schooldays import is_school_day
from tracking.rules._kit import Frame, from_roll_call, in_compulsory_grades, rule

GONE = [Presence.LEFT.value, Presence.UNREACHED.value]
AWAY = [Presence.ABSENT.value, *GONE]


@rule(
    "ABSENT",
    number="R-02",
    title=_l("Absent without leave"),
    sentence=_l(
        "Attending %(school_code)s according to the roster; roll call of %(called_on)s: "
        "%(presence)s, since %(absent_on)s."
    ),
    needs=("current", "roll_call"),
    severity=Severity.HIGH,
    basis=_l("Comparison of the registry with the pupils who are at school (roll call)."),
    version=1,
    evidence=("presence", "absent_on", "called_on", "grade", "class_no"),
    proof=("school_code", "absent_on"),
    thresholds={
        "days": _l("It is told after %(days)s school days of absence in a row."),
    },
)
def absent(
    current: Frame, roll_call: Frame, *, as_of: date, year: SchoolYear, days: int = 3
) -> Frame:
    """One row per child: its last roll call."""
    pupils = current.filter(
        nw.col("status") == EnrolStatus.STUDYING.value, in_compulsory_grades()
    ).select("person", "school_code", "grade", "class_no")
    calls = called(roll_call, as_of)
    away = since_last_there(calls)
    spans = away.with_columns(
        first=nw.col("called_on").min().over("person"),
        last=nw.col("called_on").max().over("person"),
        everywhere=nw.col("is_whole").min().over("person"),
    )
    counted = spans.with_columns(
        is_recent=run("called_on", "last", as_of, year) <= days,
        absent_on=nw.coalesce(nw.col("absent_since"), nw.col("first")),
    )
    named = (
        counted.filter(nw.col("is_recent"))
        .group_by("person")
        .agg(nw.col("called_on").n_unique().alias("days_named"))
    )
    latest = counted.filter(nw.col("called_on") == nw.col("last")).join(
        named, on="person", how="left"
    )
    by_calls = (nw.col("everywhere") == 1) & (run("first", "last", as_of, year) >= days)
    by_word = run("absent_since", "last", as_of, year) >= days
    by_number = nw.col("absent_days") >= days
    tells = [by_calls, by_word, by_number, nw.col("days_named") >= days]
    tells.append(nw.col("presence").is_in(GONE))
    found = latest.filter(nw.any_horizontal(*tells, ignore_nulls=True))
    return from_roll_call(
        found.drop("school_code", "grade", "class_no").join(pupils, on="person", how="inner")
    )


def called(roll_call: Frame, as_of: date) -> Frame:
    """Roll calls by day; `is_whole` is 1 where a call names those who are there as well."""
    calls = roll_call.with_columns(
        called_on=nw.coalesce(nw.col("called_on"), nw.col("seen_on")),
        is_there=nw.when(nw.col("presence") == Presence.PRESENT.value)
        .then(nw.lit(1))
        .otherwise(nw.lit(0)),
    ).filter(~nw.col("presence").is_null(), nw.col("called_on") <= as_of)
    return calls.with_columns(is_whole=nw.col("is_there").max().over("snapshot_id"))


def since_last_there(calls: Frame) -> Frame:
    """The calls at which a child was away, after the last one at which it was not."""
    there = (
        calls.filter(~nw.col("presence").is_in(AWAY))
        .group_by("person")
        .agg(nw.col("called_on").max().alias("there_on"))
    )
    away = calls.filter(nw.col("presence").is_in(AWAY)).join(there, on="person", how="left")
    return away.filter(nw.col("there_on").is_null() | (nw.col("called_on") > nw.col("there_on")))


def school_days_to(day: nw.Expr, as_of: date, year: SchoolYear) -> nw.Expr:
    """How many school days of the term lie up to a day."""
    span = (as_of - year.term_starts).days + 1
    term = (year.term_starts + timedelta(days=n) for n in range(span))
    steps = (
        nw.when(day >= d).then(nw.lit(1)).otherwise(nw.lit(0)) for d in term if is_school_day(d)
    )
    return nw.sum_horizontal(nw.lit(0), *steps)


def run(first: str, last: str, as_of: date, year: SchoolYear) -> nw.Expr:
    """School days from one day to another, both counted; unknown without the first."""
    before = nw.col(first).dt.offset_by("-1d").cast(nw.Date)
    days = school_days_to(nw.col(last), as_of, year) - school_days_to(before, as_of, year)
    return nw.when(~nw.col(first).is_null()).then(days)
