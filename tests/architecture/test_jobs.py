"""Each scheduled job stands in a file of its own, and the runner finds it there."""

from __future__ import annotations

import importlib
from collections.abc import Iterable

from tests.architecture.source import Source, name_of, sources

MACHINERY = {"__init__", "commands", "runner"}


def job_files() -> list[Source]:
    """Return the files of jobs/ that hold a job: all but the machinery around them."""
    return [
        file
        for file in sources("jobs")
        if file.path.count("/") == 1 and file.name not in MACHINERY and file.name[0] != "_"
    ]


def jobs_in(file: Source) -> list[str]:
    """Return the names of the functions that bear `@job(…)`."""
    return [
        node.name
        for node in file.functions()
        if any(name_of(item).rsplit(".", 1)[-1] == "job" for item in node.decorator_list)
    ]


def without_one_job(files: Iterable[Source]) -> list[str]:
    return [f"{file.path}: {jobs_in(file)}" for file in files if len(jobs_in(file)) != 1]


def test_every_file_holds_one_job() -> None:
    assert not without_one_job(job_files())


def test_the_runner_finds_every_job() -> None:
    files = job_files()
    found = len(importlib.import_module("jobs.runner").discover()) if files else 0
    assert found == len(files)


def test_the_check_sees_what_is_wrong() -> None:
    text = '@job("scan")\ndef one(): ...\n@jobs.job("clock")\ndef two(): ...\n'
    assert without_one_job([Source("jobs/bad.py", text)]) == ["jobs/bad.py: ['one', 'two']"]
    assert without_one_job([Source("jobs/idle.py", "def idle(): ...")]) == ["jobs/idle.py: []"]
    assert not without_one_job([Source("jobs/scan.py", '@job("scan")\ndef scan(): ...')])
