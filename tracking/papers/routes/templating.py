"""Templates of papers: which are in force, their fields, own ones in place of the shipped."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from models.vocabulary.papers import PaperKind
from models.vocabulary.roles import Permission as P
from tracking.kernel.errors import BaoxueError
from tracking.kernel.web.guards import actor, requires
from tracking.papers import queries, templates
from tracking.papers.forms import TemplateForm, kind_of
from tracking.papers.kinds import field_names, kinds
from tracking.papers.routes.chapter import answer, blueprint


@blueprint.get("/paper-templates")
@requires(P.PAPER_READ)
def templates_list() -> str:
    """Every kind with the template in force, and the fields that a template may hold."""
    return render_template(
        "papers/templates_list.html",
        kinds=kinds().values(),
        newest=queries.newest_templates(),
        fields=field_names().values(),
    )


@blueprint.route("/paper-templates/<string:code>", methods=["GET", "POST"])
@requires(P.PAPER_READ, P.PAPER_TEMPLATE)
def template(code: str) -> Response | str | tuple[str, int]:
    """The template of a kind with its versions; a new one is looked at before it is used."""
    kind, form = kind_or_404(code), TemplateForm()
    if not form.is_submitted():
        return template_page(kind, form)
    if not form.validate():
        return template_page(kind, form), 422
    file = form.file.data
    try:
        row = templates.upload(kind, file.filename, file.read(), by=actor())
    except BaoxueError as error:
        form.file.errors = [str(error)]
        return template_page(kind, form), 422
    flash(
        _("Version %(number)s is in force from the next paper on.", number=row.version), "success"
    )
    return redirect(url_for("papers.template", code=code))


@blueprint.post("/paper-templates/<string:code>/shipped")
@requires(P.PAPER_READ, P.PAPER_TEMPLATE)
def use_shipped(code: str) -> Response | tuple[str, int]:
    """Go back to the template that comes with the product."""
    kind = kind_or_404(code)
    try:
        templates.use_shipped(kind, by=actor())
    except BaoxueError as error:
        form = TemplateForm(formdata=None)
        form.form_errors.append(str(error))
        return template_page(kind, form), 409
    flash(_("The template that comes with the product is in force again."), "success")
    return redirect(url_for("papers.template", code=code))


@blueprint.get("/paper-templates/<string:code>/template.docx")
@requires(P.PAPER_READ)
def template_file(code: str) -> Response:
    """The Word file of the template in force, or of an earlier version."""
    kind, text = kind_or_404(code), request.args.get("version", "")
    version = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
    content = templates.content_of(kind, version)
    return answer(content, "docx", kinds()[kind].title) if content else abort(404)


def template_page(kind: PaperKind, form: TemplateForm) -> str:
    """The page of one template."""
    return render_template(
        "papers/template.html",
        kind=kinds()[kind],
        form=form,
        versions=queries.template_versions(kind),
        required=[field_names()[f] for f in field_names() if f in kinds()[kind].required_fields],
    )


def kind_or_404(code: str) -> PaperKind:
    """A kind by its code, the receipt of delivery too."""
    return kind_of(code) or abort(404)
