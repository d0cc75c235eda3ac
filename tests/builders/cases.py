"""Children, flags, cases, scans and snapshots."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from models.case import Case, CaseEvent
from models.child import Child
from models.database import db
from models.flag import Flag
from models.organisation import Organisation
from models.scan import Scan
from models.snapshot import Snapshot
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.flags import FlagStatus, Severity
from models.vocabulary.registry import Sex
from models.vocabulary.snapshots import SnapshotKind, SnapshotState
from tests.builders.people import a_school, kept, numbers
from tracking.kernel import clock

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SURNAMES, GIVEN = "赵钱孙李周吴郑王", "安宁平和乐康佳文"


def an_id_number(number: int, born: date = date(2013, 5, 6)) -> str:
    """An identity number of an invented region with its true check digit."""
    digits = f"150291{born:%Y%m%d}{number % 1000:03d}"
    return digits + "10X98765432"[sum(map(int.__mul__, WEIGHTS, map(int, digits))) % 11]


def a_child(school: Organisation | None = None, **columns: Any) -> Child:
    """A child of a school."""
    number = next(numbers)
    school = school or a_school()
    id_number = an_id_number(number)
    given = {
        "name": SURNAMES[number % 8] + GIVEN[number // 8 % 8] + GIVEN[number % 7],
        "student_no": f"G{id_number}",
        "id_number": id_number,
        "details": {"guardian": "虚构家长", "guardian_phone": f"1990000{number:04d}"},
        "sex": Sex.FEMALE,
        "birth_date": date(2013, 5, 6),
        "grade": 7,
        "class_no": "3",
        **columns,
    }
    return kept(Child(school_id=school.id, org_path=school.path, **given))


def a_case(
    state: CaseState = CaseState.ASSIGNED,
    school: Organisation | None = None,
    child: Child | None = None,
    *,
    owner: Organisation | None = None,
    **columns: Any,
) -> Case:
    """A case of a child with its first entry on the timeline; the school owns it by default."""
    school = school or a_school()
    child = child or a_child(school)
    owner = owner or school
    today = clock.today()
    given = {
        "number": f"{school.code}-{next(numbers):06d}",
        "opened_on": today,
        "due_on": today + timedelta(days=3),
        "touched_at": clock.now(),
        **columns,
    }
    case = kept(
        Case(
            state=state,
            child_id=child.id,
            school_id=school.id,
            owner_id=owner.id,
            org_path=owner.path,
            **given,
        )
    )
    kept(CaseEvent(case=case, episode=1, at=clock.now(), kind=EventKind.OPENED, to_state=state))
    return case


def a_scan(as_of: date | None = None) -> Scan:
    """A finished scan."""
    now = clock.now()
    as_of = as_of or clock.today()
    return kept(Scan(as_of=as_of, started_at=now, finished_at=now, started_by="machine"))


def a_flag(case: Case | None = None, rule: str = "VANISHED", **columns: Any) -> Flag:
    """A finding that stands in a case."""
    case = case or a_case()
    scan = a_scan()
    child = db.session.get_one(Child, case.child_id)
    given = {
        "rule_version": 1,
        "severity": Severity.HIGH,
        "status": FlagStatus.OPEN,
        "evidence": {},
        "evidence_key": f"{next(numbers):032x}",
        "school_code": case.school.code if case.school else "",
        "as_of": scan.as_of,
        "last_as_of": scan.as_of,
        **columns,
    }
    return kept(
        Flag(
            case_id=case.id, child_id=child.id, org_path=case.org_path, scan_id=scan.id,
            rule=rule, **given,
        )
    )  # fmt: skip


def a_snapshot(
    kind: SnapshotKind = SnapshotKind.REGISTRY, as_of: date | None = None, **columns: Any
) -> Snapshot:
    """An attempt to bring in a file, as the database remembers it; the archive knows nothing."""
    number = next(numbers)
    given = {
        "state": SnapshotState.ACCEPTED,
        "file_name": f"registry-{number}.csv",
        "content_hash": f"{number:064x}",
        "rows_read": 100,
        "imported_at": clock.now(),
        "org_path": a_school().path.split("/")[0] + "/",
        **columns,
    }
    return kept(Snapshot(kind=kind, as_of=as_of or clock.today(), **given))
