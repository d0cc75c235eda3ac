"""What is planted: for each rule true cases, and what looks like one and is none."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.detection.plants import (
    attendance,
    data,
    departments,
    leaves,
    leaving,
    registers,
    terms,
)
from benchmarks.detection.town import Town

MODULES = (leaving, leaves, terms, attendance, registers, departments, data)


def plant(town: Town) -> None:
    """Plant everything, as often as the size of the city allows."""
    for module in MODULES:
        once: tuple[Callable[[Town], None], ...] = getattr(module, "ONCE", ())
        for one in once:
            one(town)
        for one in module.PLANTS:
            for _ in range(town.each):
                one(town)
    terms.graduate(town)
