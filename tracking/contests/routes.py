"""Contests: the list, writing one down, and one contest with the decision on it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.case import Case
from models.contest import Contest
from models.vocabulary.contests import ContestState
from models.vocabulary.roles import Permission as P
from tracking.cases import queries as cases
from tracking.cases.proposals import is_suspicion
from tracking.cases.story import timeline_of
from tracking.contests import queries, service
from tracking.contests.forms import ContestForm, RulingForm
from tracking.flags.sentences import rule_title
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError
from tracking.kernel.paging import paged, sort_of
from tracking.kernel.web.filters import due
from tracking.kernel.web.guards import actor, requires

blueprint = Blueprint("contests", __name__)
ALL = "all"


@blueprint.app_template_global()
def what_is_contested(contest: Contest) -> str:
    """The flag or the entry that a contest is about, in words."""
    if contest.flag is not None:
        return str(_("Flag: %(title)s", title=rule_title(contest.flag.rule)))
    return str(_("Entry #%(number)s of the timeline", number=contest.event_id))


@blueprint.get("/contests")
@requires(P.CASE_READ, P.CONTEST_FILE)
def index() -> str:
    """Contests of the files in scope, those to be decided first."""
    asked = request.args.get("state", ContestState.OPEN.value)
    state = next((state for state in ContestState if state.value == asked), None)
    sort = sort_of(request.args, queries.SORTS, "due")
    keys = queries.sort_keys(sort.key, descending=sort.descending)
    return render_template(
        "contests/index.html",
        sort=sort,
        page=paged(queries.listing(state), keys, Contest.id, request.args),
        counts=queries.counts(),
    )


@blueprint.route("/cases/<int:case_id>/contests/new", methods=["GET", "POST"])
@requires(P.CASE_READ, P.CONTEST_FILE)
def file(case_id: int) -> Response | str | tuple[str, int]:
    """Write a contest down."""
    case = cases.case_in_scope(case_id) or abort(404)
    form = ContestForm(
        case.child.birth_date, what=request.args.get("what"), contested_on=clock.today()
    )
    offer(form, case)
    if form.validate_on_submit():
        try:
            contest = service.file(case, form.contested(), by=actor())
        except BaoxueError as error:
            form.form_errors.append(str(error))
        else:
            words = _("Written down. The bureau decides by %(day)s.", day=due(contest.due_on))
            flash(words, "success")
            return redirect(url_for("contests.show", contest_id=contest.id))
    case = cases.case_in_scope(case_id) or abort(404)
    text = render_template("contests/file.html", form=form, case=case)
    return (text, 409 if form.form_errors else 422) if form.is_submitted() else text


@blueprint.get("/contests/<int:contest_id>")
@requires(P.CASE_READ, P.CONTEST_FILE)
def show(contest_id: int) -> str:
    """One contest."""
    return contest_page(contest_or_404(contest_id), RulingForm(formdata=None))


@blueprint.post("/contests/<int:contest_id>/decide")
@requires(P.CASE_READ, P.CONTEST_DECIDE)
def decide(contest_id: int) -> Response | tuple[str, int]:
    """Find a contest right, or do not follow it."""
    contest, form = contest_or_404(contest_id), RulingForm()
    if not form.validate():
        return contest_page(contest, form), 422
    try:
        service.decide(contest, form.verdict(), by=actor(), version=form.version.data or 0)
    except BaoxueError as error:
        form.form_errors.append(str(error))
        return contest_page(contest_or_404(contest_id), form), 409
    flash(_("Decided. Who contested it has been told."), "success")
    return redirect(url_for("contests.show", contest_id=contest_id))


def offer(form: ContestForm, case: Case) -> None:
    """Put into words what of a file may be contested."""
    flags = [
        (f.id, _("Flag of %(day)s: %(title)s", day=f.as_of.isoformat(), title=rule_title(f.rule)))
        for f in case.flags
        if is_suspicion(f)
    ]
    entries = [(e.number, f"{e.when_text} · {e.title}") for e in timeline_of(case, actor())]
    form.offer(flags, entries)


def contest_or_404(number: int) -> Contest:
    """A contest of a file in scope; a stranger's is not there."""
    return queries.contest_in_scope(number) or abort(404)


def contest_page(contest: Contest, form: RulingForm) -> str:
    """The page of one contest."""
    return render_template("contests/show.html", contest=contest, form=form)
