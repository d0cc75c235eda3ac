"""Opening 10,000 cases in one scan against `executemany` of the same rows, on both databases.

Usage: python -m benchmarks.opening [--cases 10000]. Ours looks up known children, flags and files,
seals identities, gives numbers and writes; the reference gets the finished rows of the same tables
and does nothing but hand them to the database's own driver, in one transaction as well.
"""

from __future__ import annotations

import json
import random
import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import click
import psycopg
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import make_url

from app import create_app
from benchmarks.figures import Figure, as_table, keep
from models.case import Case, CaseEvent
from models.child import Child, ChildKey
from models.database import db
from models.flag import Flag
from models.organisation import Organisation
from models.scan import Scan
from models.scope import EVERYWHERE, within
from models.vocabulary.organisations import Level
from tests.databases import PostgreSQL, SQLite, postgresql_server
from tracking.cases.scanning import bench_at, keep_suspected
from tracking.flags.findings import Finding
from tracking.kernel import clock
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.rules._kit import all_rules

WRITTEN: Final = (Child, ChildKey, Case, CaseEvent, Flag)
ROUNDS: Final = 5
SCHOOLS: Final = 200
DAY: Final = date(2026, 11, 16)
GOAL: Final = "≤ 2"


def organisations() -> list[str]:
    """A city, four counties and schools; returns the codes of the schools."""
    city = Organisation(code="150290", name="Made-up city", level=Level.CITY, path="150290/")
    db.session.add(city)
    db.session.flush()
    counties = [
        Organisation(
            code=f"15029{n}",
            name=f"Made-up county {n}",
            level=Level.COUNTY,
            path=f"150290/15029{n}/",
            parent_id=city.id,
        )
        for n in range(1, 5)
    ]
    db.session.add_all(counties)
    db.session.flush()
    codes = [f"2115{n:06d}" for n in range(SCHOOLS)]
    db.session.add_all(
        Organisation(
            code=code,
            name=f"Made-up school {n}",
            level=Level.SCHOOL,
            path=f"{counties[n % 4].path}{code}/",
            parent_id=counties[n % 4].id,
        )
        for n, code in enumerate(codes)
    )
    db.session.commit()
    return codes


def findings(count: int, codes: list[str], seed: int = 7) -> list[Finding]:
    """Children nobody knows yet, each with identity, contacts and two numbers."""
    draw = random.Random(seed)  # noqa: S311 - numbers of nobody
    rule = all_rules()["VANISHED"]
    return [
        Finding(
            rule=rule,
            person=draw.getrandbits(62),
            school_code=codes[n % len(codes)],
            evidence={
                "seen_on": (DAY - timedelta(days=7)).isoformat(),
                "grade": 7,
                "class_no": "3",
                "status": "studying",
                "school_code": codes[n % len(codes)],
                "as_of": DAY.isoformat(),
                "rows": [{"source": "registry", "snapshot_id": 1, "row_no": n}],
            },
            row={
                "name": f"Child {n}",
                "student_no": f"G150291{n:012d}",
                "id_number": f"150291{n:012d}",
                "student_key": draw.getrandbits(62),
                "id_key": draw.getrandbits(62),
                "person_key": draw.getrandbits(62),
                "birth_date": DAY - timedelta(days=4000 + n % 900),
                "grade": 7,
                "class_no": "3",
                "phone": "19900000000",
                "guardian1_name": "Guardian",
            },
            parameters=rule.parameters,
        )
        for n in range(count)
    ]


@contextmanager
def installed(server: SQLite | PostgreSQL, folder: Path) -> Iterator[tuple[Flask, str]]:
    """An installation with a migrated, empty database."""
    with server.database(folder) as url:
        app = create_app(Settings(data_dir=folder, database_url=url), with_pages=False)
        with app.app_context(), within(EVERYWHERE):
            yield app, url
            db.session.remove()
            db.engine.dispose()


def ours(count: int) -> float:
    """Seconds to keep the findings of one scan."""
    found = findings(count, organisations())
    start = time.perf_counter()
    with transaction():
        at = clock.now()
        scan = Scan(as_of=DAY, started_by="bench", started_at=at, finished_at=at, counts={})
        db.session.add(scan)
        db.session.flush()
        opened, _rest = keep_suspected(found, scan, bench_at(at, assign=True))
    if opened.opened != count:
        raise SystemExit(f"{opened.opened} cases of {count} were opened")
    return time.perf_counter() - start


def rows_written(dialect: str) -> dict[str, list[tuple[Any, ...]]]:
    """INSERT statement → the rows that ours wrote, as the driver takes them."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    mark = "?" if dialect == "sqlite" else "%s"
    for model in WRITTEN:
        table: Any = model.__table__
        types = [column.type.dialect_impl(db.engine.dialect) for column in table.columns]
        binds = [t.bind_processor(db.engine.dialect) for t in types]
        written = list(db.session.scalars(select(model)))
        rows = [[getattr(row, c.key) for c in table.columns] for row in written]
        names = ", ".join(f'"{c.name}"' for c in table.columns)
        marks = ", ".join([mark] * len(table.columns))
        statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - our names
        found[statement] = [
            tuple(bind(v) if bind else v for bind, v in zip(binds, row, strict=True))
            for row in rows
        ]
    return found


def reference(url: str, rows: dict[str, list[tuple[Any, ...]]]) -> float:
    """Seconds of `executemany` of the same rows in one transaction."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(address.database))) as plain:
            plain.execute("PRAGMA journal_mode=WAL")
            plain.execute("PRAGMA synchronous=FULL")
            plain.execute("PRAGMA foreign_keys=OFF")
            start = time.perf_counter()
            with plain:
                for statement, values in rows.items():
                    plain.executemany(statement, values)
            return time.perf_counter() - start
    target = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(target) as server:
        server.execute("SET session_replication_role = replica")  # the other tables are empty
        start = time.perf_counter()
        with server.cursor() as cursor:
            for statement, values in rows.items():
                cursor.executemany(statement, values)
        server.commit()
        return time.perf_counter() - start


def measured(name: str, server: SQLite | PostgreSQL, count: int, folder: Path) -> list[Figure]:
    """The two lines of one database, as medians."""
    seconds: dict[str, list[float]] = {"ours": [], "reference": []}
    for number in range(ROUNDS):
        own, bare = folder / f"{name}-{number}", folder / f"{name}-{number}-bare"
        own.mkdir()
        bare.mkdir()
        with installed(server, own) as (_app, url):
            seconds["ours"].append(ours(count))
            rows = rows_written(make_url(url).get_backend_name())
        with installed(server, bare) as (_app, url):
            db.engine.dispose()
            seconds["reference"].append(reference(url, rows))
    taken, bare_time = (statistics.median(values) for values in seconds.values())
    return [
        Figure(f"opening cases, {name}", count, round(taken, 2), 0, round(taken / bare_time, 1),
               GOAL),
        Figure(f"executemany of the same rows, {name}", count, round(bare_time, 2), 0),
    ]  # fmt: skip


@click.command()
@click.option("--cases", default=10_000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def main(*, cases: int, as_json: bool) -> None:
    """Measure on SQLite and PostgreSQL, and keep the figures in benchmarks/results/."""
    with TemporaryDirectory(prefix="baoxue-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        (folder / "template").mkdir()
        servers: dict[str, SQLite | PostgreSQL] = {
            "SQLite": SQLite(folder / "template"),
            "PostgreSQL": stack.enter_context(postgresql_server()),
        }
        figures = [
            line
            for database, server in servers.items()
            for line in measured(database, server, cases, folder)
        ]
    keep("opening", figures)
    click.echo(json.dumps([vars(f) for f in figures]) if as_json else as_table(figures))


if __name__ == "__main__":
    main()
