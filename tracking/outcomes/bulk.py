"""“Still at school” for many children at once, proved by one document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l

from models.attachment import Attachment
from models.bulk_act import BulkAct
from models.case import Case
from models.user import User
from models.vocabulary.bulk import BulkKind
from models.vocabulary.outcomes import OutcomeCode
from tracking.cases import bulk
from tracking.cases.queries import case_in_scope
from tracking.cases.service import check
from tracking.kernel.errors import FileRefusedError, RefusedError
from tracking.kernel.settings import Settings
from tracking.outcomes import service
from tracking.outcomes.result import Result
from tracking.proofs import service as proofs
from tracking.proofs import storage
from tracking.proofs.sent import Sent


def submit_at_school(
    cases: Iterable[Case], result: Result, sent: Sent, *, by: User, settings: Settings
) -> BulkAct:
    """Submit the result for each child; the document is kept once and stands in each file."""
    try:
        kept = proofs.fitting(sent)
    except FileRefusedError as error:
        raise RefusedError(_l("%(file)s: %(why)s"), file=sent.name, why=str(error)) from error
    stored = storage.keep(settings.proofs_dir, kept)
    first: list[Attachment] = []

    def one(found: Case) -> None:
        case = case_in_scope(found.id)
        if case is None:
            raise RefusedError(_l("The child is with another owner now."))
        check(case, "submit", case.version, by)
        if first:
            proofs.shared(first[0], case, by=by)
        else:
            document = proofs.kept_once(case, sent, kept, stored, by)
        service.propose(case, result, by=by, version=case.version)
        if not first:
            first.append(document)

    act = None
    try:
        act = bulk.run(BulkKind.AT_SCHOOL, cases, one, by=by)
    finally:
        if act is None or not first or first[0].place != stored.place:
            storage.forget(settings.proofs_dir, stored)
    return act


def result_of(happened_on: date, proof: str) -> Result:
    """The result that is submitted for all of them."""
    return Result(code=OutcomeCode.V01, happened_on=happened_on, proof=proof)
