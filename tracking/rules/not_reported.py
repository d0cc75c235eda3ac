"""R-03: attending at the end of last term, and not reported (报到) since this term began.

It is told from `days` days after the first day of term, from a roster or roll call of that day
or later. A school of which nobody is marked as reported has not told anything yet; a child that
a roll call has seen at school since has come. Where a school marks only those who reported, a
blank mark counts in a class of which somebody has one.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from models.vocabulary.lists import Presence
from models.vocabulary.registry import EnrolStatus
from tracking.kernel.school_year import SchoolYear
from tracking.rules._kit import Frame, among, from_roll, in_compulsory_grades, rule, without

CAME = [
    p.value for p in (Presence.PRESENT, Presence.EXCUSED, Presence.HOME_TAUGHT, Presence.ELSEWHERE)
]
CLASS = ("school_code", "grade", "class_no")


@rule(
    "NOT_REPORTED",
    number="R-03",
    title=_l("Not reported at the beginning of term"),
    sentence=_l(
        "Attending at the end of last term; %(school_code)s has not marked the child as reported "
        "by %(seen_on)s, the term began on %(term_on)s."
    ),
    needs=("current", "term_before"),
    severity=Severity.HIGH,
    basis=_l("Schools list within a week of the first day of term who has not come back."),
    version=1,
    evidence=("term_on", "seen_on", "grade", "class_no"),
    proof=("school_code", "term_on"),
    uses={
        "roll_call": _l("Without roll calls only the roster's own mark tells who has reported."),
    },
    thresholds={
        "days": _l("It is told from %(days)s days after the first day of term."),
    },
)
def not_reported(
    current: Frame,
    term_before: Frame,
    roll_call: Frame,
    *,
    as_of: date,
    year: SchoolYear,
    days: int = 7,
) -> Frame:
    """One row per child and school where it has not reported."""
    limit = year.term_starts + timedelta(days=days)
    studying = nw.col("status") == EnrolStatus.STUDYING.value
    calls = calls_of_term(roll_call, as_of, year)
    roster = current.filter(nw.col("seen_on") >= year.term_starts).with_columns(
        class_no=nw.col("class_no").fill_null(""), grade=nw.col("grade").fill_null(0)
    )
    came = nw.concat(
        [
            roster.filter(nw.col("reported")).select("person"),
            calls.filter(nw.col("reported") | nw.col("presence").is_in(CAME)).select("person"),
        ]
    )
    told = calls.filter(~nw.col("reported"), nw.col("called_on") >= limit).select("person")
    attending = roster.filter(studying, in_school_grades())
    after = attending.filter(nw.col("seen_on") >= limit)
    denied = nw.concat([after.filter(~nw.col("reported")).select("person"), told])
    marks = roster.filter(nw.col("reported"))
    schools = marks.select("school_code").unique()
    called = calls.filter(nw.col("reported")).select("school_code").unique()
    telling = nw.concat([schools, called]).unique()
    by_word = among(attending, denied).join(telling, on="school_code", how="semi")
    strict = roster.filter(~nw.col("reported")).select("school_code").unique()
    blank = (
        after.filter(nw.col("reported").is_null())
        .join(marks.select(*CLASS).unique(), on=list(CLASS), how="semi")
        .join(strict, on="school_code", how="anti")
    )
    columns = ("person", "snapshot_id", "row_no", "seen_on", *CLASS)
    both = nw.concat([by_word.select(*columns), blank.select(*columns)]).unique()
    last_term = term_before.filter(studying)
    found = without(among(both, last_term), came).with_columns(
        term_on=nw.lit(year.term_starts).cast(nw.Date)
    )
    return from_roll(found if as_of >= limit else found.head(0))


def calls_of_term(roll_call: Frame, as_of: date, year: SchoolYear) -> Frame:
    """Roll calls of this term up to the day; one without a day is of that of its file."""
    called_on = nw.coalesce(nw.col("called_on"), nw.col("seen_on"))
    return roll_call.with_columns(called_on=called_on).filter(
        nw.col("called_on") >= year.term_starts, nw.col("called_on") <= as_of
    )


def in_school_grades() -> nw.Expr:
    """Compulsory grades; 0 stands for one that was not legible."""
    return (nw.col("grade") == 0) | in_compulsory_grades()
