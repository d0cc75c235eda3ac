"""When a line is silent, and who may hold which post. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.vocabulary.cases import CaseState as S
from models.vocabulary.lines import Post, Silence
from tracking.cases.policy import AT_WORK

# While the child is elsewhere or back, nobody has to go and look.
WATCHED = AT_WORK - {S.RETURNED, S.PLACED, S.HANDED_OVER}
AUTOMATIC = (Post.BUREAU, Post.SCHOOL, Post.FORMER_SCHOOL, Post.TOWNSHIP)
SHARING = frozenset({Post.SCHOOL, Post.FORMER_SCHOOL, Post.TOWNSHIP})  # see the file by a grant


@dataclass(frozen=True)
class Limits:
    """Days before which something had to happen: for the next level, and for the one above."""

    acknowledge: tuple[date, date]
    act: tuple[date, date]


@dataclass(frozen=True)
class Standing:
    """One line of one file: named, acknowledged by the first of it, and last seen at work."""

    named_on: date
    acknowledged_on: date | None
    acted_on: date | None


@dataclass(frozen=True)
class Silent:
    """Why a line is silent, since when, and how many levels have to know."""

    why: Silence
    since: date
    level: int


def silence_of(line: Standing, limits: Limits) -> Silent | None:
    """Whether a line is silent; who acts without acknowledging is not."""
    last = max((d for d in (line.acknowledged_on, line.acted_on) if d), default=None)
    if last is None:
        level = sum(line.named_on < limit for limit in limits.acknowledge)
        return Silent(Silence.NOT_ACKNOWLEDGED, line.named_on, level) if level else None
    level = sum(last < limit for limit in limits.act)
    return Silent(Silence.NO_ACTION, last, level) if level else None
