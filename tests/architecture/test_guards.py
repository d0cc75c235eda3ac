"""Every page says who may open it, once."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask

from tests.architecture.source import Source, application, name_of

GUARDS = {"requires", "public"}


def wrongly_guarded(files: Iterable[Source]) -> list[str]:
    """Name the views that have no guard, several, or one above the route, where it is idle."""
    found = []
    for file in files:
        for view in file.views():
            names = [name_of(item).rsplit(".", 1)[-1] for item in view.decorator_list]
            guards = [position for position, name in enumerate(names) if name in GUARDS]
            routes = [position for position, name in enumerate(names) if name not in GUARDS]
            if len(guards) != 1 or guards[0] < min(routes):
                found.append(f"{file.path}:{view.lineno} {view.name}")
    return found


def unguarded(app: Flask) -> list[str]:
    return [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and not hasattr(view, "__guard__")
    ]


def test_every_view_has_exactly_one_guard() -> None:
    assert not wrongly_guarded(application())


def test_every_endpoint_of_the_running_app_is_guarded(app: Flask) -> None:
    assert not unguarded(app)


def test_the_checks_see_what_is_wrong() -> None:
    text = """
@pages.get("/cases")
def bare(): ...
@pages.get("/flags")
@requires(READ)
@public
def double(): ...
@requires(READ)
@pages.get("/scans")
def idle(): ...
@pages.get("/notices")
@guards.requires(READ)
def well(): ...
"""
    found = wrongly_guarded([Source("routes.py", text)])
    assert [line.split()[1] for line in found] == ["bare", "double", "idle"]
    app = Flask("bad")
    app.add_url_rule("/cases", "cases.index", lambda: "")
    assert unguarded(app) == ["cases.index"]
