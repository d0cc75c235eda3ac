"""Which known findings are told again: those that had gone, and those whose explanation expired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import and_, select

from models.case import Case
from models.database import among, db
from models.outcome import Outcome
from models.vocabulary.flags import FlagStatus
from models.vocabulary.outcomes import Decision
from tracking.cases import policy
from tracking.cases.policy import Settled
from tracking.comparison.queries import last_scan
from tracking.flags.queries import KnownFlag
from tracking.kernel import clock

Key = tuple[int, str, str]  # child, rule, evidence key


def told_again(found: Iterable[Key], known: Mapping[Key, KnownFlag], as_of: date) -> set[Key]:
    """Those of the findings of a day that are known and have to be told as new ones.

    Only one at a time: while a flag of the same rule is open, nobody has to be told.
    """
    here = {key: known[key] for key in found if key in known}
    last = last_scan(before=as_of)
    files = settled(flag.case_id for flag in here.values())
    is_open = {(c, rule) for (c, rule, _), f in known.items() if f.status is FlagStatus.OPEN}
    again = set()
    for key, flag in here.items():
        had_gone = last is not None and flag.last_as_of < last.as_of
        is_told = policy.is_told_again(flag.status, files[flag.case_id], as_of, had_gone=had_gone)
        if is_told and (had_gone or key[:2] not in is_open):
            again.add(key)
    return again


def settled(case_ids: Iterable[int]) -> dict[int, Settled]:
    """How files stand, by id."""
    found: dict[int, Settled] = {}
    of_episode = and_(
        Outcome.case_id == Case.id,
        Outcome.episode == Case.episode,
        Outcome.decision == Decision.APPROVED,
    )
    query = (
        select(Case.id, Case.state, Case.outcome, Outcome.decided_at, Outcome.valid_until)
        .outerjoin(Outcome, of_episode)
        .where(among(Case.id, sorted(set(case_ids))))
        .order_by(Outcome.id)  # the last one stays
    )
    for number, state, outcome, decided_at, until in db.session.execute(query):
        approved_on = clock.local(decided_at).date() if decided_at else None
        found[number] = Settled(state, outcome, approved_on, until)
    return found
