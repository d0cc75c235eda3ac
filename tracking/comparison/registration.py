"""Household register and poverty list → roll (比对1), open files → poverty list (比对3). Pure."""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw

from models.vocabulary.cases import CaseState
from models.vocabulary.comparison import Box
from models.vocabulary.outcomes import OutcomeCode
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
from tracking.rules._accounted import Books, Day, goes_on, missing, without_dead
from tracking.rules._kit import without
from tracking.rules.not_registered import standing

NUMBERS = ("id_key", "student_key", "local_key")
LAWFUL = [code.value for code in OutcomeCode if "V05" <= code.value <= "V14"]
CONFIRMED = [CaseState.DROPOUT.value, CaseState.LEGAL.value]
REGIONS = ("residence_region", "household_region")


def household_boxes(engine: Engine, household: Frame, books: Books, day: Day) -> Frame:
    """One box for each row of the household register."""
    valid = engine.keep(standing(household, books.deaths, day.as_of))
    return registered(engine, household, valid, missing(valid, books, day), books, day)


def poverty_boxes(engine: Engine, poverty: Frame, books: Books, day: Day) -> Frame:
    """One box for each row of the poverty list."""
    valid = engine.keep(without_dead(poverty, books.deaths, day.as_of))
    unexplained = without(missing(valid, books, day), poverty.filter(goes_on()))
    return registered(engine, poverty, valid, unexplained, books, day)


def registered(
    engine: Engine, listed: Frame, valid: Frame, unexplained: Frame, books: Books, day: Day
) -> Frame:
    """One box for each row of a list.

    `valid` are its rows that have not ended; `unexplained` those that the rules look for: of
    compulsory-school age, on no roll, accounted for by nothing on record.
    """
    region = nw.coalesce(*(nw.col(name) for name in REGIONS), nw.lit(""))
    rows = with_last(
        engine.keep(slim(listed.with_columns(region=region), *NUMBERS, "birth_date", "region"))
    )
    rows = rows.join(on_roll(rows, books.current), on="place", how="left")
    was_open, lawful = files_of(books.cases, day.as_of)
    for name, frame in (("has_file", was_open), ("is_lawful", lawful)):
        rows = marked(rows, present_in(frame, name, "person"), "person", name)
    for name, frame in (("is_valid", valid), ("is_missing", unexplained)):
        found = present_in(frame.with_columns(place=place()), name, "place")
        rows = marked(rows, found, "place", name)
    oldest, youngest = day.year.cohort
    box = first_of(
        [
            *UNCOUNTED,
            (nw.col("birth_date") > youngest, Box.YOUNGER),
            (nw.col("birth_date") < oldest, Box.OLDER),
            (~nw.col("is_valid"), Box.ENDED),
            (nw.col("is_numbered") == 0, Box.BY_NAME),
            (nw.col("attends") == 1, Box.ATTENDING),
            (nw.col("attends") == 0, Box.OTHER_STATUS),
            (nw.col("has_file"), Box.HAS_FILE),
            (nw.col("is_lawful"), Box.WHEREABOUTS),
            (nw.col("is_missing"), Box.NOT_REGISTERED),
            (nw.col("birth_date").is_null(), Box.BIRTH_UNKNOWN),
        ],
        Box.EXPLAINED,
    )
    return rows.with_columns(nw.col("school_code").fill_null(""), box=box).select(*BOXED)


def on_roll(rows: Frame, current: Frame) -> Frame:
    """How the persons of a list stand on the roll: by a number, attending, and at which school."""
    roll = current.select(
        "person",
        *(nw.col(name).alias(f"to_{name}") for name in NUMBERS),
        to_place=place(),
        school_code=nw.col("school_code").fill_null(""),
        attends=(nw.col("status") == EnrolStatus.STUDYING.value).fill_null(value=False),
    )
    same = [(nw.col(n) == nw.col(f"to_{n}")).fill_null(value=False) for n in NUMBERS]
    pairs = rows.select("person", "place", *NUMBERS).join(roll, on="person", how="inner")
    flags = {
        "is_numbered": nw.any_horizontal(*same, ignore_nulls=True),
        "attends": nw.col("attends"),
    }
    ones = {n: nw.when(e).then(nw.lit(1)).otherwise(nw.lit(0)) for n, e in flags.items()}
    best = (
        pairs.with_columns(**ones)
        .group_by("place")
        .agg(nw.col(*ones).max(), nw.col("to_place").max())
    )
    return best.join(roll.select("to_place", "school_code"), on="to_place", how="inner").select(
        "place", "school_code", *ones
    )


def files_of(cases: Frame, as_of: date) -> tuple[Frame, Frame]:
    """Files that were open before a day, and those that had ended with lawful whereabouts.

    What a scan opens itself does not count, so that the same day gives the same boxes again.
    """
    opened = cases.filter(nw.col("opened_on") < as_of)
    is_open = nw.col("is_open") | (nw.col("closed_on") >= as_of).fill_null(value=False)
    in_force = nw.col("valid_until").is_null() | (nw.col("valid_until") >= as_of)
    lawful = opened.filter(~is_open, nw.col("outcome").is_in(LAWFUL), in_force)
    return opened.filter(is_open), lawful


def poor_files(cases: Frame, poverty: Frame, *, as_of: date) -> Frame:
    """One box for each file that was open before the day: its place is the number of the file."""
    was_open, _ = files_of(cases, as_of)
    poor = present_in(
        was_open.join(present_in(poverty, "_", "person"), on="person", how="semi"),
        "is_poor", "case_id",
    )  # fmt: skip
    rows = was_open.group_by("case_id").agg(
        nw.col("person").min(), nw.col("school_code").max(), nw.col("state").max()
    )
    rows = marked(rows, poor, "case_id", "is_poor")
    is_dropout = nw.col("state").is_in(CONFIRMED)
    box = first_of(
        [
            (nw.col("is_poor") & is_dropout, Box.POOR_DROPOUT),
            (nw.col("is_poor"), Box.POOR_SUSPECTED),
            (is_dropout, Box.OTHER_DROPOUT),
        ],
        Box.OTHER_SUSPECTED,
    )
    return rows.with_columns(
        place=nw.col("case_id"),
        school_code=nw.col("school_code").fill_null(""),
        region=nw.lit(""),
        box=box,
    ).select(*BOXED)
