"""Modules are named after what they hold, import at the top, and the vocabulary is a leaf."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import PurePosixPath

from tests.architecture.source import Function, Source, application, sources

JUNK_DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}
VOCABULARY = "models/vocabulary"


def junk_drawers(files: Iterable[Source]) -> list[str]:
    return [
        file.path
        for file in files
        if JUNK_DRAWERS
        & {part.lstrip("_") for part in PurePosixPath(file.path).with_suffix("").parts}
    ]


def local_imports(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path}:{inner.lineno} in {function.name}"
        for file in files
        for function in file.functions()
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


def imported(file: Source) -> list[str]:
    names: list[str] = []
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append("." * node.level + (node.module or ""))
    return names


def foreign_imports(files: Iterable[Source]) -> list[str]:
    """Name the imports of application modules outside the vocabulary itself."""
    ours = ("models", "tracking", "jobs", "demo", "app", ".")
    return [
        f"{file.path}: {name}"
        for file in files
        for name in imported(file)
        if (name.startswith(".") or name.split(".")[0] in ours)
        and not f"{name}.".startswith("models.vocabulary.")
    ]


def undescribed(files: Iterable[Source]) -> list[str]:
    return [file.path for file in files if file.tree.body and not ast.get_docstring(file.tree)]


def untyped(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path}:{node.lineno} {node.name}"
        for file in files
        for node in file.functions()
        if node.returns is None or _has_bare_argument(node)
    ]


def _has_bare_argument(node: Function) -> bool:
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return any(arg.annotation is None for arg in given if arg.arg not in {"self", "cls"})


def test_no_module_is_a_junk_drawer() -> None:
    assert not junk_drawers(sources())


def test_imports_stand_at_the_top() -> None:
    # app.py is the command line, which loads what it needs when it needs it.
    assert not local_imports([file for file in sources() if file.path != "app.py"])


def test_the_vocabulary_imports_nothing_of_the_application() -> None:
    assert not foreign_imports(sources(VOCABULARY))


def test_every_module_says_why_it_exists() -> None:
    assert not undescribed([*application(), *sources("scripts", "benchmarks", "migrations")])


def test_every_function_is_typed() -> None:
    assert not untyped(sources())


def test_the_checks_see_what_is_wrong() -> None:
    text = "def f(x):\n    import os\n    return os\nfrom models.case import Case\n"
    bad = Source("tracking/cases/utils.py", text)
    assert junk_drawers([bad]) == ["tracking/cases/utils.py"]
    assert junk_drawers([Source("tracking/_base.py", "")]) == ["tracking/_base.py"]
    assert local_imports([bad]) == ["tracking/cases/utils.py:2 in f"]
    assert foreign_imports([bad]) == ["tracking/cases/utils.py: models.case"]
    assert undescribed([bad]) == ["tracking/cases/utils.py"]
    assert untyped([bad]) == ["tracking/cases/utils.py:1 f"]
    assert not foreign_imports([Source("x.py", "from models.vocabulary.cases import CaseState")])
