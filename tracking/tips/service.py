"""Writing a tip down, accepting it, declining it, and looking at what is kept apart."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from models.child import Child
from models.database import db
from models.scan import Scan
from models.tally import held_tally
from models.tip import Tip
from models.user import User
from models.vocabulary.notices import NoticeKind
from models.vocabulary.tips import TipState
from tracking.cases.opening import Bench, open_cases
from tracking.cases.scanning import bench_at
from tracking.comparison.ledger import tips_table
from tracking.comparison.queries import last_scan
from tracking.flags.findings import Finding, evidence_of
from tracking.flags.service import children_of
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError, StaleError
from tracking.kernel.notices import tell
from tracking.kernel.schooldays import add_school_days
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.rules._kit import LEDGER, Rule, all_rules
from tracking.thresholds.queries import value_of
from tracking.tips import queries
from tracking.tips.told import Told

KEYS = ("student_key", "id_key", "local_key", "person_key")


def record(told: Told, *, by: User) -> Tip:
    """Write a tip down for the bureau or township that decides about it."""
    with transaction():
        days = int(value_of("tips.days"))
        tip = Tip(
            state=TipState.OPEN,
            channel=told.channel,
            received_on=told.received_on,
            due_on=add_school_days(clock.today(), days),
            due_days=days,
            child_name=told.child_name,
            sex=told.sex,
            birth_date=told.birth_date,
            place=told.place,
            account=told.account,
            reporter={"name": told.reporter_name, "contact": told.reporter_contact},
            school_id=told.school.id if told.school else None,
            recorded_by_id=by.id,
            recorded_at=clock.now(),
            org_path=told.handled_by.path,
        )
        db.session.add(tip)
        db.session.flush()
        audit.record("tip.record", by=by, target=f"tip:{tip.id}")
    return tip


def accept(tip: Tip, *, by: User, version: int, settings: Settings) -> bool:
    """Find or make the child and open its file; False when the first scan has to open it.

    The finding is the one that the rule TIP makes of the tip in every later scan.
    """
    row = queries.roster_row(tip, settings.archive_dir, clock.today())
    with transaction():
        held_tally("scan")  # a scan at the same time might meet the same child
        check(tip, version)
        bench = bench_at(clock.now(), assign=settings.assign_on_scan)
        tip.child_id = child_of(tip, row, bench)
        decide(tip, TipState.ACCEPTED, by)
        scan = last_scan()
        if scan is not None:
            open_file(tip, scan, bench)
        audit.record("tip.accept", by=by, target=f"tip:{tip.id}")
    return scan is not None


def decline(tip: Tip, *, by: User, version: int, reason: str) -> None:
    """Write down why a tip leads to nothing."""
    with transaction():
        check(tip, version)
        tip.reason = reason
        decide(tip, TipState.DECLINED, by)
        audit.record("tip.decline", by=by, target=f"tip:{tip.id}")


def reveal(tip: Tip, *, by: User, what: str, purpose: str) -> None:
    """Record that somebody asked to see the child's name, or the source, and for what."""
    with transaction():
        details = {"what": what, "purpose": purpose}
        audit.record("tip.reveal", by=by, target=f"tip:{tip.id}", details=details)


def check(tip: Tip, version: int) -> None:
    """Refuse an act on a page that is too old, or on a tip that was decided."""
    if tip.version != version:
        raise StaleError(_l("Somebody else changed this tip meanwhile. Nothing was saved."))
    if tip.state is not TipState.OPEN:
        raise RefusedError(_l("This tip was decided already."))


def decide(tip: Tip, state: TipState, by: User) -> None:
    """Put the decision on the tip."""
    tip.state, tip.decided_by_id, tip.decided_at = state, by.id, clock.now()
    db.session.flush()


def child_of(tip: Tip, row: dict[str, Any] | None, bench: Bench) -> int:
    """The child that is known, or stands on a roster; else a new one with what was told."""
    known = queries.known_child(tip)
    if known is not None:
        return known
    school = tip.school.code if tip.school else ""
    row = row or told_row(tip)
    person = next((row[key] for key in KEYS if row.get(key)), tip.id)
    found = Finding(rule(), person, row.get("school_code") or school, {}, row)
    [number] = children_of([found], bench.schools, tip.org_path)
    if db.session.scalars(select(Child.id).where(Child.id == number)).first() is None:
        raise RefusedError(
            _l("The file of this child is with another bureau: ask the bureau above to accept "
               "the tip. Nothing was changed.")
        )  # fmt: skip
    return number


def told_row(tip: Tip) -> dict[str, Any]:
    """What a tip knows of its child, as a roster would say it."""
    person = queries.person_key(tip)
    return {
        "name": tip.child_name,
        "name_key": queries.name_key(tip),
        "birth_date": tip.birth_date,
        "sex": tip.sex,
        "person_key": person if person is not None else queries.own_key(tip),
    }


def open_file(tip: Tip, scan: Scan, bench: Bench) -> None:
    """Open or join the file as the next scan would, and tell its owner."""
    rows = tips_table(clock.today()).to_pylist()
    place = {"source": LEDGER, "snapshot_id": 0, "row_no": 0}
    [row] = [{**r, **place} for r in rows if r["tip"] == tip.id]
    evidence = evidence_of(rule(), row, scan.as_of)
    found = Finding(rule(), row["person"], row["school_code"], evidence, region=row["area"])
    opened = open_cases([found], [tip.child_id or 0], scan, bench)
    for owner_id, count in (opened.by_owner or {}).items():
        tell(owner_id, NoticeKind.ASSIGNED, key=f"assigned:tip:{tip.id}", at=bench.at, count=count)


def rule() -> Rule:
    """The rule that makes findings of tips."""
    return all_rules()["TIP"]
