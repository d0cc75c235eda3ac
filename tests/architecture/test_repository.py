"""What is in the repository can leave the machine: no paths, hosts, secrets or loose ends."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.architecture.source import Source, sources

TEXTS = (
    ".cfg", ".css", ".csv", ".html", ".ini", ".js", ".json", ".mako", ".md", ".po", ".py", ".svg",
    ".toml", ".txt", ".yaml", ".yml", "Makefile", ".ci/run",
)  # fmt: skip
TRACES = re.compile(
    r"(?<![\w.])/(?:work|farm|tmp|root|home|Users)/[A-Za-z.]"  # paths of one machine
    r"|\"resolved\": *\"http|(?:index-url|registry) *=? *\"?http"  # a registry's address
    r"|(?:pythonhosted|npmjs|pypi)\.org"
    r"|\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"  # loose ends
    r"|-----BEGIN [A-Z ]*PRIVATE"
)
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)")


def traces(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path}:{number} {hit.group()}"
        for file in files
        for number, line in enumerate(file.text.splitlines(), start=1)
        if (hit := TRACES.search(line))
    ]


def broken_links(files: Iterable[Source], present: set[str]) -> list[str]:
    """Name the links between documents that lead to no file of the repository."""
    found = []
    for file in files:
        folder = file.path.rpartition("/")[0]
        for target in LINK.findall(file.text):
            path = _resolve(folder, target)
            if path not in present and not any(name.startswith(f"{path}/") for name in present):
                found.append(f"{file.path}: {target}")
    return found


def _resolve(folder: str, target: str) -> str:
    parts = [part for part in folder.split("/") if part]
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in {"", "."}:
            parts.append(step)
    return "/".join(parts)


def everything() -> tuple[Source, ...]:
    return sources(endings=TEXTS)


def test_nothing_names_a_machine_a_registry_or_a_loose_end() -> None:
    assert not traces(everything())


def test_documents_link_to_what_exists(project_paths: set[str]) -> None:
    assert not broken_links(sources(endings=(".md",)), project_paths)


def test_the_checks_see_what_is_wrong() -> None:
    lines = [
        "see /" + "work/main",
        "url = https://pypi" + ".org/simple",
        "# TO" + "DO later",
        "fine",
    ]
    assert [hit.split()[0] for hit in traces([Source("bad.md", "\n".join(lines))])] == [
        "bad.md:1",
        "bad.md:2",
        "bad.md:3",
    ]
    page = Source("docs/story.md", "[a](../README.md) [b](gone.md) [c](https://example.org)")
    assert broken_links([page], {"README.md"}) == ["docs/story.md: gone.md"]
