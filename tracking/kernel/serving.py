"""Serving the web pages: as many processes as the database can take, threads in each."""

from __future__ import annotations

import errno
import socket

from flask_babel import lazy_gettext as _l
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from models.database import db
from tracking.kernel import schema
from tracking.kernel.errors import RefusedError, SettingError

APPLICATION = "app:create_app"
THREADS = 8


def check_database() -> int:
    """How many processes may serve; SettingError when the database is not at this version."""
    if not schema.is_current():
        raise SettingError("The database is not at this version: run `baoxue init` first.")
    return 1 if db.engine.dialect.name == "sqlite" else 2


def check_address(host: str, port: int) -> None:
    """Refuse an address that cannot be served at, before the server says so at length."""
    try:
        family, kind, protocol, _name, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            words = _l("Port %(port)s is in use: choose another one with --port.")
        else:
            words = _l("Nothing can be served at %(host)s, port %(port)s.")
        raise RefusedError(words, host=host, port=port) from error


def serve_pages(host: str, port: int, workers: int) -> None:
    """Serve until the process is told to end."""
    Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        factory=True,
        log_level=LogLevels.error,
        process_name=None,
    ).serve()
