"""Precision and recall of every rule on a made-up city: `make bench-rules`.

python -m benchmarks.detection [--students 6000] [--seed 2026] [--write-readme]
"""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask import Flask

from benchmarks.city import SEED
from benchmarks.detection.measuring import Score, built, compared, run, truth_of
from benchmarks.detection.people import DAYS
from benchmarks.detection.report import as_document, as_table, into_readme, keep
from benchmarks.detection.town import Truth
from benchmarks.processes import say
from models.database import db
from models.scope import EVERYWHERE, within
from tracking.kernel import keys, schema
from tracking.kernel.settings import Settings
from tracking.kernel.web.language import babel
from tracking.rules._kit import all_rules


def measure(students: int, seed: int, folder: Path) -> dict[str, Score]:
    """Plant, bring in, scan, compare, in an installation of its own."""
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'baoxue.db'}")
    keys.write_missing(settings.keys_dir)
    keys.load(settings.keys_dir)
    app = Flask("detection")
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database_url, SETTINGS=settings, BABEL_DEFAULT_LOCALE="en"
    )
    db.init_app(app)
    babel.init_app(app)
    with app.app_context(), within(EVERYWHERE):
        schema.upgrade()
        say(f"planting in a city of {students:,} pupils, seed {seed}")
        town = built(students, seed)
        truth = truth_of(town)
        found = run(town, folder / "files", settings)
        db.session.remove()
        db.engine.dispose()
    write_truth(truth, folder / "truth.csv")
    return compared(truth, found, all_rules())


def write_truth(truth: list[Truth], path: Path) -> None:
    """What is planted, one line each."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("as_of", "rule", "child", "expected", "reason"))
        for one in truth:
            day = DAYS[one.week].isoformat() if one.week is not None else ""
            writer.writerow((day, one.rule, one.tag, int(one.week is not None), one.reason))


@click.command()
@click.option("--students", default=6_000, show_default=True, help="Pupils of the city.")
@click.option("--seed", default=SEED, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), help="Keep files and truth here.")
@click.option("--write-readme", "to_readme", is_flag=True, help="Put the table into README.md.")
def main(*, students: int, seed: int, folder: Path | None, to_readme: bool) -> None:
    """Measure precision and recall of every rule on planted truth."""
    with TemporaryDirectory(prefix="baoxue-detection-") as temporary:
        place = folder or Path(temporary)
        place.mkdir(parents=True, exist_ok=True)
        scores = measure(students, seed, place)
    click.echo(as_table(scores))
    for rule, score in sorted(scores.items()):
        for one in score.missed:
            say(f"  missed {rule} {one.tag}: {one.reason}")
        for tag, day, why in score.false:
            say(f"  false {rule} {tag} on {day}: {why}")
    say(f"  kept in {keep(as_document(scores, students, seed), students)}")
    if to_readme:
        into_readme(as_table(scores), students)


if __name__ == "__main__":
    main()
