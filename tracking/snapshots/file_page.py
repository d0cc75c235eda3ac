"""What the page of a file shows, before it is accepted and afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import ngettext

from models.intake import Intake
from models.snapshot import Snapshot, SnapshotPart
from models.vocabulary.snapshots import PartState, SnapshotState
from tracking.snapshots import issues, queries
from tracking.snapshots.aside_page import Reason, reason_of, set_aside_words
from tracking.snapshots.differences import COUNTS
from tracking.snapshots.parts import header_of
from tracking.snapshots.policy import SET_ASIDE, USABLE
from tracking.snapshots.reading.raw import place

FIRST = 5  # rows that a remark names
NAMED = 3  # schools set aside that the verdict names; more are counted
TONES = {
    SnapshotState.ACCEPTED: "good",
    SnapshotState.PARTIAL: "due",
    SnapshotState.REFUSED: "overdue",
}


@dataclass(frozen=True)
class School:
    """One school in a file: the guard's word on it and what changed."""

    code: str
    name: str
    rows: int
    why: Reason
    changes: Mapping[str, int] = field(default_factory=dict)
    part: SnapshotPart | None = None
    may_release: bool = False

    @property
    def state(self) -> PartState:
        """The guard's word."""
        return self.why.state

    @property
    def is_aside(self) -> bool:
        """Whether the guard set its roster aside."""
        return self.state in SET_ASIDE

    @property
    def tone(self) -> str:
        """The colour of its state."""
        if self.is_aside:
            return "overdue"
        return "good" if self.state in USABLE else "due"

    @property
    def total_changes(self) -> int:
        """All pupils with a change, for sorting and bars."""
        return sum(self.changes.get(name, 0) for name in COUNTS)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in one cell."""

    sheet: str
    row: int
    column: str
    words: str


@dataclass(frozen=True)
class FilePage:
    """A file as its page shows it; `schools` puts those first that want a person."""

    name: str
    kind: Any
    as_of: date
    rows_read: int
    rows_in_error: int
    verdict: str
    refusal: str
    schools: list[School]
    problems: list[Problem]
    notes: list[str]
    unused: list[str]
    again: bool = False
    snapshot: Snapshot | None = None
    state: SnapshotState | None = None

    @classmethod
    def of_snapshot(cls, snapshot: Snapshot) -> Self:
        """The page of a file that was accepted, or refused."""
        names, waiting = queries.school_names(), {p.id for p in queries.open_set_asides()}
        schools = [
            School(p.school_code, names.get(p.school_code) or unregistered(), p.rows,
                   reason_of(p), _changes_of(snapshot.report, p.school_code), p, p.id in waiting)
            for p in queries.parts_of(snapshot)
        ]  # fmt: skip
        report = snapshot.report if queries.is_own(snapshot) else {}
        return cls(
            **_common(report, schools, snapshot.rows_read, snapshot.rows_in_error),
            name=snapshot.file_name,
            kind=snapshot.kind,
            as_of=snapshot.as_of,
            refusal=snapshot.report.get("refusal", ""),
            snapshot=snapshot,
            state=snapshot.state,
        )

    @classmethod
    def of_intake(cls, intake: Intake) -> Self:
        """The page of a file that was checked and waits for a decision."""
        names, report = queries.school_names(), intake.report
        schools = [
            School(p["school_code"], names.get(p["school_code"]) or unregistered(), p["rows"],
                   Reason(PartState(p["state"]), p["before"], p["lost"],
                          tuple(p.get("columns", ())), p.get("affected", 0)),
                   _changes_of(report, p["school_code"]))
            for p in report.get("parts", [])
        ]  # fmt: skip
        return cls(
            **_common(report, schools, report.get("rows_read", 0), report.get("rows_in_error", 0)),
            name=intake.file_name,
            kind=intake.kind,
            as_of=intake.as_of,
            refusal="",
            again=report.get("again", False),
        )

    @property
    def is_own(self) -> bool:
        """Whether all of the file lies in the reader's area."""
        return self.snapshot is None or queries.is_own(self.snapshot)

    @property
    def tone(self) -> str:
        """The colour of the file's state."""
        return TONES.get(self.state, "neutral") if self.state else "info"

    @property
    def totals(self) -> dict[str, int]:
        """Changes over all schools."""
        return {name: sum(s.changes.get(name, 0) for s in self.schools) for name in COUNTS}


def unregistered() -> str:
    """What stands in place of the name of a school that is not registered."""
    return str(_("School that is not registered"))


def _changes_of(report: Mapping[str, Any], code: str) -> Mapping[str, int]:
    found = (d for d in report.get("differences", []) if d["school_code"] == code)
    return next(found, {})


def _common(
    report: Mapping[str, Any], schools: list[School], rows: int, errors: int
) -> dict[str, Any]:
    ordered = sorted(
        schools, key=lambda s: (not s.is_aside, s.state in USABLE, -s.why.lost, s.code)
    )
    return {
        "rows_read": rows,
        "rows_in_error": errors,
        "schools": ordered,
        "problems": list(problems_of(report)),
        "notes": [*issues.note_words(dict(report)), *remarks_of(report)],
        "unused": [name for name in report.get("unused", []) if name],
        "verdict": verdict(rows, errors, ordered),
    }


def problems_of(report: Mapping[str, Any]) -> Iterable[Problem]:
    """The listed problems with the place where a clerk finds them."""
    for issue in report.get("rows", []):
        sheet, row = place(issue["row"], report.get("tables", []))
        column = header_of(issue["column"]) if issue["column"] else ""
        yield Problem(sheet, row, column, issues.words(issue))


def remarks_of(report: Mapping[str, Any]) -> Iterable[str]:
    """Each kind of remark once: what it is, how many rows, and where the first of them stand."""
    tables = report.get("tables", [])
    for code, count in sorted(report.get("remark_counts", {}).items()):
        found = [place(r["row"], tables) for r in report.get("remarks", []) if r["code"] == code]
        first = ", ".join(f"{sheet} {row}".strip() for sheet, row in found[:FIRST])
        yield _("%(remark)s %(count)s rows, the first: %(rows)s.",
                remark=issues.remark_words(code), count=f"{count:,}", rows=first)  # fmt: skip


def verdict(rows: int, errors: int, schools: list[School]) -> str:
    """The file in one or two sentences: rows, rows in error, schools set aside by name."""
    said = [ngettext("%(count)s row read.", "%(count)s rows read.", rows, count=f"{rows:,}")]
    if errors:
        said.append(
            ngettext("%(count)s row has an error.", "%(count)s rows have errors.", errors,
                     count=f"{errors:,}")
        )  # fmt: skip
    aside = [school for school in schools if school.is_aside]
    if len(aside) > NAMED:
        said.append(_("%(count)s schools are set aside.", count=len(aside)))
    else:
        said += [set_aside_words(s.name, s.why) for s in aside]
    return " ".join(str(sentence) for sentence in said)
