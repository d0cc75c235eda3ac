"""What a detection rule is: a declaration and a pure function; and how rules are found.

Frames a rule may need, each row with `person` (who), `snapshot_id`, `row_no` (where it stands)
and `seen_on` (day of the file); their columns stand in `tracking/snapshots/form.py`:
- `previous`: rows of schools that sent a new roster, as they stood when last compared;
- `current`: rows of the present roll, including the last good roster of schools set aside;
- `term_before`, `year_before`: the roll at the end of the last term, of the last school year;
- `movements`: registry movements known by the day, each in its latest state, none refused;
- `roll_call`, `household`, `residence`, `disability`, `welfare`, `poverty`, `dispatched`,
  `graduates`, `deaths`: the lists in force that day (LISTS);

and without a place in a file:
- `schools`: `school_code`, `county`, `is_fresh` (its roster is of the newest week),
  `last_roster_on`, `last_roll_call_on`;
- `cases`: one row per file and key of its child (CASES of `tracking/comparison/ledger.py`);
- `known`: one row per flag and key of its child: `person`, `rule`, `as_of`, `last_as_of`, `status`;
- `tips`: one row per tip that a bureau accepted (TIPS of `tracking/comparison/ledger.py`);
- `found`: what other rules found in this scan: `person`, `rule`, `school_code`. A rule that needs
  it runs after those that do not.

Who stands in a list under any key that the roll knows has the roll's `person` there.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import narwhals.stable.v2 as nw

from models.vocabulary.flags import Makes, Severity
from tracking.kernel.school_year import SchoolYear

Frame = nw.LazyFrame[Any]
RuleFunction = Callable[..., Frame]
Need = str | tuple[str, ...]  # a frame, or several of which one is enough

ROLL, MOVEMENT, LEDGER = "registry", "movements", "ledger"  # where a finding's row stands
ROLLS = ("previous", "current", "term_before", "year_before")
LISTS = (
    "roll_call",
    "household",
    "residence",
    "disability",
    "welfare",
    "poverty",
    "dispatched",
    "graduates",
    "deaths",
)
FOUND = ("person", "source", "snapshot_id", "row_no", "school_code", "region")
Keep = Callable[[Frame], Frame]
COMPULSORY = (1, 9)  # grades of compulsory education, art. 2 of the Compulsory Education Law
NOBODY = 0  # the person of a finding that is about a school


@dataclass(frozen=True, eq=False)
class Rule:
    """A detection rule with everything that explains and configures it.

    `number` is its place in the catalogue of rules (R-07), blank for one without. `needs` are
    the frames its function takes, in order; without a list among them the rule rests. `uses` are
    lists it takes after them if they are there, each with a sentence on what happens without.
    `evidence` names the columns the function returns beside FOUND; those in `proof` decide
    whether a finding is the one already known. `sentence` takes the evidence as values;
    `thresholds` says each parameter of the function as a sentence that names its value.
    """

    code: str
    number: str
    title: Any
    sentence: Any
    needs: tuple[Need, ...]
    severity: Severity
    basis: Any
    version: int
    evidence: tuple[str, ...]
    proof: tuple[str, ...]
    function: RuleFunction
    makes: Makes = Makes.CASE
    uses: Mapping[str, Any] = field(default_factory=dict)
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

    @property
    def frames(self) -> tuple[str, ...]:
        """The frames the function takes, in order."""
        wanted = (need if isinstance(need, tuple) else (need,) for need in self.needs)
        return (*(name for names in wanted for name in names), *self.uses)

    @property
    def is_second(self) -> bool:
        """Whether it looks at what other rules found."""
        return "found" in self.frames

    def lacks(self, there: Collection[str]) -> tuple[str, ...]:
        """The lists without which it rests, given the lists that are there."""
        names = (need if isinstance(need, tuple) else (need,) for need in self.needs)
        asked = ([name for name in several if name in LISTS] for several in names)
        return tuple(n for several in asked if several and not set(several) & set(there)
                     for n in several)  # fmt: skip

    def find(self, frames: Mapping[str, Frame], **given: Any) -> Frame:
        """Run the rule on the frames it needs; columns are FOUND and the evidence.

        Beside its thresholds a function may take `as_of`, `year`, and `keep`: a way to have a few
        rows computed once that it looks at several times (the engine's; it changes no result).
        """
        wanted = inspect.signature(self.function).parameters
        values = {n: value for n, value in {"keep": as_it_is, **given}.items() if n in wanted}
        found = self.function(*(frames[name] for name in self.frames), **values)
        return found.select(*FOUND, *self.evidence)


def as_it_is(frame: Frame) -> Frame:
    """Keep nothing: for callers without an engine."""
    return frame


def rule(code: str, **declared: Any) -> Callable[[RuleFunction], RuleFunction]:
    """Declare the decorated function as the detection rule `code` (fields of Rule)."""

    def declare(function: RuleFunction) -> RuleFunction:
        function.rule = Rule(code=code, function=function, **declared)  # type: ignore[attr-defined]
        return function

    return declare


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule of this package by code, in the order of their numbers."""
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
    return dict(sorted(found.items(), key=lambda entry: entry[1].number or "R-99"))


def frames_of(rules: Iterable[Rule]) -> set[str]:
    """The frames that some rules need together."""
    return {name for one in rules for name in one.frames}


def in_compulsory_grades() -> nw.Expr:
    """Grades 1 to 9; a grade that was not legible counts as one of them."""
    grade = nw.col("grade")
    return grade.is_null() | ((grade >= COMPULSORY[0]) & (grade <= COMPULSORY[1]))


def in_cohort(year: SchoolYear) -> nw.Expr:
    """Born in the years of compulsory-school age; an unknown birth date is not."""
    first, last = year.cohort
    return (nw.col("birth_date") >= first) & (nw.col("birth_date") <= last)


def expected_grade(year: SchoolYear) -> nw.Expr:
    """The grade a child of its birth date is in, when it enters at six and is promoted yearly."""
    born = nw.col("birth_date")
    enters = nw.when(born.dt.month() >= 9).then(born.dt.year() + 7).otherwise(born.dt.year() + 6)
    return nw.lit(year.first) - enters + 1


def without(frame: Frame, other: Frame) -> Frame:
    """The rows of persons who are not in the other frame."""
    return frame.join(other.select("person"), on="person", how="anti")


def among(frame: Frame, other: Frame) -> Frame:
    """The rows of persons who are in the other frame."""
    return frame.join(other.select("person"), on="person", how="semi")


def from_roll(frame: Frame) -> Frame:
    """Mark findings as rows of a roster."""
    return frame.with_columns(source=nw.lit(ROLL), region=nw.lit(""))


def from_movements(frame: Frame) -> Frame:
    """Mark findings as rows of a movements file."""
    return frame.with_columns(source=nw.lit(MOVEMENT), region=nw.lit(""))


def from_roll_call(frame: Frame) -> Frame:
    """Mark findings as rows of a roll call."""
    return frame.with_columns(source=nw.lit("roll_call"), region=nw.lit(""))


def from_list(frame: Frame, kind: str) -> Frame:
    """Mark findings as rows of a department's list; `region` is where the child lives.

    A list without a school leaves `school_code` blank; who has no school is given to the
    bureau of the region.
    """
    there = frame.collect_schema().names()
    code = nw.col("school_code").fill_null("") if "school_code" in there else nw.lit("")
    regions = [nw.col(n) for n in ("residence_region", "household_region") if n in there]
    place = nw.coalesce(*regions, nw.lit("")) if regions else nw.lit("")
    return frame.with_columns(source=nw.lit(kind), region=place, school_code=code)


def from_ledger(frame: Frame) -> Frame:
    """Mark findings that rest on files and records of the bureau itself."""
    return frame.with_columns(
        source=nw.lit(LEDGER),
        snapshot_id=nw.lit(0).cast(nw.Int64),
        row_no=nw.lit(0).cast(nw.Int32),
        region=nw.lit(""),
    )
