"""No monthly report is an alert: the school is reminded, then its bureau told, then the city."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from models.database import db
from models.organisation import Organisation
from models.vocabulary.notices import NoticeKind
from models.vocabulary.organisations import Level
from tracking.cases.alarms import everybody
from tracking.cases.townships import ancestor
from tracking.kernel.notices import Message, tell_all
from tracking.kernel.schooldays import add_school_days, school_days_between
from tracking.kernel.transaction import transaction
from tracking.reports import monthly
from tracking.thresholds.queries import value_of


def listen(today: date, at: datetime) -> int:
    """Tell whom it concerns, once per month and level; returns how many reports are missing."""
    since, told = monthly.first_scan(), 0
    if since is None:
        return 0
    with transaction():
        for month in monthly.months(today, 2):
            due = monthly.due_on(month)
            if due is None or due < since or today < add_school_days(due, -1):
                continue
            schools = list(db.session.scalars(monthly.schools_for(month, "missing")))
            messages = reminders(month, due, schools)
            if today > due:
                messages = alarms(month, due, schools, today)
                told += len(schools)
            tell_all(messages, at)
    return told


def reminders(month: date, due: date, schools: list[Organisation]) -> list[Message]:
    """What schools are told before the day."""
    facts = {"month": month.isoformat(), "due_on": due.isoformat()}
    key = f"report_due:{month:%Y-%m}"
    return [Message(school.id, NoticeKind.UNREPORTED, key, facts) for school in schools]


def alarms(month: date, due: date, schools: list[Organisation], today: date) -> list[Message]:
    """What schools and the bureaus above them are told after the day."""
    facts = {"month": month.isoformat(), "due_on": due.isoformat(), "late": True}
    key, kind, tree = f"unreported:{month:%Y-%m}", NoticeKind.UNREPORTED, everybody()
    found = [Message(school.id, kind, key, facts) for school in schools]
    levels = [Level.COUNTY]
    if school_days_between(due, today) >= int(value_of("monthly.escalate")):
        levels.append(Level.CITY)
    for level in levels:
        above = (ancestor(school.parent_id, level, tree) for school in schools)
        counts = Counter(bureau.id for bureau in above if bureau)
        at_level = f"{key}:{level.value}"
        found += [
            Message(number, kind, at_level, facts | {"count": count})
            for number, count in sorted(counts.items())
        ]
    return found
