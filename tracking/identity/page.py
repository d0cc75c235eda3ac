"""Two archived rows side by side, masked, so that a person can say whether they are one child.

Of a text that is hidden in part, the one or two characters that differ are shown: they decide.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
from flask import current_app
from flask_babel import gettext as _

from models.identity_link import IdentityLink
from models.sealing import UnsealError
from models.snapshot import Snapshot
from models.vocabulary.identity import Sign
from models.vocabulary.registry import Sex
from tracking.kernel.errors import ArchiveError
from tracking.kernel.masking import masked_id, masked_name, masked_phone
from tracking.kernel.web.filters import day
from tracking.snapshots import archive
from tracking.snapshots.queries import school_names, snapshots_by_id

MOST_SHOWN = 2  # characters that are shown because they differ
Row = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One field of both rows."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class SideBySide:
    """What the table of a link shows. With `trouble` there are no lines, only that sentence."""

    lines: list[Line] = field(default_factory=list)
    titles: tuple[str, str] = ("", "")
    sources: tuple[str, str] = ("", "")
    trouble: str = ""


def signs(codes: list[str]) -> str:
    """Signs in words; one that nobody knows any more is shown as it is."""
    known = {sign.value: sign for sign in Sign}
    return str(_(", ")).join(str(known[c].label) if c in known else c for c in codes)


def school(code: str) -> str:
    """A school's name by its code."""
    return school_names().get(code, code) or str(_("a school that is not named"))


def names_of(link: IdentityLink) -> tuple[str, str]:
    """Both names, masked but for what differs."""
    return told_apart(link.name, link.to_name, masked_name)


def side_by_side(link: IdentityLink) -> SideBySide:
    """Both rows as the archive holds them."""
    places = ((link.snapshot_id, link.row_no), (link.to_snapshot_id, link.to_row_no))
    snapshots = snapshots_by_id(number for number, _row in places)
    try:
        one, other = (row_at(snapshots[number], row_no) for number, row_no in places)
    except (ArchiveError, UnsealError, OSError, KeyError, pa.ArrowException):
        trouble = _("The evidence file is missing or was altered; the archive has to be restored "
                    "from its backup.")  # fmt: skip
        return SideBySide(trouble=str(trouble))
    return SideBySide(
        lines=lines_of(one, other),
        titles=(title_of(snapshots[places[0][0]]), title_of(snapshots[places[1][0]])),
        sources=(source_of(places[0][1]), source_of(places[1][1])),
    )


def row_at(snapshot: Snapshot, row_no: int) -> Row:
    """One archived row, opened; KeyError when it is not there."""
    root = current_app.config["SETTINGS"].archive_dir
    path = archive.whole_rows(root, snapshot)
    return archive.rows_at(path, snapshot.kind, [row_no])[row_no]


def lines_of(one: Row, other: Row) -> list[Line]:
    """The fields that tell children apart; those blank in both rows are left out."""
    fields: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
        (_("Name"), "name", masked_name),
        (_("Former name"), "former_name", masked_name),
        (_("Sex"), "sex", sex_words),
        (_("Date of birth"), "birth_date", date_words),
        (_("Student number"), "student_no", masked_id),
        (_("Identity number"), "id_number", masked_id),
        (_("Local student number"), "local_no", masked_id),
        (_("School"), "school_code", school),
        (_("Grade"), "grade", str),
        (_("Class"), "class_no", str),
        (_("Guardian"), "guardian1_name", masked_name),
        (_("Guardian's telephone"), "guardian1_phone", masked_phone),
        (_("Guardian's identity number"), "guardian1_id", masked_id),
        (_("Second guardian"), "guardian2_name", masked_name),
        (_("Second guardian's telephone"), "guardian2_phone", masked_phone),
        (_("Telephone"), "phone", masked_phone),
    )
    shown = [f for f in fields if one.get(f[1]) or other.get(f[1])]
    if all(row.get("phone") == row.get("guardian1_phone") for row in (one, other)):
        shown = [f for f in shown if f[1] != "phone"]
    return [
        Line(str(label), *told_apart(one.get(name), other.get(name), mask))
        for label, name, mask in shown
    ]


def told_apart(one: Any, other: Any, mask: Callable[[Any], str]) -> tuple[str, str]:
    """Two values as they are shown; what differs is never hidden by the mask alone."""
    first, second = (mask(v) if v not in (None, "") else str(_("not known")) for v in (one, other))
    if one == other or "*" not in first + second:
        return first, second
    if one and other and len(one) == len(other) == len(first) == len(second):
        places = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(places) <= MOST_SHOWN:
            return opened_at(places, one, first), opened_at(places, other, second)
    if first == second:
        return first, str(_("%(masked)s (hidden part differs)", masked=second))
    return first, second


def opened_at(places: list[int], text: str, masked: str) -> str:
    """A masked text with the characters of some places shown."""
    return "".join(
        t if n in places else m for n, (t, m) in enumerate(zip(text, masked, strict=True))
    )


def sex_words(code: str) -> str:
    """The label of a sex."""
    return str(Sex(code).label) if code in {s.value for s in Sex} else code


def date_words(value: date) -> str:
    """A day as the pages write it."""
    return day(value)


def title_of(snapshot: Snapshot) -> str:
    """Which roster a column of the table is from."""
    return str(_("Roster of %(day)s", day=day(snapshot.as_of)))


def source_of(row_no: int) -> str:
    """Where in the file the row stands."""
    return str(_("Row %(row)s of the file", row=row_no))
