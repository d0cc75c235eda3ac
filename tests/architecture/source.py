"""Walks the project's own files, so that every test of its shape sees the same tree.

A checker takes parsed sources and returns one line per finding. Each is also shown a small bad
sample in its own test, because a checker that cannot fail proves nothing.
"""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPLICATION = ("app.py", "demo", "jobs", "models", "tracking")
VERBS = {"route", "get", "post", "put", "patch", "delete"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file: its path below the root with forward slashes, and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """The parsed Python text."""
        return _parsed(self.text)

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return Path(self.path).stem

    def functions(self) -> Iterator[Function]:
        """Every function and method, nested ones included."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def views(self) -> Iterator[Function]:
        """The functions that answer a URL."""
        return (node for node in self.functions() if any(map(is_route, node.decorator_list)))


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def is_route(decorator: ast.expr) -> bool:
    """Whether a decorator binds a URL, as `@pages.get("/cases")` does."""
    match decorator:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(), attr=verb),
            args=[ast.Constant(value=str() as rule), *_],
        ):
            return verb in VERBS and rule.startswith("/")
        case ast.Call(func=ast.Attribute(value=ast.Name(), attr="route")):
            return True
    return False


def name_of(node: ast.expr) -> str:
    """Return `a.b.c` for a dotted name or a call of one, and an empty text for anything else."""
    match node:
        case ast.Call(func=function):
            return name_of(function)
        case ast.Attribute(value=value, attr=attr):
            return f"{name_of(value)}.{attr}".lstrip(".")
        case ast.Name(id=name):
            return name
    return ""


@cache
def project_files() -> tuple[str, ...]:
    """Return every file that is or will be in the repository, ignored ones left out."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        paths = listed.stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive without git
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
        paths = [p.as_posix() for p in found if not _is_local(p)]
    return tuple(sorted({path for path in paths if path and (ROOT / path).is_file()}))


def _is_local(path: Path) -> bool:
    folders = {"var", "build", "dist", "__pycache__", "node_modules"}
    return any(part in folders or part.startswith(".") for part in path.parts if part != ".ci")


@cache
def sources(*below: str, endings: tuple[str, ...] = (".py",)) -> tuple[Source, ...]:
    """Return the project's files with these endings, all or only those below some paths."""
    return tuple(
        Source(path, (ROOT / path).read_text(encoding="utf-8", errors="replace"))
        for path in project_files()
        if path.endswith(endings)
        and (not below or any(path == top or path.startswith(f"{top}/") for top in below))
    )


def application() -> tuple[Source, ...]:
    """Return the Python files of the product itself: no tests, migrations or scripts."""
    return sources(*APPLICATION)
