"""The queue of flags, and one flag with its proof: what the rules found, as pages."""

from __future__ import annotations

from flask import Response as Download
from flask import abort, render_template, request

from models.flag import Flag
from models.vocabulary.roles import Permission as P
from tracking.flags import exporting, queries, triage
from tracking.flags.forms import FilterForm
from tracking.flags.routes.chapter import blueprint, download
from tracking.identity import queries as identity
from tracking.kernel.paging import Sort, address, paged, sort_of
from tracking.kernel.web.guards import actor, requires


@blueprint.get("/flags")
@requires(P.FLAG_READ)
def index() -> str:
    """Flags in scope, narrowed and sorted by what stands in the address; their proof in place."""
    form, sort = asked_filters(), asked_sort()
    keys = queries.sort_keys(sort.key, descending=sort.descending)
    page = paged(queries.queue(form.wanted()), keys, Flag.id, request.args)
    return render_template(
        "flags/index.html",
        form=form,
        sort=sort,
        page=page,
        query=address(request.args),
        lines=triage.lines_of(page.rows, actor()),
        counts=queries.queue_counts(),
        pairs=identity.counts()["waiting"],
        schools=queries.schools_in_scope(),
    )


@blueprint.get("/flags.<any(csv, xlsx):ending>")
@requires(P.FLAG_READ, P.CASE_EXPORT)
def export(ending: str) -> Download:
    """The flags that the queue shows under the same address, masked, as a file."""
    wanted = asked_filters().wanted()
    content = exporting.download(wanted, asked_sort(), f".{ending}", actor())
    return download(content, "flags", ending)


@blueprint.get("/flags/<int:flag_id>")
@requires(P.FLAG_READ)
def show(flag_id: int) -> str:
    """One flag: the sentence, its proof, the rule behind it, what became of it."""
    flag = queries.flag_in_scope(flag_id) or abort(404)
    return render_template(
        "flags/show.html",
        line=triage.lines_of([flag], actor())[0],
        explained=triage.explained(flag),
        history=triage.history_of(flag),
        others=triage.others_of(flag),
    )


def asked_filters() -> FilterForm:
    """The filters in the address, with the choices that the reader has."""
    form = FilterForm(request.args)
    form.offer(queries.schools_in_scope())
    return form


def asked_sort() -> Sort:
    """The order in the address; what is urgent stands first, new before old."""
    return sort_of(request.args, queries.SORTS, "urgency")
