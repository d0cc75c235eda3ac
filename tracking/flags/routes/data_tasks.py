"""Data tasks: what a registry clerk has to settle, one by one or as a file."""

from __future__ import annotations

from flask import Response as Download
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.data_task import DataTask
from models.vocabulary.roles import Permission as P
from tracking.flags import explaining, queries, task_lines, task_queries
from tracking.flags.forms import ExplainForm, TaskFilterForm
from tracking.flags.remedies import remedy_of
from tracking.flags.routes.chapter import blueprint, download
from tracking.kernel.errors import BaoxueError
from tracking.kernel.paging import Sort, address, paged, sort_of
from tracking.kernel.web.guards import actor, requires


@blueprint.get("/data-tasks")
@requires(P.TASK_READ)
def data_tasks() -> str:
    """Data tasks in scope, narrowed and sorted by what stands in the address."""
    form, sort = asked_filters(), asked_sort()
    keys = task_queries.sort_keys(sort.key, descending=sort.descending)
    page = paged(task_queries.tasks(form.wanted()), keys, DataTask.id, request.args)
    return render_template(
        "flags/data_tasks.html",
        form=form,
        sort=sort,
        page=page,
        query=address(request.args),
        lines=task_lines.lines_of(page.rows, actor()),
        counts=task_queries.task_counts(),
    )


@blueprint.get("/data-tasks.<any(csv, xlsx):ending>")
@requires(P.TASK_READ)
def export_data_tasks(ending: str) -> Download:
    """The tasks that the list shows under the same address, masked, as a file."""
    wanted = asked_filters().wanted()
    content = task_lines.download(wanted, asked_sort(), f".{ending}", actor())
    return download(content, "data-tasks", ending)


@blueprint.get("/data-tasks/<int:task_id>")
@requires(P.TASK_READ)
def data_task(task_id: int) -> str:
    """One data task: what was found, in which row, and what to do in the registry."""
    return task_page(task_or_404(task_id))


@blueprint.post("/data-tasks/<int:task_id>/explain")
@requires(P.TASK_READ, P.TASK_EXPLAIN)
def explain_task(task_id: int) -> Response | tuple[str, int]:
    """Say why the data are right as they are."""
    task, form = task_or_404(task_id), ExplainForm()
    if not form.validate():
        return task_page(task, form), 422
    try:
        version, reason = form.version.data or 0, form.reason.data or ""
        explaining.explain(task, by=actor(), version=version, reason=reason)
    except BaoxueError as error:
        form.form_errors.append(str(error))
        return task_page(task_or_404(task_id), form), 409
    flash(_("Explained. The same finding is not asked about again."), "success")
    return redirect(url_for("flags.data_task", task_id=task_id))


@blueprint.post("/data-tasks/<int:task_id>/undo")
@requires(P.TASK_READ, P.TASK_EXPLAIN)
def undo_explanation(task_id: int) -> Response | tuple[str, int]:
    """Open an explained task again."""
    task, form = task_or_404(task_id), ExplainForm()
    try:
        explaining.undo(task, by=actor(), version=form.version.data or 0)
    except BaoxueError as error:
        form.form_errors.append(str(error))
        return task_page(task_or_404(task_id), form), 409
    flash(_("The task is open again."), "success")
    return redirect(url_for("flags.data_task", task_id=task_id))


def task_or_404(number: int) -> DataTask:
    """A task in scope; a stranger's is not there."""
    return task_queries.task_in_scope(number) or abort(404)


def task_page(task: DataTask, form: ExplainForm | None = None) -> str:
    """The page of one task, with what was typed and why it was not taken."""
    return render_template(
        "flags/data_task.html",
        line=task_lines.lines_of([task], actor())[0],
        form=form or ExplainForm(),
        remedy=remedy_of(task.rule),
        history=task_lines.history_of(task),
        case=task_queries.cases_of([task]).get(task.id),
    )


def asked_filters() -> TaskFilterForm:
    """The filters in the address, with the choices that the reader has."""
    form = TaskFilterForm(request.args)
    form.offer(queries.schools_in_scope())
    return form


def asked_sort() -> Sort:
    """The order in the address; what is urgent stands first, new before old."""
    return sort_of(request.args, task_queries.SORTS, "urgency")
