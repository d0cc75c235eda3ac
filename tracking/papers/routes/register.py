"""The registers of offices, the same as a file, and how an office's numbers begin."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.paper import Paper
from models.vocabulary.papers import PaperKind
from models.vocabulary.roles import Permission as P
from tracking.kernel import clock
from tracking.kernel.paging import Sort, paged, sort_of
from tracking.kernel.tables import MIME
from tracking.kernel.web.guards import actor, requires
from tracking.papers import exporting, queries, service
from tracking.papers.forms import FilterForm, PrefixForm
from tracking.papers.kinds import issuable
from tracking.papers.routes.chapter import blueprint


@blueprint.get("/papers")
@requires(P.PAPER_READ)
def index() -> str:
    """Papers of the offices in scope, by register number or day."""
    form, sort = asked_filters(), asked_sort()
    filters = form.filters()
    keys = queries.sort_keys(sort.key, descending=sort.descending)
    general = issuable()[PaperKind.DUTY_LETTER]
    return render_template(
        "papers/index.html",
        form=form,
        sort=sort,
        page=paged(queries.listing(filters), keys, Paper.id, request.args),
        counts=queries.counts(filters),
        is_narrowed=any(vars(filters).values()),
        prefix=queries.prefix_of(actor().organisation),
        general=general if actor().organisation.level in general.levels else None,
    )


@blueprint.get("/papers.<any(csv, xlsx):ending>")
@requires(P.PAPER_READ, P.CASE_EXPORT)
def export(ending: str) -> Response:
    """The papers that the register shows under the same address, masked, as a file."""
    content = exporting.download(asked_filters().filters(), asked_sort(), f".{ending}", actor())
    name = f"papers-{clock.today():%Y%m%d}.{ending}"
    kind = MIME[f".{ending}"]
    return send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)


@blueprint.route("/papers/prefix", methods=["GET", "POST"])
@requires(P.PAPER_READ, P.PAPER_ISSUE)
def set_prefix() -> Response | str | tuple[str, int]:
    """Set how the next numbers of the own office begin."""
    office = actor().organisation
    form = PrefixForm(begins_with=queries.prefix_of(office))
    if not form.is_submitted():
        return render_template("papers/set_prefix.html", form=form, office=office)
    if not form.validate():
        return render_template("papers/set_prefix.html", form=form, office=office), 422
    service.set_prefix(office, form.begins_with.data or "", by=actor())
    flash(_("The next numbers begin with “%(prefix)s”.", prefix=form.begins_with.data), "success")
    return redirect(url_for("papers.index"))


def asked_filters() -> FilterForm:
    """The filters in the address, with the choices that the reader has."""
    form = FilterForm(request.args)
    form.offer(queries.offices(), queries.years())
    return form


def asked_sort() -> Sort:
    """The order in the address; the newest first."""
    return sort_of(request.args, queries.SORTS, "-issued")
