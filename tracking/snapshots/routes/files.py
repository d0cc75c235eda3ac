"""Files that came: the list, one file with its schools, believing a roster set aside."""

from __future__ import annotations

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response as Answer

from models.snapshot import Snapshot
from models.vocabulary.roles import Permission as P
from tracking.kernel import audit, tables
from tracking.kernel.errors import ArchiveError
from tracking.kernel.paging import paged
from tracking.kernel.transaction import transaction
from tracking.kernel.web.guards import actor, requires
from tracking.snapshots import intake_queries, queries, rejected, service
from tracking.snapshots.aside_page import asides_of, open_asides
from tracking.snapshots.file_page import FilePage
from tracking.snapshots.forms import ReleaseForm
from tracking.snapshots.routes.chapter import blueprint


@blueprint.get("/snapshots")
@requires(P.SNAPSHOT_READ)
def index() -> str:
    """What was brought in, what waits for a person, which schools must send again."""
    page = paged(
        queries.visible_snapshots(), [(Snapshot.imported_at, True)], Snapshot.id, request.args
    )
    return render_template(
        "snapshots/index.html",
        page=page,
        aside=open_asides(),
        intakes=intake_queries.undecided() if actor().can(P.SNAPSHOT_IMPORT) else [],
    )


@blueprint.get("/snapshots/<int:snapshot_id>")
@requires(P.SNAPSHOT_READ)
def show(snapshot_id: int) -> str:
    """One file: the verdict in a sentence, its schools, its rows in error."""
    snapshot = snapshot_or_404(snapshot_id)
    return render_template("snapshots/show.html", file=FilePage.of_snapshot(snapshot))


@blueprint.get("/snapshots/<int:snapshot_id>/rows-in-error.<any(csv, xlsx):ending>")
@requires(P.SNAPSHOT_IMPORT)
def rows_in_error(snapshot_id: int, ending: str) -> Response:
    """The rows in error as they came, for whoever mends them."""
    snapshot = snapshot_or_404(snapshot_id)
    if not queries.is_own(snapshot):
        abort(404)  # the rows of a wider file are those of other areas too
    rows = rejected.kept(current_app.config["SETTINGS"].archive_dir, snapshot)
    with transaction():
        audit.record("snapshot.rows", by=actor(), target=f"snapshot:{snapshot_id}")
    return download(rows, ending, f"rows-{snapshot_id}")


@blueprint.route(
    "/snapshots/<int:snapshot_id>/parts/<int:part_id>/release", methods=["GET", "POST"]
)
@requires(P.SNAPSHOT_RELEASE)
def release(snapshot_id: int, part_id: int) -> Answer | str | tuple[str, int]:
    """Believe a roster that was set aside, with a reason."""
    part = queries.part_in_scope(snapshot_id, part_id) or abort(404)
    form = ReleaseForm()
    if not form.validate_on_submit():
        [task] = asides_of([part])
        text = render_template("snapshots/release.html", task=task, form=form)
        return (text, 422) if form.is_submitted() else text
    service.release(part, by=actor(), reason=form.reason.data or "")
    flash(_("The roster will be compared by the next scan."), "success")
    return redirect(url_for("snapshots.show", snapshot_id=snapshot_id))


def snapshot_or_404(number: int) -> Snapshot:
    """A file that may be seen; a stranger's is not there."""
    return queries.visible_snapshot(number) or abort(404)


def download(rows: dict[str, object], ending: str, name: str) -> Response:
    """Rows in error as a file; ArchiveError when none are kept."""
    if not rows:
        raise ArchiveError(_("The rows in error of this file are not kept any more."))
    heads, lines = rejected.as_table(rows)
    content = tables.as_bytes(f".{ending}", heads, lines)
    answer = Response(content, mimetype=tables.MIME[f".{ending}"])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer
