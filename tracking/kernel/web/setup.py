"""Puts the frame together: configuration, extensions, template globals, hooks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy import func, select
from werkzeug.routing import IntegerConverter, Map

from models.database import db
from models.notice import Notice
from models.user import User
from models.vocabulary.roles import Permission
from tracking.kernel import clock, keys
from tracking.kernel.notices import kinds_read_by
from tracking.kernel.settings import Settings, read_settings
from tracking.kernel.web import faults, headers, requests
from tracking.kernel.web.filters import FILTERS
from tracking.kernel.web.language import babel, chosen_locale, locale_code
from tracking.kernel.web.navigation import navigation_for
from tracking.kernel.web.targets import address_of_page

MEGABYTE = 1024 * 1024
LARGEST_ID = 2**31 - 1
login_manager = LoginManager()
csrf = CSRFProtect()


class RowId(IntegerConverter):
    """A number in a URL that a row may have; a larger one is a page that is not there."""

    def __init__(self, url_map: Map, *_given: Any, **_named: Any) -> None:
        super().__init__(url_map, max=LARGEST_ID)


def prepare(app: Flask, settings: Settings | None) -> None:
    """Configure a bare application from settings; keys must have been written by then."""
    settings = settings or read_settings()
    keys.write_missing(settings.keys_dir)
    configure(app, settings, keys.load(settings.keys_dir))
    app.url_map.converters = {**app.url_map.converters, "int": RowId}
    db.init_app(app)
    babel.init_app(app, locale_selector=chosen_locale)
    login_manager.init_app(app)
    requests.register(app)
    csrf.init_app(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.context_processor(template_globals)
    app.after_request(headers.secure)
    faults.register(app)


def configure(app: Flask, settings: Settings, session_key: str) -> None:
    """Set what Flask and its extensions read."""
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=session_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": True},
        MAX_FORM_MEMORY_SIZE=4 * MEGABYTE,
        BABEL_DEFAULT_LOCALE="zh_Hans_CN",
        BABEL_TRANSLATION_DIRECTORIES="translations",
        BABEL_DEFAULT_TIMEZONE=str(clock.ZONE),
        SESSION_COOKIE_NAME="baoxue",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=60),
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=1),
    )
    login_manager.login_view = "accounts.sign_in"
    login_manager.login_message = None
    login_manager.session_protection = "basic"


@login_manager.user_loader
def load_user(remembered: str) -> User | None:
    """The account of a session, unless its stamp changed or it was disabled."""
    number, _, stamp = remembered.partition(":")
    user = db.session.get(User, int(number)) if number.isdigit() else None
    return user if user and user.enabled and user.stamp == stamp else None


def template_globals() -> dict[str, Any]:
    """What every template may use."""
    signed_in = current_user.is_authenticated
    return {
        "can": lambda permission: signed_in and current_user.can(Permission(permission)),
        "locale_code": locale_code(),
        "navigation": navigation_for(current_user) if signed_in else [],
        "page_address": address_of_page(),
        "reader": current_user.id if signed_in else "",
        "today": clock.today(),
        "unread_notices": unread_notices(current_user) if signed_in else 0,
    }


def unread_notices(user: User) -> int:
    """How many messages to a person's organisation, of those it may read, nobody has read yet."""
    query = select(func.count(Notice.id)).where(
        Notice.organisation_id == user.organisation_id,
        Notice.kind.in_(list(kinds_read_by(user))),
        Notice.read_at.is_(None),
    )
    return db.session.scalar(query) or 0
