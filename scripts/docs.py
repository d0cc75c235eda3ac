"""Writes the pages of docs/ that repeat what the code says, so that they cannot contradict it.

    python -m scripts.docs write    write the pages
    python -m scripts.docs check    name the pages that are no longer what the code says

A page is one function that returns Markdown; a new page is one more line in PAGES.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel, force_locale

from models.vocabulary.cases import CaseState
from models.vocabulary.roles import Permission, Role
from scripts.i18n import LOCALE, PO, ROOT, read
from tracking.cases import policy
from tracking.cases.ladder import LADDER
from tracking.cases.state_map import drawing
from tracking.outcomes.policy import CLOSING, PROOF, Held, checklist
from tracking.papers.kinds import field_names, issuable
from tracking.rules._kit import all_rules

DOCS = ROOT / "docs"
NOTICE = "<!-- Written by `make docs`; change the code it names, not this page. -->"
ATTEMPTS = 3  # as the setting `outcomes.attempts` is declared
PRODUCT = ("demo", "jobs", "models", "tracking")


def page(title: str, *parts: str) -> str:
    """Return a whole Markdown page."""
    return "\n\n".join([f"# {title}", NOTICE, *parts]) + "\n"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; cells may hold any text."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


@contextmanager
def two_languages() -> Iterator[Callable[[Any], tuple[str, str]]]:
    """Yield a function that reads a lazy label in English and in Chinese."""
    app = Flask("docs")
    Babel(app, default_translation_directories=str(ROOT / "translations"))

    def read_label(label: Any) -> tuple[str, str]:
        with force_locale("en"):
            english = str(label)
        with force_locale(LOCALE):
            return english, str(label)

    with app.test_request_context():
        yield read_label


def permissions() -> str:
    """Return who may do what, from models/vocabulary/roles.py."""
    with two_languages() as words:
        heads = ["right", "meaning", *(" ".join(words(role.label)) for role in Role)]
        rows = [
            [f"`{right.value}`", " ".join(words(right.label))]
            + ["●" if right in role.permissions else "" for role in Role]
            for right in Permission
        ]
    lead = "One role per account, within the organisation's scope. Source: `models/vocabulary/`."
    return page("Who may do what", lead, table(heads, rows))


def errors() -> str:
    """Return every expected error with its words, from the places that raise it."""
    chinese = {message.id: str(message.string or "") for message in read(ROOT / PO)}
    rows = sorted({(kind, text, chinese.get(text, "")) for kind, text in raised()})
    lead = (
        "What the product says when something cannot be done. Command lines and pages use the "
        "same words; `%(name)s` stands for a value."
    )
    return page("Errors", lead, table(["kind", "English", "Chinese"], rows))


def raised() -> Iterator[tuple[str, str]]:
    """Yield (class, English message) of each `raise …Error(_("…"))` in the product."""
    for path in sorted(path for folder in PRODUCT for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Raise(
                    exc=ast.Call(
                        func=ast.Name(id=kind),
                        args=[ast.Call(args=[ast.Constant(value=str() as text), *_]), *_],
                    )
                ):
                    yield kind, text


def rules() -> str:
    """Return every detection rule with condition, thresholds and basis, from tracking/rules/."""
    parts = []
    with two_languages() as words:
        for rule in all_rules().values():
            title, sentence = words(rule.title), words(rule.sentence)
            facts = [
                ["version", str(rule.version)],
                ["severity", " ".join(words(rule.severity.label))],
                ["needs", ", ".join(rule.frames)],
                ["evidence", ", ".join(rule.evidence)],
                ["basis", " / ".join(words(rule.basis))],
                *([f"`{name}`", str(value)] for name, value in rule.parameters.items()),
            ]
            parts += [
                f"## {rule.code} · {title[0]} {title[1]}",
                rule.condition,
                "\n".join(f"> {line}" for line in sentence),
                table(["", ""], facts),
            ]
    lead = "One file per rule in `tracking/rules/`; thresholds are the defaults of its function."
    return page("Detection rules", lead, *parts)


def states() -> str:
    """Return the life of a case, from tracking/cases/policy.py."""
    with two_languages() as words:
        life = [
            [
                f"`{state.value}`",
                " ".join(words(state.label)),
                str(policy.DEADLINES.get(state, "")),
                "ended" if state in policy.FINAL else "",
            ]
            for state in CaseState
        ]
        moves = move_rows(words)
        rungs = ladder_rows(words)
        ends = [
            [
                code.value,
                " ".join(words(code.label)),
                f"`{state.value}`",
                "; ".join(
                    " or ".join(words(what)[0] for what in need.alternatives)
                    for need in checklist(code, Held(), ATTEMPTS)
                ),
                words(CLOSING[code].label)[0],
                words(PROOF[code])[0],
            ]
            for code, state in policy.AFTER_OUTCOME.items()
        ]
    return page(
        "States of a case",
        "From `tracking/cases/policy.py`, `tracking/outcomes/policy.py`. Deadlines in school days.",
        "![The usual ways of a case](images/states.svg)",
        table(["state", "meaning", "deadline", ""], life),
        "## Moves",
        table(["act", "from", "to", "right", "needs"], moves),
        "## The ladder",
        "From `tracking/cases/ladder.py`: school days from the opening of the episode, the preset. "
        "It ends when the child is back, lawfully elsewhere or placed.",
        table(["school day", "what", "states", "told", "remedy", "basis"], rungs),
        "## Where an approved outcome leads",
        table(["code", "outcome", "state", "needed", "ending the file", "proof"], sorted(ends)),
    )


def move_rows(words: Callable[[Any], tuple[str, str]]) -> list[list[str]]:
    """Return who may move a case from where to where."""
    return [
        [
            words(move.title)[0],
            _states(move.sources) or "(none)",
            _states(move.targets) or "(stays)",
            f"`{move.permission.value}`" if move.permission else "the machine",
            ", ".join(move.needs),
        ]
        for move in policy.MOVES.values()
    ]


def ladder_rows(words: Callable[[Any], tuple[str, str]]) -> list[list[str]]:
    """Return the rungs of the ladder with the school days of the preset."""
    return [
        [
            str(rung.default),
            " ".join(words(rung.title)),
            _states(frozenset(rung.states)),
            ", ".join(words(who.value)[0] for who in rung.tells),
            words(rung.remedy)[0],
            words(rung.basis)[0],
        ]
        for rung in LADDER
    ]


def _states(found: frozenset[CaseState]) -> str:
    return ", ".join(f"`{state.value}`" for state in CaseState if state in found)


def papers() -> str:
    """Return the kinds of papers and the fields of their templates, from tracking/papers/."""
    with two_languages() as words:
        kinds = [
            [
                " ".join(words(kind.code.label)),
                ", ".join(words(level.label)[0] for level in sorted(kind.levels)),
                ", ".join(f"`{state.value}`" for state in CaseState if state in kind.states),
                words(kind.after.label)[0] if kind.after else "",
                f"`papers.{kind.switch}`" if kind.switch else "",
                " ".join(kind.articles),
            ]
            for kind in issuable().values()
        ]
        fields = [
            [f"`{{{{ {field.written} }}}}`", f"`{field.code.value}`", words(field.code.label)[0]]
            for field in field_names().values()
        ]
    return page(
        "Papers",
        "Kinds in their order of use, from `tracking/papers/kinds.toml`. A paper that comes after "
        "another is locked until that one was delivered and its days are over.",
        table(["paper", "issued by", "states", "after", "switch", "basis"], kinds),
        "## Fields of templates",
        "A template is a Word file with these fields, in either spelling, and nothing else between "
        "double braces. `scripts/paper_templates.py` makes the shipped ones from the sheets in "
        "`tracking/papers/sheets/`; an office changes a downloaded one and puts it in force.",
        table(["field", "or", "what it holds"], fields),
    )


def state_picture() -> str:
    """Return the usual ways of a case as SVG, from tracking/cases/state_map.py."""
    with two_languages() as words:
        return drawing(lambda state: words(state.label)[0], "The usual ways of a case") + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "errors.md": errors,
    "images/states.svg": state_picture,
    "papers.md": papers,
    "permissions.md": permissions,
    "rules.md": rules,
    "states.md": states,
}


def stale(folder: Path) -> list[str]:
    """Return the names of the pages in `folder` that differ from what the code says now."""
    return [
        name
        for name, write in PAGES.items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != write()
    ]


def main(arguments: list[str]) -> int:
    """Run one subcommand; 0 is well, 1 names stale pages, 2 is a wrong call."""
    match arguments:
        case ["write"]:
            DOCS.mkdir(exist_ok=True)
            for name, write in PAGES.items():
                (DOCS / name).write_text(write(), encoding="utf-8")
            print(f"docs/: {', '.join(PAGES)}")
            return 0
        case ["check"]:
            names = stale(DOCS)
            for name in names:
                print(f"docs/{name} is not what the code says; run `make docs`")
            return bool(names)
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
