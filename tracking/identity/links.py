"""Links between rows of the last roll that lost their key and rows of the present roll."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import narwhals.stable.v2 as nw

from tracking.kernel.engine import EmbeddedEngine, Frame

ORDER = ("student_key", "id_key", "local_key", "person_key")
COMPARED = (
    "person",
    "snapshot_id",
    "row_no",
    "id_key",
    "local_key",
    "person_key",
    "name_key",
    "phone_key",
    "guardian_key",
    "guardian_id_key",
    "birth_date",
    "sex",
)
ALWAYS = date.max
LINK = ("person", "to_person", "snapshot_id", "row_no", "to_snapshot_id", "to_row_no")


@dataclass(frozen=True)
class Links:
    """Rows of the last roll (`person`, …) and the present row each belongs to (`to_person`, …).

    `alike` are pairs whose names differ: they count only when the names sound alike, which
    the caller decides after opening the sealed names.
    """

    certain: Frame
    likely: Frame
    alike: Frame


def with_person(frame: Frame, *keys: str) -> Frame:
    """Add `person`: the first key a row has."""
    return frame.with_columns(person=nw.coalesce(*(nw.col(k) for k in keys)))


def find_links(engine: EmbeddedEngine, previous: Frame, current: Frame) -> Links:
    """Look for the rows of `previous` whose `person` is on no row of `current`.

    Both frames carry `person` and the columns COMPARED. Only the few rows without a partner
    are compared, so the cost is that of reading the key columns once more. A newcomer under
    a local number whose old holder left with other personal data (关键信息突变) is likely, not
    certain: the registry says it is one record, the data say it may be two children.
    """
    lost = engine.keep(_last_rows(_without(previous, current).select(*COMPARED, "seen_on")))
    between = engine.keep(came_between(previous))
    present = nw.concat([current.select(*COMPARED, since=nw.lit(ALWAYS).cast(nw.Date)), between])
    came = engine.keep(nw.concat([_without(present, previous), between]))
    local = engine.keep(_pairs(lost, came, "local_key"))
    agrees = _same("birth_date") & _same("sex")
    numbered = _pairs(lost, present, "id_key").filter(_same("birth_date") | _same("name_key"))
    certain = engine.keep(_links(numbered, local.filter(agrees)))
    rest = _without(lost, certain)
    witness = _same("phone_key") | _same("guardian_id_key") | _same("guardian_key")
    attributes = _pairs(rest, present, "person_key").filter(witness)
    taken_over = _without(local.filter(~agrees), certain)
    likely = engine.keep(_links(attributes, taken_over))
    rest = _without(rest, likely)
    family = _same("guardian_key") | _same("guardian_id_key")
    alike = _pairs(rest, came, "phone_key").filter(family & agrees)
    return Links(certain, likely, engine.keep(_links(alike)))


def came_between(previous: Frame) -> Frame:
    """Who first stands on a later roster of a school, where a scan covers several; `since` when.

    Such a child may be the one that left before, although both are missing from `current`.
    """
    opened = previous.group_by("school_code").agg(nw.col("seen_on").min().alias("opened_on"))
    first = previous.group_by("person").agg(nw.col("seen_on").min().alias("since"))
    later = previous.join(opened, on="school_code", how="inner").filter(
        nw.col("seen_on") > nw.col("opened_on")
    )
    return (
        later.join(first, on="person", how="inner")
        .filter(nw.col("seen_on") == nw.col("since"))
        .select(*COMPARED, "since")
    )


def _last_rows(frame: Frame) -> Frame:
    """The rows of each person's newest roster."""
    return frame.filter(nw.col("seen_on") == nw.col("seen_on").max().over("person"))


def _links(*pairs: Frame) -> Frame:
    return nw.concat([p.select(*LINK) for p in pairs])


def _without(frame: Frame, other: Frame) -> Frame:
    return frame.join(other.select("person").unique(), on="person", how="anti")


def _pairs(left: Frame, right: Frame, key: str) -> Frame:
    """Rows that share a key that is not blank, the right one newer; its columns begin with to_."""
    target = right.select(
        nw.col(key), *(nw.col(c).alias(f"to_{c}") for c in (*COMPARED, "since"))
    ).filter(~nw.col(key).is_null())
    pairs = left.filter(~nw.col(key).is_null()).join(target, on=key, how="inner")
    return pairs.filter(nw.col("to_since") > nw.col("seen_on"))


def _same(column: str) -> nw.Expr:
    return (nw.col(column) == nw.col(f"to_{column}")).fill_null(value=False)
