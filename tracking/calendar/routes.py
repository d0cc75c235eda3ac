"""The school calendar: a picture of the year, its history, and changing it after a preview."""

from __future__ import annotations

import re

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from models.vocabulary.calendar import DayKind, TermPart
from models.vocabulary.roles import Permission as P
from tracking.calendar import queries, reader, service
from tracking.calendar.forms import ChangeForm, DaysForm, ImportForm, PresetForm, TermForm
from tracking.calendar.picture import picture_of
from tracking.calendar.policy import PRESETS, school_year_of
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import actor, requires

blueprint = Blueprint("calendar", __name__)
YEAR = re.compile(r"[0-9]{4}")
reader.register()


@blueprint.get("/calendar")
@requires(P.CALENDAR_READ)
def index() -> str:
    """A school year month by month, its terms, and how the calendar came to be."""
    year = asked_year()
    now = queries.in_force()
    preset = PRESETS.get(year) if not now.terms_of(year) else None
    mine = actor().can(P.CALENDAR_CHANGE)
    return render_template(
        "calendar/index.html",
        picture=picture_of(now, year),
        kinds=list(DayKind),
        parts=list(TermPart),
        terms=now.terms_of(year),
        history=queries.history(),
        preset=preset,
        preset_moves=service.preview(preset)[1] if preset and mine else 0,
        version=now.version,
    )


@blueprint.route("/calendar/days", methods=["GET", "POST"])
@requires(P.CALENDAR_READ, P.CALENDAR_CHANGE)
def days() -> Response | str | tuple[str, int]:
    """Say of a day, or of a range of days, whether schools work."""
    return changing(DaysForm(), "calendar/days.html")


@blueprint.route("/calendar/terms", methods=["GET", "POST"])
@requires(P.CALENDAR_READ, P.CALENDAR_CHANGE)
def terms() -> Response | str | tuple[str, int]:
    """Set the first and last day of a term, or take it out."""
    year, part = asked_year(), request.args.get("part", TermPart.AUTUMN.value)
    known = queries.in_force().terms_of(year)
    term = known.get(TermPart(part)) if part in {p.value for p in TermPart} else None
    first, last = (term.first_on, term.last_on) if term else (None, None)
    form = TermForm(year=year, part=part, first_on=first, last_on=last)
    return changing(form, "calendar/terms.html")


@blueprint.route("/calendar/import", methods=["GET", "POST"])
@requires(P.CALENDAR_READ, P.CALENDAR_CHANGE)
def bring_in() -> Response | str | tuple[str, int]:
    """Bring days in from a table."""
    return changing(ImportForm(), "calendar/bring_in.html")


@blueprint.post("/calendar/preset")
@requires(P.CALENDAR_READ, P.CALENDAR_CHANGE)
def preset() -> Response:
    """Put the terms that are usual in the region in force, as a proposal to be confirmed."""
    form = PresetForm()
    text = form.year.data or ""
    plan = PRESETS.get(int(text) if YEAR.fullmatch(text) else 0) or abort(404)
    basis = _("Terms usual in the region: proposed by this product, to be confirmed by the bureau.")
    try:
        moved = service.put_in_force(plan, basis, by=actor(), seen=form.seen.data or "")
    except BaoxueError as error:
        flash(str(error), "error")
        return redirect(url_for("calendar.index", year=text))
    return told(moved, int(text))


def changing(form: ChangeForm, template: str) -> Response | str | tuple[str, int]:
    """Ask for a change, show what it would do, and put in force what was shown."""
    now = queries.in_force()
    if not form.is_submitted():
        form.seen.data = now.version
        return render_template(template, form=form, preview=None)
    if not form.validate():
        form.mark.data = ""
        return render_template(template, form=form, preview=None), 422
    plan, status = form.plan(), 200
    if form.mark.data == plan.mark:
        try:
            basis, seen = form.basis.data or "", form.seen.data or ""
            moved = service.put_in_force(plan, basis, by=actor(), seen=seen)
            first = min([*plan.days, *(t.first_on for t in plan.terms if t.first_on)], default=None)
            return told(moved, school_year_of(first or clock.today()))
        except BaoxueError as error:
            form.form_errors.append(str(error))
            status = 409
    form.mark.data, form.seen.data = plan.mark, queries.in_force().version
    return render_template(template, form=form, preview=service.preview(plan)), status


def told(moved: int, year: int) -> Response:
    """Say what moved, over the picture of the year."""
    words = ngettext("%(num)d deadline moved with it.", "%(num)d deadlines moved with it.", moved)
    flash(f"{_('The calendar has been changed.')} {words}", "success")
    return redirect(url_for("calendar.index", year=year))


def asked_year() -> int:
    """The school year of the URL, the present one when it is none."""
    now, text = school_year_of(clock.today()), request.args.get("year", "")
    return int(text) if YEAR.fullmatch(text) and abs(int(text) - now) <= 10 else now
