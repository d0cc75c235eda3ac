"""Which language a page is in: the person's own, else this browser's choice, else the default."""

from __future__ import annotations

from flask import current_app, has_request_context, session
from flask_babel import Babel, get_locale
from flask_login import current_user

LOCALES = {"zh": "zh_Hans_CN", "en": "en"}

babel = Babel()


def chosen_locale() -> str:
    """Babel's name of the locale for this request, job or command."""
    default = current_app.config["SETTINGS"].locale
    if not has_request_context():
        return LOCALES[default]
    if current_user.is_authenticated:
        return LOCALES.get(current_user.locale, LOCALES[default])
    return LOCALES.get(session.get("locale", default), LOCALES[default])


def locale_code() -> str:
    """The language of templates: "zh" or "en"."""
    return "en" if str(get_locale()) == "en" else "zh"
