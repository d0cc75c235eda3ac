"""Both lines of a file as a page shows them: post, name, masked telephone, acknowledged or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from models.case import Case
from models.responsible import Responsible
from models.user import User
from models.vocabulary.cases import CaseState
from models.vocabulary.lines import Line, Post, Way
from models.vocabulary.roles import Permission as P
from tracking.cases.next_step import is_open_to
from tracking.kernel.masking import masked_phone
from tracking.kernel.web.filters import day, moment
from tracking.lines import queries

SHOWN_ALWAYS = (Post.BUREAU, Post.SCHOOL, Post.CLASS_TEACHER, Post.TOWNSHIP, Post.VILLAGE)


@dataclass(frozen=True)
class Holder:
    """One post as it stands; `may_acknowledge` for the own organisation, `may_note` for others."""

    post: Post
    row: Responsible | None
    name: str
    place: str
    phone: str
    acknowledged: str
    may_acknowledge: bool
    may_note: bool

    @property
    def tone(self) -> str:
        """How the chip beside the post looks."""
        if self.row is None:
            return "neutral"
        return "good" if self.row.acknowledged_at else "due"


@dataclass(frozen=True)
class Column:
    """One line beside the other."""

    title: Any
    holders: list[Holder]


@dataclass(frozen=True)
class Lines:
    """Both lines now, who held posts before, and whether the reader may name somebody."""

    columns: list[Column]
    former: list[Holder]
    may_name: bool
    is_clue: bool

    @property
    def has_phones(self) -> bool:
        """Whether there is a telephone number that could be shown in full."""
        held = [holder for column in self.columns for holder in column.holders]
        return any(holder.phone for holder in (*held, *self.former))


def lines_page(case: Case, user: User, *, reveal: bool = False) -> Lines:
    """Both lines of a file for one reader; `reveal` must have been recorded."""
    rows = queries.holders(case)
    current = {row.post: row for row in rows if row.ended_at is None}
    may = is_open_to("acknowledge", case, user)
    columns = [
        Column(
            line.label,
            [
                holder(post, current.get(post), user, may=may, reveal=reveal)
                for post in Post
                if post.line is line and (post in current or post in SHOWN_ALWAYS)
            ],
        )
        for line in Line
    ]
    return Lines(
        columns,
        [holder(row.post, row, user, may=False, reveal=reveal) for row in rows if row.ended_at],
        is_open_to("name", case, user) and case.state is not CaseState.CLUE,
        case.state is CaseState.CLUE,
    )


def holder(post: Post, row: Responsible | None, user: User, *, may: bool, reveal: bool) -> Holder:
    """One post in words."""
    if row is None:
        return Holder(post, None, "", "", "", "", may_acknowledge=False, may_note=False)
    waits = may and row.acknowledged_at is None
    is_own = row.organisation_id == user.organisation_id
    phone = row.phone or ""
    return Holder(
        post,
        row,
        row.user.display_name if row.user else row.name or "",
        row.organisation.name if row.organisation else row.place,
        phone if reveal else masked_phone(phone),
        acknowledged_words(row),
        may_acknowledge=waits and is_own,
        may_note=waits and not is_own and row.user_id is None and user.can(P.INQUIRY_ASK),
    )


def acknowledged_words(row: Responsible) -> str:
    """Since when a file is acknowledged, and how; "" when it is not."""
    if row.acknowledged_at is None or row.way is None:
        return ""
    if row.way is Way.SIGNED_IN:
        return moment(row.acknowledged_at)
    noted = row.acknowledged_by.display_name if row.acknowledged_by else ""
    return str(
        _("%(day)s %(way)s, noted by %(who)s", day=day(row.acknowledged_on), way=row.way.label,
          who=noted)
    )  # fmt: skip
