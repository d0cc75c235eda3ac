"""How often flags proved true: per rule, per kind of file, per school. Counted by the database.

Judged is what a person decided: proved true, explained, or marked wrong. Open flags do not
count, nor contested ones, nor those explained by a result whose time has run out. Data tasks,
reminders and proposals to close suspect nobody and are counted apart.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from models.database import db
from models.flag import Flag
from models.outcome import Outcome
from models.vocabulary.flags import FlagStatus, Makes
from models.vocabulary.outcomes import Decision
from tracking.flags.policy import Judged
from tracking.flags.queries import source_of
from tracking.flags.sentences import rule_title, school_name, source_labels
from tracking.kernel import clock
from tracking.rules._kit import all_rules

NAMES = {
    FlagStatus.CONFIRMED: "true",
    FlagStatus.EXCUSED: "excused",
    FlagStatus.WRONG: "wrong",
    FlagStatus.OPEN: "open",
}


@dataclass(frozen=True)
class Row:
    """One line of the page; `arguments` lead to its flags in the queue."""

    label: str
    code: str
    judged: Judged
    arguments: dict[str, str]


def by_rule() -> dict[str, Judged]:
    """How the flags of each rule in scope were judged."""
    return counted(Flag.rule, list(all_rules()))


def counted(column: Any, rules: list[str]) -> dict[str, Judged]:
    """Judgements of the flags of some rules, by a column."""
    inner = select(column.label("what"), Flag.status.label("status"))
    rows = inner.where(Flag.rule.in_(rules), ~is_hidden()).subquery()
    query = select(rows.c.what, rows.c.status, func.count()).group_by(rows.c.what, rows.c.status)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for what, status, count in db.session.execute(query):
        found[what][NAMES[status]] = count
    return {what: Judged(**counts) for what, counts in found.items()}


def is_hidden() -> ColumnElement[bool]:
    """Whether a flag counts in no figure: it is contested, or what explained it has expired."""
    expired = exists().where(
        Outcome.case_id == Flag.case_id,
        Outcome.episode == Flag.episode,
        Outcome.decision == Decision.APPROVED,
        Outcome.valid_until < clock.today(),
    )
    return or_(Flag.is_contested, and_(Flag.status == FlagStatus.EXCUSED, expired))


def hidden() -> int:
    """How many flags in scope count in no figure."""
    return db.session.scalar(select(func.count(Flag.id)).where(is_hidden())) or 0


def suspecting() -> list[str]:
    """The rules whose findings open files: those that can prove true or not."""
    return [r.code for r in all_rules().values() if r.makes is Makes.CASE]


def rule_rows() -> list[Row]:
    """A line per rule that opened a flag, and those that opened none."""
    found = by_rule()
    return [
        Row(rule_title(code), code, found.get(code, Judged()), {"rule": code})
        for code in suspecting()
    ]


def source_rows() -> list[Row]:
    """A line per kind of file that a finding's row stood in."""
    found, labels = counted(source_of(), suspecting()), source_labels()
    return ordered(
        Row(labels.get(code, code), "", judged, {"source": code}) for code, judged in found.items()
    )


def school_rows() -> list[Row]:
    """A line per school of record."""
    found = counted(Flag.school_code, suspecting())
    return ordered(
        Row(school_name(code), code, judged, {"school": code}) if code
        else Row(_("No school of record"), "", judged, {})
        for code, judged in found.items()
    )  # fmt: skip


def other_rows() -> list[tuple[str, list[Row]]]:
    """Rules that suspect nobody, under what they lead to."""
    found = by_rule()
    rules: dict[Makes, list[Row]] = defaultdict(list)
    for rule in all_rules().values():
        if rule.makes is not Makes.CASE:
            judged = found.get(rule.code, Judged())
            rules[rule.makes].append(Row(str(rule.title), rule.code, judged, {"rule": rule.code}))
    return [(str(makes.label), rows) for makes, rows in rules.items()]


def ordered(rows: Any) -> list[Row]:
    """The most judged first."""
    return sorted(rows, key=lambda row: (-row.judged.judged, -row.judged.open, row.label))
