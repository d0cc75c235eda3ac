"""Coming in, going out, the own password, the language."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from werkzeug import Response

from models.user import User
from tracking.accounts import service
from tracking.accounts.forms import PasswordForm, SignInForm, show_refusal
from tracking.accounts.routes.chapter import blueprint
from tracking.kernel.errors import RefusedError
from tracking.kernel.web.guards import actor, address, public, requires
from tracking.kernel.web.language import LOCALES
from tracking.kernel.web.targets import safe_target


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Response | str | tuple[str, int]:
    """Ask for name and password, and let in."""
    if current_user.is_authenticated:
        return redirect(url_for("reports.home"))
    form = SignInForm(next=safe_target(request.args.get("next")) or "")
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form)
    try:
        user = service.sign_in(form.login.data or "", form.password.data or "", address())
    except RefusedError as error:
        show_refusal(form, error)
        return render_template("accounts/sign_in.html", form=form), 401
    open_session(user)
    return redirect(safe_target(form.next.data) or url_for("reports.home"))


def open_session(user: User) -> None:
    """Start a session from nothing, so that one set by somebody else before is worthless."""
    chosen = session.get("locale")
    session.clear()
    session.permanent = True
    login_user(user)
    if chosen in LOCALES:
        service.choose_language(user, chosen)


@blueprint.post("/sign-out")
@requires(fresh_password=False)
def sign_out() -> Response:
    """End the sessions of this account."""
    locale = current_user.locale
    service.sign_out(actor(), address())
    logout_user()
    session.clear()
    session["locale"] = locale
    return redirect(url_for("accounts.sign_in"))


@blueprint.route("/password", methods=["GET", "POST"])
@requires(fresh_password=False)
def password() -> Response | str | tuple[str, int]:
    """Change the own password; a one-time password leads nowhere else."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/password.html", form=form)
    user = actor()
    try:
        service.change_password(
            user, form.current_password.data or "", form.new_password.data or "", address()
        )
    except RefusedError as error:
        show_refusal(form, error)
        return render_template("accounts/password.html", form=form), 422
    open_session(user)
    flash(_("Your password has been changed. Other sessions of yours have ended."), "success")
    return redirect(url_for("reports.home"))


@blueprint.post("/language")
@public
def language() -> Response:
    """Remember the chosen language and go back to the page it was chosen on."""
    chosen = request.form.get("locale", "")
    if chosen in LOCALES:
        session["locale"] = chosen
        if current_user.is_authenticated:
            service.choose_language(actor(), chosen)
    back = safe_target(request.form.get("next"))
    return redirect(back or url_for("accounts.sign_in"))
