"""Running all rules over a day: findings with evidence, and the identity of those found."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa

from models.vocabulary.registry import KeyKind
from tracking.flags.comparison import Frames, archived_rows, assemble
from tracking.flags.policy import Comparison
from tracking.identity.matching import Match
from tracking.identity.resolve import destinations
from tracking.kernel.engine import EmbeddedEngine
from tracking.kernel.settings import Settings
from tracking.rules._kit import Rule, all_rules
from tracking.thresholds.queries import rules_in_force

KEYS = {KeyKind.STUDENT: "student_key", KeyKind.ID: "id_key", KeyKind.LOCAL: "local_key"}


@dataclass(frozen=True)
class Finding:
    """One child found by one rule.

    `evidence` is plain data without identity; `row` is the archived row that tells who the
    child is, with its fields opened; `keys` the keyed hashes the row is known by; `parameters`
    the thresholds that the rule went by.
    """

    rule: Rule
    person: int
    school_code: str
    evidence: dict[str, Any]
    row: dict[str, Any] = field(default_factory=dict)
    again: str = ""  # the day of a finding that came back after it was handled: a new one then
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def evidence_key(self) -> str:
        """The same for the same finding in a later scan."""
        proof = [str(self.evidence.get(n, self.school_code)) for n in self.rule.proof]
        proof += [self.again] if self.again else []
        return hashlib.sha256("\x1f".join(proof).encode()).hexdigest()[:32]

    @property
    def keys(self) -> dict[KeyKind, int]:
        """The keyed hashes of the child's numbers, as far as they are known."""
        known = {kind: self.row.get(column) for kind, column in KEYS.items()}
        numbers = {kind: value for kind, value in known.items() if value is not None}
        return numbers or {KeyKind.PERSON: self.person}


@dataclass(frozen=True)
class Findings:
    """All that one scan found, before anything is written.

    `same_child` maps old to present person keys where a number was replaced for certain;
    `rules` are the rules that ran, by code, with the parameters they went by.
    """

    as_of: date
    comparison: Comparison
    found: list[Finding]
    same_child: dict[int, int]
    likely: list[Match]
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Findings per rule, rules without any included."""
        counted = Counter(f.rule.code for f in self.found)
        return {code: counted[code] for code in self.rules}


def find(as_of: date, settings: Settings, progress: Callable[[int, int], None]) -> Findings:
    """Run every rule that is switched on over the rolls of a day."""
    going_by = rules_in_force()
    rules = [all_rules()[code] for code in going_by]
    steps = len(rules) + 2
    with EmbeddedEngine(settings.memory) as engine:
        progress(0, steps)
        frames = assemble(engine, settings.archive_dir, as_of)
        raw: list[tuple[Rule, dict[str, Any]]] = []
        for number, rule in enumerate(rules, 1):
            progress(number, steps)
            given = {"as_of": as_of, **going_by[rule.code]}
            table = engine.collect(rule.find(frames.by_name(), **given))
            raw += [(rule, row) for row in last_per_person(table.to_pylist())]
        on_roll = roll_rows(engine, frames, [r["person"] for _, r in raw])
    places = [on_roll.get(row["person"]) or (row["snapshot_id"], row["row_no"]) for _, row in raw]
    opened = archived_rows(settings.archive_dir, places)
    found = [
        Finding(
            rule=rule,
            person=row["person"],
            school_code=row["school_code"] or "",
            evidence=evidence_of(rule, row, as_of),
            row=opened[place],
            parameters=going_by[rule.code],
        )
        for (rule, row), place in zip(raw, places, strict=True)
    ]
    progress(steps, steps)
    return Findings(
        as_of=as_of,
        comparison=frames.comparison,
        found=found,
        same_child=destinations(frames.resolved.certain),
        likely=frames.resolved.likely,
        rules=going_by,
    )


def last_per_person(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row per child: the one of the newest file (a child may stand on several rosters)."""
    ordered = sorted(rows, key=lambda r: (r["snapshot_id"], r["row_no"]))
    return list({row["person"]: row for row in ordered}.values())


def roll_rows(
    engine: EmbeddedEngine, frames: Frames, persons: list[int]
) -> dict[int, tuple[int, int]]:
    """Where each person stands on a roll: the newest (snapshot id, row number)."""
    if not persons:
        return {}
    wanted = engine.table(pa.table({"person": pa.array(sorted(set(persons)), pa.int64())}))
    columns = ("person", "snapshot_id", "row_no", "seen_on")
    rolls = (frames.resolved.previous, frames.resolved.current)
    both = nw.concat([f.select(*columns) for f in rolls]).join(wanted, on="person", how="inner")
    rows = sorted(engine.collect(both).to_pylist(), key=lambda r: (r["seen_on"], r["snapshot_id"]))
    return {r["person"]: (r["snapshot_id"], r["row_no"]) for r in rows}


def evidence_of(rule: Rule, row: dict[str, Any], as_of: date) -> dict[str, Any]:
    """The finding's evidence as plain data: values of the rule, the day, the proving row."""
    values = {name: _plain(row[name]) for name in rule.evidence}
    proof = {"source": row["source"], "snapshot_id": row["snapshot_id"], "row_no": row["row_no"]}
    return {
        **values,
        "school_code": row["school_code"] or "",
        "as_of": as_of.isoformat(),
        "rows": [proof],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
