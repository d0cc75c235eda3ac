"""Pages of this chapter: home by role, messages, runs of the machine, accounts of a demo."""

from __future__ import annotations

from io import BytesIO

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user, logout_user
from werkzeug import Response

from models.job_run import JobRun
from models.notice import Notice
from models.organisation import Organisation
from models.vocabulary.roles import Permission as P
from tracking.accounts import service as accounts
from tracking.accounts.routes.session import open_session
from tracking.flags.queries import scans
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError
from tracking.kernel.paging import paged
from tracking.kernel.settings import Settings
from tracking.kernel.tables import MIME
from tracking.kernel.web.guards import actor, address, public, requires
from tracking.reports import ledger, machine, monthly, queries, service
from tracking.reports.demo_accounts import DemoAccount, read_list
from tracking.reports.forms import (
    DemoSignInForm,
    MonthFilterForm,
    MonthlyReportForm,
    NoticeFilterForm,
)
from tracking.reports.homes import home_of
from tracking.reports.monthly import MonthLine
from tracking.reports.notice_words import messages_for

blueprint = Blueprint("reports", __name__)
SCANS = 12


@blueprint.get("/")
@requires()
def home() -> str:
    """What is due today, overdue and new, by role."""
    return render_template("reports/home.html", **home_of(actor(), installed()))


@blueprint.get("/areas/<string:code>")
@requires(P.CASE_READ, P.FLAG_READ)
def area(code: str) -> str:
    """One county, a row per school: what stands behind its row on the city's home page."""
    county = queries.county_in_scope(code) or abort(404)
    return render_template("reports/area.html", area=county, rows=queries.school_rows(county))


@blueprint.get("/ledgers/schools.<any(csv, xlsx):ending>")
@requires(P.CASE_EXPORT)
def school_ledger(ending: str) -> Response:
    """The work of every school in the own area as one table to keep."""
    content = ledger.download(f".{ending}", actor())
    name = f"schools-{clock.today():%Y%m%d}.{ending}"
    kind = MIME[f".{ending}"]
    return send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)


@blueprint.get("/notices")
@requires()
def notices() -> str:
    """Messages to the own organisation, newest first."""
    user, form = actor(), NoticeFilterForm(request.args)
    form.offer(user)
    wanted = queries.notices_of(user.organisation_id, form.kinds(user))
    if form.unread_only:
        wanted = wanted.where(Notice.read_at.is_(None))
    page = paged(wanted, [(Notice.at, True)], Notice.id, request.args)
    messages = messages_for(page.rows, user)
    return render_template("reports/notices.html", messages=messages, page=page, form=form)


@blueprint.post("/notices/read")
@requires()
def read_notices() -> Response:
    """All messages have been read."""
    service.mark_read(actor())
    flash(_("All messages are marked as read."), "success")
    return redirect(url_for("reports.notices"))


@blueprint.get("/runs")
@requires(P.RUN_READ)
def runs() -> str:
    """What the machine did, how it ended, and when it works next."""
    page = paged(queries.runs(), [(JobRun.started_at, True)], JobRun.id, request.args)
    return render_template(
        "reports/runs.html",
        runs=[machine.line_of(run) for run in page.rows],
        page=page,
        scans=scans(SCANS),
        next_runs=machine.next_runs(installed()),
        silent_since=machine.silent_since(),
    )


@blueprint.route("/monthly-report", methods=["GET", "POST"])
@requires(P.CASE_READ, P.ZERO_REPORT)
def monthly_report() -> Response | str | tuple[str, int]:
    """The school's report of a month, prefilled; nothing to report is a report too."""
    school, today, form = actor().organisation, clock.today(), MonthlyReportForm()
    month = monthly.read_month(request.values.get("month", ""), today)
    status = 200
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                service.send_report(school, month, form.report(), by=actor())
                flash(
                    _("The report for %(month)s has been sent.", month=f"{month:%Y-%m}"), "success"
                )
                return redirect(url_for("reports.monthly_report", month=f"{month:%Y-%m}"))
        except BaoxueError as error:
            form.form_errors.append(str(error))
            status = 409
    lines = monthly.lines_of(school, today)
    shown = next(line for line in lines if line.month == month)
    return monthly_page(form, shown, lines), status


def monthly_page(form: MonthlyReportForm, shown: MonthLine, lines: list[MonthLine]) -> str:
    """The page of a month, with the figures as they are now."""
    school = actor().organisation
    form.number.data = str(shown.report.number if shown.report else 0)
    figures = monthly.figures_of(shown.month, school)
    return render_template(
        "reports/monthly_report.html", form=form, shown=shown, lines=lines, figures=figures
    )


@blueprint.get("/monthly-reports")
@requires(P.CASE_READ, P.FLAG_READ)
def monthly_reports() -> str:
    """Which schools have sent their report of a month, and which have not."""
    today, form = clock.today(), MonthFilterForm(request.args)
    form.offer(monthly.months(today))
    month = monthly.read_month(form.month.data or "", today)
    query = monthly.schools_for(month, form.standing.data or "")
    page = paged(query, [(Organisation.path, False)], Organisation.id, request.args)
    sent = monthly.newest_reports([month], [school.id for school in page.rows])
    since = monthly.first_scan()
    rows = [
        (school, monthly.line_of(month, sent.get((school.id, month)), today, since))
        for school in page.rows
    ]
    every, missing = monthly.totals(month)
    return render_template(
        "reports/monthly_reports.html", form=form, page=page, rows=rows, every=every,
        missing=missing, month=month, due_on=monthly.due_on(month),
    )  # fmt: skip


@blueprint.get("/demo-accounts")
@public
def demo_accounts() -> str:
    """Who one may be in a demonstration; there is no such page anywhere else."""
    return render_template("reports/demo_accounts.html", accounts=listed_accounts())


@blueprint.post("/demo-accounts")
@public
def be_demo_account() -> Response:
    """Sign in as one of the accounts of a demonstration, whoever one has been before."""
    login = DemoSignInForm().login.data
    account = next((a for a in listed_accounts() if a.login == login), None) or abort(404)
    if current_user.is_authenticated:
        logout_user()
    open_session(accounts.sign_in(account.login, account.password, address()))
    return redirect(url_for("reports.home"))


def listed_accounts() -> list[DemoAccount]:
    """The accounts of this demonstration; 404 where it is none."""
    settings = installed()
    return read_list(settings.data_dir) if settings.demo else abort(404)


def installed() -> Settings:
    """The settings of this installation."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings
