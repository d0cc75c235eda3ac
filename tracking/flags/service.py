"""Keeping findings: children they are about, flags that explain themselves, the scan's row.

These are steps of one scan; the transaction is the caller's (`tracking/cases/scanning.py`),
so that a scan is written whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from models.child import Child, ChildKey
from models.database import among, db
from models.flag import Flag
from models.organisation import Organisation
from models.scan import Scan, ScanPart
from models.scope import bulk_insert
from models.vocabulary.flags import FlagStatus
from models.vocabulary.registry import KeyKind
from tracking.comparison.policy import Comparison
from tracking.flags import queries
from tracking.flags.findings import Finding, Findings
from tracking.identity import queries as identity

CONTACTS = (
    "address",
    "phone",
    "local_no",
    "guardian1_name",
    "guardian1_relation",
    "guardian1_phone",
    "guardian2_name",
    "guardian2_relation",
    "guardian2_phone",
)
Key = tuple[KeyKind, int]


def start_scan(as_of: date, started_by: str, at: datetime, comparison: Comparison) -> Scan:
    """Write the scan's row and which rosters stood for the schools."""
    scan = Scan(as_of=as_of, started_by=started_by, started_at=at, finished_at=at, counts={})
    db.session.add(scan)
    db.session.flush()
    bulk_insert(
        ScanPart,
        [
            {
                "scan_id": scan.id,
                "school_code": code,
                "snapshot_id": part.snapshot_id,
                "is_fresh": code in comparison.fresh,
            }
            for code, part in sorted(comparison.standing.items())
        ],
    )
    return scan


def follow_replaced_numbers(same_child: dict[int, int]) -> None:
    """Let children keep their file when a number was replaced for certain."""
    known = queries.children_by_key(same_child)
    taken = queries.children_by_key(same_child.values())
    followed: dict[Key, int] = {}
    for (kind, value), child_id in known.items():
        followed.setdefault((kind, same_child[value]), child_id)
    add_keys({key: child_id for key, child_id in followed.items() if key not in taken})


def children_of(found: list[Finding], schools: dict[str, Organisation], outside: str) -> list[int]:
    """The child id of each finding, in order; unknown children are added with their keys.

    A hash leads to the child that had it first; who comes later keeps what is left.
    """
    stored = queries.children_by_key({value for f in found for value in hashes_of(f)})
    through_links = children_through_links(found, {value for _, value in stored})
    known = through_links | stored
    born = queries.births(set(known.values()))
    new: list[Finding] = []
    placed: list[int] = []
    for finding in found:
        child_id = match(finding, known, born)
        if child_id is None:
            new.append(finding)
            child_id = -len(new)  # stands for the child until it is stored
            born[child_id] = finding.row.get("birth_date")
        if finding.row and through_links.keys().isdisjoint(finding.keys.items()):
            claim(finding, child_id, known)
        placed.append(child_id)
    ids = bulk_insert(Child, [child_row(f, schools, outside) for f in new])
    real = {-number: child_id for number, child_id in enumerate(ids, 1)}
    added = {k: real.get(c, c) for k, c in known.items() if k not in stored}
    add_keys({key: child_id for key, child_id in added.items() if key not in through_links})
    return [real.get(child_id, child_id) for child_id in placed]


def children_through_links(found: list[Finding], stored: set[int]) -> dict[Key, int]:
    """Children of findings under numbers that a person said belong to a known child.

    Such numbers are not stored as the child's: the link may be taken back.
    """
    keys = {key for f in found for key in f.keys.items() if key[1] not in stored}
    children = identity.children_by_link(value for _, value in keys)
    return {key: children[key[1]] for key in keys if key[1] in children}


def match(finding: Finding, known: dict[Key, int], born: dict[int, date | None]) -> int | None:
    """The child a finding is about; a local number alone needs a birth date that agrees."""
    if not finding.row:  # rests on the bureau's own files: the child is known by one of its keys
        own = (known.get((kind, finding.person)) for kind in KeyKind)
        return next((child_id for child_id in own if child_id is not None), None)
    birth = finding.row.get("birth_date")
    is_reused = False
    for kind, value in finding.keys.items():
        child_id = known.get((kind, value))
        if child_id is None:
            continue
        if kind is not KeyKind.LOCAL or born.get(child_id) in (None, birth) or birth is None:
            return child_id
        is_reused = True
    return known.get((KeyKind.PERSON, finding.row.get("person_key") or 0)) if is_reused else None


def claim(finding: Finding, child_id: int, known: dict[Key, int]) -> None:
    """Give a child the keys of its finding that are free.

    Who has nothing but a local number of another child is known by name, birth date and sex.
    """
    for key in finding.keys.items():
        known.setdefault(key, child_id)
    person = finding.row.get("person_key")
    if person and child_id not in {known[key] for key in finding.keys.items()}:
        known.setdefault((KeyKind.PERSON, person), child_id)


def hashes_of(finding: Finding) -> set[int]:
    """Every hash under which the child of a finding may be known."""
    return {*finding.keys.values(), finding.row.get("person_key") or 0}


def add_keys(keys: dict[Key, int]) -> None:
    """Store which child each new key leads to."""
    rows = [{"child_id": c, "kind": kind, "value": value} for (kind, value), c in keys.items()]
    bulk_insert(ChildKey, rows)


def child_row(finding: Finding, schools: dict[str, Organisation], outside: str) -> dict[str, Any]:
    """A child's columns from the archived row that the finding rests on."""
    row, school = finding.row, schools.get(finding.school_code)
    return {
        "name": row.get("name") or "",
        "name_key": row.get("name_key"),
        "student_no": row.get("student_no") or "",
        "id_number": row.get("id_number") or "",
        "details": {name: row.get(name) or "" for name in CONTACTS},
        "sex": row.get("sex"),
        "birth_date": row.get("birth_date"),
        "grade": row.get("grade"),
        "class_no": row.get("class_no") or "",
        "school_id": school.id if school else None,
        "org_path": school.path if school else outside,
    }


def flag_row(finding: Finding, child_id: int, case: dict[str, Any], scan: Scan) -> dict[str, Any]:
    """A flag's columns; `case` gives case_id, episode and org_path."""
    return {
        "child_id": child_id,
        "case_id": case["case_id"],
        "episode": case["episode"],
        "org_path": case["org_path"],
        "rule": finding.rule.code,
        "rule_version": finding.rule.version,
        "parameters": finding.parameters,
        "severity": finding.rule.severity,
        "status": FlagStatus.OPEN,
        "evidence": finding.evidence,
        "evidence_key": finding.evidence_key,
        "school_code": finding.school_code,
        "as_of": scan.as_of,
        "last_as_of": scan.as_of,
        "scan_id": scan.id,
        "decision_reason": "",
    }


def seen_again(flags: Iterable[int], as_of: date) -> None:
    """Note that known flags were found again; nothing else about them changes."""
    if not (flags := list(flags)):
        return
    query = update(Flag).where(among(Flag.id, flags), Flag.last_as_of < as_of)
    db.session.execute(query.values(last_as_of=as_of))


def finish_scan(scan: Scan, findings: Findings, counts: dict[str, int], at: datetime) -> None:
    """Put the counts on the scan's row."""
    scan.finished_at = at
    scan.opened, scan.joined = counts["opened"], counts["joined"]
    scan.unchanged = counts["unchanged"]
    scan.counts = {
        "rules": findings.counts,
        "parameters": findings.rules,
        "resting": findings.resting,
        "inputs": findings.basis.inputs,
        "links": len(findings.same_child),
        "likely": len(findings.likely),
        "fresh": len(findings.basis.comparison.fresh),
        "schools": len(findings.basis.comparison.standing),
    }
