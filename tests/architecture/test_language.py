"""Code speaks English; Chinese stands where the house rules put it."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable

from tests.architecture.source import Function, Source, sources

# Han characters, their extensions, and the punctuation that only Chinese text uses.
CHINESE = re.compile("[\u3001-\u3020\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e\U00020000-\U0003ffff]")
# The only header → field map, and the words that rules look for in free columns.
DATA = re.compile(r"(^|/)(columns(\.py$|/)|_words\.py$)")
FOLDERS = ("tests/", "demo/", "benchmarks/detection/")  # made-up cities write what offices write
VOCABULARY = "models/vocabulary/"


def chinese_tokens(files: Iterable[Source]) -> list[str]:
    """Name the lines that hold Chinese outside the places where it belongs."""
    found = []
    for file in files:
        if file.path.startswith(FOLDERS) or DATA.search(file.path):
            continue
        glosses = docstring_lines(file)
        for token in tokenize.generate_tokens(io.StringIO(file.text).readline):
            is_comment = token.type == tokenize.COMMENT
            if (is_comment and file.path.startswith(VOCABULARY)) or token.start[0] in glosses:
                continue
            if CHINESE.search(token.string):
                found.append(f"{file.path}:{token.start[0]}")
    return found


def docstring_lines(file: Source) -> set[int]:
    """Return the first line of each docstring, which may gloss a term in Chinese."""
    documented = ast.Module | ast.ClassDef | Function
    return {
        node.body[0].lineno
        for node in ast.walk(file.tree)
        if isinstance(node, documented) and ast.get_docstring(node)
    }


def test_chinese_stands_only_where_it_belongs() -> None:
    assert not chinese_tokens(sources())


def test_the_check_sees_what_is_wrong() -> None:
    text = 'NAME = "线索"  # 线索\n'
    assert chinese_tokens([Source("tracking/cases/service.py", text)]) == [
        "tracking/cases/service.py:1",
        "tracking/cases/service.py:1",
    ]
    assert chinese_tokens([Source("models/vocabulary/cases.py", text)]) == [
        "models/vocabulary/cases.py:1"
    ]
    assert not chinese_tokens([Source("tracking/snapshots/columns.py", text)])
    assert not chinese_tokens([Source("models/case.py", '"""One file per child (一生一案)."""\n')])
