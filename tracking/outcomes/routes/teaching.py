"""Lessons at home: what was planned and given week by week, and writing one down."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.case import Case
from models.vocabulary.documents import DocumentKind
from models.vocabulary.roles import Permission as P
from tracking.cases.next_step import is_open_to
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import actor, requires
from tracking.outcomes import queries
from tracking.outcomes import teaching as service
from tracking.outcomes.daily_forms import LessonForm, StrikeForm
from tracking.outcomes.routes.chapter import blueprint, case_or_404, placed, settings
from tracking.proofs import service as proofs
from tracking.proofs.sent import Sent


@blueprint.get("/cases/<int:case_id>/lessons")
@requires(P.CASE_READ)
def lessons(case_id: int) -> str:
    """What was planned and given, and the records."""
    return lessons_page(case_or_404(case_id))


@blueprint.post("/cases/<int:case_id>/lessons")
@requires(P.CASE_READ, P.FOLLOW_UP_RECORD)
def teach(case_id: int) -> Response | tuple[str, int]:
    """Write a visit with lessons down; its photo becomes a document of the case."""
    case = case_or_404(case_id)
    form = LessonForm(case.child.birth_date)
    if not form.validate():
        return lessons_page(case, form), 422
    try:
        photo = keep_photo(case, form)
        if form.lesson_photo.errors:
            return lessons_page(case_or_404(case_id), form), 422
        service.teach(case_or_404(case_id), form.taught(), by=actor(), attachment_id=photo)
    except BaoxueError as error:
        form.form_errors.append(str(error))
        return lessons_page(case_or_404(case_id), form), 409
    flash(_("The lesson has been written down."), "success")
    return redirect(url_for("outcomes.lessons", case_id=case_id))


@blueprint.post("/cases/<int:case_id>/lessons/<int:lesson_id>/strike")
@requires(P.CASE_READ, P.FOLLOW_UP_RECORD)
def strike(case_id: int, lesson_id: int) -> Response | tuple[str, int]:
    """Let a wrong record count no more."""
    case, form = case_or_404(case_id), StrikeForm()
    lesson = queries.lesson_of(case, lesson_id) or abort(404)
    if not form.validate():
        return lessons_page(case, striking=form, struck=lesson_id), 422
    try:
        service.strike(lesson, by=actor(), reason=form.reason.data or "")
    except BaoxueError as error:
        form.form_errors.append(str(error))
        return lessons_page(case_or_404(case_id), striking=form, struck=lesson_id), 409
    flash(_("The record is struck. It stays with the reason."), "success")
    return redirect(url_for("outcomes.lessons", case_id=case_id))


def keep_photo(case: Case, form: LessonForm) -> int | None:
    """Keep the photo that came with the record; its number, None when there was none."""
    photo = form.lesson_photo.data
    if not getattr(photo, "filename", ""):
        return None
    sent = Sent(DocumentKind.VISIT_PHOTO, photo.filename, photo.read())
    received = proofs.add(case, [sent], by=actor(), settings=settings())
    form.lesson_photo.errors = [why for _name, why in received.refused]
    return received.kept[0].id if received.kept else None


def lessons_page(
    case: Case,
    form: LessonForm | None = None,
    *,
    striking: StrikeForm | None = None,
    struck: int = 0,
) -> str:
    """The page, with what was typed and refused."""
    now = placed(case)
    born, today = case.child.birth_date, clock.today()
    return render_template(
        "outcomes/lessons.html",
        case=case,
        placed_now=now if now and now.is_taught else None,
        lessons=queries.lessons_of(case),
        may_teach=is_open_to("teach", case, actor()),
        form=form or LessonForm(born, formdata=None, happened_on=today),
        striking=striking,
        struck=struck,
    )
