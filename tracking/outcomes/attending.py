"""Writing down on which days of the observation the child was at school."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from models.attendance import Attendance
from models.case import Case
from models.database import db
from models.user import User
from models.vocabulary.cases import EventKind
from models.vocabulary.placements import AttendanceMark
from tracking.cases.observation import marks_of, observation_of
from tracking.cases.service import check, note
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError
from tracking.kernel.transaction import transaction


def attend(case: Case, marks: Mapping[date, AttendanceMark], *, by: User) -> int:
    """Write down what is new or differs from what was; a change is a newer row. How many days."""
    with transaction():
        check(case, "attend", None, by)
        observed = observation_of(case)
        open_days = {day.day for day in observed.past} if observed else set()
        if marks.keys() - open_days:
            raise RefusedError(_l("One of these days is not a past day of the observation."))
        before = marks_of(case)
        new = {day: mark for day, mark in sorted(marks.items()) if before.get(day) is not mark}
        for day, mark in new.items():
            db.session.add(
                Attendance(
                    case_id=case.id, episode=case.episode, day=day, mark=mark,
                    recorded_at=clock.now(), recorded_by_id=by.id,
                )
            )  # fmt: skip
        if new:
            counts: dict[str, Any] = Counter(str(mark.value) for mark in new.values())
            changed = sum(day in before for day in new)
            note(case, EventKind.ATTENDANCE, by, first=min(new).isoformat(),
                 last=max(new).isoformat(), changed=changed, **counts)  # fmt: skip
            audit.record("attendance.record", by=by, target=f"case:{case.id}")
    return len(new)
