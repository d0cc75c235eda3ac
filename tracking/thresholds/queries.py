"""Which values are in force, since when, and on what basis."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session, SessionTransaction, joinedload

from models.database import db
from models.threshold import Threshold
from tracking.rules._kit import all_rules
from tracking.thresholds.catalogue import declarations
from tracking.thresholds.policy import Declaration, Value

CACHED = "thresholds in force"


@event.listens_for(Session, "after_transaction_end")
def forget(session: Session, _ended: SessionTransaction) -> None:
    """Read again what is in force in the next transaction: somebody may have changed it."""
    session.info.pop(CACHED, None)


def in_force() -> dict[str, Value]:
    """The value of every threshold; one statement per transaction, however often it is asked."""
    session = db.session()
    if CACHED not in session.info:
        query = select(Threshold.key, Threshold.value).order_by(Threshold.version)
        with session.no_autoflush:  # asked in the middle of a change, it writes nothing half made
            changed: dict[str, Any] = dict(iter(session.execute(query)))
        session.info[CACHED] = {
            key: changed[key] if d.fits(changed.get(key)) else d.default
            for key, d in declarations().items()
        }
    found: dict[str, Value] = session.info[CACHED]
    return found


def value_of(key: str) -> Any:
    """The value of one threshold; KeyError when none is declared under this key."""
    return in_force()[key]


def rules_in_force() -> dict[str, dict[str, Value]]:
    """The rules that are switched on, by code, with the parameters they go by."""
    values = in_force()
    return {
        code: {name: values[f"rule.{code}.{name}"] for name in rule.parameters}
        for code, rule in all_rules().items()
        if values[f"rule.{code}.on"]
    }


def histories() -> dict[str, list[Threshold]]:
    """The changes of each threshold, newest first; one that nobody changed has none."""
    query = select(Threshold).order_by(Threshold.version.desc())
    found: dict[str, list[Threshold]] = defaultdict(list)
    for row in db.session.scalars(query.options(joinedload(Threshold.changed_by))):
        found[row.key].append(row)
    return found


def history_of(declaration: Declaration) -> list[Threshold]:
    """The changes of one threshold, newest first."""
    query = select(Threshold).where(Threshold.key == declaration.key)
    ordered = query.order_by(Threshold.version.desc()).options(joinedload(Threshold.changed_by))
    return list(db.session.scalars(ordered))
