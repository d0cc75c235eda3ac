"""Who keeps deadlines counted in school days: later chapters register here, and move them.

A follower counts or moves what an old calendar had made and a new one makes otherwise, in the
running transaction and wherever it lies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from models.scope import lifted
from models.user import User
from tracking.kernel.schooldays import IsSchoolDay


@dataclass(frozen=True)
class Follower:
    """How many deadlines would move, and moving them with a reason, in a name."""

    count: Callable[[IsSchoolDay, IsSchoolDay], int]
    move: Callable[[IsSchoolDay, IsSchoolDay, str, User], int]


FOLLOWERS: list[Follower] = []


def follow(follower: Follower) -> None:
    """Let the deadlines of a chapter go with the calendar."""
    FOLLOWERS.append(follower)


def count(before: IsSchoolDay, after: IsSchoolDay) -> int:
    """How many deadlines would move."""
    with lifted():
        return sum(follower.count(before, after) for follower in FOLLOWERS)


def move(before: IsSchoolDay, after: IsSchoolDay, reason: str, by: User) -> int:
    """Move them; the right to change the calendar is the right to this."""
    with lifted():
        return sum(follower.move(before, after, reason, by) for follower in FOLLOWERS)
