"""Opening, joining and re-opening cases for a scan's findings: set-based, in its transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from models.case import Case, CaseEvent
from models.child import Child
from models.database import among, db
from models.flag import Flag
from models.organisation import Organisation
from models.scan import Scan
from models.scope import bulk_insert
from models.tally import take
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.flags import Severity
from tracking.cases import policy
from tracking.cases.deadlines import begin, deadline_of
from tracking.cases.placing import placed as owned
from tracking.cases.suppression import Key, told_again
from tracking.flags import queries as flag_queries
from tracking.flags import service as flags
from tracking.flags.findings import Finding
from tracking.identity.queries import children_by_person, leading_children
from tracking.kernel import clock

RELAPSE = "LEFT_AGAIN"


@dataclass(frozen=True)
class Assignment:
    """Who gets a case: the last school of record, or the bureau where no school can."""

    school: Organisation | None
    owner: Organisation
    state: CaseState


@dataclass(frozen=True)
class Bench:
    """What opening needs to know: organisations by code, the top one, who assigns, when."""

    schools: dict[str, Organisation]
    counties: dict[str, Organisation]
    parents: dict[int, Organisation]
    top: Organisation
    assign: bool
    at: datetime

    @property
    def day(self) -> date:
        """The day cases are opened on."""
        return clock.local(self.at).date()

    def assignment(self, finding: Finding) -> Assignment:
        """The right owner for a child: its last school, or the bureau of where it lives."""
        school = self.schools.get(finding.school_code)
        bureau = self.counties.get(finding.region[:6], self.top)
        if school is not None:
            bureau = self.parents.get(school.parent_id or 0, self.top)
        if school is None or not self.assign:
            return Assignment(school, bureau, CaseState.CLUE)
        return Assignment(school, school, CaseState.ASSIGNED)


@dataclass
class Opened:
    """What became of the findings, and which organisations got new work."""

    opened: int = 0
    joined: int = 0
    unchanged: int = 0
    by_owner: dict[int, int] | None = None


def open_cases(findings: list[Finding], children: list[int], scan: Scan, bench: Bench) -> Opened:
    """Give every finding its case: known ones stay, open ones are joined, others are opened."""
    result = Opened(by_owner=defaultdict(int))
    leads = leading_children(children)
    stored = flag_queries.known_flags({*children, *leads.values()})
    known = {(leads.get(c, c), rule, key): flag for (c, rule, key), flag in stored.items()}
    children = [leads.get(child_id, child_id) for child_id in children]
    found: dict[Key, Finding] = {}
    for finding, child_id in zip(findings, children, strict=True):
        found.setdefault((child_id, finding.rule.code, finding.evidence_key), finding)
    anew = told_again(found, known, scan.as_of)
    new: dict[int, list[Finding]] = defaultdict(list)
    for key, finding in found.items():
        if key in anew:
            new[key[0]].append(replace(finding, again=scan.as_of.isoformat()))
        elif key not in known:
            new[key[0]].append(finding)
    flags.seen_again([known[key].id for key in found if key in known], scan.as_of)
    result.unchanged += len(found.keys() & known.keys() - anew)
    existing = cases_of(new)
    fresh = {c: fs for c, fs in new.items() if c not in existing}
    placed = insert_cases(fresh, bench, result)
    for child_id, case in existing.items():
        placed[child_id] = join(case, new[child_id], bench, result)
    bulk_insert(
        Flag,
        [
            flags.flag_row(finding, child_id, placed[child_id], scan)
            for child_id, several in new.items()
            for finding in several
        ],
    )
    owned({place["case_id"] for place in placed.values()})
    return result


def join_open(found: list[Finding], scan: Scan, bench: Bench, result: Opened) -> list[Finding]:
    """Add findings that open nothing to the open files of their children.

    Returns those whose child has none.
    """
    children = children_by_person({f.person for f in found})
    leads = leading_children(children.values())
    by_child: dict[int, list[Finding]] = defaultdict(list)
    rest: list[Finding] = []
    for finding in found:
        child_id = children.get(finding.person)
        if child_id is None:
            rest.append(finding)
        else:
            by_child[leads.get(child_id, child_id)].append(finding)
    cases = cases_of(by_child)
    known = flag_queries.known_flags(cases)
    again: list[int] = []
    rows: list[dict[str, Any]] = []
    for child_id, findings in by_child.items():
        case = cases.get(child_id)
        if case is None or case.state in policy.ENDED_EPISODE:
            rest += findings
            continue
        keyed = {(child_id, f.rule.code, f.evidence_key): f for f in findings}
        again += [known[key].id for key in keyed if key in known]
        if new := [f for key, f in keyed.items() if key not in known]:
            place = join(case, new, bench, result)
            rows += [flags.flag_row(f, child_id, place, scan) for f in new]
    flags.seen_again(again, scan.as_of)
    bulk_insert(Flag, rows)
    return rest


def strongest(found: list[Finding]) -> Finding:
    """The finding that leads: the most urgent one, the first of several."""
    if len(found) == 1:
        return found[0]
    return min(found, key=lambda f: list(Severity).index(f.rule.severity))


def cases_of(children: Mapping[int, Any]) -> dict[int, Case]:
    """Existing cases by child id."""
    query = select(Case).where(among(Case.child_id, children))
    return {case.child_id: case for case in db.session.scalars(query)}


def insert_cases(
    fresh: dict[int, list[Finding]], bench: Bench, result: Opened
) -> dict[int, dict[str, Any]]:
    """Open cases for children without one; returns what their flags need to know."""
    chosen = {c: bench.assignment(strongest(found)) for c, found in fresh.items()}
    numbers = case_numbers([a.owner for a in chosen.values()], bench.day)
    due = {a.state: deadline_of(a.state, bench.day) for a in chosen.values()}
    rows: list[dict[str, Any]] = [
        {
            "number": number,
            "child_id": child_id,
            "state": a.state,
            "episode": 1,
            "opened_on": bench.day,
            "school_id": a.school.id if a.school else None,
            "owner_id": a.owner.id,
            **due[a.state],
            "touched_at": bench.at,
            "org_path": a.owner.path,
        }
        for number, (child_id, a) in zip(numbers, chosen.items(), strict=True)
    ]
    ids = bulk_insert(Case, rows)
    hand_over_children(chosen)
    bulk_insert(CaseEvent, opening_events(rows, ids, fresh, bench))
    for row in rows:
        result.opened += 1
        if result.by_owner is not None:
            result.by_owner[row["owner_id"]] += 1
    return {
        row["child_id"]: {"case_id": number, "episode": 1, "org_path": row["org_path"]}
        for row, number in zip(rows, ids, strict=True)
    }


def hand_over_children(chosen: dict[int, Assignment]) -> None:
    """Let children whose case waits at a bureau belong to it, not yet to their school."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for child_id, assignment in chosen.items():
        if assignment.owner is not assignment.school:
            waiting[assignment.owner.path].append(child_id)
    for path, children in waiting.items():
        query = update(Child).where(among(Child.id, children)).values(org_path=path)
        db.session.execute(query)


def case_numbers(owners: list[Organisation], day: date) -> list[str]:
    """Numbers such as 150291-2026-00012: county, year, running number."""
    counties = [(o.path.split("/")[1:2] or [""])[0] or o.code for o in owners]
    firsts = {
        county: take(f"case:{county}:{day.year}", counties.count(county))
        for county in sorted(set(counties))
    }
    numbers = []
    for county in counties:
        numbers.append(f"{county}-{day.year}-{firsts[county]:05d}")
        firsts[county] += 1
    return numbers


def opening_events(
    rows: list[dict[str, Any]], ids: list[int], fresh: dict[int, list[Finding]], bench: Bench
) -> list[dict[str, Any]]:
    """The first line of each new timeline."""
    return [
        {
            "case_id": number,
            "episode": 1,
            "at": bench.at,
            "kind": EventKind.OPENED,
            "to_state": row["state"],
            "details": {
                "rules": sorted({f.rule.code for f in fresh[row["child_id"]]}),
                "owner_id": row["owner_id"],
            },
        }
        for row, number in zip(rows, ids, strict=True)
    ]


def join(case: Case, found: list[Finding], bench: Bench, result: Opened) -> dict[str, Any]:
    """Add new findings to an existing case; one that had ended begins its next episode.

    Who leaves again after a return is a relapse (复辍): the timeline counts it.
    """
    rules = sorted({f.rule.code for f in found})
    before = case.state
    ended = before in policy.ENDED_EPISODE
    if ended:
        chosen = bench.assignment(strongest(found))
        case.episode += 1
        case.state, case.owner_id = chosen.state, chosen.owner.id
        case.school_id = chosen.school.id if chosen.school else None
        begin(case, bench.day)
        case.outcome = case.closed_on = None
        case.opened_on = bench.day
        move_rows(case, chosen.owner.path)
        result.opened += 1
        if result.by_owner is not None:
            result.by_owner[chosen.owner.id] += 1
    else:
        result.joined += 1
    case.touched_at = bench.at
    db.session.add(
        CaseEvent(
            case_id=case.id,
            episode=case.episode,
            at=bench.at,
            kind=EventKind.REOPENED if ended else EventKind.FLAGGED,
            from_state=before,
            to_state=case.state,
            details={"rules": rules, "owner_id": case.owner_id}
            | ({"relapse": True} if RELAPSE in rules else {}),
        )
    )
    return {"case_id": case.id, "episode": case.episode, "org_path": case.org_path}


def move_rows(case: Case, path: str) -> None:
    """Let case, child and flags belong to another owner."""
    case.org_path = path
    db.session.execute(update(Child).where(Child.id == case.child_id).values(org_path=path))
    db.session.execute(update(Flag).where(Flag.case_id == case.id).values(org_path=path))
