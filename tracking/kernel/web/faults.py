"""Errors as pages: plain words, no traceback, one text for what is hidden and what is missing."""

from __future__ import annotations

import logging

from flask import Flask, Response, current_app, g, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from models.database import db
from models.sealing import UnsealError
from tracking.kernel.errors import BaoxueError, StaleError

log = logging.getLogger("baoxue")


def register(app: Flask) -> None:
    """Tell the application how each kind of failure is answered."""
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(CSRFError, answer_csrf)
    app.register_error_handler(BaoxueError, answer_refusal)
    app.register_error_handler(DBAPIError, answer_outage)
    app.register_error_handler(OSError, answer_outage)
    app.register_error_handler(UnsealError, answer_outage)
    app.register_error_handler(Exception, answer_unexpected)


def page(status: int, title: str, text: str) -> tuple[str, int]:
    """The plain error page."""
    return render_template("layouts/fault.html", title=title, text=text, status=status), status


def answer_http(error: HTTPException) -> tuple[str, int] | Response | HTTPException:
    """Answer what HTTP knows: not found, not allowed, too large."""
    code = error.code or 500
    if code < 400:
        return error
    texts = {
        400: (_("This request cannot be understood"), _("Go back, check the input, try again.")),
        403: (_("Not allowed"), _("Your role does not include this. It has been recorded.")),
        404: (
            _("Nothing to be seen here"),
            _("It does not exist, or it lies outside what you may see."),
        ),
        405: (_("Not possible this way"), _("Use the buttons on the page.")),
        413: (_("The file is too large"), _("Split it by county or school and upload the parts.")),
    }
    title, text = texts.get(code, (_("Not possible"), _("Go back and try again.")))
    return page(code, title, text)


def answer_csrf(_error: CSRFError) -> tuple[str, int]:
    """A form from a page that is too old, or from elsewhere."""
    return page(
        400,
        _("This page was open too long"),
        _("Nothing was saved. Go back, reload the page and send it again; drafts are kept."),
    )


def answer_refusal(error: BaoxueError) -> tuple[str, int]:
    """An expected error that no form could show at its field."""
    db.session.rollback()
    stale = isinstance(error, StaleError)
    return page(409, _("Changed meanwhile") if stale else _("Not possible"), str(error))


def answer_outage(error: Exception) -> tuple[str, int]:
    """Database, disk or archive away: say so, and work again when they are back."""
    log.error("outage at %s: %s", request.endpoint, type(error).__name__)
    db.session.rollback()
    # Who is signed in stands in the database that may be away: the page is for anybody.
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]  # noqa: SLF001
    return page(
        503,
        _("The system cannot reach its data right now"),
        _("Nothing was lost. Please try again in a few minutes or tell the administrator."),
    )


def answer_unexpected(error: Exception) -> tuple[str, int]:
    """A fault of ours: logged by kind and place (never with personal data)."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    log.error("fault at %s: %s in %s", request.endpoint, type(error).__name__, place)
    db.session.rollback()
    return page(
        500,
        _("Something went wrong on our side"),
        _("Nothing was saved. Please try again; if it stays, tell the administrator."),
    )
