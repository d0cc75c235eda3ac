"""The ladder in the daily clock: each rung that is due is written down once, and told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from models.case import Case, CaseEvent
from models.database import db
from models.organisation import Organisation
from models.scope import bulk_insert
from models.user import User
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.notices import NoticeKind
from models.vocabulary.organisations import Level
from tracking.cases.alarms import Bell
from tracking.cases.ladder import CLIMBED, LADDER, PROVING, Rung, Standing, Tells, marks_of
from tracking.cases.townships import ancestor, named_townships, township_above
from tracking.kernel.notices import Message, tell_all
from tracking.kernel.schooldays import add_school_days, school_days_between
from tracking.thresholds.queries import value_of


@dataclass(frozen=True)
class Climber:
    """An open file as the ladder sees it."""

    case_id: int
    number: str
    state: CaseState
    episode: int
    opened_on: date
    owner_id: int
    school_id: int | None


def climb(bell: Bell) -> int:
    """Write every rung that is due and was not written before; returns how many."""
    days = {rung.key: int(value_of(rung.setting)) for rung in LADDER}
    files = climbers(bell.day, min(days.values()))
    if not files:
        return 0
    marks, written = entries_of(files)
    due = list(due_rungs(files, marks, written, days, bell.day))
    townships = named_townships({file.case_id for file, _rung in due})
    events, messages = [], []
    for file, rung in due:
        day = add_school_days(file.opened_on, days[rung.key]).isoformat()
        events.append(
            {
                "case_id": file.case_id,
                "episode": file.episode,
                "at": bell.at,
                "kind": EventKind.LADDER,
                "details": {"rung": rung.key, "due_on": day},
            }
        )
        messages += messages_of(file, rung, day, addressees(file, rung, bell, townships))
    bulk_insert(CaseEvent, events)
    tell_all(messages, bell.at)
    return len(due)


def climbers(today: date, first: int) -> list[Climber]:
    """Files on the ladder that are old enough for its first rung."""
    columns = (
        Case.id, Case.number, Case.state, Case.episode, Case.opened_on, Case.owner_id,
        Case.school_id,
    )  # fmt: skip
    query = (
        select(*columns)
        .where(Case.state.in_(CLIMBED), Case.merged_into_id.is_(None))
        .where(Case.opened_on <= add_school_days(today, -first))
        .order_by(Case.id)
    )
    return [Climber(*row) for row in db.session.execute(query)]


def entries_of(files: Iterable[Climber]) -> tuple[dict[int, set[str]], set[tuple[int, str]]]:
    """What the timelines of these episodes prove, and which rungs stand on them already."""
    wanted = {file.case_id for file in files}
    marks: dict[int, set[str]] = defaultdict(set)
    written: set[tuple[int, str]] = set()
    query = (
        select(CaseEvent.case_id, CaseEvent.kind, CaseEvent.details, Organisation.level)
        .join(Case, and_(Case.id == CaseEvent.case_id, Case.episode == CaseEvent.episode))
        .outerjoin(User, User.id == CaseEvent.actor_id)
        .outerjoin(Organisation, Organisation.id == User.organisation_id)
        .where(CaseEvent.kind.in_((*PROVING, EventKind.LADDER)), Case.state.in_(CLIMBED))
    )
    for case_id, kind, facts, level in db.session.execute(query):
        if case_id in wanted and kind is EventKind.LADDER:
            written.add((case_id, facts.get("rung", "")))
        elif case_id in wanted:
            marks[case_id] |= marks_of(kind, facts, level)
    return marks, written


def due_rungs(
    files: Iterable[Climber],
    marks: Mapping[int, set[str]],
    written: set[tuple[int, str]],
    days: Mapping[str, int],
    today: date,
) -> Iterator[tuple[Climber, Rung]]:
    """The rungs that are due and stand on no timeline yet."""
    elapsed: dict[date, int] = {}
    for file in files:
        if file.opened_on not in elapsed:
            elapsed[file.opened_on] = school_days_between(file.opened_on, today)
        passed = elapsed[file.opened_on]
        for rung in LADDER:
            proven, is_reached = marks.get(file.case_id, set()), passed >= days[rung.key]
            standing = rung.standing(file.state, proven, is_reached=is_reached)
            if standing is Standing.DUE and (file.case_id, rung.key) not in written:
                yield file, rung


def addressees(file: Climber, rung: Rung, bell: Bell, townships: Mapping[int, int]) -> list[int]:
    """The organisations that a rung tells; a township only where one is known."""
    everybody = bell.parents
    county = ancestor(file.owner_id, Level.COUNTY, everybody)
    city = ancestor(file.owner_id, Level.CITY, everybody)
    in_tree = township_above(file.owner_id, everybody) or township_above(file.school_id, everybody)
    known = {
        Tells.OWNER: file.owner_id,
        Tells.COUNTY: county.id if county else file.owner_id,
        Tells.TOWNSHIP: townships.get(file.case_id) or in_tree,
        Tells.CITY: city.id if city else None,
    }
    found = (known[who] for who in rung.tells)
    return list(dict.fromkeys(number for number in found if number is not None))


def messages_of(file: Climber, rung: Rung, day: str, to: Iterable[int]) -> list[Message]:
    """What the organisations are told of a rung."""
    details: dict[str, Any] = {"number": file.number, "due_on": day, "rung": rung.key}
    key = f"ladder:{file.case_id}:{file.episode}:{rung.key}"
    return [Message(to_id, NoticeKind.LADDER, key, details, file.case_id) for to_id in to]
