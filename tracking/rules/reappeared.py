"""A child with an open file attends again: on a row of a day after it was last found missing.

No rule finds it in the same scan. Who was found by a roll call must be present in a later one:
standing on the roll proves nothing about such a child. A placement (teaching at home, special
school) is not contradicted by the roll. It proposes only; a person confirms.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.cases import CaseState
from models.vocabulary.flags import FlagStatus, Makes, Severity
from models.vocabulary.lists import Presence
from models.vocabulary.registry import EnrolStatus
from tracking.rules._files import by_any_number, one_per_file
from tracking.rules._kit import Frame, all_rules, from_roll, from_roll_call, rule

LOOKED_FOR = [s.value for s in CaseState if s not in {CaseState.RETURNED, CaseState.PLACED}]
STANDING = [FlagStatus.OPEN.value, FlagStatus.CONFIRMED.value]
PLACE = ("snapshot_id", "row_no", "school_code", "grade", "class_no", "attends_on")
SHOWN = ("case_id", "episode", "person", "found_on")


@rule(
    "REAPPEARED",
    number="",
    title=_l("Attends school again"),
    sentence=_l(
        "%(school_code)s reports the child as attending on %(attends_on)s; it was last found "
        "missing on %(found_on)s."
    ),
    needs=("cases", "current", "known", "found"),
    uses={
        "roll_call": _l("Without it, nobody whom a roll call found absent is proposed."),
    },
    severity=Severity.LOW,
    basis=_l("Ledgers are cleared as children return; who returned is observed before the file "
             "is closed."),
    version=1,
    evidence=("case_id", "episode", "attends_on", "found_on", "grade", "class_no"),
    proof=("case_id", "episode", "school_code", "grade", "class_no"),
    makes=Makes.PROPOSAL,
)  # fmt: skip
def reappeared(cases: Frame, current: Frame, known: Frame, found: Frame, roll_call: Frame) -> Frame:
    """One row per file, from the roll or from a roll call."""
    missing = still_missing(cases, known, found)
    called = last_found(cases, known, [c for c in suspecting() if is_by_roll_call(c)])
    attending = current.filter(
        nw.col("status") == EnrolStatus.STUDYING.value, nw.col("in_school").fill_null(value=True)
    ).with_columns(attends_on=nw.col("seen_on"))
    present = roll_call.filter(nw.col("presence") == Presence.PRESENT.value).with_columns(
        attends_on=nw.coalesce(nw.col("called_on"), nw.col("seen_on"))
    )
    on_roll = missing.join(called, on="case_id", how="anti")
    in_class = missing.join(called.select("case_id"), on="case_id", how="inner")
    found_again = [
        from_roll(seen_later(on_roll, attending)),
        from_roll_call(seen_later(in_class, present)),
    ]
    columns = (*SHOWN, *PLACE, "source", "region")
    return nw.concat([frame.select(*columns) for frame in found_again])


def suspecting() -> list[str]:
    """The rules that say of a child that it is not at school."""
    return [code for code, one in all_rules().items() if one.makes is Makes.CASE]


def is_by_roll_call(code: str) -> bool:
    """Whether a rule goes by roll calls."""
    return "roll_call" in all_rules()[code].frames


def last_found(cases: Frame, known: Frame, rules: list[str]) -> Frame:
    """File → the last day on which some rules found its child, in the present episode."""
    flags = known.filter(nw.col("rule").is_in(rules), nw.col("status").is_in(STANDING))
    episodes = cases.select("person", "case_id", "episode").unique()
    ours = flags.drop("case_id").join(episodes, on=["person", "episode"], how="inner")
    return ours.group_by("case_id").agg(nw.col("last_as_of").max().alias("found_on"))


def still_missing(cases: Frame, known: Frame, found: Frame) -> Frame:
    """Files whose child is looked for and was not found missing by this scan."""
    files = cases.filter(nw.col("is_open"), nw.col("state").is_in(LOOKED_FOR))
    again = (
        found.filter(nw.col("rule").is_in(suspecting()))
        .select("person")
        .unique()
        .join(cases.select("person", "case_id"), on="person", how="inner")
    )
    quiet = files.join(again.select("case_id").unique(), on="case_id", how="anti")
    days = last_found(cases, known, suspecting())
    return quiet.select("case_id", "episode", "person").join(days, on="case_id", how="inner")


def seen_later(missing: Frame, rows: Frame) -> Frame:
    """Rows of children that stand in a file of a later day."""
    there = missing.join(by_any_number(rows, *PLACE), on="person", how="inner")
    later = there.filter(nw.col("attends_on") > nw.col("found_on"))
    return one_per_file(later.with_columns(school_code=nw.col("school_code").fill_null("")))
