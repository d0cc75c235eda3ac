"""What the daily clock tells: steps of the ladder, cases without progress, missing reports."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from models.user import User
from models.vocabulary.roles import Permission as P
from tracking.cases.ladder import rung_of
from tracking.kernel.web.filters import day

Facts = dict[str, Any]


def ladder(facts: Facts) -> Any:
    """A step of the ladder, with what to do."""
    rung = rung_of(str(facts.get("rung", "")))
    return _(
        "Case %(number)s, %(rung)s, due since %(day)s: %(remedy)s",
        number=facts.get("number", ""),
        rung=rung.title if rung else "",
        day=_day(facts.get("due_on")),
        remedy=rung.remedy if rung else "",
    )


def idle(facts: Facts) -> Any:
    """A case on which nobody has done anything."""
    return _(
        "Nothing has been done on case %(number)s since %(day)s: go on with it, or give it to "
        "another owner.",
        number=facts.get("number", ""),
        day=_day(facts.get("since")),
    )


def unreported(facts: Facts) -> Any:
    """Monthly reports: a reminder, or that they are missing."""
    given = {"month": str(facts.get("month", ""))[:7], "day": _day(facts.get("due_on"))}
    if "count" in facts:
        return ngettext(
            "%(num)d school has not sent its report for %(month)s, which was due on %(day)s.",
            "%(num)d schools have not sent their reports for %(month)s, which were due on %(day)s.",
            int(facts["count"]),
            **given,
        )
    if facts.get("late"):
        return _(
            "The report for %(month)s was due on %(day)s: please send it, also when there is "
            "nothing to report.",
            **given,
        )
    return _(
        "The report for %(month)s is due on %(day)s: it is prefilled, please send it.", **given
    )


def report_url(facts: Facts, user: User) -> str:
    """Where a message about monthly reports leads: to the own one, or to those of the schools."""
    month = str(facts.get("month", ""))[:7]
    if user.can(P.ZERO_REPORT):
        return url_for("reports.monthly_report", month=month)
    can_see = user.can(P.FLAG_READ)
    return url_for("reports.monthly_reports", month=month, standing="missing") if can_see else ""


def _day(text: str | None) -> str:
    return day(date.fromisoformat(text)) if text else ""
