"""A file on its way in: choose, map, check, accept. The page shows the step it has reached."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response as Answer

from models.intake import Intake
from models.vocabulary.intakes import IntakeState
from models.vocabulary.roles import Permission as P
from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.kernel.web.guards import actor, requires
from tracking.snapshots import intake_queries, intakes, staging
from tracking.snapshots.file_page import FilePage
from tracking.snapshots.forms import ColumnsForm, DecisionForm, UploadForm
from tracking.snapshots.mapping_page import MappingPage
from tracking.snapshots.routes.chapter import blueprint
from tracking.snapshots.routes.files import download


@blueprint.route("/snapshots/upload", methods=["GET", "POST"])
@requires(P.SNAPSHOT_IMPORT)
def upload() -> Answer | str | tuple[str, int]:
    """Step 1: choose the file."""
    form = UploadForm(as_of=clock.today())
    if not form.validate_on_submit():
        text = render_template("snapshots/upload.html", form=form)
        return (text, 422) if form.is_submitted() else text
    taken = intakes.receive(form.upload, by=actor(), settings=settings())
    return redirect(url_for("snapshots.intake", intake_id=taken.id))


@blueprint.get("/intakes/<int:intake_id>")
@requires(P.SNAPSHOT_IMPORT)
def intake(intake_id: int) -> str:
    """The step an upload has reached."""
    return intake_page(intake_or_404(intake_id))


@blueprint.get("/intakes/<int:intake_id>/progress")
@requires(P.SNAPSHOT_IMPORT)
def progress(intake_id: int) -> dict[str, Any]:
    """How far the work is, for the page that shows it."""
    found = intake_or_404(intake_id)
    finished = found.state not in intakes.WORKING or intakes.is_stuck(found)
    return {
        "done": found.done,
        "total": found.total,
        "label": str(found.step.label),
        "finished": finished,
        "next_url": None,
    }


@blueprint.post("/intakes/<int:intake_id>/columns")
@requires(P.SNAPSHOT_IMPORT)
def columns(intake_id: int) -> Answer | tuple[str, int]:
    """Step 2: confirm which column is which, or look at them as another kind of list."""
    found, form = intake_or_404(intake_id), ColumnsForm()
    if not form.validate():
        return intake_page(found, error=_("Choose what kind of list this is.")), 422
    kind, mapping = (
        SnapshotKind(form.kind.data),
        form.mapping(request.form, (found.look or {}).get("headers", [])),
    )
    if "look" in request.form:
        return redirect(url_for("snapshots.intake", intake_id=intake_id, kind=kind.value))
    try:
        intakes.confirm_columns(
            found, kind, mapping, by=actor(), version=form.version.data or 0, settings=settings()
        )
    except RefusedError as error:
        return intake_page(found, kind=kind, mapping=mapping, error=str(error)), 422
    return redirect(url_for("snapshots.intake", intake_id=intake_id))


@blueprint.post("/intakes/<int:intake_id>/accept")
@requires(P.SNAPSHOT_IMPORT)
def accept(intake_id: int) -> Answer:
    """Step 4: let it be archived in one's own name."""
    found, form = intake_or_404(intake_id), DecisionForm()
    intakes.accept(found, by=actor(), version=form.seen, settings=settings())
    return redirect(url_for("snapshots.intake", intake_id=intake_id))


@blueprint.post("/intakes/<int:intake_id>/cancel")
@requires(P.SNAPSHOT_IMPORT)
def cancel(intake_id: int) -> Answer:
    """Give the upload up."""
    found, form = intake_or_404(intake_id), DecisionForm()
    intakes.cancel(found, by=actor(), version=form.seen, settings=settings())
    flash(_("The upload was cancelled. Nothing of the file was kept."), "success")
    return redirect(url_for("snapshots.index"))


@blueprint.post("/intakes/<int:intake_id>/resume")
@requires(P.SNAPSHOT_IMPORT)
def resume(intake_id: int) -> Answer:
    """Start work that was interrupted again."""
    intakes.resume(intake_or_404(intake_id), by=actor(), settings=settings())
    return redirect(url_for("snapshots.intake", intake_id=intake_id))


@blueprint.get("/intakes/<int:intake_id>/rows-in-error.<any(csv, xlsx):ending>")
@requires(P.SNAPSHOT_IMPORT)
def intake_rows_in_error(intake_id: int, ending: str) -> Response:
    """The rows in error of a checked upload as they came."""
    found = intake_or_404(intake_id)
    if found.state is not IntakeState.CHECKED:
        abort(404)
    with transaction():
        audit.record("intake.rows", by=actor(), target=f"intake:{intake_id}")
    rows: dict[str, object] = staging.kept_rows(settings().staging_dir, found.id)
    return download(rows, ending, f"intake-{intake_id}")


def intake_or_404(number: int) -> Intake:
    """An upload of the own area; a stranger's is not there."""
    return intake_queries.intake_in_scope(number) or abort(404)


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def intake_page(
    found: Intake,
    *,
    kind: SnapshotKind | None = None,
    mapping: dict[str, str] | None = None,
    error: str = "",
) -> str:
    """The page of an upload at the step it has reached, with what was chosen but refused."""
    asked = request.args.get("kind", "")
    known = SnapshotKind(asked) if asked in {k.value for k in SnapshotKind} else None
    return render_template(
        "snapshots/intake.html",
        intake=found,
        error=error,
        is_working=found.state in intakes.WORKING,
        is_stuck=intakes.is_stuck(found),
        columns=MappingPage.of(found, kind or known or found.kind, mapping),
        file=FilePage.of_intake(found) if found.report else None,
    )
