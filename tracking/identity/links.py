"""Pairs of rows that may be one child, found by keyed hashes alone: old rows and present ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.compute as pc

from tracking.identity.matching import Decided
from tracking.identity.numbers import birth_slip
from tracking.kernel.engine import Engine, Frame

ORDER = ("student_key", "id_key", "local_key", "person_key")
COMPARED = (
    "person",
    "snapshot_id",
    "row_no",
    "id_key",
    "local_key",
    "person_key",
    "name_key",
    "phone_key",
    "guardian_key",
    "guardian_id_key",
    "birth_date",
    "sex",
)
FAMILY = ("phone_key", "guardian_key", "guardian_id_key")
ALWAYS = date.max
LINK = ("person", "to_person", "snapshot_id", "row_no", "to_snapshot_id", "to_row_no")
BIRTHS = ("birth_date", "to_birth_date")


@dataclass(frozen=True)
class Links:
    """Rows of the last roll (`person`, …) and the present row each belongs to (`to_person`, …).

    `certain` are made. `candidates` share a number, a name or a family: whoever opens the sealed
    rows decides (`policy.judge`). `is_new` says that the present row is a newcomer's. `lost` and
    `newcomers` are the rows that nothing is certain of.
    """

    certain: pa.Table
    candidates: pa.Table
    lost: Frame
    newcomers: Frame


def with_person(frame: Frame, *keys: str) -> Frame:
    """Add `person`: the first key a row has."""
    return frame.with_columns(person=nw.coalesce(*(nw.col(k) for k in keys)))


@dataclass(frozen=True)
class Away:
    """Who is on one of two rolls only, found once for all that ask.

    `gone` are the rows of the old roll whose `person` is on no present row, in all columns;
    `came` those of the present roll whose person is on no old row, in the columns COMPARED. `spans`
    says that the old roll holds several rosters of some school.
    """

    gone: Frame
    came: Frame
    spans: bool


def away(engine: Engine, previous: Frame, current: Frame, *, spans: bool) -> Away:
    """Compare two rolls by their persons; only key columns of the many rows are read."""
    place = ["snapshot_id", "row_no"]
    old, new = (engine.keep(f.select("person", *place)) for f in (previous, current))
    gone = engine.keep(_without(old, new).select(*place))
    came = engine.keep(_without(new, old).select(*place))
    return Away(
        engine.keep(previous.join(gone, on=place, how="semi")),
        engine.keep(current.select(*COMPARED).join(came, on=place, how="semi")),
        spans,
    )


def find_links(
    engine: Engine, previous: Frame, current: Frame, decided: Decided, apart: Away
) -> Links:
    """Look for the rows of `previous` whose `person` is on no row of `current`.

    Both frames carry `person` and the columns COMPARED. Only the few rows without a partner
    are compared. Pairs that a person refused are left out.
    """
    lost = engine.keep(_last_rows(apart.gone.select(*COMPARED, "seen_on")))
    between = engine.keep(
        came_between(previous) if apart.spans else came_between(apart.gone.head(0))
    )
    always = nw.lit(ALWAYS).cast(nw.Date)
    present = nw.concat([current.select(*COMPARED, since=always), between])
    came = engine.keep(nw.concat([apart.came.with_columns(since=always), between]))
    same = nw.all_horizontal(
        *(_same(c) for c in ("birth_date", "sex", "name_key")), ignore_nulls=False
    )
    numbered = engine.keep(_pairs(lost, present, "id_key").select(*LINK, is_same=same))
    local = engine.keep(_pairs(lost, came, "local_key").select(*LINK, is_same=same))
    both = nw.concat([numbered, local])
    sure = engine.collect(both.filter(nw.col("is_same")).select(*LINK).unique())
    made = decided.without_refused(sure)
    certain = engine.table(made)
    rest = engine.keep(_without(lost, certain))
    newcomers = engine.keep(_without(came, certain.select(person="to_person")))
    namesakes = _pairs(rest, present, "person_key").select(*LINK)
    unsure = _without(both.filter(~nw.col("is_same")).select(*LINK), certain)
    named = engine.collect(nw.concat([namesakes, unsure]))
    found = pa.concat_tables([named, related(engine, rest, newcomers)])
    fresh = engine.collect(came.select("person"))["person"].combine_chunks()
    pairs = distinct(decided.without_refused(found))
    candidates = pairs.append_column("is_new", pc.is_in(pairs["to_person"], fresh))
    return Links(made, candidates, rest, newcomers)


def related(engine: Engine, rest: Frame, newcomers: Frame) -> pa.Table:
    """Pairs of one name or family, of no other sex, whose birth dates are the same or near."""
    shared = nw.concat(
        [
            _pairs(rest, newcomers, key).filter(_agrees("sex")).select(*LINK, *BIRTHS)
            for key in ("name_key", *FAMILY)
        ]
    )
    found = engine.collect(shared.unique())
    births = zip(*(found[name].to_pylist() for name in BIRTHS), strict=True)
    is_near = [a is None or b is None or a == b or birth_slip(a, b) for a, b in births]
    return found.filter(pa.array(is_near, pa.bool_())).select(list(LINK))


def born_alike(
    engine: Engine, links: Links, linked: set[int], taken: set[int], decided: Decided
) -> pa.Table:
    """Pairs of one birth date and sex among those whom nothing else has brought together."""
    lost, newcomers = (
        frame.join(_persons(engine, done), on="person", how="anti")
        for frame, done in ((links.lost, linked), (links.newcomers, taken))
    )
    pairs = _pairs(lost, newcomers, "birth_date").filter(_agrees("sex")).select(*LINK)
    found = distinct(decided.without_refused(engine.collect(pairs)))
    return found.append_column("is_new", pa.array([True] * len(found), pa.bool_()))


def _persons(engine: Engine, persons: set[int]) -> Frame:
    return engine.table(pa.table({"person": pa.array(sorted(persons), pa.int64())}))


def distinct(pairs: pa.Table) -> pa.Table:
    """Each pair of rows once."""
    return pairs.group_by(list(LINK)).aggregate([])


def came_between(previous: Frame) -> Frame:
    """Who first stands on a later roster of a school, where a scan covers several; `since` when.

    Such a child may be the one that left before, although both are missing from `current`.
    """
    opened = previous.group_by("school_code").agg(nw.col("seen_on").min().alias("opened_on"))
    first = previous.group_by("person").agg(nw.col("seen_on").min().alias("since"))
    later = previous.join(opened, on="school_code", how="inner").filter(
        nw.col("seen_on") > nw.col("opened_on")
    )
    return (
        later.join(first, on="person", how="inner")
        .filter(nw.col("seen_on") == nw.col("since"))
        .select(*COMPARED, "since")
    )


def _last_rows(frame: Frame) -> Frame:
    """The rows of each person's newest roster."""
    return frame.filter(nw.col("seen_on") == nw.col("seen_on").max().over("person"))


def _without(frame: Frame, other: Frame) -> Frame:
    return frame.join(other.select("person"), on="person", how="anti")


def _pairs(left: Frame, right: Frame, key: str) -> Frame:
    """Rows that share a key that is not blank, the right one newer; its columns begin with to_."""
    to = [nw.col(c).alias(f"to_{c}") for c in (*COMPARED, "since")]
    target = right.select(nw.col(key).alias("shared"), *to).filter(~nw.col("shared").is_null())
    own = left.filter(~nw.col(key).is_null())
    pairs = own.join(target, left_on=key, right_on="shared", how="inner")
    return pairs.filter(nw.col("to_since") > nw.col("seen_on"))


def _same(column: str) -> nw.Expr:
    return (nw.col(column) == nw.col(f"to_{column}")).fill_null(value=False)


def _agrees(column: str) -> nw.Expr:
    """As `_same`, or nothing is said on one side."""
    return (nw.col(column) == nw.col(f"to_{column}")).fill_null(value=True)
