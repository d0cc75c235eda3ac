"""Which children of a list should stand on a roll, and what accounts for one that does not.

A child is accounted for by a completed departure (transfer out of the area, going abroad, death,
graduation from junior school) that no later return undoes, by a transfer still under way, by an
entry in the list of deaths, or by a result of a verification that is in force (V02–V14). At the
beginning of a school year, children who change schools have time until rosters are renewed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.lists import NumberCheck, Placement, RegisterEnd
from models.vocabulary.outcomes import OutcomeCode
from models.vocabulary.registry import EnrolStatus, MovementKind, MovementState
from tracking.kernel.school_year import SchoolYear
from tracking.rules._kit import (
    COMPULSORY,
    Frame,
    Keep,
    among,
    as_it_is,
    expected_grade,
    in_cohort,
    without,
)
from tracking.rules._words import HIGHER, NEGATED
from tracking.rules.left_school import LEFT

GONE = [
    s.value
    for s in (
        EnrolStatus.TRANSFERRED,
        EnrolStatus.GRADUATED,
        EnrolStatus.DEAD,
        EnrolStatus.ABROAD,
    )
]
SETTLED = [code.value for code in OutcomeCode if "V02" <= code.value <= "V14"]
LAST_OF_PRIMARY = (5, 6)  # by the length of primary school

BOOKS = ("current", "year_before", "movements", "cases", "schools")
DEATHS = {
    "deaths": _l(
        "Without a list of deaths, only movements of the registry tell that a child has died."
    )
}
DEFERRALS = {
    "disability": _l(
        "Without a list of disabled children, a deferral is known only from the child's file."
    )
}
DEFERRED_GRADE = {
    "deferred_grade": _l(
        "“Enrolment deferred” in the list is believed up to the age of grade %(deferred_grade)s."
    )
}
WAITING = {
    "entry_days": _l(
        "Children who enter grade 1 or leave primary school are expected on a roster from "
        "%(entry_days)s days after the beginning of the school year."
    ),
    "transfer_days": _l(
        "A transfer that is not completed accounts for a missing child for %(transfer_days)s days."
    ),
}


class Books(NamedTuple):
    """What a list is held against: the frames BOOKS, and the deaths."""

    current: Frame
    year_before: Frame
    movements: Frame
    cases: Frame
    schools: Frame
    deaths: Frame


class Day(NamedTuple):
    """The day a list is held against the books, how long is waited, and the engine's `keep`."""

    as_of: date
    year: SchoolYear
    entry_days: int
    transfer_days: int
    keep: Keep = as_it_is


def missing(rows: Frame, books: Books, day: Day) -> Frame:
    """Rows of children of compulsory-school age who are on no roll and not accounted for."""
    absent = without(due(rows, books, day), registered(books.current))
    return unaccounted(absent, books, day)


def due(rows: Frame, books: Books, day: Day) -> Frame:
    """Rows of children of the cohort who have to stand on a roll by the day."""
    cohort = rows.filter(in_cohort(day.year), ~nw.col("person").is_null())
    if day.as_of >= day.year.starts + timedelta(days=day.entry_days):
        return cohort
    older = cohort.filter(nw.col("birth_date") < day.year.entering[0])
    return without(older, books.year_before.filter(nw.col("grade").is_in(LAST_OF_PRIMARY)))


def deferred(disability: Frame, year: SchoolYear, deferred_grade: int) -> Frame:
    """Children whose enrolment is deferred by the list of disabled children, and still may be."""
    return disability.filter(
        nw.col("placement") == Placement.DEFERRED.value, expected_grade(year) <= deferred_grade
    )


def registered(current: Frame) -> Frame:
    """Rows of the roll but those of a preschool."""
    return current.filter(nw.col("grade").is_null() | (nw.col("grade") >= COMPULSORY[0]))


def attending(current: Frame) -> Frame:
    """Rows of children that the roll holds at school, or on leave with the school's consent."""
    status = nw.col("status")
    return registered(current).filter(status.is_null() | ~status.is_in([*LEFT, *GONE]))


def unaccounted(rows: Frame, books: Books, day: Day) -> Frame:
    """Rows of children whom neither movements, deaths nor results in force account for."""
    rows = day.keep(rows)
    finished = books.year_before.filter(
        nw.col("grade") >= COMPULSORY[1], ~nw.col("status").is_in(LEFT)
    )
    oldest = rows.filter(expected_grade(day.year) >= COMPULSORY[1])
    ungraded = done(books.movements, day.as_of).filter(
        nw.col("kind") == MovementKind.GRADUATE.value, nw.col("from_grade").is_null()
    )
    gone = (departed(books, day), settled(books.cases, day.as_of), finished)
    persons = nw.concat([f.select("person") for f in (*gone, among(oldest, ungraded))])
    return without_dead(without(rows, persons), books.deaths, day.as_of)


def done(movements: Frame, as_of: date) -> Frame:
    """Movements that are completed by a day."""
    is_done = nw.col("state") == MovementState.DONE.value
    return movements.filter(is_done, nw.col("moved_on") <= as_of)


def departed(books: Books, day: Day) -> Frame:
    """Persons whose departure is on record, without those who came back later.

    A completed transfer to a school of the bureau is one under way until that school has them.
    """
    ours = books.schools.select(nw.col("school_code").alias("to_school"), ours=nw.lit(value=True))
    known = books.movements.filter(nw.col("moved_on") <= day.as_of)
    known = known.join(ours, on="to_school", how="left")
    kind, is_done = nw.col("kind"), nw.col("state") == MovementState.DONE.value
    is_transfer = kind == MovementKind.TRANSFER_OUT.value
    ended = kind.is_in([MovementKind.DEATH.value, MovementKind.ABROAD.value]) | (
        (kind == MovementKind.GRADUATE.value) & (nw.col("from_grade") >= COMPULSORY[1])
    )
    is_recent = nw.col("moved_on") >= day.as_of - timedelta(days=day.transfer_days)
    left = (
        known.filter((is_done & ended) | (is_transfer & (is_recent | (is_done & far()))))
        .group_by("person")
        .agg(nw.col("moved_on").max().alias("left_on"))
    )
    back = (
        known.filter(kind.is_in([MovementKind.TRANSFER_IN.value, MovementKind.RESUME.value]))
        .group_by("person")
        .agg(nw.col("moved_on").max().alias("back_on"))
    )
    both = left.join(back, on="person", how="left")
    return both.filter(nw.col("back_on").is_null() | (nw.col("back_on") <= nw.col("left_on")))


def far() -> nw.Expr:
    """Whether a school is not one of the bureau's, after a join that says `ours`."""
    return nw.col("ours").is_null()


def settled(cases: Frame, as_of: date) -> Frame:
    """Files whose verified result accounts for the child and is in force."""
    until = nw.col("valid_until")
    return cases.filter(nw.col("outcome").is_in(SETTLED), until.is_null() | (until >= as_of))


def without_dead(rows: Frame, deaths: Frame, as_of: date) -> Frame:
    """Rows without those who died or settled abroad, also where that list has no number."""
    reason, ended = nw.col("category"), nw.col("ended_on")
    gone = deaths.filter(
        reason.is_null() | reason.is_in([RegisterEnd.DEATH.value, RegisterEnd.ABROAD.value]),
        ended.is_null() | (ended <= as_of),
    )
    named = gone.filter(~nw.col("person_key").is_null()).select(
        "person_key", their_key=nw.col("id_key"), their_check=nw.col("id_check")
    )
    ok = NumberCheck.OK.value
    sound = (nw.col("id_check") == ok) & (nw.col("their_check") == ok)
    differ = (sound & (nw.col("id_key") != nw.col("their_key"))).fill_null(value=False)
    namesakes = rows.filter(~nw.col("person_key").is_null()).join(
        named, on="person_key", how="inner"
    )
    return without(without(rows, gone), namesakes.filter(~differ))


def says(column: str, words: str) -> nw.Expr:
    """Whether a text holds one of some words."""
    return nw.col(column).fill_null("").str.contains(words)


def goes_on() -> nw.Expr:
    """Whether a list says that the child is at a school of a higher stage."""
    return says("schooling", HIGHER) & ~says("schooling", NEGATED)


def in_city(rows: Frame, schools: Frame, column: str) -> Frame:
    """Rows without those whose region has the code of another city.

    A region that is blank or only named is believed to lie in the city.
    """
    city = (
        schools.filter(nw.col("county").fill_null("").str.contains("^[0-9]{6}"))
        .select(city=nw.col("county").str.slice(0, 4))
        .unique()
    )
    coded = rows.filter(says(column, "^[0-9]{6}"))
    coded = coded.with_columns(city=nw.col(column).str.slice(0, 4), any=nw.lit(1))
    outside = coded.join(city, on="city", how="anti")
    told = city.with_columns(any=nw.lit(1)).select("any").unique()
    places = outside.join(told, on="any", how="inner").select("snapshot_id", "row_no")
    return rows.join(places, on=["snapshot_id", "row_no"], how="anti")
