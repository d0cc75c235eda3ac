"""Who a data task is about: read from the archived row, for the tasks of one page only.

A task holds no identity. Rows that were deleted after their period, or whose file is damaged,
take the name away and not the task.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from flask import current_app
from flask_babel import gettext as _

from models.data_task import DataTask
from models.snapshot import Snapshot
from models.vocabulary.registry import EnrolStatus
from tracking.comparison.rows import archived_rows
from tracking.flags.sentences import class_words, school_name, term_label
from tracking.kernel.errors import ArchiveError
from tracking.kernel.masking import masked_id, masked_name
from tracking.kernel.web.filters import day
from tracking.snapshots.queries import snapshots_by_id

Place = tuple[int, int]  # snapshot id, row number
log = logging.getLogger("baoxue")


@dataclass(frozen=True)
class Pupil:
    """The pupil of a task, masked; `row` says the same at length, by label.

    With `trouble` the row cannot be shown, and why. Blank for a task about a whole school.
    """

    name: str = ""
    student_no: str = ""
    class_name: str = ""
    source: str = ""
    row: list[tuple[str, str]] = field(default_factory=list)
    trouble: str = ""


def pupils_of(tasks: Iterable[DataTask]) -> dict[int, Pupil]:
    """Pupils by task id; each archived file is opened once."""
    places = {task.id: place_of(task) for task in tasks}
    snapshots = snapshots_by_id({place[0] for place in places.values() if place})
    rows: dict[Place, dict[str, Any]] = {}
    troubles: dict[int, str] = {}
    for number, snapshot in snapshots.items():
        wanted = [place for place in places.values() if place and place[0] == number]
        if "rows" in snapshot.report.get("deleted", {}):
            troubles[number] = _("The row was deleted after its period.")
            continue
        try:
            rows |= archived_rows(current_app.config["SETTINGS"].archive_dir, wanted)
        except (ArchiveError, OSError, pa.ArrowException) as error:
            log.error("rows of snapshot %d: %s", number, type(error).__name__)  # noqa: TRY400
            troubles[number] = _("The archived file is missing or was altered; it has to be "
                                 "restored from its backup.")  # fmt: skip
    return {
        number: pupil(place, rows.get(place), snapshots.get(place[0]), troubles.get(place[0], ""))
        if place
        else Pupil()
        for number, place in places.items()
    }


def place_of(task: DataTask) -> Place | None:
    """Where the row stands that the finding rests on; None for one about a whole school."""
    first = (task.evidence.get("rows") or [{}])[0]
    place = int(first.get("snapshot_id") or 0), int(first.get("row_no") or 0)
    return place if all(place) else None


def pupil(
    place: Place, row: dict[str, Any] | None, snapshot: Snapshot | None, trouble: str
) -> Pupil:
    """What is shown of one archived row."""
    if row is None or snapshot is None:
        return Pupil(trouble=trouble or _("The row is not in the archive any more."))
    source = _("%(kind)s of %(day)s, row %(row)s", kind=snapshot.kind.label,
               day=day(snapshot.as_of), row=place[1])  # fmt: skip
    return Pupil(
        name=masked_name(row.get("name")),
        student_no=masked_id(row.get("student_no")),
        class_name=class_words(row.get("grade"), row.get("class_no")),
        source=str(source),
        row=[(label, text) for label, text in fields_of(row) if text],
    )


def fields_of(row: dict[str, Any]) -> list[tuple[str, str]]:
    """The fields of a row that a clerk compares with the registry, masked."""
    status = row.get("status_text") or term_label(EnrolStatus, row.get("status") or "")
    born = row.get("birth_date")
    return [
        (_("Name"), masked_name(row.get("name"))),
        (_("Student number"), masked_id(row.get("student_no"))),
        (_("Identity number"), masked_id(row.get("id_number"))),
        (_("Year of birth"), str(born.year) if born else ""),
        (_("School"), school_name(row.get("school_code")) if row.get("school_code") else ""),
        (_("Grade and class"), class_words(row.get("grade"), row.get("class_no"))),
        (_("Registry status"), status),
    ]
