"""The catalogue of rules as its page shows it: what each looks for, needs, does and proved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models.scan import Scan
from models.vocabulary.snapshots import SnapshotKind
from tracking.comparison.queries import last_scan
from tracking.flags import precision
from tracking.flags.policy import Judged
from tracking.rules._kit import LISTS, Rule, all_rules
from tracking.thresholds import page as thresholds
from tracking.thresholds.policy import Piece
from tracking.thresholds.queries import rules_in_force

OTHER_FRAMES: dict[str, Any] = {
    "previous": _l("rosters as they were last compared"),
    "current": _l("the present rosters"),
    "term_before": _l("the roll at the end of the last term"),
    "year_before": _l("the roll at the end of the last school year"),
    "movements": _l("registry movements"),
    "schools": _l("schools and their last signs of life"),
    "cases": _l("the files of children"),
    "known": _l("flags that are known"),
    "found": _l("what other rules found"),
    "tips": _l("tips that were accepted"),
}


class Gaps(dict[str, str]):
    """Stands for the facts of a finding where only the sentence is shown."""

    def __missing__(self, _name: str) -> str:
        """A gap."""
        return "[…]"


@dataclass(frozen=True)
class RuleLine:
    """One rule. `last` says what it did in the last scan; `found` is its count, if it ran."""

    rule: Rule
    sentence: str
    needs: list[str]
    uses: list[tuple[str, str]]
    rests_without: bool
    thresholds: list[list[Piece]]
    is_on: bool
    last: str
    found: int | None
    judged: Judged

    @property
    def switch(self) -> str:
        """The setting that switches it on or off."""
        return f"rule.{self.rule.code}.on"


def rule_lines() -> list[RuleLine]:
    """All rules in the order of their numbers."""
    scan, on, judged = last_scan(), rules_in_force(), precision.by_rule()
    said = {section.group.code: section.sentences for section in thresholds.sections()}
    return [
        RuleLine(
            rule=rule,
            sentence=str(rule.sentence) % Gaps(),
            needs=[needed(need) for need in rule.needs],
            uses=[(frame_words(name), str(words)) for name, words in rule.uses.items()],
            rests_without=any(set(_several(need)) <= {*LISTS} for need in rule.needs),
            thresholds=[sentence.pieces for sentence in said.get(rule.code, [])[1:]],
            is_on=rule.code in on,
            last=last_words(rule, scan),
            found=scan.counts.get("rules", {}).get(rule.code) if scan else None,
            judged=judged.get(rule.code, Judged()),
        )
        for rule in all_rules().values()
    ]


def needed(need: str | tuple[str, ...]) -> str:
    """What a rule needs, in words; one of several may be enough."""
    return str(_(" or ")).join(frame_words(name) for name in _several(need))


def frame_words(name: str) -> str:
    """What a frame is, in the reader's language."""
    kinds = {kind.value: kind for kind in SnapshotKind}
    if name in OTHER_FRAMES or name not in kinds:
        return str(OTHER_FRAMES.get(name, name))
    return str(kinds[name].label)


def last_words(rule: Rule, scan: Scan | None) -> str:
    """What became of a rule in the last scan, where it did not run."""
    if scan is None:
        return str(_("no scan yet"))
    lacking = scan.counts.get("resting", {}).get(rule.code)
    if lacking:
        names = str(_(" or ")).join(frame_words(name) for name in lacking)
        return str(_("rests: no list is in force (%(lists)s)", lists=names))
    ran = rule.code in scan.counts.get("rules", {})
    return "" if ran else str(_("was switched off or not there"))


def _several(need: str | tuple[str, ...]) -> tuple[str, ...]:
    return need if isinstance(need, tuple) else (need,)
