"""Tests run the real thing: no mocks, no patched attributes, names that read as sentences."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tests.architecture.source import Source, name_of, sources

MOCKS = ("unittest.mock", "mock", "pytest_mock", "responses", "freezegun")
PATCHES = ("monkeypatch.setattr", "monkeypatch.setitem", "mocker.patch", "patch.object")


def pretended(files: Iterable[Source]) -> list[str]:
    """Name what a test replaces by a stand-in instead of running it."""
    return [
        f"{file.path}:{getattr(node, 'lineno', 0)} {name}"
        for file in files
        for node in ast.walk(file.tree)
        if (name := _stand_in(node))
    ]


def _stand_in(node: ast.AST) -> str:
    match node:
        case ast.Import(names=names):
            return ", ".join(alias.name for alias in names if alias.name in MOCKS)
        case ast.ImportFrom(module=str() as module, names=names):
            full = [module, *(f"{module}.{alias.name}" for alias in names)]
            return next((name for name in full if name in MOCKS), "")
        case ast.Call() if (name := name_of(node)).endswith(PATCHES):
            return name
    return ""


def without_assertion(files: Iterable[Source]) -> list[str]:
    """Name the tests that can only fail by an accident: they assert nothing at all."""
    return [
        f"{file.path}:{node.lineno} {node.name}"
        for file in files
        for node in file.functions()
        if node.name.startswith("test_") and not any(map(_asserts, ast.walk(node)))
    ]


def _asserts(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return True
    name = name_of(node).rsplit(".", 1)[-1] if isinstance(node, ast.Call) else ""
    return name in {"raises", "warns", "expect", "fail"} or name.startswith("assert")


def test_no_test_pretends() -> None:
    assert not pretended(sources("tests"))


def test_every_test_asserts_something() -> None:
    assert not without_assertion(sources("tests"))


def test_the_checks_see_what_is_wrong() -> None:
    text = """
from unittest import mock
from unittest.mock import Mock
def test_nothing(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: 1)
    monkeypatch.setenv("BAOXUE_DATA_DIR", "var")
"""
    bad = [Source("bad.py", text)]
    assert len(pretended(bad)) == 3
    assert without_assertion(bad) == ["bad.py:4 test_nothing"]
