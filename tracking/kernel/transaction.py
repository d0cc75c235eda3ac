"""The one way to write: a transaction that takes its place in the queue when it begins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.exc import StaleDataError

from models.database import db
from tracking.kernel.errors import StaleError


@contextmanager
def transaction() -> Iterator[None]:
    """Commit all writes of the block together, or none; StaleError when one came too late.

    What was read before is read again inside: a decision rests on rows as they are now.
    """
    session = db.session
    session.rollback()
    session.connection(execution_options={"writes": True})
    try:
        yield
        session.commit()
    except StaleDataError as error:
        session.rollback()
        raise StaleError(
            _l("Somebody else changed this record meanwhile. Nothing was saved.")
        ) from error
    except BaseException:
        session.rollback()
        raise
