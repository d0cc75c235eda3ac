"""One key per child over two rolls and the movements: what the rules compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import pyarrow as pa

from tracking.identity.links import LINK, ORDER, find_links, with_person
from tracking.identity.policy import one_character_off, same_sound
from tracking.kernel.engine import EmbeddedEngine, Frame

Names = Callable[[list[tuple[int, int]]], dict[tuple[int, int], str]]


@dataclass(frozen=True)
class Resolved:
    """Frames with `person`, and the links that a human should look at.

    `likely` has the columns LINK: who was believed to be the same child without a number
    that proves it.
    """

    previous: Frame
    current: Frame
    movements: Frame
    certain: pa.Table
    likely: pa.Table


def resolve(
    engine: EmbeddedEngine, previous: Frame, current: Frame, movements: Frame, names: Names
) -> Resolved:
    """Give every row its `person`; rows that belong to one child share it.

    `names` opens the sealed names of rows given as (snapshot id, row number).
    """
    previous = with_person(previous, *ORDER)
    current = with_person(current, *ORDER)
    links = find_links(engine, previous, current)
    certain, likely = engine.collect(links.certain), engine.collect(links.likely)
    likely = pa.concat_tables(
        [likely, sounding_alike(engine.collect(links.alike), names).cast(likely.schema)]
    )
    replaced = replacements(engine, certain, likely)
    movements = with_person(movements, "student_key", "id_key")
    if replaced is None:
        return Resolved(previous, current, movements, certain, likely)
    return Resolved(
        relinked(previous, replaced), current, relinked(movements, replaced), certain, likely
    )


def sounding_alike(pairs: pa.Table, names: Names) -> pa.Table:
    """The pairs whose names can be one name: same sound, or one character mistyped."""
    rows = pairs.to_pylist()
    wanted = [(r["snapshot_id"], r["row_no"]) for r in rows]
    wanted += [(r["to_snapshot_id"], r["to_row_no"]) for r in rows]
    opened = names(wanted) if rows else {}
    kept = []
    for row in rows:
        one = opened.get((row["snapshot_id"], row["row_no"]), "")
        other = opened.get((row["to_snapshot_id"], row["to_row_no"]), "")
        kept.append(same_sound(one, other) or one_character_off(one, other))
    return pairs.filter(pa.array(kept, pa.bool_())).select(list(LINK))


def replacements(engine: EmbeddedEngine, certain: pa.Table, likely: pa.Table) -> Frame | None:
    """Old person → present person, one row each; None when nobody was linked."""
    both = pa.concat_tables([t.select(["person", "to_person"]) for t in (certain, likely)])
    ends = destinations(both)
    if not ends:
        return None
    columns = {"person": pa.array(ends, pa.int64()), "linked": pa.array(ends.values(), pa.int64())}
    return engine.table(pa.table(columns))


def destinations(links: pa.Table) -> dict[int, int]:
    """Old person → present person, also where the number changed several times."""
    pairs = zip(links["person"].to_pylist(), links["to_person"].to_pylist(), strict=True)
    direct = dict(sorted(pairs, reverse=True))  # the smallest of several wins, so runs agree
    ends = {}
    for person, present in direct.items():
        end = present
        while end in direct:  # each link leads to a later roster, so this ends
            end = direct[end]
        ends[person] = end
    return ends


def relinked(frame: Frame, replaced: Frame) -> Frame:
    """The frame with linked persons replaced by their present key."""
    joined = frame.join(replaced, on="person", how="left")
    return joined.with_columns(person=nw.coalesce(nw.col("linked"), nw.col("person"))).drop(
        "linked"
    )
