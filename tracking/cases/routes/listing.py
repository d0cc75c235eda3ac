"""The list of cases, and the same as a file."""

from __future__ import annotations

from io import BytesIO

from flask import render_template, request, send_file
from flask_babel import gettext as _
from werkzeug import Response

from models.case import Case
from models.organisation import Organisation
from models.vocabulary.roles import Permission as P
from tracking.cases import exporting, queries, service
from tracking.cases.forms import GROUP_LABELS, AssignForm, FilterForm
from tracking.cases.next_step import short_title
from tracking.cases.routes.chapter import blueprint
from tracking.flags.sentences import class_words
from tracking.kernel import clock
from tracking.kernel.errors import RefusedError
from tracking.kernel.paging import Sort, paged, sort_of
from tracking.kernel.tables import MIME
from tracking.kernel.web.guards import actor, requires


@blueprint.get("/cases")
@requires(P.CASE_READ)
def index() -> str:
    """Cases in scope, narrowed and sorted by what stands in the address."""
    form, sort = asked_filters(), asked_sort()
    filters = form.filters()
    keys = queries.sort_keys(sort.key, descending=sort.descending)
    page = paged(queries.listing(filters), keys, Case.id, request.args)
    may_assign = actor().can(P.CASE_ASSIGN)
    return render_template(
        "cases/index.html",
        form=form,
        sort=sort,
        page=page,
        groups=GROUP_LABELS,
        counts=queries.counts(),
        is_narrowed=bool(exporting.codes_of(filters)),
        owners=queries.owners_in_scope() if may_assign else [],
        class_words=class_words,
        short_title=short_title,
    )


@blueprint.get("/cases.<any(csv, xlsx):ending>")
@requires(P.CASE_READ, P.CASE_EXPORT)
def export(ending: str) -> Response:
    """The cases that the list shows under the same address, masked, as a file."""
    filters = asked_filters().filters()
    content = exporting.download(filters, asked_sort(), f".{ending}", actor())
    name = f"cases-{clock.today():%Y%m%d}.{ending}"
    kind = MIME[f".{ending}"]
    return send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)


def give_out(case: Case, form: AssignForm, version: int) -> None:
    """Give a clue to the owner that was chosen, or to the last school of record."""
    service.assign(case, chosen_owner(case, form), by=actor(), version=version,
                   reason=form.reason.data or "")  # fmt: skip


def chosen_owner(case: Case, form: AssignForm) -> Organisation:
    """The owner that was chosen, else the last school of record; only one of the own area."""
    code = form.owner.data or (case.school.code if case.school else "")
    if not code:
        raise RefusedError(_("The last school is not known: choose who looks into this clue."))
    owner = queries.owner_in_scope(code)
    if owner is None:
        raise RefusedError(_("Choose an active school, township or county bureau of your area."))
    return owner


def asked_filters() -> FilterForm:
    """The filters in the address, with the choices that the reader has."""
    form = FilterForm(request.args)
    form.offer(queries.schools_in_scope(), queries.owners_in_scope())
    return form


def asked_sort() -> Sort:
    """The order in the address; what is due first stands first."""
    return sort_of(request.args, queries.SORTS, "due_on")
