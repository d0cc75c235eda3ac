"""The kinds of papers as data, read from `kinds.toml` once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from models.vocabulary.cases import CaseState
from models.vocabulary.organisations import Level
from models.vocabulary.papers import PaperField, PaperInput, PaperKind

HOUSE = Path(__file__).parent
ALWAYS = frozenset({PaperField.TITLE})  # what every template must hold
NUMBERED = frozenset({PaperField.REFERENCE, PaperField.OFFICE, PaperField.ISSUED_ON})


@dataclass(frozen=True)
class Kind:
    """One kind of paper; `kinds.toml` says what each part means."""

    code: PaperKind
    title: str
    mark: str
    levels: frozenset[Level]
    states: frozenset[CaseState]
    after: PaperKind | None
    awaits: tuple[PaperKind, ...]
    leads: str
    switch: str
    has_days: bool
    needs_delivery: bool
    asks: tuple[PaperInput, ...]
    optional: frozenset[PaperInput]
    articles: tuple[str, ...]

    @property
    def is_about_a_child(self) -> bool:
        """Whether it stands in a case; the letter of responsibility may stand alone."""
        return bool(self.states)

    @property
    def required_fields(self) -> frozenset[PaperField]:
        """What a template of this kind must hold, so that nothing that was written is lost."""
        asked = {PaperField(ask.value) for ask in self.asks if ask not in self.optional}
        if self.code is PaperKind.DELIVERY_RECEIPT:
            return ALWAYS | {PaperField.REFERENCE, PaperField.RECEIVER}
        child = {PaperField.CHILD_NAME} if self.is_about_a_child else set()
        given = {PaperField.LOCAL_BASIS} if self.switch else set()
        limit = {PaperField.DAYS} if self.has_days else set()
        return ALWAYS | NUMBERED | asked | child | given | limit


@dataclass(frozen=True)
class FieldName:
    """A field as an office writes it, and what a trial rendering fills in."""

    code: PaperField
    written: str
    sample: str


@cache
def _data() -> dict[str, Any]:
    with (HOUSE / "kinds.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def kinds() -> dict[PaperKind, Kind]:
    """All kinds in their order of use."""
    return {PaperKind(code): _kind(PaperKind(code), row) for code, row in _data()["kinds"].items()}


@cache
def words() -> dict[str, Any]:
    """How numbers, days and answers are written."""
    found: dict[str, Any] = _data()["words"]
    return found


@cache
def issuable() -> dict[PaperKind, Kind]:
    """The kinds that have a register."""
    return {c: kind for c, kind in kinds().items() if c is not PaperKind.DELIVERY_RECEIPT}


@cache
def field_names() -> dict[PaperField, FieldName]:
    """The fields that templates may hold."""
    return {
        PaperField(code): FieldName(PaperField(code), written, sample)
        for code, (written, sample) in _data()["fields"].items()
    }


@cache
def field_of() -> dict[str, PaperField]:
    """Which field a name in a template means: as offices write it, or the English name."""
    by_code = {field.value: field for field in PaperField}
    return by_code | {name.written: name.code for name in field_names().values()}


def _kind(code: PaperKind, row: dict[str, Any]) -> Kind:
    asks = row["asks"]
    articles = _data()["articles"]
    return Kind(
        code=code,
        title=row["title"],
        mark=row["mark"],
        levels=frozenset(map(Level, row["levels"])),
        states=frozenset(map(CaseState, row["states"])),
        after=PaperKind(row["after"]) if "after" in row else None,
        awaits=tuple(map(PaperKind, row.get("awaits", ()))),
        leads=row.get("leads", ""),
        switch=row.get("switch", ""),
        has_days=row.get("days", False),
        needs_delivery=row.get("delivery", False),
        asks=tuple(PaperInput(ask.rstrip("?")) for ask in asks),
        optional=frozenset(PaperInput(ask[:-1]) for ask in asks if ask.endswith("?")),
        articles=tuple(articles[key] for key in row["basis"]),
    )
