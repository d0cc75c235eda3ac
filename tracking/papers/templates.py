"""The Word templates in force: those that are shipped, and those an office puts in their place."""

from __future__ import annotations

import hashlib

from docx.document import Document
from flask_babel import lazy_gettext as _l

from models.database import db
from models.paper import Paper, PaperTemplate
from models.tally import held_tally
from models.user import User
from models.vocabulary.papers import PaperField, PaperKind
from tracking.kernel import audit, clock
from tracking.kernel.errors import FileRefusedError, RefusedError
from tracking.kernel.transaction import transaction
from tracking.papers import queries, word
from tracking.papers.kinds import kinds
from tracking.papers.values import of_delivery

SHIPPED_NAME = "{}.docx"


def in_force(kind: PaperKind, by: User) -> PaperTemplate:
    """The version a paper is made of now, in the running transaction.

    A shipped template that is not stored yet, or changed with the product, becomes a version.
    """
    if not is_behind(queries.newest_template(kind), kind):
        return queries.newest_template(kind) or stored(kind, word.shipped(kind.value), "", by)
    held_tally(f"paper-template:{kind.value}")  # two first papers at once store it once
    db.session.expire_all()
    newest = queries.newest_template(kind)
    if newest is not None and not is_behind(newest, kind):
        return newest
    return stored(kind, word.shipped(kind.value), "", by)


def is_behind(newest: PaperTemplate | None, kind: PaperKind) -> bool:
    """Whether the shipped template is in force and its newest form is not stored."""
    if newest is None:
        return True
    return newest.is_shipped and newest.content_hash != hash_of(word.shipped(kind.value))


def stored(kind: PaperKind, content: bytes, name: str, by: User) -> PaperTemplate:
    """The next version; a blank name says that it is the one that is shipped."""
    newest = queries.newest_template(kind)
    row = PaperTemplate(
        kind=kind,
        version=newest.version + 1 if newest else 1,
        content=content,
        content_hash=hash_of(content),
        file_name=name or SHIPPED_NAME.format(kind.value),
        is_shipped=not name,
        stored_at=clock.now(),
        stored_by_id=by.id,
    )
    db.session.add(row)
    db.session.flush()
    return row


def upload(kind: PaperKind, name: str, content: bytes, *, by: User) -> PaperTemplate:
    """Put an office's own template in force; FileRefusedError names all that is wrong with it."""
    problems = word.problems(content, kinds()[kind])
    if problems:
        raise FileRefusedError(" ".join(problems))
    with transaction():
        held_tally(f"paper-template:{kind.value}")
        row = stored(kind, content, name[:200] or SHIPPED_NAME.format(kind.value), by)
        details = {"kind": kind.value, "version": row.version}
        audit.record("paper.template", by=by, target=f"paper_template:{row.id}", details=details)
    return row


def use_shipped(kind: PaperKind, *, by: User) -> None:
    """Go back to the template that comes with the product."""
    with transaction():
        held_tally(f"paper-template:{kind.value}")
        newest = queries.newest_template(kind)
        if newest is None or (newest.is_shipped and not is_behind(newest, kind)):
            raise RefusedError(_l("The template that comes with the product is in force already."))
        row = stored(kind, word.shipped(kind.value), "", by)
        details = {"kind": kind.value, "version": row.version}
        audit.record("paper.template", by=by, target=f"paper_template:{row.id}", details=details)


def content_of(kind: PaperKind, version: int | None) -> bytes | None:
    """The file of a version, or of what is in force; None when there is no such version."""
    versions = queries.template_versions(kind)
    if version is not None:
        return next((row.content for row in versions if row.version == version), None)
    own = versions and not versions[0].is_shipped
    return versions[0].content if own else word.shipped(kind.value)


def document_of(paper: Paper) -> Document:
    """A paper made again as it was: its stored values in the template version it was made of."""
    return word.filled(paper.template.content, by_field(paper.fields))


def receipt_of(paper: Paper) -> Document:
    """The receipt of delivery of a paper, to be signed, or with what was recorded."""
    template = content_of(PaperKind.DELIVERY_RECEIPT, None) or b""
    return word.filled(template, by_field(of_delivery(paper, paper.delivery)))


def by_field(values: dict[str, str]) -> dict[PaperField, str]:
    """Stored values by their field; a field that is gone meanwhile is left out."""
    known = {field.value: field for field in PaperField}
    return {known[name]: text for name, text in values.items() if name in known}


def hash_of(content: bytes) -> str:
    """What tells two versions apart."""
    return hashlib.sha256(content).hexdigest()
