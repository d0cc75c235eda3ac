"""The scan: compare, find, open and tell, in one transaction that happens whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from models.database import db
from models.organisation import Organisation
from models.scan import Scan
from models.tally import held_tally
from models.vocabulary.flags import Makes
from models.vocabulary.notices import NoticeKind
from models.vocabulary.organisations import Level
from tracking.cases.alarms import Bell, everybody, ring_all
from tracking.cases.opening import Bench, Opened, join_open, open_cases
from tracking.cases.proposals import keep_proposals
from tracking.comparison.service import keep_boxes
from tracking.flags import queries as flag_queries
from tracking.flags import service as flags
from tracking.flags.findings import Finding, Findings, find
from tracking.flags.receipts.making import receipt_for
from tracking.flags.tasks import keep_tasks
from tracking.identity.service import propose
from tracking.kernel import audit, clock
from tracking.kernel.errors import ArchiveError, RefusedError
from tracking.kernel.notices import Message, tell_all
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.rules._kit import all_rules
from tracking.snapshots import care

Progress = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class ScanResult:
    """What a scan did. `counts` is findings per rule, known ones included."""

    as_of: date
    opened: int
    joined: int
    unchanged: int
    counts: dict[str, int]
    scan_id: int
    tasks: int = 0
    proposals: int = 0
    alarms: int = 0


def run_scan(
    as_of: date | None,
    settings: Settings,
    *,
    started_by: str = audit.MACHINE,
    at: datetime | None = None,
    progress: Progress = silent,
) -> ScanResult:
    """Scan the rolls of a day (default: of the newest roster) and open what has to be opened.

    The same day again changes nothing: known findings stay the flags they are.
    """
    at = at or clock.now()
    day = as_of or flag_queries.newest_registry_day(clock.today())
    if day is None or flag_queries.newest_registry_day(day) is None:
        raise RefusedError(_l("There is no registry roster to scan yet: import one first."))
    findings = found_on(day, settings, progress)
    receipt = receipt_for(findings, settings)
    with transaction():
        held_tally("scan")  # two scans at once write one after the other
        scan = flags.start_scan(day, started_by, at, findings.basis.comparison)
        flags.follow_replaced_numbers(findings.same_child)
        bench = bench_at(at, assign=settings.assign_on_scan)
        opened, tasks = keep(findings, scan, bench)
        told = ring_all(findings.making(Makes.ALARM), Bell(bench.day, at, everybody()))
        counts = {
            "opened": opened.opened,
            "joined": opened.joined,
            "unchanged": opened.unchanged,
            "tasks": tasks,
            "proposals": keep_proposals(findings.making(Makes.PROPOSAL), findings.rules, scan, at),
            "alarms": told.alarms + told.overdue,
        }
        paths = {code: school.path for code, school in bench.schools.items()}
        propose(findings.likely, scan, paths, bench.top.path)
        paths |= {code: county.path for code, county in bench.counties.items()}
        keep_boxes(scan, findings.boxes, paths, bench.top.path)
        flags.finish_scan(scan, findings, counts, max(at, clock.now()))
        scan.receipt = receipt
        tell_owners(scan, opened, bench)
        audit.record("scan.run", by=None, name=started_by, target=f"scan:{scan.id}", details=counts)
        number = scan.id
    return ScanResult(day, scan_id=number, counts=findings.counts, **counts)


def keep(findings: Findings, scan: Scan, bench: Bench) -> tuple[Opened, int]:
    """Write what was found: files and flags, then tasks; returns also how many tasks are new."""
    opened, rest = keep_suspected(findings.making(Makes.CASE, Makes.TASK), scan, bench)
    ran = [code for code in findings.rules if all_rules()[code].makes is Makes.TASK]
    return opened, keep_tasks(rest, ran, scan, bench.schools, bench.top.path)


def keep_suspected(found: list[Finding], scan: Scan, bench: Bench) -> tuple[Opened, list[Finding]]:
    """Write files and flags; returns also findings that open no file and whose child has none.

    What opens no file of its own joins the open one of its child, if there is one.
    """
    suspected = [f for f in found if f.rule.makes is Makes.CASE]
    children = flags.children_of(suspected, bench.schools, bench.top.path)
    opened = open_cases(suspected, children, scan, bench)
    rest = join_open([f for f in found if f.rule.makes is not Makes.CASE], scan, bench, opened)
    return opened, rest


def found_on(day: date, settings: Settings, progress: Progress) -> Findings:
    """Run the rules; a damaged archive is told to the bureau, and nothing is changed."""
    try:
        return find(day, settings, progress)
    except ArchiveError as error:
        care.raise_alarm(error)
        raise


def bench_at(at: datetime, *, assign: bool) -> Bench:
    """Organisations as they stand now."""
    everybody = list(db.session.scalars(select(Organisation)))
    top = next(o for o in everybody if o.parent_id is None)
    return Bench(
        schools={o.code: o for o in everybody if o.level is Level.SCHOOL and o.is_active},
        counties={o.code: o for o in everybody if o.level is Level.COUNTY and o.is_active},
        parents={o.id: o for o in everybody if o.is_active},
        top=top,
        assign=assign,
        at=at,
    )


def tell_owners(scan: Scan, opened: Opened, bench: Bench) -> None:
    """Tell each owner how many cases it got, and every bureau above what the scan found."""
    owners = dict(sorted((opened.by_owner or {}).items()))
    bureaus: dict[int, int] = {}
    for owner_id, count in owners.items():
        owner = bench.parents[owner_id]
        above = bench.parents.get(owner.parent_id or 0, owner)
        bureaus[above.id] = bureaus.get(above.id, 0) + count
    bureaus[bench.top.id] = opened.opened
    found = {"as_of": scan.as_of.isoformat(), "scan_id": scan.id}
    messages = [
        Message(owner_id, NoticeKind.ASSIGNED, f"assigned:{scan.id}", {"count": count})
        for owner_id, count in owners.items()
    ]
    messages += [
        Message(bureau_id, NoticeKind.SCANNED, f"scanned:{scan.id}", {"count": count, **found})
        for bureau_id, count in sorted(bureaus.items())
    ]
    tell_all(messages, bench.at)
