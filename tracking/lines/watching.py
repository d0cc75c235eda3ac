"""The daily look at both lines: persons who left, and lines that stay silent. Each told once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from models.case import Case, CaseEvent
from models.database import among, db
from models.organisation import Organisation
from models.responsible import Responsible
from models.user import User
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.lines import Line
from models.vocabulary.notices import NoticeKind
from tracking.cases.alarms import Bell, everybody, named, write
from tracking.cases.policy import OPEN
from tracking.cases.queries import IS_LED
from tracking.kernel import audit, clock
from tracking.kernel.notices import Message, tell, tell_all
from tracking.kernel.schooldays import add_school_days
from tracking.kernel.transaction import transaction
from tracking.lines import policy
from tracking.lines.naming import name_posts
from tracking.thresholds.queries import value_of

NO_WORK = (EventKind.REVEALED, EventKind.DOWNLOADED)  # looking at a file is no action


@dataclass
class LinesResult:
    """What the daily look did."""

    named: int = 0
    left: int = 0
    silent_lines: int = 0


@dataclass
class LineOf:
    """One line of one file as it stands."""

    case_id: int
    line: Line
    named_at: datetime
    acknowledged_at: datetime | None = None
    places: set[int] = field(default_factory=set)
    episode: int = 1


def look_after_lines(today: date, at: datetime | None = None) -> LinesResult:
    """Name who is missing on a line, and escalate what stays silent."""
    at, result = at or clock.now(), LinesResult()
    with transaction():
        left = left_posts()
        result.left = sum(map(len, left.values()))
        result.named = name_posts({*left, *unnamed()})
        tell_left(left, at)
        result.silent_lines = escalate_silent(today, at)
        if result != LinesResult():
            audit.record("lines.watch", by=None, details=asdict(result))
    return result


def unnamed() -> list[int]:
    """Open files for whose present episode nobody was named."""
    there = select(Responsible.id).where(
        Responsible.case_id == Case.id,
        Responsible.episode == Case.episode,
        Responsible.ended_at.is_(None),
    )
    query = select(Case.id).where(Case.state.in_(OPEN - {CaseState.CLUE}), IS_LED, ~there.exists())
    return list(db.session.scalars(query))


def left_posts() -> dict[int, list[Responsible]]:
    """Posts of open files whose person or organisation does not work there any more, by file."""
    place = aliased(Organisation)
    gone = or_(
        User.enabled.is_(False),
        User.organisation_id != Responsible.organisation_id,
        place.is_active.is_(False),
    )
    query = (
        select(Responsible)
        .join(Case, and_(Case.id == Responsible.case_id, Case.state.in_(OPEN), IS_LED))
        .outerjoin(User, User.id == Responsible.user_id)
        .outerjoin(place, place.id == Responsible.organisation_id)
        .where(Responsible.ended_at.is_(None), gone)
    )
    found: dict[int, list[Responsible]] = defaultdict(list)
    for row in db.session.scalars(query):
        found[row.case_id].append(row)
    return found


def tell_left(left: dict[int, list[Responsible]], at: datetime) -> None:
    """Tell the owners of files whose responsible persons left, in one message each."""
    counts: dict[int, int] = defaultdict(int)
    for owner_id in db.session.scalars(select(Case.owner_id).where(among(Case.id, left))):
        counts[owner_id] += 1
    messages = [
        Message(owner_id, NoticeKind.PERSON_LEFT, f"left:{at:%Y%m%d}", {"count": count})
        for owner_id, count in sorted(counts.items())
    ]
    tell_all(messages, at)


def escalate_silent(today: date, at: datetime) -> int:
    """Tell the next level and the other line of every line that is silent."""
    limits, bell = limits_on(today), Bell(today, at, everybody())
    lines = lines_now()
    acted = last_acts({line.case_id for line in lines})
    silent: dict[tuple[int, Line], policy.Silent] = {}
    for line in lines:
        acts = [
            acted[line.case_id, place] for place in line.places if (line.case_id, place) in acted
        ]
        if found := policy.silence_of(standing_of(line, max(acts, default=None)), limits):
            silent[line.case_id, line.line] = found
    cases = files({number for number, _ in silent})
    places = {(line.case_id, line.line): line.places for line in lines}
    return sum(
        escalate(cases[number], line, found, bell, places.get((number, line.other), set()))
        for (number, line), found in silent.items()
    )


def limits_on(today: date) -> policy.Limits:
    """The days before which something had to happen, by the settings in force."""

    def before(key: str) -> tuple[date, date]:
        days = int(value_of(key))
        return add_school_days(today, -days), add_school_days(today, -2 * days)

    return policy.Limits(before("lines.acknowledge_days"), before("lines.action_days"))


def lines_now() -> list[LineOf]:
    """Both lines of every file that somebody has to work on; those without anybody left out."""
    columns = (Responsible.post, Responsible.named_at, Responsible.acknowledged_at,
               Responsible.organisation_id)  # fmt: skip
    query = (
        select(Case.id, Case.episode, *columns)
        .join(Responsible, Responsible.case_id == Case.id)
        .where(Case.state.in_(policy.WATCHED), IS_LED, Responsible.ended_at.is_(None))
        .order_by(Responsible.id)
    )
    found: dict[tuple[int, Line], LineOf] = {}
    for number, episode, post, named_at, acknowledged_at, place in db.session.execute(query):
        line = found.setdefault(
            (number, post.line), LineOf(number, post.line, named_at, episode=episode)
        )
        line.named_at = min(line.named_at, named_at)
        line.acknowledged_at = max(
            filter(None, (line.acknowledged_at, acknowledged_at)), default=None
        )
        if place is not None:
            line.places.add(place)
    return list(found.values())


def last_acts(case_ids: Iterable[int]) -> dict[tuple[int, int], datetime]:
    """(file, organisation) → when somebody of it last did something in the present episode."""
    query = (
        select(CaseEvent.case_id, User.organisation_id, func.max(CaseEvent.at))
        .join(User, User.id == CaseEvent.actor_id)
        .join(Case, and_(Case.id == CaseEvent.case_id, Case.episode == CaseEvent.episode))
        .where(among(CaseEvent.case_id, case_ids), CaseEvent.kind.not_in(NO_WORK))
        .group_by(CaseEvent.case_id, User.organisation_id)
    )
    return {(number, place): at for number, place, at in db.session.execute(query)}


def standing_of(line: LineOf, acted: datetime | None) -> policy.Standing:
    """A line as days."""
    if acted is not None and acted < line.named_at:
        acted = None  # what was done before somebody was named says nothing of this line

    def day(moment: datetime | None) -> Any:
        return clock.local(moment).date() if moment else None

    return policy.Standing(day(line.named_at), day(line.acknowledged_at), day(acted))


def files(case_ids: Iterable[int]) -> dict[int, Case]:
    """Files with their owners, by id."""
    query = select(Case).where(among(Case.id, case_ids)).options(joinedload(Case.owner))
    return {case.id: case for case in db.session.scalars(query)}


def escalate(
    case: Case, line: Line, found: policy.Silent, bell: Bell, others: Iterable[int]
) -> bool:
    """Tell the levels above and the other line; False when they were told before."""
    above = bell.above(case.owner)
    for _level in range(1, found.level):
        above = bell.above(above)
    key = f"line:{case.id}:{case.episode}:{line.value}:{found.since}:{found.level}"
    facts = {"line": line.value, "why": found.why.value, "since": found.since.isoformat()}
    new = [
        tell(place, NoticeKind.LINE_SILENT, key=key, at=bell.at, case_id=case.id, **facts,
             **named(case))
        for place in sorted({above.id, *others})
    ]  # fmt: skip
    if any(new):
        write(case, EventKind.ESCALATED, bell.at, owner_id=above.id, **facts)
    return any(new)
