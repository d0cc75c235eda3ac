"""Sealed columns of the database: which keys they use, and sealing them anew with the newest.

Values are read and written as the ciphertext they are; versions of rows stay, because nothing
in them changes. Small transactions let other writers pass in between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import LargeBinary, func, literal, select, type_coerce, update

from models.database import Model, db
from models.sealing import SealedJson, SealedText, resealed
from tracking.kernel.transaction import transaction

ROWS = 200  # of one transaction


def sealed_columns() -> dict[type[Any], list[Any]]:
    """The sealed columns of every table, as its model's attributes."""
    found = {
        mapper.class_: [
            getattr(mapper.class_, attribute.key)
            for attribute in mapper.column_attrs
            if isinstance(attribute.columns[0].type, SealedText | SealedJson)
        ]
        for mapper in Model.registry.mappers
    }
    return {model: columns for model, columns in found.items() if columns}


def key_uses() -> Counter[int]:
    """How many sealed values use each key, by its number."""
    uses: Counter[int] = Counter()
    for columns in sealed_columns().values():
        for column in columns:
            raw = type_coerce(column, LargeBinary)
            heads = select(func.substr(raw, 2, 1, type_=LargeBinary).label("head"))
            inner = heads.where(column.is_not(None)).subquery()
            query = select(inner.c.head, func.count()).group_by(inner.c.head)
            for head, count in db.session.execute(query):
                uses[bytes(head)[0] if head else 0] += count
    return uses


def row_count() -> int:
    """How many rows `reseal` goes through."""
    counts = (select(func.count()).select_from(model) for model in sealed_columns())
    return sum(db.session.scalar(query) or 0 for query in counts)


def reseal() -> Iterator[int]:
    """Seal every value anew that uses an older key; tells the number of rows gone through."""
    for model, columns in sealed_columns().items():
        last = 0
        while ids := _portion(model, columns, last):
            last = ids[-1]
            yield len(ids)


def _portion(model: type[Any], columns: list[Any], last: int) -> list[int]:
    raw = [type_coerce(column, LargeBinary) for column in columns]
    query = select(model.id, *raw).where(model.id > last).order_by(model.id).limit(ROWS)
    with transaction():
        rows = db.session.execute(query.with_for_update()).all()
        for number, *values in rows:
            changed = {
                column: literal(new, LargeBinary())
                for column, value in zip(columns, values, strict=True)
                if value is not None and (new := resealed(bytes(value), _place(column))) != value
            }
            if changed:
                db.session.execute(
                    update(model).where(model.id == number).values(changed),
                    execution_options={"synchronize_session": False},
                )
    return [row[0] for row in rows]


def _place(column: Any) -> str:
    place: str = column.property.columns[0].type.place
    return place
