"""The rules that need nothing but the files of children, and who is on the roll, for one day.

The daily clock goes by them between two scans; a scan runs them with all others.
"""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from models.vocabulary.outcomes import OutcomeCode
from models.vocabulary.snapshots import SnapshotKind
from tracking.comparison.frames import assemble, unknown
from tracking.comparison.ledger import cases_table
from tracking.flags.findings import Finding, evidence_of, last_per_person
from tracking.kernel.engine import EmbeddedEngine, Frame
from tracking.kernel.errors import ArchiveError
from tracking.kernel.settings import Settings
from tracking.rules._kit import Rule, all_rules
from tracking.snapshots import care, rolls
from tracking.thresholds.queries import rules_in_force


def is_daily(rule: Rule) -> bool:
    """Whether a rule goes by the files of children."""
    return "cases" in rule.frames and set(rule.frames) <= {"cases", "current"}


def clock_findings(today: date, settings: Settings) -> list[Finding]:
    """What the rules of the clock find on a day, one finding per file."""
    going_by = {all_rules()[code]: given for code, given in rules_in_force().items()}
    rules = {rule: given for rule, given in going_by.items() if is_daily(rule)}
    files = cases_table(today)
    found: list[Finding] = []
    with EmbeddedEngine(settings.memory) as engine:
        tables = {"cases": engine.table(files)}
        roll = roll_for(engine, files, today, settings)
        if roll is not None:
            tables["current"] = roll
        for rule, given in rules.items():
            if not set(rule.frames) <= tables.keys():
                continue
            rows = engine.collect(rule.find(tables, as_of=today, **given)).to_pylist()
            found += [
                Finding(
                    rule=rule,
                    person=row["person"],
                    school_code=row["school_code"] or "",
                    region=row["region"] or "",
                    evidence=evidence_of(rule, row, today),
                    parameters=dict(given),
                )
                for row in last_per_person(rule, rows)
            ]
    return found


def roll_for(
    engine: EmbeddedEngine, files: pa.Table, today: date, settings: Settings
) -> Frame | None:
    """The present roll, read only on days when a deferral has ended; None when it is damaged."""
    deferred = pc.equal(files["outcome"], OutcomeCode.V06.value)
    ended = pc.less(files["valid_until"], pa.scalar(today))
    if not pc.any(pc.and_(deferred, ended)).as_py():
        return unknown(rolls.empty(engine, SnapshotKind.REGISTRY))
    try:
        return engine.keep(assemble(engine, settings.archive_dir, today, ()).tables["current"])
    except ArchiveError as error:
        care.raise_alarm(error)
        return None
