"""Why a file as a whole cannot be used, in one sentence with the remedy."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from tracking.kernel.errors import FileRefusedError

WORDS: dict[str, Any] = {
    "empty": _l("The file “%(file)s” is empty."),
    "empty_archive": _l("The archive “%(file)s” holds no table. Put CSV or Excel files into it."),
    "cut": _l("“%(file)s” is cut off in row %(line)s. Export it again completely."),
    "encoding": _l(
        "“%(file)s” is in an encoding that cannot be read (row %(line)s). "
        "Save it as CSV UTF-8 or as .xlsx."
    ),
    "no_table": _l(
        "“%(file)s” is neither a table of text nor an Excel file. Save it as CSV UTF-8 or .xlsx."
    ),
    "markup": _l(
        "“%(file)s” is a web page that only bears the name of a table. Open it in a spreadsheet "
        "and save it as .xlsx."
    ),
    "workbook": _l(
        "“%(file)s” cannot be opened as an Excel workbook: it is damaged or cut off. "
        "Save it again as .xlsx."
    ),
    "damaged": _l("The archive “%(file)s” is damaged or cut off. Make or export it again."),
    "locked": _l("“%(file)s” is protected by a password. Save it without one."),
    "macros": _l("“%(file)s” contains macros. Save it as .xlsx or CSV, which hold none."),
    "entities": _l(
        "“%(file)s” contains definitions that no office program writes; it is not opened. "
        "Open it in a spreadsheet and save it again as .xlsx."
    ),
    "nested": _l("“%(file)s” contains an archive within an archive. Pack the tables themselves."),
    "path_trick": _l(
        "The archive “%(file)s” contains a file name that leads out of it. Pack the tables again."
    ),
    "too_much": _l(
        "“%(file)s” would take more memory than any registry export. Delete blank rows and "
        "columns far outside the table, or save it as CSV UTF-8."
    ),
    "too_slow": _l(
        "“%(file)s” could not be read within %(seconds)s seconds. Save it as CSV UTF-8."
    ),
    "died": _l(
        "“%(file)s” could not be read: opening it fails. Open it in a spreadsheet and save it "
        "again as .xlsx or CSV UTF-8."
    ),
    "unreadable": _l("“%(file)s” cannot be opened: %(reason)s."),
}


def refused(code: str, file: str, **values: Any) -> FileRefusedError:
    """The error for a code of the reader."""
    return FileRefusedError(WORDS[code], file=file, **values)
