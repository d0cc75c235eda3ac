"""Keeping findings: children they are about, flags that explain themselves, the scan's row.

These are steps of one scan; the transaction is the caller's (`tracking/cases/scanning.py`),
so that a scan is written whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from models.child import Child, ChildKey
from models.database import db
from models.flag import Flag
from models.organisation import Organisation
from models.scan import Scan, ScanPart
from models.scope import bulk_insert
from models.vocabulary.flags import FlagStatus
from models.vocabulary.registry import KeyKind
from tracking.flags import queries
from tracking.flags.findings import Finding, Findings
from tracking.flags.policy import Comparison

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
LIKELY_KEPT = 200


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
    bulk_insert(
        ChildKey,
        [
            {"child_id": child_id, "kind": kind, "value": same_child[value]}
            for (kind, value), child_id in known.items()
            if (kind, same_child[value]) not in taken
        ],
    )


def children_of(findings: Findings, schools: dict[str, Organisation], outside: str) -> list[int]:
    """The child id of each finding, in order; unknown children are added with their keys."""
    known = queries.children_by_key({v for f in findings.found for v in f.keys.values()})
    born = queries.births(set(known.values()))
    new: list[Finding] = []
    claimed: set[tuple[KeyKind, int]] = set()
    for finding in findings.found:
        keys = set(finding.keys.items())
        if match(finding, known, born) is None and not keys & claimed:
            new.append(finding)
        claimed |= keys
    for finding, child_id in zip(new, add_children(new, schools, outside), strict=True):
        born[child_id] = finding.row.get("birth_date")
        for key in finding.keys.items():
            known.setdefault(key, child_id)
    matched = [match(finding, known, born) for finding in findings.found]
    return [child_id for child_id in matched if child_id is not None]


def match(
    finding: Finding, known: dict[tuple[KeyKind, int], int], born: dict[int, date | None]
) -> int | None:
    """The child a finding is about; a local number alone needs the same birth date."""
    for kind, value in finding.keys.items():
        child_id = known.get((kind, value))
        if child_id is None:
            continue
        if kind is not KeyKind.LOCAL or born.get(child_id) == finding.row.get("birth_date"):
            return child_id
    return None


def add_children(found: list[Finding], schools: dict[str, Organisation], outside: str) -> list[int]:
    """Insert children and the keys they are known by; ids in the order given."""
    ids = bulk_insert(Child, [child_row(f, schools, outside) for f in found])
    keys: dict[tuple[KeyKind, int], int] = {}
    for finding, child_id in zip(found, ids, strict=True):
        for key in finding.keys.items():
            keys.setdefault(key, child_id)
    taken = queries.children_by_key(value for _, value in keys)
    bulk_insert(
        ChildKey,
        [
            {"child_id": child_id, "kind": kind, "value": value}
            for (kind, value), child_id in keys.items()
            if (kind, value) not in taken
        ],
    )
    return ids


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
        "parameters": finding.rule.parameters,
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


def seen_again(flags: Iterable[Flag], as_of: date) -> None:
    """Note that known flags were found again; nothing else about them changes."""
    for flag in flags:
        flag.last_as_of = max(flag.last_as_of, as_of)


def finish_scan(scan: Scan, findings: Findings, counts: dict[str, int], at: datetime) -> None:
    """Put the counts on the scan's row."""
    scan.finished_at = at
    scan.opened, scan.joined = counts["opened"], counts["joined"]
    scan.unchanged = counts["unchanged"]
    scan.counts = {
        "rules": findings.counts,
        "links": len(findings.same_child),
        "likely": findings.likely[:LIKELY_KEPT],
        "fresh": len(findings.comparison.fresh),
        "schools": len(findings.comparison.standing),
    }
