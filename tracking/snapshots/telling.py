"""Asking a school whose roster was set aside, and its bureau, for a new one."""

from __future__ import annotations

from collections.abc import Iterable

from models.snapshot import Snapshot, SnapshotPart
from models.vocabulary.notices import NoticeKind
from tracking.kernel import clock
from tracking.kernel.notices import tell
from tracking.snapshots import queries
from tracking.snapshots.policy import SET_ASIDE


def tell_set_aside(snapshot: Snapshot, parts: Iterable[SnapshotPart]) -> None:
    """Tell, in the running transaction of the import, once however the file came in."""
    schools = queries.schools()
    for part in parts:
        school = schools.get(part.school_code)
        if school is None or part.state not in SET_ASIDE:
            continue
        for told in (school.id, school.parent_id):
            if told is not None:
                tell(
                    told,
                    NoticeKind.SET_ASIDE,
                    key=f"set_aside:{snapshot.id}:{part.school_code}",
                    at=clock.now(),
                    snapshot_id=snapshot.id,
                    part_id=part.id,
                    school_code=part.school_code,
                    school=school.name,
                    state=part.state.value,
                    as_of=snapshot.as_of.isoformat(),
                    rows=part.rows,
                    rows_before=part.rows_before,
                    lost=part.lost,
                    columns=part.columns,
                    affected=part.affected,
                )
