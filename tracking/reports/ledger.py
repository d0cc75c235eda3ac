"""The work ledger of a bureau as one table: a row per school, from cases to days and shares.

Put together with pandas, because it is looked at as a whole table and leaves as a file.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from flask_babel import gettext as _
from sqlalchemy import func, select

from models.case import Case, CaseEvent
from models.frames import frame
from models.organisation import Organisation
from models.user import User
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind
from models.vocabulary.organisations import Level
from tracking.cases import policy
from tracking.cases.deadlines import days_of
from tracking.cases.queries import IS_LED
from tracking.kernel import audit, clock, tables
from tracking.kernel.schooldays import school_days_between
from tracking.kernel.transaction import transaction

COUNTS = ("total", "open", "overdue", "waiting", "observed", "missing", "ended")


def heads() -> list[str]:
    """The columns of the ledger in the reader's language."""
    return [
        _("School code"),
        _("School"),
        _("Cases"),
        _("In progress"),
        _("Overdue"),
        _("Awaiting review"),
        _("Back at school, observed"),
        _("Not found, search goes on"),
        _("Ended"),
        _("School days to the first contact (median)"),
        _("Share of first contacts within the deadline"),
    ]


def school_ledger() -> pd.DataFrame:
    """One row per school in scope that has cases: code, name, COUNTS, days (median), on_time (0–1).

    Days are school days from opening the present episode to its first contact; a case without
    one counts in neither days nor share.
    """
    cases = frame(
        select(
            Case.id, Case.state, Case.episode, Case.opened_on, Case.due_on,
            Organisation.code, Organisation.name,
        )
        .join(Organisation, Organisation.id == Case.school_id)
        .where(IS_LED, Organisation.level == Level.SCHOOL)
    )  # fmt: skip
    if cases.empty:
        return pd.DataFrame(columns=["code", "name", *COUNTS, "days", "on_time"])
    cases["days"] = _days_to_contact(cases)
    within = days_of(S.ASSIGNED)
    cases["on_time"] = (cases["days"] <= within).where(cases["days"].notna())
    for name, flags in _flags(cases).items():
        cases[name] = flags
    grouped = cases.groupby(["code", "name"], as_index=False)
    counts = grouped[list(COUNTS)].sum()
    quality = grouped.agg(days=("days", "median"), on_time=("on_time", "mean"))
    return counts.merge(quality, on=["code", "name"]).sort_values("code", ignore_index=True)


def _flags(cases: pd.DataFrame) -> dict[str, Any]:
    """Which cases count in which column."""
    state = cases["state"]
    is_open = state.isin(list(policy.OPEN))
    due = pd.to_datetime(cases["due_on"])
    return {
        "total": True,
        "open": is_open,
        "overdue": is_open & (due < pd.Timestamp(clock.today())),
        "waiting": state == S.SUBMITTED,
        "observed": state == S.RETURNED,
        "missing": state == S.MISSING,
        "ended": state.isin(list(policy.FINAL)),
    }


def _days_to_contact(cases: pd.DataFrame) -> pd.Series:
    """School days from opening to the first contact of the present episode; NaN without one."""
    first = frame(
        select(CaseEvent.case_id.label("id"), CaseEvent.episode, func.min(CaseEvent.at).label("at"))
        .join(CaseEvent.case)
        .where(CaseEvent.kind == EventKind.FOLLOW_UP)
        .group_by(CaseEvent.case_id, CaseEvent.episode)
    )
    both = cases[["id", "episode", "opened_on"]].merge(first, on=["id", "episode"], how="left")
    pairs = zip(both["opened_on"], both["at"], strict=True)
    days = [
        float("nan") if pd.isna(at) else school_days_between(opened, clock.local(at).date())
        for opened, at in pairs
    ]
    return pd.Series(days, index=cases.index, dtype="float64")


def download(ending: str, by: User) -> bytes:
    """The ledger as a file, recorded; `ending` is .csv or .xlsx."""
    table = school_ledger()
    lines = [
        [row.code, row.name, *(int(getattr(row, name)) for name in COUNTS), _number(row.days),
         _share(row.on_time)]
        for row in table.itertuples()
    ]  # fmt: skip
    content = tables.as_bytes(ending, heads(), lines)
    with transaction():
        audit.record("ledger.export", by=by, details={"rows": len(lines)})
    return content


def _number(value: float) -> str:
    return "" if pd.isna(value) else f"{value:g}"


def _share(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.0%}"
