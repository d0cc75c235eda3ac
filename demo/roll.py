"""The registry of the city as it stands: 28 columns, one row per registration, growing weekly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from demo.headers import REGISTRY, SCHOOL_CODE
from demo.numbers import Integers, Texts

_SPARE = 256


@dataclass
class Roll:
    """Every registration there ever was; `active` says which stand on the roll now.

    `columns` maps each official header to an array of text; `used` rows of it are filled, the rest
    is room to grow.
    """

    columns: dict[str, Texts]
    active: NDArray[np.bool_]
    used: int = field(init=False)

    def __post_init__(self) -> None:
        self.used = len(self.active)

    def value(self, row: int, header: str) -> str:
        """One cell."""
        return str(self.columns[header][row])

    def change(self, row: int, values: Mapping[str, str]) -> None:
        """Write some cells of one row."""
        for header, value in values.items():
            self.columns[header][row] = value

    def add_like(self, row: int, values: Mapping[str, str]) -> int:
        """A further active registration: a copy of `row` with other `values`. Returns its row."""
        if self.used == len(self.active):
            self._grow()
        new = self.used
        for header in REGISTRY:
            self.columns[header][new] = values.get(header, self.columns[header][row])
        self.active[new] = True
        self.used += 1
        return new

    def on_roll(self) -> Integers:
        """The rows that stand on the roll now."""
        return np.flatnonzero(self.active)

    def at_school(self, code: str) -> Integers:
        """The rows that stand on one school's roll now."""
        return np.flatnonzero(self.active & (self.columns[SCHOOL_CODE] == code))

    def _grow(self) -> None:
        room = max(_SPARE, self.used // 8)
        for header, column in self.columns.items():
            self.columns[header] = np.concatenate([column, np.full(room, "", dtype=object)])
        self.active = np.concatenate([self.active, np.zeros(room, dtype=np.bool_)])
