"""Links between rows of the last roll that lost their key and rows of the present roll."""

from __future__ import annotations

from dataclasses import dataclass

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
    lost = engine.keep(
        previous.select(*COMPARED).join(current.select("person").unique(), on="person", how="anti")
    )
    came = engine.keep(
        current.select(*COMPARED).join(previous.select("person").unique(), on="person", how="anti")
    )
    local = engine.keep(_pairs(lost, came, "local_key"))
    agrees = _same("birth_date") & _same("sex")
    numbered = _pairs(lost, current, "id_key").filter(_same("birth_date") | _same("name_key"))
    certain = engine.keep(_links(numbered, local.filter(agrees)))
    rest = _without(lost, certain)
    witness = _same("phone_key") | _same("guardian_id_key") | _same("guardian_key")
    attributes = _pairs(rest, current, "person_key").filter(witness)
    taken_over = _without(local.filter(~agrees), certain)
    likely = engine.keep(_links(attributes, taken_over))
    rest = _without(rest, likely)
    family = _same("guardian_key") | _same("guardian_id_key")
    alike = _pairs(rest, came, "phone_key").filter(family & agrees)
    return Links(certain, likely, engine.keep(_links(alike)))


def _links(*pairs: Frame) -> Frame:
    return nw.concat([p.select(*LINK) for p in pairs])


def _without(frame: Frame, links: Frame) -> Frame:
    return frame.join(links.select("person").unique(), on="person", how="anti")


def _pairs(left: Frame, right: Frame, key: str) -> Frame:
    """Rows that share a key that is not blank; columns of the right side begin with to_."""
    target = right.select(nw.col(key), *(nw.col(c).alias(f"to_{c}") for c in COMPARED)).filter(
        ~nw.col(key).is_null()
    )
    return left.filter(~nw.col(key).is_null()).join(target, on=key, how="inner")


def _same(column: str) -> nw.Expr:
    return (nw.col(column) == nw.col(f"to_{column}")).fill_null(value=False)
