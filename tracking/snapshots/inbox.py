"""Taking files from the drop folder, alone at night: each is brought in or refused, and told.

One file's trouble never stops the others. A file is imported first and moved afterwards: after
a crash in between it is found again, known by its content, and only moved.
"""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from typing import NoReturn

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import SQLAlchemyError

from models.vocabulary.notices import NoticeKind
from models.vocabulary.snapshots import PartState, SnapshotState
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError, FileRefusedError
from tracking.kernel.notices import tell
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.snapshots import archive, drop_folder, issues, parts, queries
from tracking.snapshots.arrivals import Arrival, ImportResult
from tracking.snapshots.drop_folder import Dropped
from tracking.snapshots.service import import_file, record_refusal

PAUSE = 1.0  # seconds between the two looks at a file
LISTED = 100  # row errors that the text beside a file names one by one
log = logging.getLogger("baoxue.inbox")


@dataclass
class InboxResult:
    """How many files were accepted, accepted in part, known before, refused, or wait.

    `waiting` are still being written, or nobody could own their rows yet; `stuck` were brought
    in but could not be moved (no right to write to the folder).
    """

    accepted: int = 0
    partial: int = 0
    repeated: int = 0
    refused: int = 0
    waiting: int = 0
    stuck: int = 0

    def counts(self) -> dict[str, int]:
        """The figures by name, for the row of a run."""
        return asdict(self)


def take_in(settings: Settings, *, pause: float = PAUSE) -> InboxResult:
    """Bring in every file that lies ready; run it inside `within(EVERYWHERE)`."""
    result = InboxResult()
    drop_folder.prepare(settings.inbox_dir)
    found, waiting = drop_folder.ready_files(settings.inbox_dir, clock.now())
    if queries.root() is None:
        result.waiting = len(found) + waiting
        return result
    ready, growing = drop_folder.still(found, pause)
    result.waiting = waiting + growing
    for file in ready:
        if file.is_unchanged():
            take_file(file, settings, result)
        else:
            result.waiting += 1
    return result


def take_file(file: Dropped, settings: Settings, result: InboxResult) -> None:
    """Bring one file in and put it away."""
    try:
        imported = bring_in(file, settings)
    except FileRefusedError as error:
        if not file.is_unchanged():
            result.waiting += 1  # cut short because its copying had only paused
            return
        result.refused += 1
        tell_bureau(file, str(error))
        _put_away(file, settings, "refused", str(error), result)
        return
    if imported.repeated:
        result.repeated += 1
    elif imported.state is SnapshotState.ACCEPTED:
        result.accepted += 1
    else:
        result.partial += 1
    if file.is_unchanged():
        _put_away(file, settings, "done", summary(imported), result)
    else:
        result.waiting += 1


def bring_in(file: Dropped, settings: Settings) -> ImportResult:
    """Import a file; whatever is wrong with the file itself ends in FileRefusedError."""
    arrival = Arrival(file.path, file.kind, file.as_of)
    if file.as_of > clock.today():
        refuse(
            arrival,
            _(
                "The date %(day)s in the file name lies in the future. Correct the name.",
                day=file.as_of.isoformat(),
            ),
        )
    try:
        return import_file(arrival, settings)
    except (BaoxueError, SQLAlchemyError, KeyboardInterrupt, SystemExit):
        raise
    except PermissionError as error:
        if error.filename != str(file.path):
            raise
        raise FileRefusedError(_l("The file cannot be opened. Check its permissions.")) from error
    except OSError:
        raise  # a full disk or a lost drive is no fault of the file: the run fails and comes back
    except BaseException as error:  # noqa: BLE001 - the workbook reader's panic is no Exception
        log.warning("a file could not be read: %s", type(error).__name__)
        refuse(
            arrival, _("The file cannot be read. Save it as CSV UTF-8 or as .xlsx without macros.")
        )


def refuse(arrival: Arrival, words: str) -> NoReturn:
    """Record the attempt and refuse the file."""
    record_refusal(arrival, archive.content_hash(arrival.path), words)
    raise FileRefusedError(words)


def tell_bureau(file: Dropped, words: str) -> None:
    """Tell the bureau of the installation that a file was refused, once per dropped file."""
    bureau = queries.root()
    if bureau is None:
        return
    key = f"refused:{file.kind.value}:{file.as_of:%Y%m%d}:{file.size}:{file.changed_ns}"
    with transaction():
        tell(
            bureau.id, NoticeKind.REFUSED, key=key, at=clock.now(),
            file=file.path.name, file_kind=file.kind.value, as_of=file.as_of.isoformat(),
            words=words,
        )  # fmt: skip


def summary(imported: ImportResult) -> str:
    """What became of a file that was used, in the language of the installation."""
    lines = [
        _("%(state)s: %(rows)s rows read, %(errors)s in error.",
          state=imported.state.label, rows=imported.rows_read, errors=imported.rows_in_error),
    ]  # fmt: skip
    if imported.repeated:
        lines.append(_("The same file was brought in before; nothing was changed."))
    lines += [f"{PartState(code).label}: {count}" for code, count in sorted(imported.parts.items())]
    lines += issues.note_words(imported.report)
    for issue in imported.report.get("rows", [])[:LISTED]:
        where = {"row": issue["row"], "column": parts.header_of(issue["column"])}
        lines.append(_("Row %(row)s, column “%(column)s”: ", **where) + issues.words(issue))
    return "\n".join(lines)


def _put_away(
    file: Dropped, settings: Settings, ending: str, words: str, result: InboxResult
) -> None:
    try:
        drop_folder.put_away(file, settings.inbox_dir, ending, words)
    except OSError as error:
        result.stuck += 1
        log.warning("a file in inbox/%s cannot be moved: %s", file.kind.value, error.strerror)
