"""Files, functions, views and jobs stay small enough to be read at once."""

from __future__ import annotations

from collections.abc import Iterable

from tests.architecture.source import Function, Source, application, sources
from tests.architecture.test_jobs import job_files

LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 45
LINES_OF_A_VIEW = 20
LINES_OF_A_JOB = 30
LINES_OF_THE_APP = 90


def long_files(files: Iterable[Source], limit: int) -> list[str]:
    lengths = ((file.path, file.text.count("\n")) for file in files)
    return [f"{path}: {length} lines" for path, length in lengths if length > limit]


def long_functions(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path}:{node.lineno} {node.name}: {length} lines"
        for file in files
        for node in file.functions()
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LINES_OF_A_FUNCTION
    ]


def long_views(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path}:{node.lineno} {node.name}: {body_lines(node)} lines"
        for file in files
        for node in file.views()
        if body_lines(node) > LINES_OF_A_VIEW
    ]


def body_lines(node: Function) -> int:
    """Count the lines of a function's body, docstring and signature left out."""
    body = node.body[1:] if _has_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _has_docstring(node: Function) -> bool:
    first = node.body[0]
    return bool(getattr(getattr(first, "value", None), "value", None).__class__ is str)


def written_by_hand(files: Iterable[Source]) -> list[Source]:
    """Leave out the first database revision: a list of tables, written by scripts/migration.py."""
    return [file for file in files if file.path != "migrations/versions/0001_initial.py"]


def test_no_file_is_long() -> None:
    files = written_by_hand(sources(endings=(".py", ".html", ".css", ".js")))
    assert not long_files(files, LINES_OF_A_FILE)


def test_app_is_a_table_of_contents() -> None:
    assert not long_files(sources("app.py"), LINES_OF_THE_APP)


def test_no_function_is_long() -> None:
    assert not long_functions(written_by_hand(sources()))


def test_no_view_is_long() -> None:
    assert not long_views(application())


def test_a_job_calls_one_service_and_no_more() -> None:
    assert not long_files(job_files(), LINES_OF_A_JOB)


def test_the_checks_see_what_is_too_long() -> None:
    body = "    x = 1\n" * 46
    bad = Source(
        "bad.py", f'@pages.get("/cases")\ndef index():\n    """Say."""\n{body}' + "\n" * 260
    )
    assert long_files([bad], LINES_OF_A_FILE) == ["bad.py: 309 lines"]
    assert long_functions([bad]) == ["bad.py:2 index: 48 lines"]
    assert long_views([bad]) == ["bad.py:2 index: 46 lines"]
