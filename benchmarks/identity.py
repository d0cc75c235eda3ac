"""Who is the same child: precision and recall on a city with planted truth, and the time it takes.

    python -m benchmarks.identity [--students 100000] [--seed 2026] [--write-readme]

The city is cleaned, hashed and sealed as an import does it, then resolved as a scan does it. The
reference is the bare exact join of the same rows by student and identity number in DuckDB.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import click
import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.parquet as pq

from benchmarks.city import SEED
from benchmarks.figures import README
from benchmarks.files import BEFORE as FIRST
from benchmarks.files import NOW
from benchmarks.processes import say
from demo import headers as h
from demo.bulk import write_bulk
from demo.changes import BEFORE, CHANGES, DECOYS, FORMER_NAME, Maker, Row, can_change
from models.sealing import KEYS
from models.vocabulary.snapshots import SnapshotKind
from tracking.identity.matching import OPENED
from tracking.identity.resolve import Resolved, resolve
from tracking.kernel.engine import EmbeddedEngine, Frame
from tracking.snapshots import archive, rolls
from tracking.snapshots.cleaning.clean import clean
from tracking.snapshots.mapping import mapped
from tracking.snapshots.reading import RawTable

ROUNDS: Final = 3
UNPLANTED: Final = "nothing happened"
START, END = "<!-- identity -->", "<!-- end of identity -->"
LEAD = """`make bench-identity` plants changes among {students:,} pupils of a made-up city, each of
which leaves the pupil under another student number, and children who leave while somebody much
like them arrives. Shares found for certain, and in all with the likely ones that a person confirms;
goals: no wrong certain link, 0.98 in all. It took {ratio:.1f} times the exact join of the same rows
by student and identity number ({ours:.2f} s to {exact:.2f} s; goal at 1,000,000: 10).

{table}"""
EXACT = """
    SELECT before.row_no, now.row_no AS to_row_no
    FROM read_parquet($before) AS before JOIN read_parquet($now) AS now USING (student_key)
    UNION
    SELECT before.row_no, now.row_no AS to_row_no
    FROM read_parquet($before) AS before JOIN read_parquet($now) AS now USING (id_key)
"""


@dataclass
class Town:
    """Both weeks as archived files, and where each planted pupil stood: kind and next row."""

    paths: dict[int, Path]
    truth: dict[int, tuple[str, int | None]] = field(default_factory=dict)


def plant(students: int, seed: int, folder: Path) -> Town:
    """Write the city of two weeks."""
    rng = random.Random(seed)  # noqa: S311 - made-up children need a repeatable seed
    write_bulk(students, folder, [FIRST], seed, loss=0)
    roster = folder / f"registry-{FIRST:%Y%m%d}.csv"
    names = roster.open(encoding="utf-8").readline().strip().split(",")
    as_text = pv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    table = pv.read_csv(roster, convert_options=as_text).combine_chunks()
    blank = pa.repeat(pa.scalar(""), len(table))
    table = table.append_column(FORMER_NAME, blank)
    schools = {(r[h.SCHOOL_CODE], r[h.SCHOOL_NAME]) for r in table.select(
        [h.SCHOOL_CODE, h.SCHOOL_NAME]).slice(0, 20_000).to_pylist()}  # fmt: skip
    make = Maker(rng, sorted(schools), set(table[h.ID_NUMBER].to_pylist()))
    each = max(20, round(100 * (students / 100_000) ** 0.5))  # weeks do not grow with the city
    kinds = [kind for kind in (*CHANGES, *DECOYS) for _ in range(each)]
    chosen = rng.sample(range(students), len(kinds) * 3)
    planted, before, after, gone = assign(table, chosen, kinds, make)
    strangers = [make.stranger(row) for row in sampled(table, rng, 10 * each)]
    first = replaced(table, before)
    stays = table.filter(pa.array([n not in gone for n in range(students)], pa.bool_()))
    second = pa.concat_tables([stays, rows_of([*after, *strangers], table.schema)])
    town = Town({1: folder / "before.parquet", 2: folder / "now.parquet"})
    town.truth = {
        number + 2: (kind, None if place is None else len(stays) + place + 2)
        for number, (kind, place) in planted.items()
    }
    for number, content in ((1, first), (2, second)):
        write(content, town.paths[number])
    return town


def assign(
    table: pa.Table, chosen: list[int], kinds: list[str], make: Maker
) -> tuple[dict[int, tuple[str, int | None]], dict[int, Row], list[Row], set[int]]:
    """Give each kind its pupils: who, the row before, the rows after, who is gone."""
    planted: dict[int, tuple[str, int | None]] = {}
    before: dict[int, Row] = {}
    after: list[Row] = []
    rows = zip(chosen, table.take(pa.array(chosen)).to_pylist(), strict=True)
    spare: list[tuple[int, Row]] = list(rows)
    for kind in kinds:
        place = next(n for n, (_, row) in enumerate(spare) if can_change(kind, row))
        number, row = spare.pop(place)
        if kind in BEFORE:
            row = before[number] = BEFORE[kind](row, make)
        change = CHANGES.get(kind) or DECOYS[kind]
        planted[number] = (kind, len(after) if kind in CHANGES else None)
        if change is not None:
            after.append(change(row, make))
    return planted, before, after, set(planted)


def sampled(table: pa.Table, rng: random.Random, count: int) -> list[Row]:
    """Rows that give newcomers their shape."""
    picked = rng.sample(range(len(table)), min(count, len(table)))
    found: list[Row] = table.take(pa.array(picked)).to_pylist()
    return found


def rows_of(rows: list[Row], schema: pa.Schema) -> pa.Table:
    """Rows as a table of texts."""
    return pa.table({n: pa.array([r[n] for r in rows], pa.string()) for n in schema.names})


def replaced(table: pa.Table, changed: dict[int, Row]) -> pa.Table:
    """The table with the student numbers of some rows exchanged."""
    place = table.column_names.index(h.STUDENT_NO)
    mask = pa.array([n in changed for n in range(len(table))], pa.bool_())
    values = pa.array([row[h.STUDENT_NO] for _, row in sorted(changed.items())], pa.string())
    column = pc.replace_with_mask(table[h.STUDENT_NO].combine_chunks(), mask, values)
    return table.set_column(place, h.STUDENT_NO, column)


def write(table: pa.Table, path: Path) -> None:
    """Clean a roster and write it as the archive does."""
    columns = {name: table[name].combine_chunks() for name in table.column_names}
    raw = RawTable(columns, pa.array(range(2, len(table) + 2), pa.int32()))
    found = mapped([raw], SnapshotKind.REGISTRY, path.name)
    cleaned = clean(found.table, SnapshotKind.REGISTRY).table
    pq.write_table(
        cleaned.sort_by("school_code"), path, compression="zstd", row_group_size=archive.ROW_GROUP
    )


def resolved(town: Town) -> tuple[float, Resolved]:
    """Resolve both weeks as a scan does, and count who is missing; timed."""

    def rows(wanted: list[tuple[int, int]]) -> dict[tuple[int, int], dict[str, Any]]:
        found: dict[tuple[int, int], dict[str, Any]] = {}
        for number, path in town.paths.items():
            numbers = [row for snapshot, row in wanted if snapshot == number]
            opened = archive.rows_at(path, SnapshotKind.REGISTRY, numbers, OPENED)
            found |= {(number, row_no): row for row_no, row in opened.items()}
        return found

    start = time.perf_counter()
    with EmbeddedEngine() as engine:
        first, second = (frame(engine, town.paths[n], n) for n in (1, 2))
        found = resolve(engine, first, second, rolls.empty(engine, SnapshotKind.MOVEMENTS), rows)
        present = found.current.select("person").unique()
        engine.collect(found.previous.join(present, on="person", how="anti").select(nw.len()))
        return time.perf_counter() - start, found


def frame(engine: EmbeddedEngine, path: Path, number: int) -> Frame:
    """One week as a scan reads it."""
    clear = engine.parquet([path]).select(rolls.CLEAR[SnapshotKind.REGISTRY])
    return rolls.dated(clear, number, (FIRST, NOW)[number - 1])


def joined(town: Town) -> float:
    """Every pair of rows with the same student or identity number, timed."""
    places = {"before": str(town.paths[1]), "now": str(town.paths[2])}
    start = time.perf_counter()
    with duckdb.connect() as connection:
        connection.execute(EXACT, places).to_arrow_table()
    return time.perf_counter() - start


def counted(town: Town, found: Resolved) -> dict[str, Counter[str]]:
    """Per kind: pupils, and right and wrong links, certain and likely."""
    figures = {kind: Counter[str]() for kind in (*CHANGES, *DECOYS, UNPLANTED)}
    for kind, _ in town.truth.values():
        figures[kind]["pupils"] += 1
    links = [("certain", link) for link in found.certain.to_pylist()]
    links += [("likely", match.link) for match in found.likely]
    for how, link in links:
        kind, place = town.truth.get(link["row_no"], (UNPLANTED, None))
        is_right = place is not None and place == link["to_row_no"]
        figures[kind][how if is_right else f"wrong {how}"] += 1
    return figures


def as_table(figures: dict[str, Counter[str]]) -> str:
    """A Markdown table: one line per kind, the whole last."""
    changes = sum((figures[kind] for kind in CHANGES), Counter[str]())
    whole = sum(figures.values(), Counter[str]())
    lines = [
        "| what happened | pupils | certain | in all | wrong, certain | wrong, likely |",
        "| --- | --: | --: | --: | --: | --: |",
    ]
    for kind, count in figures.items():
        if count:
            lines.append(line(kind, count, has_link=kind in CHANGES))
    right = whole["certain"] + whole["likely"]
    wrong = whole["wrong certain"] + whole["wrong likely"]
    lines.append(line("**all changes**", changes, has_link=True))
    lines.append(
        f"\nPrecision of certain links {share(whole['certain'], whole['wrong certain'])}, "
        f"of all links {share(right, wrong)}."
    )
    return "\n".join(lines)


def line(kind: str, count: Counter[str], *, has_link: bool) -> str:
    """One line of the table; nothing is to be found for a decoy."""
    all_found = count["certain"] + count["likely"]
    recall = [
        f"{n / count['pupils']:.3f}" if has_link else "" for n in (count["certain"], all_found)
    ]
    cells = [kind, f"{count['pupils']:,}", *recall]
    cells += [str(count["wrong certain"]), str(count["wrong likely"])]
    return f"| {' | '.join(cells)} |"


def share(right: int, wrong: int) -> str:
    """Right ones among all, as a figure between 0 and 1."""
    return f"{right / (right + wrong):.4f}" if right + wrong else "1"


def into_readme(text: str) -> None:
    """Put the figures between their marks."""
    whole = README.read_text(encoding="utf-8")
    head, _, rest = whole.partition(START)
    tail = rest.partition(END)[2]
    README.write_text(f"{head}{START}\n\n{text}\n\n{END}{tail}", encoding="utf-8")


@click.command()
@click.option("--students", default=100_000, show_default=True, help="Pupils of the city.")
@click.option("--seed", default=SEED, show_default=True)
@click.option("--write-readme", "to_readme", is_flag=True, help="Put the table into README.md.")
def main(*, students: int, seed: int, to_readme: bool) -> None:
    """Measure precision, recall and time of identity on planted truth."""
    KEYS.fill({1: os.urandom(32)}, os.urandom(32))
    with TemporaryDirectory(prefix="baoxue-identity-") as folder:
        say(f"planting changes among {students:,} pupils")
        town = plant(students, seed, Path(folder))
        times: dict[str, list[float]] = {"ours": [], "exact": []}
        for number in range(1, ROUNDS + 1):
            seconds, found = resolved(town)
            times["ours"].append(seconds)
            times["exact"].append(joined(town))
            say(f"  {number}/{ROUNDS}: {seconds:.2f} s, exact join {times['exact'][-1]:.2f} s")
    ours, exact = (statistics.median(times[name]) for name in ("ours", "exact"))
    text = LEAD.format(
        students=students, ratio=ours / exact, ours=ours, exact=exact,
        table=as_table(counted(town, found)),
    )  # fmt: skip
    click.echo(text)
    if to_readme:
        into_readme(text)


if __name__ == "__main__":
    main()
