"""Running all rules over a day: findings with evidence, and the identity of those found."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa

from models.vocabulary.flags import Makes
from models.vocabulary.registry import KeyKind
from tracking.comparison import funnel
from tracking.comparison.basis import Basis, basis_of
from tracking.comparison.frames import Frames, assemble
from tracking.comparison.funnel import BoxCount
from tracking.comparison.rows import archived_rows
from tracking.identity.matching import Match
from tracking.identity.resolve import destinations
from tracking.kernel.engine import Engine, engine_for
from tracking.kernel.settings import Settings
from tracking.rules._kit import LEDGER, Rule, all_rules, frames_of
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
    region: str = ""  # where a child without a school lives
    again: str = ""  # the day of a finding that came back after it was handled: a new one then
    parameters: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def evidence_key(self) -> str:
        """The same for the same finding in a later scan."""
        proof = [str(self.evidence.get(n, self.school_code)) for n in self.rule.proof]
        proof += [self.again] if self.again else []
        return hashlib.sha256("\x1f".join(proof).encode()).hexdigest()[:32]

    @cached_property
    def keys(self) -> dict[KeyKind, int]:
        """The keyed hashes of the child's numbers, as far as they are known."""
        known = {kind: self.row.get(column) for kind, column in KEYS.items()}
        numbers = {kind: value for kind, value in known.items() if value is not None}
        return numbers or {KeyKind.PERSON: self.person}


@dataclass(frozen=True)
class Findings:
    """All that one scan found, before anything is written.

    `same_child` maps old to present person keys where a number was replaced for certain;
    `rules` are the rules that ran, by code, with the parameters they went by; `resting` are
    those that did not, with the lists they lack; `basis` names the files that were compared;
    `boxes` are the counts of the funnel.
    """

    basis: Basis
    found: list[Finding]
    same_child: dict[int, int]
    likely: list[Match]
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    resting: dict[str, tuple[str, ...]] = field(default_factory=dict)
    boxes: list[BoxCount] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Findings per rule, rules without any included."""
        counted = Counter(f.rule.code for f in self.found)
        return {code: counted[code] for code in self.rules}

    def making(self, *what: Makes) -> list[Finding]:
        """The findings of rules that lead to something."""
        return [f for f in self.found if f.rule.makes in what]


@dataclass(frozen=True)
class Searched:
    """What the rules found, before anybody is named; `rules` and `resting` as in Findings."""

    frames: Frames
    raw: list[tuple[Rule, dict[str, Any]]]
    rules: dict[str, dict[str, Any]]
    resting: dict[str, tuple[str, ...]]
    boxes: list[BoxCount]


def find(as_of: date, settings: Settings, progress: Callable[[int, int], None]) -> Findings:
    """Run every rule that is switched on over the files of a day, and open who was found."""
    going_by = rules_in_force()
    basis = basis_of(as_of, frames_wanted(going_by))
    with engine_for(settings) as engine:
        searched = search(engine, settings.archive_dir, basis, going_by, progress)
        places = places_of(engine, searched.frames, searched.raw)
    opened = archived_rows(settings.archive_dir, [place for place in places if place])
    return named(searched, [opened[place] if place else {} for place in places])


def frames_wanted(rules: Iterable[str]) -> set[str]:
    """The frames that some rules and the funnel need."""
    return frames_of(all_rules()[code] for code in rules) | funnel.wanted()


def search(
    engine: Engine,
    root: Path,
    basis: Basis,
    going_by: Mapping[str, dict[str, Any]],
    progress: Callable[[int, int], None],
) -> Searched:
    """Run rules, by code with their parameters, over the files that a day rests on."""
    rules, steps = [all_rules()[code] for code in going_by], len(going_by) + 2
    progress(0, steps)
    frames = assemble(engine, root, basis.as_of, frames_wanted(going_by), basis=basis)
    resting = {r.code: lacking for r in rules if (lacking := r.lacks(frames.there))}
    ran = {code: given for code, given in going_by.items() if code not in resting}
    given = {all_rules()[code]: parameters for code, parameters in ran.items()}
    raw = rows_of_rules(engine, frames, given, lambda done: progress(done, steps))
    boxes = funnel.counts(engine, frames, persons_by_rule(raw, set(ran)))
    progress(steps, steps)
    return Searched(frames, raw, ran, resting, boxes)


def named(searched: Searched, rows: Iterable[dict[str, Any]]) -> Findings:
    """Findings with the archived row of each child; blank rows where nobody is named."""
    as_of = searched.frames.as_of
    found = [
        Finding(
            rule=rule,
            person=row["person"],
            school_code=row["school_code"] or "",
            region=row["region"] or "",
            evidence=evidence_of(rule, row, as_of),
            row=opened,
            parameters=searched.rules[rule.code],
        )
        for (rule, row), opened in zip(searched.raw, rows, strict=True)
    ]
    return Findings(
        basis=searched.frames.basis,
        found=found,
        same_child=destinations(searched.frames.resolved.certain),
        likely=searched.frames.resolved.likely,
        rules=searched.rules,
        resting=searched.resting,
        boxes=searched.boxes,
    )


def rows_of_rules(
    engine: Engine,
    frames: Frames,
    rules: Mapping[Rule, Mapping[str, Any]],
    progress: Callable[[int], None],
) -> list[tuple[Rule, dict[str, Any]]]:
    """What rules find with the given parameters, one row per child.

    Second rules come last, and what proposes to close sees what all others found.
    """
    raw: list[tuple[Rule, dict[str, Any]]] = []
    tables = dict(frames.tables)
    ordered = sorted(rules, key=lambda r: (r.is_second, r.makes is Makes.PROPOSAL))
    for number, rule in enumerate(ordered, 1):
        progress(number)
        if rule.is_second:
            all_of_them = rule.makes is Makes.PROPOSAL
            seen = [entry for entry in raw if all_of_them or not entry[0].is_second]
            tables["found"] = engine.table(found_table(seen))
        given = {"as_of": frames.as_of, "year": frames.year, "keep": engine.keep, **rules[rule]}
        table = engine.collect(rule.find(tables, **given))
        raw += [(rule, row) for row in last_per_person(rule, table.to_pylist())]
    return raw


def found_table(raw: list[tuple[Rule, dict[str, Any]]]) -> pa.Table:
    """The frame `found`: who was found by which rule."""
    return pa.table(
        {
            "person": pa.array([row["person"] for _, row in raw], pa.int64()),
            "rule": pa.array([rule.code for rule, _ in raw], pa.string()),
            "school_code": pa.array([row["school_code"] or "" for _, row in raw], pa.string()),
        }
    )


def persons_by_rule(
    raw: list[tuple[Rule, dict[str, Any]]], ran: Iterable[str]
) -> dict[str, pa.Table]:
    """Rule → the persons it found, of all rules that ran."""
    return {
        code: pa.table(
            {"person": pa.array([r["person"] for rule, r in raw if rule.code == code], pa.int64())}
        )
        for code in ran
    }


def last_per_person(rule: Rule, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row per child: the one of the newest file (a child may stand on several rosters).

    A finding about a school is one per school and what proves it.
    """
    ordered = sorted(rows, key=lambda r: (r["snapshot_id"], r["row_no"]))
    whole = [(row["school_code"], *(row[name] for name in rule.proof)) for row in ordered]
    keys = [row["person"] or school for row, school in zip(ordered, whole, strict=True)]
    return list(dict(zip(keys, ordered, strict=True)).values())


def places_of(
    engine: Engine, frames: Frames, raw: list[tuple[Rule, dict[str, Any]]]
) -> list[tuple[int, int] | None]:
    """Which archived row tells who the child of each finding is: the newest of a roll, if any.

    None where nobody has to be named: data tasks, and what rests on the bureau's own files.
    """
    named = [(r, row) for r, row in raw if r.makes is not Makes.TASK and row["source"] != LEDGER]
    on_roll = roll_rows(engine, frames, [row["person"] for _, row in named])
    wanted = {id(row) for _, row in named}
    return [
        on_roll.get(row["person"]) or (row["snapshot_id"], row["row_no"])
        if id(row) in wanted
        else None
        for _, row in raw
    ]


def roll_rows(engine: Engine, frames: Frames, persons: list[int]) -> dict[int, tuple[int, int]]:
    """Where each person stands on a roll: the newest (snapshot id, row number)."""
    if not persons:
        return {}
    wanted = engine.table(pa.table({"person": pa.array(sorted(set(persons)), pa.int64())}))
    columns = ("person", "snapshot_id", "row_no", "seen_on")
    rolls = (frames.resolved.previous, frames.resolved.current)
    both = nw.concat([f.select(*columns) for f in rolls]).join(wanted, on="person", how="inner")
    rows = sorted(
        engine.collect(both).to_pylist(),
        key=lambda r: (r["seen_on"], r["snapshot_id"], r["row_no"]),
    )
    return {r["person"]: (r["snapshot_id"], r["row_no"]) for r in rows}


def evidence_of(rule: Rule, row: dict[str, Any], as_of: date) -> dict[str, Any]:
    """The finding's evidence as plain data: values of the rule, the day, the proving row."""
    values = {name: _plain(row[name]) for name in rule.evidence}
    proof = {name: row[name] for name in ("source", "snapshot_id", "row_no")}
    return {
        **values,
        "school_code": row["school_code"] or "",
        "as_of": as_of.isoformat(),
        "rows": [proof] if row["source"] != LEDGER else [],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
