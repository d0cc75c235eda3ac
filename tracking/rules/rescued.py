"""R-33: a minor taken into care who is on no roll, or on the roll of another county.

Children of compulsory-school age, and those whose date of birth the list does not know. The
county is that of the region where the list says the child is; where either county is not known,
standing on a roll is enough.
"""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from models.vocabulary.lists import WelfareKind
from tracking.kernel.school_year import SchoolYear
from tracking.rules._accounted import (
    BOOKS,
    DEATHS,
    WAITING,
    Books,
    Day,
    registered,
    says,
    unaccounted,
)
from tracking.rules._kit import Frame, Keep, from_list, in_cohort, rule, without

COUNTY = "^[0-9]{6}"


@rule(
    "RESCUED",
    number="R-33",
    title=_l("Minor in care, on no roster of the county"),
    sentence=_l(
        "In the list of minors taken into care of %(listed_on)s; by %(as_of)s the child is on no "
        "roster of the county where the list found it (school: %(school_code)s)."
    ),
    needs=("welfare", *BOOKS),
    severity=Severity.MEDIUM,
    basis=_l(
        "Minors taken into care are brought back to school; lists of the civil affairs department "
        "are compared with the registry (Law on the Protection of Minors, art. 83, 93)."
    ),
    version=1,
    evidence=("listed_on", "category_text", "residence_region", "household_region"),
    proof=("school_code",),
    uses=DEATHS,
    thresholds={"transfer_days": WAITING["transfer_days"]},
)
def rescued(
    welfare: Frame,
    *books: Frame,
    as_of: date,
    year: SchoolYear,
    keep: Keep,
    transfer_days: int = 120,
) -> Frame:
    """One row per entry of the list."""
    against, day = Books(*books), Day(as_of, year, 0, transfer_days, keep)
    until = nw.col("valid_until")
    rows = welfare.filter(
        nw.col("category") == WelfareKind.RESCUED.value,
        until.is_null() | (until >= as_of),
        in_cohort(year) | nw.col("birth_date").is_null(),
        ~nw.col("person").is_null(),
    ).with_columns(listed_on=nw.col("seen_on"))
    roll = registered(against.current)
    absent = unaccounted(without(rows, roll), against, day)
    columns = (
        "person", "snapshot_id", "row_no", "school_code", "household_region", "residence_region",
        "listed_on", "category_text",
    )  # fmt: skip
    both = [absent.select(*columns), far_from_school(rows, roll, against.schools).select(*columns)]
    return from_list(nw.concat(both), "welfare")


def far_from_school(rows: Frame, roll: Frame, schools: Frame) -> Frame:
    """Entries of children whose schools all lie in another county, with one such school."""
    where = (
        roll.select("person", "school_code")
        .join(schools.select("school_code", "county"), on="school_code", how="left")
        .rename({"school_code": "now_at"})
    )
    place = nw.coalesce(nw.col("residence_region"), nw.col("household_region"))
    both = rows.with_columns(found_in=place).join(where, on="person", how="inner")
    told = says("found_in", COUNTY) & says("county", COUNTY)
    another = told & (nw.col("found_in").str.slice(0, 6) != nw.col("county").str.slice(0, 6))
    near = both.filter(~another.fill_null(value=False))
    last = (
        without(both, near)
        .group_by("snapshot_id", "row_no")
        .agg(nw.col("now_at").max().alias("now_at"))
    )
    return rows.join(last, on=["snapshot_id", "row_no"], how="inner").with_columns(
        school_code=nw.col("now_at")
    )
