"""Until when a flag can be judged, and what judged flags say of a rule: pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from models.vocabulary.cases import CaseState
from models.vocabulary.flags import FlagStatus, Makes
from tracking.rules._kit import all_rules

STILL_CHECKED = frozenset({CaseState.CLUE, CaseState.ASSIGNED, CaseState.VERIFYING})


def makes_of(code: str) -> Makes:
    """What findings of a rule lead to; those of a rule that is not kept any more opened a file."""
    rule = all_rules().get(code)
    return rule.makes if rule else Makes.CASE


def is_judgeable(status: FlagStatus, state: CaseState, makes: Makes = Makes.CASE) -> bool:
    """Whether a flag may still be marked wrong: nobody has judged it or its case yet.

    A proposal to close is no suspicion: it is confirmed or refused on the page of the case.
    """
    return status is FlagStatus.OPEN and state in STILL_CHECKED and makes is not Makes.PROPOSAL


Z = 1.96  # 95 % of a normal distribution
FEWEST = 10  # judged flags below which a share says nothing


def wilson(true: int, judged: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share; from 0 to 1 when nothing was judged."""
    if judged == 0:
        return 0.0, 1.0
    share, weight = true / judged, Z * Z / judged
    middle = (share + weight / 2) / (1 + weight)
    half = Z * math.sqrt(share * (1 - share) / judged + weight / (4 * judged)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Judged:
    """How the flags of a rule, a source or a school were judged."""

    true: int = 0
    excused: int = 0
    wrong: int = 0
    open: int = 0

    @property
    def judged(self) -> int:
        """Flags that a person judged."""
        return self.true + self.excused + self.wrong

    @property
    def untrue(self) -> int:
        """Judged flags that did not prove true."""
        return self.excused + self.wrong

    @property
    def is_enough(self) -> bool:
        """Whether so many were judged that a share says something."""
        return self.judged >= FEWEST

    @property
    def share(self) -> float:
        """The share of judged flags that proved true."""
        return self.true / self.judged if self.judged else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share lies with 95 % confidence."""
        return wilson(self.true, self.judged)
