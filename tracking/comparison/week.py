"""Roll as last compared → present roll: what became of everybody, and who came new. Pure.

The input are all rows of the roll as last compared (also of schools that wait for a newer
roster), and the rows of those present who were not on it. Who is missing without an explanation
is decided by the rule VANISHED; here the kinds of explanation are told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import narwhals.stable.v2 as nw

from models.vocabulary.comparison import Box
from models.vocabulary.registry import EnrolStatus, MovementKind
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
from tracking.kernel.school_year import SchoolYear
from tracking.rules._kit import in_compulsory_grades
from tracking.rules.vanished import EXITS, is_unproved_end

ENTRY_DAYS = 61  # first grades fill in the first two months of a school year
FIRST_GRADES = (1, 7)
STALE, ASIDE, FIRST = "stale", "aside", "first"
BY_STATUS = {
    EnrolStatus.GRADUATED: Box.GRADUATED,
    EnrolStatus.TRANSFERRED: Box.TRANSFERRED,
    EnrolStatus.DEAD: Box.DIED,
    EnrolStatus.ABROAD: Box.ABROAD,
}
BY_KIND = {  # of two exits of one day the first here tells the kind
    MovementKind.DEATH: Box.DIED,
    MovementKind.ABROAD: Box.ABROAD,
    MovementKind.GRADUATE: Box.GRADUATED,
    MovementKind.TRANSFER_OUT: Box.TRANSFERRED,
    MovementKind.DELETE: Box.REMOVED,
    MovementKind.LEAVE: Box.LEFT,
}
TRANSFERS = [MovementKind.TRANSFER_IN.value, MovementKind.TRANSFER_OUT.value]


@dataclass(frozen=True)
class Week:
    """The frames of a week; `missing` and `dead` are persons.

    `missing` are found by the rule VANISHED, `dead` stand in a list of deaths. `parts` says which
    rosters are not simply compared (`snapshot_id`, `school_code`, `role`: STALE, ASIDE or FIRST);
    `links` gives the place of rows that were followed to another number, and their box.
    """

    previous: Frame
    current: Frame
    movements: Frame
    missing: Frame
    dead: Frame
    parts: Frame
    links: Frame
    as_of: date
    year: SchoolYear
    exit_days: int = 120


def week(engine: Engine, given: Week) -> Frame:
    """One box for each row of the last roll, and for each row of who came new."""
    roles = given.parts.with_columns(nw.col("school_code").fill_null(""))
    held = given.current.select("person", "snapshot_id", "row_no", "school_code", "grade")
    held = held.with_columns(nw.col("school_code").fill_null(""))
    now = engine.keep(
        held.join(roles, on=["snapshot_id", "school_code"], how="left").select(
            "person", place().alias("place"), "school_code", "grade", "role"
        )
    )
    is_stale = (nw.col("role") == STALE).fill_null(value=False)
    stale, fresh = now.filter(is_stale), now.filter(~is_stale)
    last = nw.concat(
        [
            slim(given.previous, "school_code").with_columns(is_stale=nw.lit(value=False)),
            stale.select("person", "place", "school_code", is_stale=nw.lit(value=True)),
        ]
    )
    known = engine.keep(followed(with_last(last), fresh))
    is_lost = nw.col("is_last") & ~nw.col("is_here") & ~nw.col("is_there") & ~nw.col("is_stale")
    lost = engine.keep(known.filter(is_lost))
    found = known.filter(~is_lost)
    return nw.concat(
        [
            boxed_found(found, given),
            boxed_lost(engine, lost, stale, given),
            boxed_new(engine, fresh, known, given),
        ]
    )


def followed(last: Frame, fresh: Frame) -> Frame:
    """Rows of the last roll: is the child at its school now (`is_here`), anywhere (`is_there`)."""
    here = marked(
        last, present_in(fresh, "is_here", "person", "school_code"), ("person", "school_code"),
        "is_here",
    )  # fmt: skip
    return marked(here, present_in(fresh, "is_there", "person"), "person", "is_there")


def boxed_found(found: Frame, given: Week) -> Frame:
    """Those who are on a roll now, or whose school was not compared."""
    there = nw.col("is_here") | nw.col("is_there")
    rows = marked(found, present_in(given.missing, "is_missing", "person"), "person", "is_missing")
    box = first_of(
        [
            *UNCOUNTED,
            (nw.col("is_stale") & (nw.col("is_here") | ~nw.col("is_there")), Box.NOT_COMPARED),
            (nw.col("is_missing"), Box.VANISHED),
            (there & ~nw.col("link").is_null(), nw.col("link")),
            (nw.col("is_here"), Box.STAYED),
        ],
        Box.MOVED,
    )
    return told(rows.join(given.links, on="place", how="left").with_columns(box=box))


def boxed_lost(engine: Engine, lost: Frame, stale: Frame, given: Week) -> Frame:
    """Those who are on no fresh roll: on an old one elsewhere, gone on record, or vanished."""
    columns = ("person", "place", "school_code", "grade", "status")
    full = given.previous.with_columns(place=place()).select(*columns)
    rows = engine.keep(full.join(lost.select("place"), on="place", how="semi"))
    marks = {"is_missing": given.missing, "is_dead": given.dead, "is_stale": stale}
    for name, frame in marks.items():
        rows = marked(rows, present_in(frame, name, "person"), "person", name)
    rows = rows.join(last_exits(given), on="person", how="left")
    box = first_of(
        [
            (nw.col("is_missing"), Box.VANISHED),
            (nw.col("is_stale"), Box.MOVED),
            (~in_compulsory_grades(), Box.BEYOND),
            *((nw.col("status") == status.value, box) for status, box in BY_STATUS.items()),
            *((nw.col("rank") == rank, box) for rank, box in enumerate(BY_KIND.values())),
            (nw.col("is_dead"), Box.DIED),
        ],
        Box.EXPLAINED,
    )
    return told(rows.with_columns(nw.col("school_code").fill_null(""), box=box))


def last_exits(given: Week) -> Frame:
    """Person → the newest exit on record, as its place in BY_KIND."""
    earliest = given.as_of - timedelta(days=given.exit_days)
    left = given.movements.filter(
        nw.col("kind").is_in(EXITS),
        nw.col("moved_on") >= earliest,
        nw.col("moved_on") <= given.as_of,
        ~is_unproved_end(),
        ~nw.col("person").is_null(),
    ).select("person", "moved_on", "kind")
    rank = nw.lit(len(BY_KIND))
    for number, kind in enumerate(BY_KIND):
        rank = nw.when(nw.col("kind") == kind.value).then(nw.lit(number)).otherwise(rank)
    newest = left.group_by("person").agg(nw.col("moved_on").max().alias("moved_on"))
    return (
        left.join(newest, on=["person", "moved_on"], how="inner")
        .with_columns(rank=rank)
        .group_by("person")
        .agg(nw.col("rank").min().alias("rank"))
    )


def boxed_new(engine: Engine, fresh: Frame, known: Frame, given: Week) -> Frame:
    """Those on a roll that was compared who were on none before."""
    counted = (nw.col("role").is_null()) | (nw.col("role") == FIRST)
    before = known.select("person").unique()
    rows = fresh.filter(counted).join(before, on="person", how="anti")
    rows = with_last(engine.keep(rows))
    earliest = given.as_of - timedelta(days=given.exit_days)
    recent = given.movements.filter(nw.col("moved_on") >= earliest)
    for name, kinds in (("came_in", TRANSFERS), ("came_back", [MovementKind.RESUME.value])):
        among = recent.filter(nw.col("kind").is_in(kinds))
        rows = marked(rows, present_in(among, name, "person"), "person", name)
    is_begin = given.as_of <= given.year.starts + timedelta(days=ENTRY_DAYS)
    box = first_of(
        [
            *UNCOUNTED,
            (nw.col("role") == FIRST, Box.FIRST),
            (nw.col("came_back"), Box.RETURNED),
            (nw.col("came_in"), Box.ARRIVED),
            (nw.col("grade").is_in(FIRST_GRADES) & nw.lit(is_begin), Box.ENTERED),
        ],
        Box.UNRECORDED,
    )
    return told(rows.with_columns(box=box))


def told(rows: Frame) -> Frame:
    """Boxed rows of a roll: everybody has a school, or one that nobody could read."""
    return rows.with_columns(region=nw.lit("")).select(*BOXED)
