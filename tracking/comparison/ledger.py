"""What the files of children say, as frames: for rules that look at the work itself.

A child is known by several keys; each frame has one row per key, so that a row of any list
meets its file whichever key both share.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from models.case import Case, CaseEvent
from models.child import Child, ChildKey
from models.database import db
from models.flag import Flag
from models.follow_up import FollowUp
from models.lesson import Lesson
from models.organisation import Organisation
from models.outcome import Outcome
from models.tip import Tip
from models.vocabulary.cases import CaseState
from models.vocabulary.follow_ups import FollowUpKind
from models.vocabulary.outcomes import Decision
from models.vocabulary.registry import KeyKind
from models.vocabulary.tips import TipState
from tracking.comparison.queries import last_scan
from tracking.kernel import clock

REMEMBERED = timedelta(days=400)  # how long a file that ended still counts
ENDED = (CaseState.CLOSED, CaseState.EXCLUDED)

CASES = pa.schema(
    [
        ("person", pa.int64()),
        ("case_id", pa.int64()),
        ("state", pa.string()),  # CaseState
        ("episode", pa.int64()),
        ("is_open", pa.bool_()),
        ("opened_on", pa.date32()),
        ("state_since", pa.date32()),
        ("closed_on", pa.date32()),
        ("due_on", pa.date32()),
        ("outcome", pa.string()),  # OutcomeCode of the last approved result of the episode
        ("valid_until", pa.date32()),
        ("last_contact_on", pa.date32()),
        ("last_visit_on", pa.date32()),
        ("last_lesson_on", pa.date32()),  # taught at home, in this episode
        ("last_flag_on", pa.date32()),  # last day a finding of the episode was seen
        ("school_code", pa.string()),
        ("owner_code", pa.string()),
    ]
)
KNOWN_FLAGS = pa.schema(
    [
        ("person", pa.int64()),
        ("case_id", pa.int64()),
        ("rule", pa.string()),
        ("status", pa.string()),  # FlagStatus
        ("episode", pa.int64()),
        ("as_of", pa.date32()),
        ("last_as_of", pa.date32()),
        ("is_standing", pa.bool_()),  # the scan before this day found it too
    ]
)

TIPS = pa.schema(
    [
        ("person", pa.int64()),
        ("tip", pa.int64()),
        ("channel", pa.string()),  # TipChannel
        ("received_on", pa.date32()),
        ("school_code", pa.string()),
        ("area", pa.string()),  # code of the county that accepted it
    ]
)


def cases_table(as_of: date) -> pa.Table:
    """CASES: one row per file and key of its child, files ended long ago left out.

    A file that rests in another (its child is the same) counts as that one.
    """
    resting, keys = aliased(Case), _keys_of_files()
    contacts = _last(FollowUp, FollowUp.happened_on)
    visits = _last(FollowUp, FollowUp.happened_on, FollowUp.kind == FollowUpKind.HOME_VISIT)
    taught = (Lesson.episode == resting.episode, Lesson.struck_at.is_(None))
    lessons = _last(Lesson, Lesson.happened_on, *taught, of=resting)
    flagged = _last(Flag, Flag.last_as_of, Flag.episode == resting.episode, of=resting)
    moved = _last(CaseEvent, CaseEvent.at, CaseEvent.to_state == resting.state, of=resting)
    result = _approved()
    school, owner = aliased(Organisation), aliased(Organisation)
    query = (
        select(
            keys.c.value,
            resting.id,
            resting.state,
            resting.episode,
            resting.opened_on,
            moved.c.last,
            resting.closed_on,
            resting.due_on,
            resting.outcome,
            result.c.valid_until,
            contacts.c.last,
            visits.c.last,
            lessons.c.last,
            flagged.c.last,
            school.code,
            owner.code,
        )
        .join(keys, keys.c.case_id == resting.id)
        .outerjoin(contacts, contacts.c.case_id == resting.id)
        .outerjoin(visits, visits.c.case_id == resting.id)
        .outerjoin(lessons, lessons.c.case_id == resting.id)
        .outerjoin(flagged, flagged.c.case_id == resting.id)
        .outerjoin(moved, moved.c.case_id == resting.id)
        .outerjoin(result, result.c.case_id == resting.id)
        .outerjoin(school, school.id == resting.school_id)
        .join(owner, owner.id == resting.owner_id)
        .where(or_(resting.closed_on.is_(None), resting.closed_on >= as_of - REMEMBERED))
    )
    return _table(CASES, (_case_row(*row) for row in db.session.execute(query)))


def _keys_of_files() -> Any:
    """Key of a child → the file that stands for it."""
    leading = func.coalesce(Case.merged_into_id, Case.id)
    number = func.coalesce(ChildKey.value, -Case.id).label("value")  # no file is left out
    known = select(number, leading.label("case_id")).select_from(Case)
    return known.outerjoin(ChildKey, ChildKey.child_id == Case.child_id).subquery()


def known_flags_table(as_of: date) -> pa.Table:
    """KNOWN_FLAGS: one row per flag and key of its child."""
    before = last_scan(before=as_of)
    columns = (Flag.case_id, Flag.rule, Flag.status, Flag.episode, Flag.as_of, Flag.last_as_of)
    query = select(ChildKey.value, *columns).join(ChildKey, ChildKey.child_id == Flag.child_id)
    rows = (
        (person, case_id, rule, status.value, episode, first, last,
         before is not None and last >= before.as_of)
        for person, case_id, rule, status, episode, first, last in db.session.execute(query)
    )  # fmt: skip
    return _table(KNOWN_FLAGS, rows)


def tips_table(as_of: date) -> pa.Table:
    """TIPS: one row per tip that was accepted, by a key of its child.

    The school is that of record, else the one that was told.
    """
    since = as_of - REMEMBERED
    query = (
        select(
            Tip.id, Tip.channel, Tip.received_on, Organisation.code, Tip.org_path,
            ChildKey.kind, ChildKey.value,
        )
        .join(ChildKey, ChildKey.child_id == Tip.child_id)
        .join(Child, Child.id == Tip.child_id)
        .outerjoin(Organisation, Organisation.id == func.coalesce(Child.school_id, Tip.school_id))
        .where(Tip.state == TipState.ACCEPTED, Tip.received_on >= since)
        .order_by(Tip.id)
    )  # fmt: skip
    kinds, rows = list(KeyKind), db.session.execute(query)
    best: dict[int, tuple[int, tuple[Any, ...]]] = {}
    for number, channel, received_on, school, path, kind, value in rows:
        row = (value, number, channel.value, received_on, school or "", area_of(path))
        rank = kinds.index(kind)
        if number not in best or rank < best[number][0]:
            best[number] = (rank, row)
    return _table(TIPS, (row for _rank, row in best.values()))


def area_of(path: str) -> str:
    """The code of the county that an organisation's path leads through; blank for the city."""
    codes = path.strip("/").split("/")
    return codes[1] if len(codes) > 1 else ""


def _last(model: Any, column: Any, *conditions: Any, of: Any = None) -> Any:
    """Case id → the latest value of a column of what belongs to it."""
    query = select(model.case_id, func.max(column).label("last")).group_by(model.case_id)
    if of is not None:
        query = query.join(of, of.id == model.case_id)
    return query.where(*conditions).subquery()


def _approved() -> Any:
    """Case id → until when the approved result of its running episode holds."""
    of = aliased(Case)
    return (
        select(Outcome.case_id, func.max(Outcome.valid_until).label("valid_until"))
        .join(of, and_(of.id == Outcome.case_id, of.episode == Outcome.episode))
        .where(Outcome.decision == Decision.APPROVED)
        .group_by(Outcome.case_id)
        .subquery()
    )


def _case_row(
    person: int, case_id: int, state: CaseState, episode: int, *rest: Any
) -> tuple[Any, ...]:
    opened_on, moved, closed_on, due_on, outcome, *others = rest
    since = clock.local(moved).date() if isinstance(moved, datetime) else opened_on
    code = outcome.value if outcome is not None else None
    is_open = state not in ENDED
    return (
        person, case_id, state.value, episode, is_open, opened_on, since, closed_on, due_on, code,
        *others,
    )  # fmt: skip


def _table(schema: pa.Schema, rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    columns: list[Any] = list(zip(*rows, strict=True)) or [[] for _ in schema]
    return pa.table(
        [pa.array(list(c), f.type) for c, f in zip(columns, schema, strict=True)], schema=schema
    )
