"""What the page of a trial shows: the days, the counties and schools, what had proved true."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from flask_babel import gettext as _

from tracking.flags.back_testing import Parameters, Result, SchoolChange
from tracking.flags.policy import Judged
from tracking.flags.queries import counties_of_schools
from tracking.flags.rule_pages import frame_words
from tracking.flags.sentences import school_name
from tracking.rules._kit import Rule, all_rules
from tracking.thresholds.policy import Declaration, Unit, Value
from tracking.thresholds.queries import in_force, value_of

MOST_SCHOOLS = 100  # lines of the page; the rest is counted


@dataclass(frozen=True)
class Area:
    """A line for a county or a school; a school's leads to its flags."""

    name: str
    code: str
    counts: SchoolChange


@dataclass(frozen=True)
class Group:
    """Children found by both values, no longer, or newly; and how their flags were judged."""

    title: str
    count: int
    judged: Judged


def rule_of(declaration: Declaration) -> Rule | None:
    """The rule that a setting belongs to; None for other settings."""
    kind, _dot, code = declaration.group.partition(".")
    return all_rules().get(code) if kind == "rule" else None


def both_ways(
    rule: Rule, declaration: Declaration, value: Value
) -> tuple[Parameters | None, Parameters | None]:
    """The rule's values in force and those proposed; None where it is switched off.

    Another number is tried as if the rule were on, also while it is off.
    """
    values = in_force()
    given = {name: values[f"rule.{rule.code}.{name}"] for name in rule.parameters}
    if declaration.unit is Unit.SWITCH:
        return (given if value_of(declaration.key) else None), (given if value else None)
    return given, {**given, declaration.name: value}


def groups_of(result: Result) -> list[Group]:
    """The three groups with their titles."""
    return [
        Group(_("Found either way"), result.totals["kept"], result.kept),
        Group(_("No longer found"), result.totals["gone"], result.gone),
        Group(_("Found in addition"), result.totals["new"], result.new),
    ]


def counties(result: Result) -> list[Area]:
    """A line per county that has any."""
    above, found = counties_of_schools(), defaultdict[str, Counter[str]](Counter)
    for s in result.schools:
        name = above.get(s.code, _("No county known"))
        found[name].update(present=s.present, proposed=s.proposed, new=s.new, gone=s.gone)
    return [Area(name, "", SchoolChange("", **counts)) for name, counts in sorted(found.items())]


def schools(result: Result) -> list[Area]:
    """A line per school, the largest change first."""
    return [
        Area(school_name(s.code) if s.code else _("No school of record"), s.code, s)
        for s in result.schools[:MOST_SCHOOLS]
    ]


def lacking(result: Result) -> list[str]:
    """The lists without which the rule rested on any of the days, in words."""
    return sorted({frame_words(name) for one in result.trials for name in one.lacking})
