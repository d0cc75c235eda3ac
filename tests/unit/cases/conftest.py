from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Words need a language; there is no database here."""
    app = Flask("words")
    Babel(app, default_locale="en")
    with app.app_context():
        yield
