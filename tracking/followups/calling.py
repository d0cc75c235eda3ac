"""The list of families to be called: who is due, their numbers for a purpose, nobody answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from models.case import Case
from models.database import db
from models.follow_up import FollowUp
from models.user import User
from models.vocabulary.cases import EventKind
from models.vocabulary.follow_ups import Attitude, ContactResult, Counterpart, FollowUpKind
from tracking.cases import policy as life
from tracking.cases.queries import IS_LED
from tracking.cases.service import note
from tracking.followups.contact import Contact
from tracking.followups.policy import contact_due
from tracking.followups.service import record_contact
from tracking.kernel import audit, clock
from tracking.kernel.paging import Key
from tracking.kernel.schooldays import add_school_days
from tracking.kernel.transaction import transaction

WHEN = ("today", "overdue", "week")
Last = aliased(FollowUp)
RECORDABLE = life.MOVES["record"].sources


def _newest() -> Any:
    """The id of the newest contact of each case."""
    return select(func.max(FollowUp.id)).where(FollowUp.case_id == Case.id).scalar_subquery()


# The agreed day of the newest contact of this episode, but never later than the deadline.
DUE = case(
    (Last.next_on.is_(None), Case.due_on),
    (Case.due_on.is_(None), Last.next_on),
    (Last.next_on < Case.due_on, Last.next_on),
    else_=Case.due_on,
)


def listing(when: str, today: date) -> Select[Any, Any]:
    """Open cases in scope with their newest contact, where one is due by a time."""
    ends = {"overdue": today - timedelta(days=1), "today": today}
    last_day = ends.get(when, today + timedelta(days=6 - today.weekday()))
    return (
        select(Case, Last)
        .outerjoin_from(Case, Last, (Last.id == _newest()) & (Last.episode == Case.episode))
        .join(Case.child)
        .options(contains_eager(Case.child), joinedload(Case.school))
        .where(IS_LED, Case.state.in_(RECORDABLE), last_day >= DUE)
    )


def sort_keys() -> list[Key]:
    """What is due first stands first."""
    return [(DUE, False)]


@dataclass(frozen=True)
class Line:
    """One family of the list; `phones` are (whose, number)."""

    case: Case
    last: FollowUp | None
    phones: list[tuple[str, str]]

    @property
    def due_on(self) -> date | None:
        """When the contact is due."""
        return contact_due(self.case.due_on, self.last.next_on if self.last else None)


def lines_of(rows: Iterable[tuple[Case, FollowUp | None]]) -> list[Line]:
    """The rows of a page as lines."""
    return [Line(found, last, phones_of(found)) for found, last in rows]


def phones_of(found: Case) -> list[tuple[str, str]]:
    """Whose number it is, and the number, each once."""
    details = found.child.details
    pairs = [
        (str(details.get(f"guardian{n}_relation") or _("Guardian")), f"guardian{n}_phone")
        for n in ("1", "2")
    ]
    pairs.append((str(_("Telephone")), "phone"))
    numbers = {str(details[key]): words for words, key in reversed(pairs) if details.get(key)}
    return [(words, number) for number, words in reversed(numbers.items())]


def reveal(cases: Sequence[Case], *, by: User, purpose: str) -> None:
    """Record of each child that its numbers were shown, and for what; all or none."""
    with transaction():
        for found in cases:
            reveal_one(found, by=by, purpose=purpose)


def reveal_one(found: Case, *, by: User, purpose: str) -> None:
    """As `reveal` of one child, in the running transaction."""
    note(found, EventKind.REVEALED, by, reason=purpose)
    audit.record("case.reveal", by=by, target=f"case:{found.id}", details={"purpose": purpose})


def record_no_answer(found: Case, *, by: User) -> FollowUp:
    """Write down a call that nobody answered; the next try is on the next school day."""
    today = clock.today()
    at = clock.local(clock.now()).time().replace(second=0, microsecond=0, tzinfo=None)
    said = Contact(
        kind=FollowUpKind.CALL,
        happened_on=today,
        happened_at=at,
        participants=by.display_name,
        counterpart=Counterpart.NOBODY,
        met_with="",
        account=str(_("Called the family; nobody answered.")),
        attitude=Attitude.NOT_KNOWN,
        result=ContactResult.NOT_REACHED,
        next_step=str(_("Call again")),
        next_on=add_school_days(today, 1),
    )
    return record_contact(found, said, by=by)


def cases_of(ids: Iterable[int]) -> list[Case]:
    """Cases in scope by their ids, with their children."""
    query = select(Case).where(Case.id.in_(list(ids))).order_by(Case.number)
    return list(db.session.scalars(query.options(joinedload(Case.child), joinedload(Case.school))))
