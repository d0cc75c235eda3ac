"""Cases as rows of a file: in full for the operator of the server, masked as the list shows them.

Either way the export is recorded before anybody holds the file; filters are recorded as codes,
never with the text that was looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select

from models.case import Case
from models.database import db
from models.user import User
from tracking.cases import queries
from tracking.cases.next_step import short_title
from tracking.cases.queries import Filters
from tracking.flags.sentences import class_words
from tracking.kernel import audit
from tracking.kernel.masking import masked_id, masked_name
from tracking.kernel.paging import Sort
from tracking.kernel.tables import as_bytes, write_table
from tracking.kernel.transaction import transaction

AT_ONCE = 1_000  # rows fetched at once, so that memory does not grow with the ledger
COLUMNS = (
    "case_number",
    "student_no",
    "id_number",
    "name",
    "state",
    "school_code",
    "owner",
    "due_on",
    "opened_on",
    "episode",
    "outcome",
)


def write_all(path: Path) -> int:
    """Write every case in full to a file that only its owner may read; the number of rows."""
    query = queries.listing(Filters()).order_by(Case.number)
    rows = map(full_row, streamed(query))
    return write_table(path, COLUMNS, rows, confirm=lambda count: record(None, count))


def download(filters: Filters, sort: Sort, ending: str, by: User) -> bytes:
    """The content of a file with exactly the cases that a list shows, in its order."""
    keys = (queries.SORTS[sort.key], Case.id)
    order = [key.desc() if sort.descending else key.asc() for key in keys]
    query = queries.listing(filters).order_by(*(key.nulls_last() for key in order))
    rows = [masked_row(case) for case in streamed(query)]
    content = as_bytes(ending, heads(), rows)
    record(by, len(rows), ending=ending, **codes_of(filters))
    return content


def record(by: User | None, count: int, **details: Any) -> None:
    """Write down who exported how many cases."""
    with transaction():
        audit.record("cases.export", by=by, details={"rows": count, **details})


def codes_of(filters: Filters) -> dict[str, str]:
    """The filters that were set, as codes; of a text only that there was one."""
    given = {name: str(value) for name, value in vars(filters).items() if value}
    return given | ({"text": "*"} if filters.text else {})


def streamed(query: Select[Any]) -> Iterator[Case]:
    """Cases of a query without holding them all; asked for when the first one is wanted."""
    with db.session.scalars(query.execution_options(yield_per=AT_ONCE)) as found:
        yield from found


def full_row(case: Case) -> list[Any]:
    """One case with stored codes, for a machine."""
    return [
        case.number,
        case.child.student_no,
        case.child.id_number,
        case.child.name,
        case.state,
        case.school.code if case.school else "",
        case.owner.code,
        case.due_on,
        case.opened_on,
        case.episode,
        case.outcome,
    ]


def heads() -> list[str]:
    """Heads of the list's columns, in the reader's language."""
    return [
        _("Case number"),
        _("Name"),
        _("Student number"),
        _("School"),
        _("Grade and class"),
        _("State"),
        _("Next action"),
        _("Responsible"),
        _("Due"),
        _("Opened"),
        _("Episode"),
        _("Result"),
    ]


def masked_row(case: Case) -> list[Any]:
    """One case as the list shows it, in words."""
    return [
        case.number,
        masked_name(case.child.name),
        masked_id(case.child.student_no),
        case.school.name if case.school else "",
        class_words(case.child.grade, case.child.class_no),
        str(case.state.label),
        str(short_title(case.state)),
        case.owner.name,
        case.due_on,
        case.opened_on,
        case.episode,
        f"{case.outcome.value} {case.outcome.label}" if case.outcome else "",
    ]
