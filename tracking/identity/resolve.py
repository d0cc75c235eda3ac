"""One key per child over two rolls and the movements: what the rules compare."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa

from tracking.identity.links import LINK, ORDER, Links, away, born_alike, find_links, with_person
from tracking.identity.matching import Decided, Match, matches
from tracking.identity.policy import Verdict
from tracking.kernel.engine import Engine, Frame

Place = tuple[int, int]  # snapshot id, row number
Rows = Callable[[list[Place]], dict[Place, dict[str, Any]]]


@dataclass(frozen=True)
class Resolved:
    """Frames with `person`, and the links that a human should look at.

    `certain` and `accepted` have the columns LINK: links that the data prove, and those that a
    person confirmed. `likely` are believed to be the same child without a number that proves it.
    """

    previous: Frame
    current: Frame
    movements: Frame
    certain: pa.Table
    accepted: pa.Table
    likely: list[Match]


@dataclass(frozen=True)
class Known:
    """What people decided: pairs of persons, and rows of children that are two after all.

    `missing` are old rows that a refused link had explained; they are looked for once more.
    """

    decided: Decided = field(default_factory=Decided)
    missing: Frame | None = None


def resolve(
    engine: Engine,
    previous: Frame,
    current: Frame,
    movements: Frame,
    rows: Rows,
    known: Known | None = None,
    *,
    spans: bool = True,
) -> Resolved:
    """Give every row its `person`; rows that belong to one child share it.

    `rows` opens sealed rows given as (snapshot id, row number); `spans` says that `previous` may
    hold several rosters of one school.
    """
    known = known or Known()
    previous = with_person(previous, *ORDER)
    current = with_person(current, *ORDER)
    movements = with_person(movements, "student_key", "id_key")
    apart = away(engine, previous, current, spans=spans)
    links = find_links(engine, previous, current, known.decided, apart)
    found = judged(engine, links, rows, known.decided)
    proved = [m for m in found if m.verdict is Verdict.CERTAIN and not m.is_accepted]
    certain = pa.concat_tables([links.certain, table_of(proved)])
    accepted = table_of(m for m in found if m.is_accepted)
    likely = [m for m in found if m.verdict is Verdict.LIKELY and not m.is_accepted]
    if known.missing is not None:
        again = with_person(known.missing, *ORDER)
        again = again.select(previous.collect_schema().names())
        previous = nw.concat([previous, again])
    replaced = replacements(engine, certain, accepted, table_of(likely))
    if replaced is not None:
        previous, movements = relinked(previous, replaced), relinked(movements, replaced)
    return Resolved(previous, current, movements, certain, accepted, likely)


def judged(engine: Engine, links: Links, rows: Rows, decided: Decided) -> list[Match]:
    """The matches of opened rows: first of those that share something rare, then of the rest."""
    taken = set(links.certain["to_person"].to_pylist())
    first = matches(links.candidates, taken, rows, decided.accepted)
    linked = {match.link["person"] for match in first}
    rest = born_alike(engine, links, linked, taken, decided)
    return first + matches(rest, taken, rows, decided.accepted)


def table_of(found: Iterable[Match]) -> pa.Table:
    """Matches as a table with the columns LINK."""
    rows = [match.link for match in found]
    return pa.table({name: pa.array([r[name] for r in rows], TYPES[name]) for name in LINK})


TYPES = {name: pa.int32() if name.endswith("row_no") else pa.int64() for name in LINK}


def replacements(engine: Engine, *links: pa.Table) -> Frame | None:
    """Old person → present person, one row each; None when nobody was linked."""
    both = pa.concat_tables([t.select(["person", "to_person"]) for t in links])
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
