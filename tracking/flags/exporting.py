"""Flags as rows of a file: in full for the operator of the server, masked as the queue shows them.

Either way the export is recorded before anybody holds the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select

from models.database import db
from models.flag import Flag
from models.user import User
from tracking.flags import queries
from tracking.flags.queries import FlagFilter
from tracking.flags.sentences import class_words, reason_plain, rule_title, school_name, sentence
from tracking.flags.triage import last_result
from tracking.kernel import audit
from tracking.kernel.masking import masked_id, masked_name
from tracking.kernel.paging import Sort
from tracking.kernel.tables import as_bytes, write_table
from tracking.kernel.transaction import transaction

AT_ONCE = 1_000  # rows fetched at once, so that memory does not grow with the list
COLUMNS = (
    "as_of",
    "rule",
    "severity",
    "student_no",
    "id_number",
    "name",
    "school_code",
    "case_number",
    "case_state",
    "status",
    "reason",
)


def write_all(path: Path) -> int:
    """Write every flag in full to a file that only its owner may read; the number of rows."""
    query = queries.queue(FlagFilter()).order_by(Flag.as_of, Flag.id)
    rows = (full_row(flag) for flag in streamed(query))
    return write_table(path, COLUMNS, rows, confirm=lambda count: record(None, count))


def download(wanted: FlagFilter, sort: Sort, ending: str, by: User) -> bytes:
    """The content of a file with exactly the flags that the queue shows, in its order."""
    keys = queries.sort_keys(sort.key, descending=sort.descending)
    keys = [*keys, (Flag.id, keys[-1][1])]
    order = [(column.desc() if down else column.asc()).nulls_last() for column, down in keys]
    rows = [masked_row(flag) for flag in streamed(queries.queue(wanted).order_by(*order))]
    content = as_bytes(ending, heads(), rows)
    chosen = {name: str(value) for name, value in vars(wanted).items() if value}
    record(by, len(rows), ending=ending, **chosen)
    return content


def record(by: User | None, count: int, **details: Any) -> None:
    """Write down who exported how many flags."""
    with transaction():
        audit.record("flags.export", by=by, details={"rows": count, **details})


def streamed(query: Select[Any]) -> Iterator[Flag]:
    """Flags of a query without holding them all; the cursor is closed whatever happens."""
    with db.session.scalars(query.execution_options(yield_per=AT_ONCE)) as found:
        yield from found


def full_row(flag: Flag) -> list[Any]:
    """One flag with stored codes, for a machine; the reason in words."""
    return [
        flag.as_of,
        flag.rule,
        flag.severity,
        flag.child.student_no,
        flag.child.id_number,
        flag.child.name,
        flag.school_code,
        flag.case.number,
        flag.case.state,
        flag.status,
        reason_plain(flag),
    ]


def heads() -> list[str]:
    """Heads of the queue's columns, in the reader's language."""
    return [
        _("Urgency"),
        _("Name"),
        _("Student number"),
        _("School"),
        _("Grade and class"),
        _("Rule"),
        _("Rolls of"),
        _("Reason"),
        _("Case"),
        _("State of the case"),
        _("Status"),
        _("Last result"),
    ]


def masked_row(flag: Flag) -> list[Any]:
    """One flag as the queue shows it, in words."""
    return [
        str(flag.severity.label),
        masked_name(flag.child.name),
        masked_id(flag.child.student_no),
        school_name(flag.school_code),
        class_words(flag.child.grade, flag.child.class_no),
        rule_title(flag.rule),
        flag.as_of,
        sentence(flag),
        flag.case.number,
        str(flag.case.state.label),
        str(flag.status.label),
        last_result(flag),
    ]
