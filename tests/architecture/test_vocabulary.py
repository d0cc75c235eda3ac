"""Every word of the vocabulary has a stable code, an English label and a Chinese text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from scripts.i18n import PO, ROOT, read
from tests.architecture.source import Source, sources

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_.-]*")
LAZY = {"_l", "lazy_gettext", "lazy_pgettext"}


def members(files: Iterable[Source]) -> Iterator[tuple[str, ast.expr]]:
    """Yield (`path Class.MEMBER`, its value) for every member of every Term class."""
    for file in files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ClassDef) and any(_is_term(base) for base in node.bases):
                for line in node.body:
                    if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                        yield f"{file.path} {node.name}.{line.targets[0].id}", line.value


def _is_term(base: ast.expr) -> bool:
    return isinstance(base, ast.Name) and base.id.endswith("Term")


def labels(value: ast.expr) -> list[str]:
    """Return the English texts inside a member's value."""
    return [
        str(argument.value)
        for node in ast.walk(value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in LAZY
        for argument in node.args[-1:]
        if isinstance(argument, ast.Constant) and argument.value
    ]


def code(value: ast.expr) -> str:
    """Return the stored code: the first constant of a member's value, or an empty text."""
    first = value.elts[0] if isinstance(value, ast.Tuple) and value.elts else value
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def unlabelled(files: Iterable[Source]) -> list[str]:
    return [name for name, value in members(files) if not labels(value)]


def badly_coded(files: Iterable[Source]) -> list[str]:
    return [name for name, value in members(files) if not CODE.fullmatch(code(value))]


def untranslated(files: Iterable[Source], chinese: dict[str, str]) -> list[str]:
    return [
        f"{name}: {label}"
        for name, value in members(files)
        for label in labels(value)
        if not chinese.get(label)
    ]


def vocabulary() -> tuple[Source, ...]:
    return sources("models/vocabulary")


def test_every_term_has_a_code_and_a_label() -> None:
    assert list(members(vocabulary()))
    assert not badly_coded(vocabulary())
    assert not unlabelled(vocabulary())


def test_every_term_reads_in_chinese() -> None:
    stored = read(ROOT / PO)
    chinese = {str(message.id): str(message.string) for message in stored if message.string}
    assert not untranslated(vocabulary(), chinese)


def test_the_checks_see_what_is_wrong() -> None:
    text = """
class CaseState(Term):
    CLUE = "clue", _l("Clue")
    BARE = "bare"
    ODD = "odd code", _l("Odd")
"""
    bad = [Source("bad.py", text)]
    assert unlabelled(bad) == ["bad.py CaseState.BARE"]
    assert badly_coded(bad) == ["bad.py CaseState.ODD"]
    assert untranslated(bad, {"Clue": "线索"}) == ["bad.py CaseState.ODD: Odd"]
