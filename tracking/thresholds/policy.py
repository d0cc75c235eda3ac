"""What a threshold is: a number or a switch within bounds, said as a sentence. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _l

Value = bool | int | float
SWITCHED = {True: _l("on"), False: _l("off")}
SWITCHES = {"1": True, "0": False}
FRACTION = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")


class Unit(Enum):
    """How a value is stored, written and read."""

    NUMBER = "number"
    PERCENT = "percent"  # stored as a fraction, written as 20
    SWITCH = "switch"


@dataclass(frozen=True)
class Declaration:
    """One threshold as the catalogue declares it.

    `sentence` names values by the last part of their keys, its own and those of its group, as
    %(share)s; `words` are further texts for it. `least` and `most` are bounds as stored.
    """

    key: str
    default: Value
    unit: Unit
    sentence: Any
    basis: Any
    least: float = 0
    most: float = 0
    words: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The last part of the key, by which sentences name the value."""
        return self.key.rpartition(".")[2]

    @property
    def group(self) -> str:
        """What the threshold belongs to: everything of the key before its name."""
        return self.key.rpartition(".")[0]

    def shown(self, value: Value) -> str:
        """A value as people write it."""
        if self.unit is Unit.SWITCH:
            return str(SWITCHED[bool(value)])
        return f"{100 * value if self.unit is Unit.PERCENT else value:g}"

    def read(self, text: str) -> Value:
        """A value as it was typed; ValueError when it is none or out of bounds."""
        plain = unicodedata.normalize("NFKC", text).strip()
        value = SWITCHES.get(plain) if self.unit is Unit.SWITCH else self._number(plain)
        if value is None or not self.fits(value):
            raise ValueError(text)
        return value

    def _number(self, plain: str) -> Value | None:
        if self.unit is Unit.NUMBER:
            return int(plain) if plain.isdigit() else None
        plain = plain.removesuffix("%").strip()
        return round(float(plain) / 100, 6) if FRACTION.fullmatch(plain) else None

    def fits(self, value: Any) -> bool:
        """Whether a value may be put in force."""
        if self.unit is Unit.SWITCH or isinstance(value, bool):
            return self.unit is Unit.SWITCH and isinstance(value, bool)
        kind = int if self.unit is Unit.NUMBER else int | float
        return isinstance(value, kind) and self.least <= value <= self.most


@dataclass(frozen=True)
class Group:
    """Thresholds that are read together, with what they are about."""

    title: Any
    note: Any
    declarations: tuple[Declaration, ...]
    code: str = ""

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return self.declarations[0].group.replace(".", "-")

    def sentences(self) -> Iterator[tuple[Declaration, ...]]:
        """The thresholds that stand in one sentence, sentence by sentence."""
        together: dict[int, list[Declaration]] = {}
        for declaration in self.declarations:
            together.setdefault(id(declaration.sentence), []).append(declaration)
        return (tuple(found) for found in together.values())


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence; `of` is the threshold whose value it is, if it is one."""

    text: str
    of: Declaration | None = None


def pieces(
    declaration: Declaration, group: Group, value_of: Callable[[Declaration], Value]
) -> list[Piece]:
    """A threshold's sentence in the reader's language, cut at the values in it."""
    sentence = str(declaration.sentence)
    named = {d.name: d for d in group.declarations}
    found: list[Piece] = []
    end = 0
    for match in PLACEHOLDER.finditer(sentence):
        found.append(Piece(sentence[end : match.start()]))
        end = match.end()
        name = match[1]
        if name is None:
            found.append(Piece("%"))
        elif name in declaration.words:
            found.append(Piece(str(declaration.words[name])))
        else:
            found.append(Piece(named[name].shown(value_of(named[name])), named[name]))
    return [piece for piece in [*found, Piece(sentence[end:])] if piece.text]
