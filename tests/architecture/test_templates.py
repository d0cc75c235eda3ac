"""An endpoint and its template bear the same name, no template is idle, no import either."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import cast

from jinja2 import Environment, nodes

from tests.architecture.source import ROOT, Source, application, is_route, sources

TEMPLATES = "templates"
PARSER = Environment(  # noqa: S701 - parses only, renders nothing
    extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]
)


def rendered(node: ast.AST) -> list[str]:
    """Return the template paths named anywhere inside a piece of Python."""
    return [
        inner.value
        for inner in ast.walk(node)
        if isinstance(inner, ast.Constant)
        and isinstance(inner.value, str)
        and inner.value.endswith(".html")
    ]


def misnamed(files: Iterable[Source]) -> list[str]:
    """Name the GET views of a stage that show a page of another name than their own."""
    return [
        f"{file.path}:{view.lineno} {view.name} shows {', '.join(shown)}"
        for file in files
        if len(parts := file.path.split("/")) > 2 and parts[0] == "tracking"
        for view in file.views()
        if any(map(answers_get, view.decorator_list))
        and (shown := rendered(view))
        and f"{_stage(parts)}/{view.name}.html" not in shown
    ]


def _stage(parts: list[str]) -> str:
    return parts[1]


def answers_get(decorator: ast.expr) -> bool:
    """Whether a route decorator takes GET: `.get(…)`, or `.route(…)` without other methods."""
    if not is_route(decorator) or not isinstance(decorator, ast.Call):
        return False
    verb = decorator.func.attr if isinstance(decorator.func, ast.Attribute) else ""
    methods = [keyword.value for keyword in decorator.keywords if keyword.arg == "methods"]
    return verb == "get" or (verb == "route" and (not methods or "GET" in ast.dump(methods[0])))


def referenced(templates: Iterable[Source]) -> set[str]:
    """Return the templates that other templates extend, include or import by name."""
    return {
        constant.value
        for file in templates
        for origin in _origins(PARSER.parse(file.text))
        for constant in [origin, *origin.find_all(nodes.Const)]
        if isinstance(constant, nodes.Const) and isinstance(constant.value, str)
    }


def _origins(page: nodes.Template) -> Iterator[nodes.Expr]:
    for node in page.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        yield cast("nodes.Extends", node).template


def idle_imports(templates: Iterable[Source]) -> list[str]:
    """Name the macros that a template imports and never uses."""
    found = []
    for file in templates:
        page = PARSER.parse(file.text)
        used = {node.name for node in page.find_all(nodes.Name) if node.ctx == "load"}
        names = [node.target for node in page.find_all(nodes.Import)]
        for node in page.find_all(nodes.FromImport):
            names += [name if isinstance(name, str) else name[1] for name in node.names]
        found += [f"{file.path}: {name}" for name in names if name not in used]
    return found


def missing_macros(templates: Iterable[Source]) -> list[str]:
    """Name the imported macros that their file does not define."""
    by_path = {file.path.removeprefix(f"{TEMPLATES}/"): file for file in templates}
    found = []
    for file in by_path.values():
        for node in PARSER.parse(file.text).find_all(nodes.FromImport):
            origin = by_path.get(getattr(node.template, "value", ""))
            defined = _defined(origin) if origin else set()
            names = [name if isinstance(name, str) else name[0] for name in node.names]
            found += [f"{file.path}: {name}" for name in names if name not in defined]
    return found


def _defined(file: Source) -> set[str]:
    page = PARSER.parse(file.text)
    assigned = {
        name.name
        for node in page.find_all(nodes.Assign)
        for name in [node.target]
        if isinstance(name, nodes.Name)
    }
    return assigned | {macro.name for macro in page.find_all(nodes.Macro)}


def all_templates() -> tuple[Source, ...]:
    return sources(TEMPLATES, endings=(".html",))


def test_a_page_is_named_after_its_endpoint() -> None:
    assert not misnamed(application())


def test_every_named_template_exists() -> None:
    named = {path for file in application() for path in rendered(file.tree)}
    named |= referenced(all_templates())
    assert not sorted(path for path in named if not (ROOT / TEMPLATES / path).is_file())


def test_no_template_is_idle() -> None:
    used = {path for file in application() for path in rendered(file.tree)}
    used |= referenced(all_templates())
    paths = {file.path.removeprefix(f"{TEMPLATES}/") for file in all_templates()}
    assert not sorted(paths - used)


def test_every_imported_macro_is_used_and_defined() -> None:
    assert not idle_imports(all_templates())
    assert not missing_macros(all_templates())


def test_the_checks_see_what_is_wrong() -> None:
    view = '@pages.get("/cases")\ndef index():\n    return render_template("cases/list.html")\n'
    found = misnamed([Source("tracking/cases/routes.py", view)])
    assert found == ["tracking/cases/routes.py:2 index shows cases/list.html"]
    post = view.replace(".get(", ".post(")
    assert not misnamed([Source("tracking/cases/routes.py", post)])
    page = Source(
        "templates/bad.html", '{% from "parts.html" import chip, due as by %}{{ chip() }}'
    )
    parts = Source("templates/parts.html", "{% macro chip() %}{% endmacro %}")
    assert idle_imports([page]) == ["templates/bad.html: by"]
    assert missing_macros([page, parts]) == ["templates/bad.html: due"]
    assert referenced([page]) == {"parts.html"}
