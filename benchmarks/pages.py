"""The page of a case and the list of cases, with 100,000 cases in the database, on both databases.

Usage: python -m benchmarks.pages [--cases 100000] [--entries 200]. Ours is the whole application as
a county officer sees it, asked through its own request handling; the reference is a bare Flask page
with one indexed select and 50 rows, on the same database. Milliseconds of the server, bytes of the
page, statements sent to the database; the statements are counted with few entries as well.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import click
from flask import Flask, render_template_string
from sqlalchemy import create_engine, event, select
from sqlalchemy.engine import Engine
from werkzeug.test import Client

from app import create_app
from benchmarks.figures import RESULTS
from benchmarks.opening import DAY, findings, organisations
from benchmarks.processes import say
from models.case import Case, CaseEvent
from models.database import db
from models.follow_up import FollowUp
from models.organisation import Organisation
from models.scan import Scan
from models.scope import EVERYWHERE, bulk_insert, within
from models.user import User
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.follow_ups import Attitude, ContactResult, FollowUpKind
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role
from tests.databases import PostgreSQL, SQLite, postgresql_server
from tracking.cases.scanning import bench_at, keep_suspected
from tracking.kernel import clock
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction

BLOCK: Final = 10_000
ROUNDS: Final = 40
FEW: Final = 20  # entries of the file that the statements are compared with
GOALS: Final = {"milliseconds": 60, "kilobytes": 120, "times": 2}
PLAIN: Final = (
    "<!doctype html><title>Cases</title><table>{% for number, state, due in rows %}"
    "<tr><td>{{ number }}</td><td>{{ state }}</td><td>{{ due }}</td></tr>{% endfor %}</table>"
)


@dataclass(frozen=True)
class Line:
    """What one page took; `times` compares it with the bare page of the same run."""

    database: str
    page: str
    milliseconds: float
    kilobytes: float
    statements: int
    times: float | None = None


def fill(cases: int) -> None:
    """Open that many cases as scans do."""
    codes = organisations()
    for start in range(0, cases, BLOCK):
        found = findings(min(BLOCK, cases - start), codes, seed=start)
        with transaction():
            at = clock.now()
            scan = Scan(as_of=DAY, started_by="bench", started_at=at, finished_at=at, counts={})
            db.session.add(scan)
            db.session.flush()
            keep_suspected(found, scan, bench_at(at, assign=True))


def officer() -> User:
    """Somebody of a county bureau."""
    query = select(Organisation).where(Organisation.level == Level.COUNTY)
    county = db.session.scalars(query.order_by(Organisation.code)).first()
    if county is None:
        raise SystemExit("no county was made")
    user = User(
        login="bench",
        display_name="Bench",
        role=Role.COUNTY_OFFICER,
        organisation_id=county.id,
        password_hash="",
        must_change_password=False,
        stamp="bench",
    )
    db.session.add(user)
    db.session.commit()
    return user


def file_with(entries: int, user: User, place: int) -> int:
    """A file of the officer's county with that many entries, every second one a contact."""
    path = user.organisation.path
    query = select(Case).where(Case.org_path.startswith(path)).order_by(Case.id).offset(place)
    case = db.session.scalars(query.limit(1)).one()
    at = clock.now()
    contacts = [
        {
            "case_id": case.id, "episode": 1, "number": n + 1, "kind": FollowUpKind.HOME_VISIT,
            "happened_on": DAY, "participants": "Teacher", "met_with": "Mother",
            "account": "Who was met, what was said, and what was agreed. " * 2,
            "attitude": Attitude.HESITANT, "result": ContactResult.WILL_RETURN,
            "next_step": "Visit again", "recorded_at": at, "recorded_by_id": user.id,
        }
        for n in range(entries // 8)
    ]  # fmt: skip
    with transaction():
        numbers = bulk_insert(FollowUp, contacts)
        kinds = (EventKind.FOLLOW_UP, EventKind.OVERDUE, EventKind.REVEALED, EventKind.ASSIGNED)
        bulk_insert(
            CaseEvent,
            [
                {
                    "case_id": case.id,
                    "episode": 1,
                    "at": at + timedelta(seconds=n),
                    "kind": kinds[n % 4],
                    "actor_id": user.id,
                    "from_state": CaseState.ASSIGNED,
                    "to_state": CaseState.ASSIGNED,
                    "details": {
                        "follow_up_id": numbers[n % len(numbers)], "form": "home_visit",
                        "number": n, "owner_id": case.owner_id, "due_on": DAY.isoformat(),
                    },
                }
                for n in range(entries - 1)
            ],
        )  # fmt: skip
    return case.id


def bare(url: str) -> Client:
    """The plain page of the same framework: one indexed select, 50 rows."""
    app, engine = Flask("bare"), create_engine(url)
    query = select(Case.number, Case.state, Case.due_on).order_by(Case.id).limit(50)

    @app.get("/")
    def page() -> str:
        with engine.connect() as connection:
            return render_template_string(PLAIN, rows=connection.execute(query).all())

    return app.test_client()


@contextmanager
def counting() -> Iterator[list[str]]:
    """Statements sent to any database meanwhile."""
    sent: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


def timed(client: Client, path: str) -> tuple[float, float, int]:
    """Median milliseconds, kilobytes and statements of a page that was asked for before."""
    client.get(path)
    taken: list[float] = []
    with counting() as sent:
        for _round in range(ROUNDS):
            start = time.perf_counter()
            answer = client.get(path)
            taken.append(1000 * (time.perf_counter() - start))
            if answer.status_code != 200:
                raise SystemExit(f"{path} answered {answer.status_code}")
    return statistics.median(taken), len(answer.data) / 1000, len(sent) // ROUNDS


def measured(name: str, url: str, folder: Path, cases: int, entries: int) -> list[Line]:
    """The lines of one database."""
    app = create_app(Settings(data_dir=folder, database_url=url))
    with app.app_context(), within(EVERYWHERE):
        fill(cases)
        user = officer()
        pages = {
            f"case with {entries} entries": f"/cases/{file_with(entries, user, 0)}",
            f"case with {FEW} entries": f"/cases/{file_with(FEW, user, 1)}",
            "list of cases": "/cases",
            "list, filtered and sorted": "/cases?state=assigned&grade=7&sort=-opened_on",
        }
        identity = user.get_id()
        db.session.remove()
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": identity, "_fresh": True})
    ask: Callable[[Client, str], tuple[float, float, int]] = timed
    reference = ask(bare(url), "/")
    lines = [Line(name, "bare page", *rounded(reference))]
    for page, path in pages.items():
        found = ask(client, path)
        lines.append(Line(name, page, *rounded(found), round(found[0] / reference[0], 1)))
        say(f"  {lines[-1]}")
    with app.app_context():
        db.engine.dispose()
    return lines


def rounded(found: tuple[float, float, int]) -> tuple[float, float, int]:
    """Figures as they are told."""
    return round(found[0], 1), round(found[1], 1), found[2]


def as_table(lines: list[Line]) -> str:
    """A Markdown table."""
    heads = "| database | page | server ms | kB | statements | times the bare page |"
    rows = [
        f"| {n.database} | {n.page} | {n.milliseconds:.1f} | {n.kilobytes:.1f} | {n.statements} | "
        f"{'' if n.times is None else n.times} |"
        for n in lines
    ]
    return "\n".join([heads, "| --- | --- | --: | --: | --: | --: |", *rows])


@click.command()
@click.option("--cases", default=100_000, show_default=True)
@click.option("--entries", default=200, show_default=True, help="On the timeline of the file.")
def main(*, cases: int, entries: int) -> None:
    """Measure on SQLite and PostgreSQL, and keep the figures in benchmarks/results/."""
    lines: list[Line] = []
    with TemporaryDirectory(prefix="baoxue-bench-") as place, ExitStack() as stack:
        folder = Path(place)
        (folder / "template").mkdir()
        servers: dict[str, SQLite | PostgreSQL] = {
            "SQLite": SQLite(folder / "template"),
            "PostgreSQL": stack.enter_context(postgresql_server()),
        }
        for name, server in servers.items():
            say(f"{name}: opening {cases:,} cases")
            own = folder / name
            own.mkdir()
            with server.database(own) as url:
                lines += measured(name, url, own, cases, entries)
    RESULTS.mkdir(exist_ok=True)
    document = {"goals": GOALS, "cases": cases, "lines": [asdict(line) for line in lines]}
    (RESULTS / f"pages-{cases}.json").write_text(json.dumps(document, indent=2) + "\n")
    click.echo(as_table(lines))


if __name__ == "__main__":
    main()
