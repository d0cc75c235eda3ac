"""Keeping documents, opening them, and withdrawing them with a reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l

from models.attachment import Attachment
from models.case import Case
from models.database import db
from models.user import User
from models.vocabulary.cases import CaseState, EventKind
from tracking.cases.service import check, note
from tracking.kernel import audit, clock
from tracking.kernel.errors import FileRefusedError, RefusedError
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.proofs import policy, queries, storage
from tracking.proofs.content import Kept, examined
from tracking.proofs.sent import Received, Sent
from tracking.proofs.storage import Stored
from tracking.thresholds.queries import value_of

TOO_LARGE = _l("It has more than %(most)d MB. Make it smaller, or send it in parts.")
FULL = _l(
    "With these, the child's file would hold more than %(most)d documents. The city bureau can "
    "raise the limit in the settings."
)


def add(case: Case, sent: Sequence[Sent], *, by: User, settings: Settings) -> Received:
    """Keep the files that can be kept, and tell of each other one why not.

    A page that is a little older does no harm: documents only add. The same file sent twice, as
    over a poor line, is kept once.
    """
    received = Received()
    ready: list[tuple[Sent, Kept]] = []
    for one in sent:
        try:
            ready.append((one, fitting(one)))
        except FileRefusedError as error:
            received.refused.append((one.name, str(error)))
    if ready:
        received.kept = keep(case, ready, by=by, settings=settings)
    return received


def fitting(one: Sent) -> Kept:
    """A file as it will be kept, when it is of a known kind and not too large."""
    largest = max(int(value_of(key)) for key in ("proofs.photo_mb", "proofs.recording_mb"))
    if len(one.content) > largest * policy.MEGABYTE:
        raise FileRefusedError(TOO_LARGE, most=largest)
    kept = examined(one.content)
    most = int(value_of(policy.limit_key(kept.media)))
    if len(one.content) > most * policy.MEGABYTE:
        raise FileRefusedError(TOO_LARGE, most=most)
    return kept


def keep(
    case: Case, ready: Iterable[tuple[Sent, Kept]], *, by: User, settings: Settings
) -> list[Attachment]:
    """Write the files, then their rows: a crash between leaves files that nobody can open."""
    written = [(sent, kept, storage.keep(settings.proofs_dir, kept)) for sent, kept in ready]
    used: set[str] = set()
    try:
        with transaction():
            check(case, "attach", None, by)
            documents = [kept_once(case, *one, by) for one in written]
            if queries.count_of(case) > int(value_of("proofs.documents")):
                raise RefusedError(FULL, most=int(value_of("proofs.documents")))
            used = {document.place for document in documents}
    finally:
        for _sent, _kept, stored in written:
            if stored.place not in used:
                storage.forget(settings.proofs_dir, stored)
    return documents


def kept_once(case: Case, sent: Sent, kept: Kept, stored: Stored, by: User) -> Attachment:
    """The row of a file, in the running transaction; that of the same file where one is there."""
    digest = hashlib.sha256(sent.content).hexdigest()
    if there := queries.same_as(case, sent.kind, digest):
        return there
    document = Attachment(
        case_id=case.id,
        episode=case.episode,
        kind=sent.kind,
        media=kept.media,
        name=policy.safe_stem(sent.name),
        remark=sent.remark,
        size=len(kept.content),
        digest=digest,
        place=stored.place,
        file_key=stored.key,
        added_at=clock.now(),
        added_by_id=by.id,
    )
    return told(case, document, by)


def shared(document: Attachment, case: Case, *, by: User) -> Attachment:
    """Let a document prove something for another child too, in the running transaction."""
    if there := queries.same_as(case, document.kind, document.digest):
        return there
    copied = ("kind", "media", "name", "remark", "size", "digest", "place", "file_key")
    return told(
        case,
        Attachment(
            case_id=case.id,
            episode=case.episode,
            added_at=clock.now(),
            added_by_id=by.id,
            **{column: getattr(document, column) for column in copied},
        ),
        by,
    )


def told(case: Case, document: Attachment, by: User) -> Attachment:
    """Store the row, with its line on the timeline and in the log."""
    db.session.add(document)
    db.session.flush()
    facts = {"attachment_id": document.id, "document": document.kind.value}
    note(case, EventKind.ATTACHED, by, **facts)
    audit.record("proof.add", by=by, target=f"case:{case.id}", details=facts)
    return document


def withdraw(document: Attachment, *, by: User, reason: str) -> None:
    """Let a document count no more; it stays, with who withdrew it and why."""
    with transaction():
        case = document.case
        check(case, "attach", None, by)
        if not document.is_in_force:
            raise RefusedError(_l("This document was withdrawn already."))
        if not may_withdraw(document, by):
            raise RefusedError(_l("Only who added a document, or a bureau above, withdraws it."))
        if case.state is CaseState.SUBMITTED:
            raise RefusedError(
                _l("A result that rests on the documents waits for its review. Ask the bureau to "
                   "return it first.")
            )  # fmt: skip
        document.withdrawn_at, document.withdrawn_by_id = clock.now(), by.id
        document.withdrawn_reason = reason
        facts = {"attachment_id": document.id, "document": document.kind.value}
        note(case, EventKind.WITHDRAWN, by, reason=reason, **facts)
        audit.record("proof.withdraw", by=by, target=f"case:{case.id}", details=facts)


def may_withdraw(document: Attachment, by: User) -> bool:
    """Whether a person's organisation may withdraw it."""
    return policy.may_withdraw(by.organisation.path, document.added_by.organisation.path)


def opened(document: Attachment, *, by: User, settings: Settings) -> bytes:
    """The content; who opened it is recorded, on the timeline once per person and day."""
    content = storage.opened(settings.proofs_dir, queries.stored(document))
    with transaction():
        facts = {"attachment_id": document.id, "document": document.kind.value}
        if not queries.was_opened(document.case, by, clock.today()):
            note(document.case, EventKind.DOWNLOADED, by, **facts)
        audit.record("proof.open", by=by, target=f"case:{document.case_id}", details=facts)
    return content


def small(document: Attachment, settings: Settings) -> bytes:
    """The little picture of an image, in which no text can be read: not recorded."""
    return storage.opened(settings.proofs_dir, queries.stored(document), storage.THUMBNAIL)
