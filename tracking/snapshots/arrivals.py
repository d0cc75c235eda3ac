"""What comes in and what became of it: plain values that chapters and jobs hand around."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from models.user import User
from models.vocabulary.snapshots import SnapshotKind, SnapshotState

# Steps of bringing a file in, in their order; progress tells the step and how far it is.
STEPS = ("reading", "checking", "comparing", "storing")
Progress = Callable[[str, int, int], None]


def silent(_step: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Arrival:
    """A file to bring in: where it lies, what it is, for which day, who brings it.

    Without a `kind` the headers tell it. `mapping` (field → header) corrects the proposal.
    """

    path: Path
    kind: SnapshotKind | None
    as_of: date
    by: User | None = None
    name: str = ""
    mapping: Mapping[str, str] | None = None

    @property
    def file_name(self) -> str:
        """The name people know the file by."""
        return (self.name or self.path.name)[:200]


@dataclass(frozen=True)
class ImportResult:
    """What became of a file. A dry run has no `snapshot_id`, and alone tells `differences`."""

    kind: SnapshotKind | None
    state: SnapshotState
    rows_read: int
    rows_in_error: int
    report: dict[str, Any]
    snapshot_id: int | None = None
    repeated: bool = False
    parts: dict[str, int] = field(default_factory=dict)
    differences: list[dict[str, Any]] = field(default_factory=list)
