"""Computing over the rolls of all schools, whatever the reader may see."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from typing import Any, TypeVar, cast

from flask import current_app

from models.scope import EVERYWHERE, within

Result = TypeVar("Result")


def everywhere(compute: Callable[[], Result]) -> Result:
    """What a computation gives that has to look at every roll.

    A child that moved to a school outside the reader's area would be missing else. The caller
    narrows what comes back to that area. It runs in a context and a session of its own.
    """
    app = cast("Any", current_app)._get_current_object()  # noqa: SLF001 - Werkzeug's own way

    def run() -> Result:
        with app.app_context(), within(EVERYWHERE):
            return compute()

    return Context().run(run)
