"""Four checks, three comparisons as one funnel (四查三比对): which boxes there are, and counting.

A comparison is made when its lists are in force; every row of its input ends in one box, so the
boxes add up to the input.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa

from models.vocabulary.comparison import Box, Compared
from models.vocabulary.snapshots import SnapshotKind
from tracking.comparison.boxes import place_of
from tracking.comparison.frames import Frames
from tracking.comparison.policy import Comparison
from tracking.comparison.presence import presence
from tracking.comparison.registration import household_boxes, poor_files, poverty_boxes
from tracking.comparison.week import ASIDE, FIRST, STALE, Week, week
from tracking.kernel.engine import Engine, Frame
from tracking.rules._accounted import Books, Day
from tracking.rules._kit import all_rules, frames_of
from tracking.thresholds.queries import value_of

B = Box
PARTS = pa.schema(
    [("snapshot_id", pa.int64()), ("school_code", pa.string()), ("role", pa.string())]
)
LINKS = pa.schema([("place", pa.int64()), ("link", pa.string())])
ON_ROLL = (B.STAYED, B.MOVED, B.RENUMBERED, B.LIKELY)
NEW = (B.FIRST, B.ENTERED, B.ARRIVED, B.RETURNED, B.UNRECORDED)
REGISTRATION = (
    B.ATTENDING,
    B.OTHER_STATUS,
    B.BY_NAME,
    B.YOUNGER,
    B.OLDER,
    B.ENDED,
    B.HAS_FILE,
    B.WHEREABOUTS,
    B.EXPLAINED,
    B.BIRTH_UNKNOWN,
    B.NOT_REGISTERED,
    B.AGAIN,
    B.NAMELESS,
)
BOXES: dict[Compared, tuple[Box, ...]] = {
    Compared.WEEK: (
        *ON_ROLL,
        B.TRANSFERRED,
        B.GRADUATED,
        B.DIED,
        B.ABROAD,
        B.REMOVED,
        B.LEFT,
        B.BEYOND,
        B.NOT_COMPARED,
        B.VANISHED,
        B.AGAIN,
        B.NAMELESS,
        *NEW,
    ),
    Compared.HOUSEHOLD: REGISTRATION,
    Compared.ROLL_CALL: (
        B.PRESENT,
        B.EXCUSED,
        B.ON_LEAVE,
        B.HOME_TAUGHT,
        B.ELSEWHERE,
        B.NOT_ATTENDING,
        B.BELOW,
        B.NO_ROLL_CALL,
        B.NOT_CALLED,
        B.ABSENT,
        B.AGAIN,
        B.NAMELESS,
    ),
    Compared.FILES: (B.POOR_DROPOUT, B.POOR_SUSPECTED, B.OTHER_DROPOUT, B.OTHER_SUSPECTED),
    Compared.POVERTY: REGISTRATION,
}
SUSPECTED = frozenset({B.VANISHED, B.NOT_REGISTERED, B.ABSENT, B.POOR_DROPOUT, B.POOR_SUSPECTED})
TO_LOOK_AT = frozenset(
    {B.LIKELY, B.NOT_COMPARED, B.LEFT, B.UNRECORDED, B.BY_NAME, B.HAS_FILE, B.BIRTH_UNKNOWN,
     B.BELOW, B.NO_ROLL_CALL, B.NOT_CALLED, B.NOT_ATTENDING, B.OTHER_DROPOUT, B.OTHER_SUSPECTED,
     B.NAMELESS}
)  # fmt: skip
NEEDS: dict[Compared, SnapshotKind] = {
    Compared.HOUSEHOLD: SnapshotKind.HOUSEHOLD,
    Compared.ROLL_CALL: SnapshotKind.ROLL_CALL,
    Compared.FILES: SnapshotKind.POVERTY,
    Compared.POVERTY: SnapshotKind.POVERTY,
}
RULES = {  # whose findings and frames a comparison goes by
    Compared.WEEK: "VANISHED",
    Compared.HOUSEHOLD: "NOT_REGISTERED",
    Compared.ROLL_CALL: "ABSENT",
    Compared.FILES: "POVERTY_NOT_ENROLLED",
    Compared.POVERTY: "POVERTY_NOT_ENROLLED",
}
REGISTERED = {
    Compared.HOUSEHOLD: household_boxes,
    Compared.POVERTY: poverty_boxes,
}


@dataclass(frozen=True)
class BoxCount:
    """Persons of one box at one school; `region` only where there is no school."""

    comparison: Compared
    box: Box
    school_code: str
    region: str
    count: int


def wanted(*comparisons: Compared) -> set[str]:
    """The frames that some comparisons need; all of them when none is named."""
    rules = [all_rules()[RULES[c]] for c in comparisons or Compared]
    return frames_of(rules) - {"found"}


def counts(engine: Engine, frames: Frames, found: Mapping[str, pa.Table]) -> list[BoxCount]:
    """Every comparison whose lists are in force, counted by box and school.

    `found` is rule → persons (a table with that column), of the rules that ran already.
    """
    counted: list[BoxCount] = []
    for comparison in possible(frames.there):
        grouped = (
            boxed(engine, frames, comparison, found.get(RULES[comparison]))
            .with_columns(region=owning_region())
            .group_by("box", "school_code", "region")
            .agg(nw.len().alias("count"))
        )
        counted += [
            BoxCount(comparison, Box(r["box"]), r["school_code"], r["region"], r["count"])
            for r in engine.collect(grouped).to_pylist()
        ]
    return counted


def owning_region() -> nw.Expr:
    """The county of the place of living, where no school answers for a person."""
    county = nw.col("region").str.slice(0, 6)
    return nw.when(nw.col("school_code") == "").then(county).otherwise(nw.lit(""))


def possible(there: Collection[str]) -> list[Compared]:
    """The comparisons that can be made with the lists that are there."""
    return [c for c in Compared if c not in NEEDS or NEEDS[c].value in there]


def boxed(
    engine: Engine, frames: Frames, comparison: Compared, found: pa.Table | None = None
) -> Frame:
    """The input of a comparison, each row in its box; `found` as its rule has found already."""
    tables, rule = frames.tables, RULES[comparison]
    if comparison in (Compared.WEEK, Compared.ROLL_CALL):
        persons = persons_of(frames, rule) if found is None else engine.table(found)
        if comparison is Compared.WEEK:
            return week(engine, week_of(engine, frames, persons))
        roll = without_aside(engine, frames)
        return presence(engine, roll, tables["roll_call"], persons, frames.as_of)
    books = Books(**{name: tables[name] for name in Books._fields})
    if comparison is Compared.FILES:
        return poor_files(books.cases, tables["poverty"], as_of=frames.as_of)
    entry, transfer = (parameter(rule, name) for name in ("entry_days", "transfer_days"))
    listed = tables[NEEDS[comparison].value]
    return REGISTERED[comparison](
        engine, listed, books, Day(frames.as_of, frames.year, entry, transfer, engine.keep)
    )


def persons_of(frames: Frames, code: str) -> Frame:
    """Whom a rule finds with the thresholds in force, also where it is switched off."""
    rule = all_rules()[code]
    given = {name: parameter(code, name) for name in rule.parameters}
    return rule.find(frames.tables, as_of=frames.as_of, year=frames.year, **given).select("person")


def parameter(rule: str, name: str) -> int:
    """A threshold of a rule as it is in force."""
    return int(value_of(f"rule.{rule}.{name}"))


def week_of(engine: Engine, frames: Frames, missing: Frame) -> Week:
    """The frames of the week as they were resolved."""
    return Week(
        previous=frames.tables["previous"],
        current=frames.tables["current"],
        movements=frames.tables["movements"],
        missing=missing,
        dead=frames.tables["deaths"],
        parts=engine.table(parts_table(frames.comparison)),
        links=engine.table(links_table(frames)),
        as_of=frames.as_of,
        year=frames.year,
        exit_days=parameter("VANISHED", "exit_days"),
    )


def parts_table(comparison: Comparison) -> pa.Table:
    """The rosters of `current` that are not simply compared with the one before."""
    compared = {part.school_code for part in comparison.previous}
    rows = [(p, STALE) for p in comparison.stale]
    rows += [(p, ASIDE) for p in comparison.current if not p.is_usable]
    rows += [(p, FIRST) for p in comparison.current
             if p.is_usable and p.school_code not in compared]  # fmt: skip
    named = [
        {"snapshot_id": p.snapshot_id, "school_code": p.school_code, "role": r} for p, r in rows
    ]
    return pa.Table.from_pylist(named, schema=PARTS)


def links_table(frames: Frames) -> pa.Table:
    """Where rows stand that were followed to another number, and the box they belong to."""
    proved = pa.concat_tables([frames.resolved.certain, frames.resolved.accepted]).to_pylist()
    likely = [match.link for match in frames.resolved.likely]
    rows = {**places(likely, Box.LIKELY), **places(proved, Box.RENUMBERED)}
    named = [{"place": place, "link": box.value} for place, box in sorted(rows.items())]
    return pa.Table.from_pylist(named, schema=LINKS)


def places(links: Iterable[dict[str, Any]], box: Box) -> dict[int, Box]:
    """The old rows of some links."""
    return {place_of(link["snapshot_id"], link["row_no"]): box for link in links}


def without_aside(engine: Engine, frames: Frames) -> Frame:
    """The present roll without rows of rosters set aside: they only prove presence."""
    aside = engine.table(parts_table(frames.comparison)).filter(nw.col("role") == ASIDE)
    keys = ["snapshot_id", "school_code"]
    return frames.tables["current"].join(aside.select(keys), on=keys, how="anti")
