"""The papers of a case as a ladder, and issuing one of them."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.case import Case
from models.vocabulary.papers import PaperKind
from models.vocabulary.roles import Permission as P
from tracking.kernel.errors import BaoxueError
from tracking.kernel.masking import masked_name
from tracking.kernel.web.guards import actor, requires
from tracking.papers import policy, queries, service
from tracking.papers.forms import PaperForm, kind_of
from tracking.papers.kinds import Kind, issuable
from tracking.papers.routes.chapter import blueprint, case_or_404
from tracking.thresholds.queries import value_of


@blueprint.get("/cases/<int:case_id>/papers")
@requires(P.CASE_READ, P.PAPER_READ)
def ladder(case_id: int) -> str:
    """Every paper of a case, the ladder as a picture, what may be issued and what is missing."""
    return render_template("papers/ladder.html", case=case_or_404(case_id))


@blueprint.route("/cases/<int:case_id>/papers/<string:code>/new", methods=["GET", "POST"])
@requires(P.CASE_READ, P.PAPER_READ, P.PAPER_ISSUE)
def issue(case_id: int, code: str) -> Response | str | tuple[str, int]:
    """Write what the file does not know, and issue the paper."""
    case, kind = case_or_404(case_id), kind_or_404(code)
    form = offered(kind, case)
    if not form.is_submitted():
        ground = queries.ground_of(case, actor().organisation.level)
        if locks := policy.locks_of(ground, kind):
            flash(_("This paper is locked. %(why)s", why=" ".join(map(str, locks))), "error")
            return redirect(url_for("papers.ladder", case_id=case_id))
        return render_template("papers/issue.html", form=form, case=case, kind=kind)
    return issued(form, case, kind) or again(form, kind, case_id)


@blueprint.route("/papers/<string:code>/new", methods=["GET", "POST"])
@requires(P.PAPER_READ, P.PAPER_ISSUE)
def issue_general(code: str) -> Response | str | tuple[str, int]:
    """Issue a paper that is about no child."""
    kind = kind_or_404(code)
    if kind.is_about_a_child:
        abort(404)
    form = offered(kind, None)
    if not form.is_submitted():
        return render_template("papers/issue_general.html", form=form, case=None, kind=kind)
    if done := issued(form, None, kind):
        return done
    text = render_template("papers/issue_general.html", form=form, case=None, kind=kind)
    return text, 409 if form.form_errors else 422


def issued(form: PaperForm, case: Case | None, kind: Kind) -> Response | None:
    """Do it when nothing is missing; None where the form has to be shown again."""
    if not form.validate():
        return None
    version = form.version.data or 0
    try:
        paper = service.issue(kind, case, form.written(), by=actor(), version=version)
    except BaoxueError as error:
        form.form_errors.append(str(error))
        return None
    flash(_("Issued as %(number)s.", number=paper.reference), "success")
    return redirect(url_for("papers.show", paper_id=paper.id))


def again(form: PaperForm, kind: Kind, case_id: int) -> tuple[str, int]:
    """The form with all that was typed, over the case as it stands now."""
    case = case_or_404(case_id)
    text = render_template("papers/issue.html", form=form, case=case, kind=kind)
    return text, 409 if form.form_errors else 422


def offered(kind: Kind, case: Case | None) -> PaperForm:
    """The form of a kind, with the days of the settings."""
    days = value_of(f"papers.{kind.code.value}_days") if kind.has_days else None
    details = case.child.details if case else {}
    return PaperForm(
        kind,
        masked_name(str(details.get("guardian1_name") or "")),
        days=days,
        version=case.version if case else 0,
    )


def kind_or_404(code: str) -> Kind:
    """A kind that has a register, by its code."""
    found = kind_of(code)
    return issuable()[found] if found and found is not PaperKind.DELIVERY_RECEIPT else abort(404)
