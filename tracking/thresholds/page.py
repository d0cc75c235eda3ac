"""What the page of settings shows: sentences with the values in force, their basis and history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.threshold import Threshold
from tracking.thresholds import queries
from tracking.thresholds.catalogue import group_of, groups
from tracking.thresholds.policy import Declaration, Group, Piece, pieces


@dataclass(frozen=True)
class Change:
    """One value that was put in force, as the page shows it."""

    of: Declaration
    row: Threshold

    @property
    def value(self) -> str:
        """The value as people write it; one that no longer fits as it was stored."""
        value = self.row.value
        return self.of.shown(value) if self.of.fits(value) else str(value)


@dataclass(frozen=True)
class Sentence:
    """One sentence with the changes behind its values, newest first."""

    pieces: list[Piece]
    basis: Any
    changes: list[Change]

    @property
    def last(self) -> Threshold | None:
        """The newest change; None while the defaults hold."""
        return self.changes[0].row if self.changes else None


@dataclass(frozen=True)
class Section:
    """A group with its sentences."""

    group: Group
    sentences: list[Sentence]


def sections() -> list[Section]:
    """All settings in the reader's language."""
    values, histories = queries.in_force(), queries.histories()
    found = []
    for group in groups():
        lines = []
        for together in group.sentences():
            changes = [Change(d, row) for d in together for row in histories.get(d.key, [])]
            changes.sort(key=lambda change: change.row.id, reverse=True)
            basis = changes[0].row.basis if changes else together[0].basis
            said = pieces(together[0], group, lambda d: values[d.key])
            lines.append(Sentence(said, basis, changes))
        found.append(Section(group, lines))
    return found


def sentence_of(declaration: Declaration) -> list[Piece]:
    """The sentence of one threshold with the values in force."""
    values = queries.in_force()
    return pieces(declaration, group_of(declaration), lambda d: values[d.key])


def changes_of(declaration: Declaration) -> list[Change]:
    """The changes of one threshold, newest first."""
    return [Change(declaration, row) for row in queries.history_of(declaration)]
