"""The proof beside a flag's sentence: two archived rows side by side, personal data masked.

The left row is the one the finding rests on; the right one is where the child stands in the
newest rosters, if it stands there. A row of the newest roster is compared with the one before,
a row of a roll call or of a department's list with what the roll says now. What rests on the
bureau's own files has no row: its sentence says all.
Rows are read from the sealed archive, once per file for all flags of a page. An archive that
is missing or altered is said to be so: it takes the proof away, not the page.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
from flask import current_app
from flask_babel import gettext as _

from models.flag import Flag
from models.sealing import UnsealError
from models.snapshot import Snapshot
from models.vocabulary.registry import EnrolStatus, KeyKind, MovementKind, MovementState
from models.vocabulary.snapshots import SnapshotKind
from tracking.flags.list_rows import SAYS, list_words
from tracking.flags.queries import registry_days
from tracking.flags.sentences import class_words, school_name, term_label
from tracking.kernel.errors import ArchiveError
from tracking.kernel.masking import masked_id, masked_name, masked_phone
from tracking.kernel.web.filters import day
from tracking.rules._kit import MOVEMENT
from tracking.snapshots import archive
from tracking.snapshots.queries import snapshots_by_id

WEEK = timedelta(days=6)
KEYS = {
    KeyKind.STUDENT: "student_key",
    KeyKind.ID: "id_key",
    KeyKind.LOCAL: "local_key",
    KeyKind.PERSON: "person_key",
}
Row = dict[str, Any]
Place = tuple[int, int]  # snapshot id, row number
Side = tuple[Snapshot, Row]
Cell = tuple[Any, str]  # what is compared, what is shown
log = logging.getLogger("baoxue")


@dataclass(frozen=True)
class EvidenceRow:
    """One field on both sides; None means that the child is not on that roll."""

    label: str
    before: str | None
    after: str | None
    differs: bool = False
    is_single: bool = False  # only one of the two files has such a field


@dataclass(frozen=True)
class Proof:
    """What the evidence table shows. With `trouble` there are no rows, only that sentence."""

    rows: list[EvidenceRow] = field(default_factory=list)
    before_title: str = ""
    after_title: str = ""
    before_source: str = ""
    after_source: str = ""
    trouble: str = ""


@dataclass
class Shelf:
    """Rows taken out of the archive for one page, and the files that could not be used."""

    snapshots: dict[int, Snapshot]
    rows: dict[Place, Row] = field(default_factory=dict)
    damaged: set[int] = field(default_factory=set)


def proofs_of(flags: Iterable[Flag]) -> dict[int, Proof]:
    """Proofs by flag id. Flags should come with `child.keys` loaded."""
    given = list(flags)
    flags = [flag for flag in given if not rests_on_files(flag)]
    days = registry_days()
    resting = {flag.id: place_of(flag) for flag in flags}
    compared = {flag.id: compared_with(resting[flag.id][0], days) for flag in flags}
    wanted = {place[0] for place in resting.values()}.union(*compared.values())
    shelf = Shelf(snapshots_by_id(wanted))
    keys: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for flag in flags:
        for number in compared[flag.id]:
            keys[number] |= keys_of(flag)
    for number, snapshot in shelf.snapshots.items():
        take(shelf, snapshot, {r for n, r in resting.values() if n == number}, keys[number])
    newest = newest_rosters(days)
    proofs = {flag.id: Proof() for flag in given}
    return proofs | {
        flag.id: proof(flag, resting[flag.id], compared[flag.id], shelf, newest) for flag in flags
    }


def rests_on_files(flag: Flag) -> bool:
    """Whether a finding rests on the bureau's own files: it was kept without a row."""
    return flag.evidence.get("rows") == []


def place_of(flag: Flag) -> Place:
    """Where the row stands that the finding rests on."""
    first = (flag.evidence.get("rows") or [{}])[0]
    return int(first.get("snapshot_id", 0)), int(first.get("row_no", 0))


def keys_of(flag: Flag) -> set[tuple[str, int]]:
    """(column, keyed hash) under which the child can be found again."""
    return {(KEYS[key.kind], key.value) for key in flag.child.keys if key.kind in KEYS}


def newest_rosters(days: list[tuple[int, Any]]) -> set[int]:
    """The registry files of the newest week."""
    return {number for number, as_of in days if as_of >= days[0][1] - WEEK}


def compared_with(resting: int, days: list[tuple[int, Any]]) -> set[int]:
    """The rosters the right row is looked for in; the ones before, for a row of the newest."""
    newest = newest_rosters(days)
    if resting not in newest:
        return newest
    return newest_rosters([entry for entry in days if entry[0] not in newest])


def is_deleted(snapshot: Snapshot) -> bool:
    """Whether the rows of a list were deleted when their time was over."""
    return "rows" in snapshot.report.get("deleted", {})


def take(shelf: Shelf, snapshot: Snapshot, numbers: set[int], keys: set[tuple[str, int]]) -> None:
    """Put rows of one file on the shelf, by row number and by the keys of children."""
    if is_deleted(snapshot):
        return
    root = current_app.config["SETTINGS"].archive_dir
    try:
        path = archive.whole_rows(root, snapshot)
        numbers = numbers | archive.rows_with(path, keys)
        found = archive.rows_at(path, snapshot.kind, numbers)
    except (ArchiveError, UnsealError, OSError, pa.ArrowException) as error:
        log.error("evidence of snapshot %d: %s", snapshot.id, type(error).__name__)  # noqa: TRY400
        shelf.damaged.add(snapshot.id)
        return
    shelf.rows |= {(snapshot.id, row_no): row for row_no, row in found.items()}


def proof(flag: Flag, resting: Place, compared: set[int], shelf: Shelf, newest: set[int]) -> Proof:
    """Put the two rows of a flag side by side."""
    one, other = shelf.rows.get(resting), found_in(compared, flag, shelf)
    if resting[0] in shelf.snapshots and is_deleted(shelf.snapshots[resting[0]]):
        return Proof(trouble=_("The rows of this list were deleted after the matching, as the law "
                               "wants it; the sentence says what the list said."))  # fmt: skip
    if one is None or compared & shelf.damaged:
        return Proof(trouble=_("The evidence file is missing or was altered; the archive has to "
                               "be restored from its backup."))  # fmt: skip
    left: Side = (shelf.snapshots[resting[0]], one)
    right = (shelf.snapshots[other[0]], shelf.rows[other]) if other else None
    if resting[0] in newest and left[0].kind is SnapshotKind.REGISTRY:
        before = left if not compared else right
        return side_by_side(before, left, [shelf.snapshots[n] for n in compared])
    return side_by_side(left, right, [shelf.snapshots[n] for n in compared])


def found_in(numbers: set[int], flag: Flag, shelf: Shelf) -> Place | None:
    """Where a child stands in some rosters: its newest row."""
    keys = keys_of(flag)
    places = [
        place
        for place, row in shelf.rows.items()
        if place[0] in numbers
        and any(is_same(row, column, value, flag.child.birth_date) for column, value in keys)
    ]
    return max(places, key=lambda p: (shelf.snapshots[p[0]].as_of, p), default=None)


def is_same(row: Row, column: str, value: int, born: date | None) -> bool:
    """Whether a row bears a key of a child; a local number needs the same birth date."""
    agrees = column != KEYS[KeyKind.LOCAL] or row.get("birth_date") == born
    return agrees and row.get(column) == value


def side_by_side(before: Side | None, after: Side | None, searched: list[Snapshot]) -> Proof:
    """The table of two rows, of which one may be missing from the rosters searched."""
    left, right = (fields_of(*side) if side else None for side in (before, after))
    labels = [name for name in (left or right or {}) if not (left and right) or name in right]
    own = left.keys() - right.keys() if left and right and is_list(before) else set()
    only_left = [name for name in left or {} if name in own]
    return Proof(
        rows=[
            *(_row(name, left, right) for name in labels),
            *(EvidenceRow(n, (left or {})[n][1], "", is_single=True) for n in only_left),
        ],
        before_title=title_of(before, searched),
        after_title=title_of(after, searched),
        before_source=source_of(before),
        after_source=source_of(after),
    )


def _row(name: str, left: dict[str, Cell] | None, right: dict[str, Cell] | None) -> EvidenceRow:
    one, other = left[name] if left else None, right[name] if right else None
    if one is None or other is None:
        return EvidenceRow(name, one[1] if one else None, other[1] if other else None)
    if one[0] != other[0] and one[1] == other[1]:
        shown = _("%(masked)s (hidden part differs)", masked=other[1])
        return EvidenceRow(name, one[1], shown, differs=True)
    return EvidenceRow(name, one[1], other[1], differs=one[0] != other[0])


def fields_of(snapshot: Snapshot, row: Row) -> dict[str, Cell]:
    """What is shown of an archived row: label → (value, masked words)."""
    cells: dict[str, Cell] = {
        _("Student number"): (row.get("student_no"), masked_id(row.get("student_no"))),
        _("Name"): (row.get("name"), masked_name(row.get("name"))),
        _("Identity number"): (row.get("id_number"), masked_id(row.get("id_number"))),
    }
    if snapshot.kind is SnapshotKind.MOVEMENTS:
        return cells | {label: (text, text) for label, text in movement_words(row).items()}
    if snapshot.kind in SAYS:
        said = list_words(snapshot.kind, row)
        known = {label: cell for label, cell in cells.items() if cell[0]}
        return known | {label: (text, text) for label, text in said.items()}
    status = row.get("status_text") or term_label(EnrolStatus, row.get("status") or "")
    words = {
        _("School"): school_name(row.get("school_code")),
        _("Grade and class"): class_words(row.get("grade"), row.get("class_no")),
        _("Registry status"): status,
    }
    phone = row.get("guardian1_phone") or row.get("phone")
    cells |= {label: (text, text) for label, text in words.items()}
    return cells | {_("Guardian's telephone"): (phone, masked_phone(phone))}


def movement_words(row: Row) -> dict[str, str]:
    """What a movement says, by label."""
    return {
        _("School"): school_name(row.get("from_school")),
        _("Movement"): row.get("kind_text") or term_label(MovementKind, row.get("kind") or ""),
        _("Date of the movement"): day(row.get("moved_on")),
        _("Receiving school"): row.get("to_school_name") or school_name(row.get("to_school")),
        _("Handling"): term_label(MovementState, row.get("state") or ""),
    }


def title_of(side: Side | None, searched: list[Snapshot]) -> str:
    """What a column of the table is: which file of which day."""
    snapshot = side[0] if side else max(searched, key=lambda s: s.as_of, default=None)
    if snapshot is None:
        return str(_("No other roster"))
    if snapshot.kind.value == MOVEMENT:
        return str(_("Movements file of %(day)s", day=day(snapshot.as_of)))
    if snapshot.kind in SAYS:
        words = _("%(list)s of %(day)s", list=snapshot.kind.label, day=day(snapshot.as_of))
        return str(words)
    return str(_("Roster of %(day)s", day=day(snapshot.as_of)))


def is_list(side: Side | None) -> bool:
    """Whether a row stands in a roll call or in a department's list."""
    return side is not None and side[0].kind in SAYS


def source_of(side: Side | None) -> str:
    """Where in the file the row stands."""
    if side is None:
        return str(_("All schools of the file were looked through"))
    return str(_("Row %(row)s of the file", row=side[1]["row_no"]))
