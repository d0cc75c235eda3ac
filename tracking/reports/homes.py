"""What the home page holds for each role; the three administrators are shown no case."""

from __future__ import annotations

from typing import Any

from models.user import User
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Permission as P
from tracking.accounts import queries as accounts
from tracking.cases.queries import counts
from tracking.flags.task_queries import open_tasks
from tracking.handovers.queries import waiting as handovers_waiting
from tracking.inquiries.queries import put_to_department
from tracking.inquiries.queries import waiting as inquiries_waiting
from tracking.kernel import clock
from tracking.kernel.settings import Settings
from tracking.reports import machine, queries
from tracking.reports.cards import cards_for
from tracking.reports.monthly import line_to_do, missing_lately
from tracking.snapshots.aside_page import open_asides
from tracking.tips.queries import waiting as tips_waiting


def home_of(user: User, settings: Settings) -> dict[str, Any]:
    """The part of the page that belongs to a person's role, and what it shows."""
    if user.can(P.CASE_READ) and user.can(P.FLAG_READ):
        return {"part": "reports/home_bureau.html", **bureau_home(user)}
    if user.can(P.CASE_READ):
        part = "reports/home_school.html"
        return {
            "part": part,
            "counts": counts(),
            "cards": cards_for(user),
            "asides": open_asides(),
            "report": line_to_do(user.organisation, clock.today())
            if user.can(P.ZERO_REPORT)
            else None,
            **waiting_of(user),
        }
    if user.can(P.ACCOUNT_READ):
        return {"part": "reports/home_administrator.html", **administrator_home(user, settings)}
    mine = put_to_department(user, clock.today()) if user.can(P.INQUIRY_ANSWER) else None
    return {"part": "reports/home_waiting.html", "inquiries": mine}


def bureau_home(user: User) -> dict[str, Any]:
    """A bureau's day, its counties or schools, and where its cases stand."""
    is_city = user.organisation.level is Level.CITY
    return {
        "counts": counts(),
        "cards": cards_for(user),
        "rows": queries.county_rows() if is_city else queries.school_rows(user.organisation),
        "states": queries.cases_by_state(),
        "silent_since": machine.silent_since(),
        "asides": open_asides(),
        "unreported": missing_lately(clock.today()),
        **waiting_of(user),
    }


def waiting_of(user: User) -> dict[str, Any]:
    """What waits beside the cases, as far as the role sees it: data tasks, tips, shared work."""
    return {
        "tasks": open_tasks() if user.can(P.TASK_READ) else None,
        "tips": tips_waiting(clock.today()) if user.can(P.TIP_READ) else None,
        "inquiries": inquiries_waiting(clock.today()) if user.can(P.INQUIRY_ASK) else None,
        "handovers": handovers_waiting() if user.can(P.HANDOVER_RECEIVE) else None,
    }


def administrator_home(user: User, settings: Settings) -> dict[str, Any]:
    """Accounts, the machine's work and the audit log: each as far as the role reaches."""
    path = user.organisation.path
    runs = user.can(P.RUN_READ)
    return {
        "accounts": accounts.accounts_below(path, limit=1).total,
        "without_role": accounts.accounts_below(path, role=accounts.NO_ROLE, limit=queries.LINES),
        "runs": [machine.line_of(run) for run in queries.last_runs()] if runs else [],
        "next_runs": machine.next_runs(settings) if runs else [],
        "silent_since": machine.silent_since() if runs else None,
        "log": queries.log_figures() if user.can(P.AUDIT_READ) else None,
    }
