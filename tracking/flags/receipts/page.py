"""The receipt of a scan: what was compared, what was found, what still waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.scan import Scan
from tracking.flags import queries
from tracking.flags.sentences import rule_title
from tracking.kernel import audit
from tracking.rules._kit import all_rules


@dataclass(frozen=True)
class RuleCount:
    """Findings of one rule: all of them, and those new to the reader's own area.

    A rule that was switched off, or whose list was not there, found nothing because it did not
    look.
    """

    code: str
    title: str
    found: int
    new: int
    is_off: bool = False
    is_resting: bool = False


@dataclass(frozen=True)
class Receipt:
    """One scan as its page shows it.

    `waiting` names the schools of the reader's area that sent no newer roster; `likely` is the
    number of links that a person should confirm.
    """

    scan: Scan
    by_machine: bool
    seconds: int
    rules: list[RuleCount]
    compared: int
    standing: int
    waiting: list[tuple[str, int]]
    links: int
    likely: int

    @property
    def found(self) -> int:
        """Findings of all rules, known ones included."""
        return sum(rule.found for rule in self.rules)


def receipt_of(scan: Scan) -> Receipt:
    """Put the receipt together for the scope in force."""
    counts: dict[str, Any] = scan.counts
    names = queries.schools_in_scope()
    waiting = [
        (names[part.school_code], part.snapshot_id)
        for part in scan.parts
        if not part.is_fresh and part.school_code in names
    ]
    return Receipt(
        scan=scan,
        by_machine=scan.started_by == audit.MACHINE,
        seconds=round((scan.finished_at - scan.started_at).total_seconds()),
        rules=rules_of(scan),
        compared=counts.get("fresh", 0),
        standing=counts.get("schools", 0),
        waiting=sorted(waiting),
        links=counts.get("links", 0),
        likely=counts.get("likely", 0),
    )


def rules_of(scan: Scan) -> list[RuleCount]:
    """Counts per rule, also of rules that found nothing or are not kept any more."""
    found: dict[str, int] = scan.counts.get("rules", {})
    new = queries.new_flags_by_rule(scan)
    codes = sorted({*all_rules(), *found, *new})
    resting: dict[str, list[str]] = scan.counts.get("resting", {})
    ran = {*scan.counts.get("rules", codes), *resting}
    return [
        RuleCount(c, rule_title(c), found.get(c, 0), new.get(c, 0), c not in ran, c in resting)
        for c in codes
    ]
