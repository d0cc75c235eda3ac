"""Until when a flag can be judged: pure."""

from __future__ import annotations

from models.vocabulary.cases import CaseState
from models.vocabulary.flags import FlagStatus

STILL_CHECKED = frozenset({CaseState.CLUE, CaseState.ASSIGNED, CaseState.VERIFYING})


def is_judgeable(status: FlagStatus, state: CaseState) -> bool:
    """Whether a flag may still be marked wrong: nobody has judged it or its case yet."""
    return status is FlagStatus.OPEN and state in STILL_CHECKED
