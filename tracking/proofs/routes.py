"""The documents of a case: the grid, adding, looking at one, withdrawing it."""

from __future__ import annotations

import io
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask import send_file as answer_with
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from models.attachment import Attachment
from models.case import Case
from models.vocabulary.documents import DocumentKind, Media
from models.vocabulary.roles import Permission as P
from tracking.cases.next_step import is_open_to
from tracking.cases.queries import case_in_scope
from tracking.cases.service import allows
from tracking.kernel.errors import BaoxueError
from tracking.kernel.settings import Settings
from tracking.kernel.web.guards import actor, requires
from tracking.proofs import queries, service
from tracking.proofs.forms import AddForm, WithdrawForm
from tracking.thresholds.queries import value_of

blueprint = Blueprint("proofs", __name__)
SHOWN = 6  # little pictures on the page of a case
# A document runs nothing, sends nothing, and stands in no page of others; the viewer for PDF is the
# browser's own. One that is too old for it in a sandbox still saves the file.
SANDBOX = (
    "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; object-src 'self'; "
    "style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Folder:
    """The documents of a case as its page shows them: the newest, and how many of what."""

    newest: list[Attachment]
    counts: list[tuple[DocumentKind, int]]
    total: int


@blueprint.app_template_global()
def folder_of(case: Case) -> Folder:
    """What the panel on the page of a case shows."""
    found = queries.documents_of(case) if allows(case, P.PROOF_READ) else []
    documents = [d for d in found if d.is_in_force]
    kinds = [d.kind for d in documents]
    counts = [(kind, kinds.count(kind)) for kind in DocumentKind if kind in kinds]
    return Folder(documents[:SHOWN], counts, len(documents))


@blueprint.app_template_global()
def document_sizes() -> dict[str, int]:
    """How many megabytes a photo and a recording may have, for the hints of forms."""
    return {name: int(value_of(f"proofs.{name}_mb")) for name in ("photo", "recording")}


@blueprint.get("/cases/<int:case_id>/proofs")
@requires(P.CASE_READ, P.PROOF_READ)
def index(case_id: int) -> str:
    """All documents of a case."""
    return documents_page(case_or_404(case_id), AddForm(formdata=None))


@blueprint.post("/cases/<int:case_id>/proofs")
@requires(P.CASE_READ, P.PROOF_READ, P.PROOF_ADD)
def add(case_id: int) -> Response | tuple[str, int]:
    """Add documents: those that can be kept are, of each other one it is said why not."""
    case, form = case_or_404(case_id), AddForm()
    if not form.validate():
        return documents_page(case, form), 422
    try:
        received = service.add(case, form.sent(), by=actor(), settings=settings())
    except BaoxueError as error:
        form.form_errors.append(str(error))
        return documents_page(case_or_404(case_id), form), 409
    if received.refused:
        form.tell(received.refused)
        return documents_page(case_or_404(case_id), form, kept=len(received.kept)), 422
    flash(words_for(len(received.kept)), "success")
    return redirect(url_for("proofs.index", case_id=case_id))


@blueprint.get("/cases/<int:case_id>/proofs/<int:attachment_id>")
@requires(P.CASE_READ, P.PROOF_READ)
def show(case_id: int, attachment_id: int) -> str:
    """One document, as far as a page can show it."""
    case = case_or_404(case_id)
    return document_page(case, document_or_404(case, attachment_id), WithdrawForm(formdata=None))


@blueprint.get("/cases/<int:case_id>/proofs/<int:attachment_id>/content")
@requires(P.CASE_READ, P.PROOF_READ, P.CASE_REVEAL)
def content(case_id: int, attachment_id: int) -> Response:
    """The document itself; the opening is recorded."""
    document = readable_or_404(case_id, attachment_id)
    body = service.opened(document, by=actor(), settings=settings())
    answer = answer_with(
        io.BytesIO(body),
        mimetype=document.media.media_type,
        as_attachment="download" in request.args,
        download_name=file_name(document),
        conditional=True,
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


@blueprint.get("/cases/<int:case_id>/proofs/<int:attachment_id>/thumbnail")
@requires(P.CASE_READ, P.PROOF_READ)
def thumbnail(case_id: int, attachment_id: int) -> Response:
    """The little picture of an image."""
    document = readable_or_404(case_id, attachment_id)
    if document.media is not Media.IMAGE:
        abort(404)
    answer = answer_with(
        io.BytesIO(service.small(document, settings())), mimetype=Media.IMAGE.media_type
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


@blueprint.post("/cases/<int:case_id>/proofs/<int:attachment_id>/withdraw")
@requires(P.CASE_READ, P.PROOF_READ, P.PROOF_ADD)
def withdraw(case_id: int, attachment_id: int) -> Response | tuple[str, int]:
    """Let a document count no more, with the reason."""
    case, form = case_or_404(case_id), WithdrawForm()
    document = document_or_404(case, attachment_id)
    if not form.validate():
        return document_page(case, document, form), 422
    try:
        service.withdraw(document, by=actor(), reason=form.reason.data or "")
    except BaoxueError as error:
        form.form_errors.append(str(error))
        case = case_or_404(case_id)
        return document_page(case, document_or_404(case, attachment_id), form), 409
    flash(_("The document is withdrawn. It stays in the file with the reason."), "success")
    return redirect(url_for("proofs.index", case_id=case_id))


def words_for(count: int) -> str:
    """How many documents were added."""
    return str(
        ngettext("%(num)d document has been added.", "%(num)d documents have been added.", count)
    )


def file_name(document: Attachment) -> str:
    """The name a document is saved under: its own, with the ending of what it is."""
    stem = document.name or f"{document.kind.value}-{document.id}"
    return f"{stem}.{document.media.ending}"


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def case_or_404(number: int) -> Case:
    """A case in scope whose documents may be seen; a stranger's is not there."""
    case = case_in_scope(number)
    return case if case and allows(case, P.PROOF_READ) else abort(404)


def readable_or_404(case_id: int, number: int) -> Attachment:
    """A document that may be opened, without all the rest of its case."""
    document = queries.document_in_scope(case_id, number) or abort(404)
    return document if allows(document.case, P.PROOF_READ) else abort(404)


def document_or_404(case: Case, number: int) -> Attachment:
    """A document of the case."""
    return queries.document_of(case, number) or abort(404)


def documents_page(case: Case, form: AddForm, *, kept: int = 0) -> str:
    """The grid, with what was typed and why some of it was not taken."""
    return render_template(
        "proofs/index.html",
        case=case,
        documents=queries.documents_of(case),
        form=form,
        kept_words=words_for(kept) if kept else "",
        may_add=is_open_to("attach", case, actor()),
    )


def document_page(case: Case, document: Attachment, form: WithdrawForm) -> str:
    """One document with what is known of it."""
    may = is_open_to("attach", case, actor()) and service.may_withdraw(document, actor())
    return render_template(
        "proofs/show.html",
        case=case,
        document=document,
        form=form,
        file_name=file_name(document),
        may_withdraw=may and document.is_in_force,
    )
