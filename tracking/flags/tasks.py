"""Keeping data tasks: what a scan found wrong in the registry, and what is not wrong any more.

Set-based steps of one scan, in its transaction. A task that a person explained stays explained
while the finding is the same; one that settled itself opens again when the finding comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, update

from models.data_task import DataTask
from models.database import among, db
from models.organisation import Organisation
from models.scan import Scan
from models.scope import bulk_insert
from models.vocabulary.flags import TaskStatus
from tracking.flags.findings import Finding

Key = tuple[str, int, str, str]  # rule, person, school code, evidence key


def keep_tasks(
    findings: Iterable[Finding],
    ran: Iterable[str],
    scan: Scan,
    schools: Mapping[str, Organisation],
    outside: str,
) -> int:
    """Give each finding its task; returns how many are new or open again.

    `ran` are the rules of data quality that ran: open tasks of theirs that were not found again
    are settled. `outside` is the path of tasks about schools that are not known.
    """
    found = {key_of(f): f for f in findings}
    known = known_tasks(ran)
    new = [f for key, f in found.items() if key not in known]
    bulk_insert(DataTask, [task_row(f, scan, schools, outside) for f in new])
    again = [i for key, (i, status) in known.items() if key in found]
    change(again, last_as_of=scan.as_of)
    back = [i for k, (i, s) in known.items() if k in found and s is TaskStatus.SETTLED]
    change(back, status=TaskStatus.OPEN, handled_at=None)
    gone = [i for k, (i, s) in known.items() if k not in found and s is TaskStatus.OPEN]
    change(gone, status=TaskStatus.SETTLED, handled_at=scan.started_at)
    return len(new) + len(back)


def key_of(finding: Finding) -> Key:
    """What makes a finding the task that is already there."""
    return finding.rule.code, finding.person, finding.school_code, finding.evidence_key


def known_tasks(rules: Iterable[str]) -> dict[Key, tuple[int, TaskStatus]]:
    """Tasks of some rules by what they are about: (id, status)."""
    columns = (
        DataTask.rule, DataTask.person, DataTask.school_code, DataTask.evidence_key,
        DataTask.id, DataTask.status,
    )  # fmt: skip
    query = select(*columns).where(DataTask.rule.in_(list(rules)))
    rows = db.session.execute(query)
    return {(rule, p, school, key): (i, status) for rule, p, school, key, i, status in rows}


def change(ids: Iterable[int], **values: Any) -> None:
    """Set columns of many tasks."""
    query = update(DataTask).where(among(DataTask.id, ids))
    db.session.execute(query.values(version=DataTask.version + 1, **values))


def task_row(
    finding: Finding, scan: Scan, schools: Mapping[str, Organisation], outside: str
) -> dict[str, Any]:
    """A task's columns."""
    school = schools.get(finding.school_code)
    return {
        "rule": finding.rule.code,
        "rule_version": finding.rule.version,
        "parameters": finding.parameters,
        "severity": finding.rule.severity,
        "status": TaskStatus.OPEN,
        "person": finding.person,
        "school_code": finding.school_code,
        "school_id": school.id if school else None,
        "evidence": finding.evidence,
        "evidence_key": finding.evidence_key,
        "as_of": scan.as_of,
        "last_as_of": scan.as_of,
        "scan_id": scan.id,
        "org_path": school.path if school else outside,
    }
