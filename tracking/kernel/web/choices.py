"""Options of a selection, from pairs of stored code and (lazy) words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs lag behind

from models.vocabulary.term import Term


def options(pairs: Iterable[tuple[str, Any]]) -> list[Any]:
    """Options for `SelectField(choices=…)` in the order given."""
    return [SelectChoice(value=code, label=words) for code, words in pairs]


def options_of(terms: Iterable[Term], *before: tuple[str, Any]) -> list[Any]:
    """Options for the words of a vocabulary, after some others such as "All"."""
    return options([*before, *((term.value, term.label) for term in terms)])


def grouped(triples: Iterable[tuple[Any, str, Any]]) -> list[Any]:
    """Options under headings: (heading, stored code, words), those of a heading together."""
    ordered = sorted(triples, key=lambda triple: str(triple[0]))
    return [
        SelectChoice(value=code, label=words, optgroup=str(heading))
        for heading, code, words in ordered
    ]
