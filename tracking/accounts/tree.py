"""The tree of organisations as plain values: who stands under whom, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from models.vocabulary.organisations import Level
from tracking.kernel.errors import FileRefusedError

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,19}")
LONGEST_PATH = 160
OUTSIDE = _l("It lies outside what you may manage.")
TWICE = _l("The code %(code)s stands twice in the file.")
TAKEN = _l("The code %(code)s is taken.")
PARENTS = {
    Level.CITY: set[Level](),
    Level.COUNTY: {Level.CITY},
    Level.TOWNSHIP: {Level.COUNTY, Level.CITY},
    Level.SCHOOL: {Level.TOWNSHIP, Level.COUNTY, Level.CITY},
    Level.DEPARTMENT: {Level.COUNTY, Level.CITY},
}


@dataclass(frozen=True)
class Node:
    """One organisation; `row` is its line in a file (the header is row 1), 0 outside files."""

    code: str
    name: str
    level: Level
    parent_code: str = ""
    stage: str = ""
    row: int = 0


@dataclass(frozen=True)
class Problem:
    """What is wrong in one row, at one column, in words with their values."""

    row: int
    column: str
    words: Any
    values: Mapping[str, Any]

    def __str__(self) -> str:
        text = str(self.words)
        return text % self.values if self.values else text


class OrganisationsRefusedError(FileRefusedError):
    """Nothing was stored; `problems` says why, row by row."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(
            _l("Nothing was stored: %(count)s rows cannot be used."),
            count=len({problem.row for problem in problems}),
        )
        self.problems = problems


def ancestors(code: str, nodes: Mapping[str, Node]) -> list[str] | None:
    """Codes from the top down to `code`; None when the way up runs in a circle or ends nowhere."""
    way = [code]
    while (parent := nodes[way[0]].parent_code) != "":
        if parent in way or parent not in nodes:
            return None
        way.insert(0, parent)
    return way


def path_of(code: str, nodes: Mapping[str, Node]) -> str | None:
    """The path that scope is built on, such as `150200/150291/2115100001/`."""
    way = ancestors(code, nodes)
    return None if way is None else "/".join(way) + "/"


def problems_of(
    changed: Iterable[Node],
    nodes: Mapping[str, Node],
    allowed: str,
    outside: AbstractSet[str] = frozenset(),
) -> list[Problem]:
    """What is wrong with changed nodes in the tree they make.

    They must stand below `allowed` (a path prefix) and must not have stood `outside` it.
    """
    found: list[Problem] = []
    seen: set[str] = set()
    for node in changed:
        if node.code in seen:
            found.append(_problem(node, "code", TWICE))
        seen.add(node.code)
        if node.code in outside:
            found.append(_problem(node, "code", OUTSIDE))
            continue
        found += problems_alone(node) or problems_above(node, nodes, allowed)
    return found


def problems_alone(node: Node) -> list[Problem]:
    """What is wrong with a node whoever stands above it."""
    found = []
    if not CODE.fullmatch(node.code):
        words = _l("“%(code)s” is not a code: 1 to 20 letters, figures and hyphens.")
        found.append(_problem(node, "code", words))
    if not 1 <= len(node.name) <= 120:
        found.append(_problem(node, "name", _l("The name is missing or longer than 120.")))
    if len(node.stage) > 20:
        found.append(_problem(node, "stage", _l("The stage is longer than 20 characters.")))
    return found


def problems_above(node: Node, nodes: Mapping[str, Node], allowed: str) -> list[Problem]:
    """What is wrong with the place of a node in the tree."""
    words = None
    path = path_of(node.code, nodes)
    parent = nodes.get(node.parent_code)
    tops = [n.code for n in nodes.values() if not n.parent_code]
    if node.parent_code and parent is None:
        words = _l("There is no organisation with the code “%(parent_code)s”.")
    elif not parent and node.level not in {Level.CITY, Level.COUNTY}:
        words = _l("Name the organisation it belongs to.")
    elif not parent and len(tops) > 1:
        words = _l("There is another organisation at the top already; name what this belongs to.")
    elif path is None:
        words = _l("It would stand below itself.")
    elif parent and parent.level not in PARENTS[node.level]:
        words = _l("This level cannot stand directly below “%(parent_code)s”.")
    elif len(path) > LONGEST_PATH:
        words = _l("Codes from the top down to here are longer than 160 characters.")
    elif not path.startswith(allowed):
        words = OUTSIDE
    return [] if words is None else [_problem(node, "parent_code", words)]


def _problem(node: Node, column: str, words: Any) -> Problem:
    return Problem(node.row, column, words, {"code": node.code, "parent_code": node.parent_code})
