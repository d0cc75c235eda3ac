"""Putting days and terms in force: with a basis, in a name, and with every deadline that moves."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.calendar_day import CalendarDay
from models.database import db
from models.school_term import SchoolTerm
from models.tally import held_tally
from models.user import User
from tracking.calendar import following, queries
from tracking.calendar.policy import Plan
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError, StaleError
from tracking.kernel.transaction import transaction


def preview(plan: Plan) -> tuple[int, int]:
    """How many days, and how many deadlines, a plan would change."""
    now = queries.in_force()
    days = len(now.changes(plan))
    return days, following.count(now.is_school_day, now.with_plan(plan).is_school_day)


def put_in_force(plan: Plan, basis: str, *, by: User, seen: str) -> int:
    """Let a plan hold from now on; returns how many deadlines it moved.

    `seen` is the version of the calendar that the person decided by.
    """
    with transaction():
        held_tally("calendar")  # two people who change it come one after the other
        before = queries.in_force()
        if before.version != seen:
            raise StaleError(_l("Somebody else changed the calendar meanwhile. Nothing was saved."))
        if not basis.strip() or not (plan.days or plan.terms):
            raise RefusedError(_l("Say what changes and on what basis."))
        write(plan, basis.strip(), by)
        after = before.with_plan(plan)
        moved = following.move(before.is_school_day, after.is_school_day, basis.strip(), by)
        db.session.flush()
        db.session().info.pop(queries.CACHED, None)
        details = {"days": len(plan.days), "terms": len(plan.terms), "deadlines": moved}
        audit.record("calendar.change", by=by, target="calendar", details=details)
    return moved


def write(plan: Plan, basis: str, by: User) -> None:
    """Add the rows of a plan."""
    made = {"basis": basis, "changed_by_id": by.id, "changed_at": clock.now()}
    for day, own in sorted(plan.days.items()):
        row = CalendarDay(day=day, is_school_day=own.is_school_day, name=own.name, **made)
        db.session.add(row)
    for term in plan.terms:
        db.session.add(
            SchoolTerm(
                year=term.year,
                part=term.part,
                first_on=term.first_on,
                last_on=term.last_on,
                is_proposal=term.is_proposal,
                **made,
            )
        )
