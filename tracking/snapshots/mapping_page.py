"""The second step of an upload as its page shows it: fields, chosen columns, sample values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from models.intake import Intake
from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel.masking import masked_id, masked_name, masked_phone
from tracking.snapshots.columns import COLUMNS
from tracking.snapshots.mapping import corrected

LONG = 8  # from here on a sample may tell who somebody is
# Headers under which persons are named: name, guardian, parent, class teacher, contact.
PERSONS = re.compile(
    "\u59d3\u540d|\u66fe\u7528\u540d|\u76d1\u62a4\u4eba|\u5bb6\u957f|\u73ed\u4e3b\u4efb|\u8054\u7cfb\u4eba|name",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Row:
    """One field of the kind with the column chosen for it."""

    field: str
    label: str
    needed: bool
    header: str
    samples: list[str]


@dataclass(frozen=True)
class MappingPage:
    """All fields of a kind, the headers of the file, and what nothing was chosen for."""

    kind: SnapshotKind | None
    rows: list[Row]
    headers: list[str]
    spare: list[tuple[str, list[str]]]
    tables: list[dict[str, object]]

    @property
    def kinds(self) -> list[SnapshotKind]:
        """Every kind that a list may be of."""
        return list(COLUMNS)

    @classmethod
    def of(
        cls, intake: Intake, kind: SnapshotKind | None, chosen: Mapping[str, str] | None
    ) -> Self:
        """The page for a kind; `chosen` is what a person chose but was refused."""
        look = intake.look or {}
        headers: list[str] = look.get("headers", [])
        if kind is None:
            return cls(None, [], headers, [(h, shown(look, h)) for h in headers], [])
        wanted = chosen if chosen is not None else (intake.mapping if kind is intake.kind else {})
        mapping = corrected(kind, headers, wanted)
        rows = [
            Row(
                column.field,
                column.headers[0],
                column.required,
                mapping.get(column.field, ""),
                shown(look, mapping.get(column.field, "")),
            )
            for column in COLUMNS[kind]
        ]
        rows.sort(key=lambda row: (not row.needed, not row.header))
        used = set(mapping.values())
        spare = [(h, shown(look, h)) for h in headers if h not in used]
        return cls(kind, rows, headers, spare, look.get("tables", []))


def shown(look: Mapping[str, dict[str, list[str]]], header: str) -> list[str]:
    """Sample values of a column, with what tells who somebody is masked."""
    values: list[str] = look.get("samples", {}).get(header, [])
    return [masked(header, value) for value in values]


def masked(header: str, value: str) -> str:
    """One sample value as far as its form matters."""
    if PERSONS.search(header):
        return masked_name(value)
    digits = sum(character.isdigit() for character in value)
    if digits >= LONG + 2:
        return masked_id(value) if len(value) > 11 else masked_phone(value)
    return value if len(value) < LONG or digits >= LONG else value[: len(value) // 2] + "***"
