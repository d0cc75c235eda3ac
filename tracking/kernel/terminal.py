"""The command line's manners: one clear line for an expected error, bars, and JSON."""

from __future__ import annotations

import errno
import functools
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from models.database import db
from models.scope import EVERYWHERE, within
from tracking.kernel.errors import BaoxueError

if TYPE_CHECKING:
    from flask import Flask

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Progress = Callable[[int, int], None]

EXIT_REFUSED = 2
EXIT_PARTIAL = 3


def guarded(invoke: Callable[[click.Context], Any], ctx: click.Context) -> Any:
    """Run a command; expected errors and a database that is not there end in one line."""
    try:
        return invoke(ctx)
    except BaoxueError as error:
        click.echo(f"baoxue: {error}", err=True)
    except (OperationalError, ProgrammingError) as error:
        reason = str(error.orig).splitlines()[0]
        click.echo(
            f"baoxue: the database cannot be used ({reason}). "
            "Check BAOXUE_DATABASE_URL and run `baoxue init`.",
            err=True,
        )
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # whoever read the output has gone; click ends quietly
        click.echo(
            f"baoxue: a file cannot be read or written ({error.strerror or error}). Nothing was "
            "changed; make room on the disk or check the folder, then run it again.",
            err=True,
        )
    return ctx.exit(EXIT_REFUSED)


@contextmanager
def closed_afterwards() -> Iterator[None]:
    """Leave no connection to the database open behind a command."""
    try:
        yield
    finally:
        db.session.remove()
        db.engine.dispose()


def in_app(command: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Run a command inside the application, seeing everything by name, in its language."""

    @functools.wraps(command)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        app = cast("Callable[[], Flask]", click.get_current_context().obj)()
        try:
            with app.app_context(), within(EVERYWHERE), closed_afterwards():
                return command(*args, **kwargs)
        except BaoxueError as error:
            with app.app_context():  # words of an error are lazy and need the app's language
                raise BaoxueError(str(error)) from error

    return run


@contextmanager
def bar(label: str, *, hidden: bool = False) -> Iterator[Progress]:
    """A progress bar on standard error; the yielded function takes (done, total)."""
    with click.progressbar(length=1000, label=label, file=sys.stderr, hidden=hidden) as shown:
        reached = 0

        def advance(done: int, total: int) -> None:
            nonlocal reached
            target = 1000 * done // max(total, 1)
            shown.update(target - reached)
            reached = target

        yield advance
        advance(1, 1)


def say_json(document: Any) -> None:
    """Print one JSON document for a machine."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))
