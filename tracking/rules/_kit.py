"""What a detection rule is: a declaration and a pure function; and how rules are found.

Frames a rule may need:
- `previous`: rows of schools that sent a new roster, as they stood when last compared;
- `current`: rows of the present roll, including the last good roster of schools set aside;
- `movements`: registry movements known by the day, each in its latest state, none refused;
- `schools`: `school_code`, `is_fresh` (its present roster is newer than the last comparison).

Columns of the rolls stand in `tracking/snapshots/form.py`, with `person` (who), `seen_on`
(day of the file), `snapshot_id` and `row_no` (where it stands) added.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import narwhals.stable.v2 as nw

from models.vocabulary.flags import Severity

Frame = nw.LazyFrame[Any]
RuleFunction = Callable[..., Frame]

ROLL, MOVEMENT = "registry", "movements"  # which kind of file a finding's row stands in
FOUND = ("person", "source", "snapshot_id", "row_no", "school_code")
COMPULSORY = (1, 9)  # grades of compulsory education, art. 2 of the Compulsory Education Law


@dataclass(frozen=True)
class Rule:
    """A detection rule with everything that explains and configures it.

    `evidence` names the columns the function returns beside FOUND; those in `proof` decide
    whether a finding is the one already known. `sentence` takes the evidence as values;
    `thresholds` says each parameter of the function as a sentence that names its value.
    """

    code: str
    title: Any
    sentence: Any
    needs: tuple[str, ...]
    severity: Severity
    basis: Any
    version: int
    evidence: tuple[str, ...]
    proof: tuple[str, ...]
    function: RuleFunction
    thresholds: Mapping[str, Any] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, Any]:
        """Thresholds with their defaults, as the function declares them."""
        keywords = inspect.signature(self.function).parameters.values()
        return {p.name: p.default for p in keywords if p.default is not inspect.Parameter.empty}

    @property
    def condition(self) -> str:
        """The condition in words: the docstring of the rule's file."""
        return inspect.cleandoc(inspect.getmodule(self.function).__doc__ or "")

    def find(self, frames: dict[str, Frame], **given: Any) -> Frame:
        """Run the rule on the frames it needs; columns are FOUND and the evidence."""
        wanted = inspect.signature(self.function).parameters
        values = {name: value for name, value in given.items() if name in wanted}
        found = self.function(*(frames[name] for name in self.needs), **values)
        return found.select(*FOUND, *self.evidence)


def rule(code: str, **declared: Any) -> Callable[[RuleFunction], RuleFunction]:
    """Declare the decorated function as the detection rule `code` (fields of Rule)."""

    def declare(function: RuleFunction) -> RuleFunction:
        function.rule = Rule(code=code, function=function, **declared)  # type: ignore[attr-defined]
        return function

    return declare


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule of this package by code, in the order of codes."""
    package = importlib.import_module(__name__.rpartition(".")[0])
    found: dict[str, Rule] = {}
    for module in pkgutil.iter_modules(package.__path__):
        if module.name.startswith("_"):
            continue
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        for _, function in inspect.getmembers(loaded, inspect.isfunction):
            declared = getattr(function, "rule", None)
            if declared is not None and function.__module__ == loaded.__name__:
                found[declared.code] = declared
    return dict(sorted(found.items()))


def in_compulsory_grades() -> nw.Expr:
    """Grades 1 to 9; a grade that was not legible counts as one of them."""
    grade = nw.col("grade")
    return grade.is_null() | ((grade >= COMPULSORY[0]) & (grade <= COMPULSORY[1]))


def from_roll(frame: Frame) -> Frame:
    """Mark findings as rows of a roster."""
    return frame.with_columns(source=nw.lit(ROLL))


def from_movements(frame: Frame) -> Frame:
    """Mark findings as rows of a movements file."""
    return frame.with_columns(source=nw.lit(MOVEMENT))
