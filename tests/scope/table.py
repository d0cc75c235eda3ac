"""The matrix as a table: every endpoint, who may use it, and what it answers to an empty request.

It is written by hand and not read from the guards, which it proves. An endpoint without a line
here fails the tests.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.vocabulary.roles import Role

SCHOOL, TOWNSHIP = {Role.SCHOOL_ADMIN}, {Role.TOWNSHIP_OFFICER}
BUREAUS = {Role.COUNTY_OFFICER, Role.CITY_OFFICER}
WATCHERS = BUREAUS | {Role.INSPECTOR}
SYSTEM, SECURITY, AUDITOR = {Role.SYSTEM_ADMIN}, {Role.SECURITY_ADMIN}, {Role.AUDITOR}
CASES = WATCHERS | SCHOOL | TOWNSHIP
DEPARTMENT = {Role.DEPARTMENT_OFFICER}
ISSUERS = BUREAUS | SCHOOL | TOWNSHIP
SIGNED_IN: set[Role | None] = {None, *Role}
EMPTY_FORM = 422
NOT_MINE = 404  # only who made it opens it, and somebody else did
NOT_CHECKED = 404  # the upload of the matrix has not been checked
NO_RECEIPT = 404  # the scan of the matrix was never run
NOTHING_KEPT = 409  # the objects of the matrix have no archive behind them


@dataclass(frozen=True)
class Line:
    """One endpoint and method.

    `path` names the objects it is about as {case}, {flag} …; `who` may use it (None in it is an
    account without a role); `answer` is what they get for the page, or for a form without any
    field; `anybody` is what everybody gets, signed in or not, where there is no guard.
    """

    endpoint: str
    method: str
    path: str
    who: set[Role] | set[Role | None]
    answer: int = 200
    anybody: int | None = None

    @property
    def is_about_an_object(self) -> bool:
        """Whether a stranger's object could be asked for."""
        return "{" in self.path and "{scan}" not in self.path


def page(endpoint: str, path: str, who: set[Role] | set[Role | None], answer: int = 200) -> Line:
    """A page to read."""
    return Line(endpoint, "GET", path, who, answer)


def act(
    endpoint: str, path: str, who: set[Role] | set[Role | None], answer: int = EMPTY_FORM
) -> Line:
    """A form to send."""
    return Line(endpoint, "POST", path, who, answer)


def for_all(endpoint: str, method: str, path: str, answer: int = 200) -> Line:
    """A page or form without a guard."""
    return Line(endpoint, method, path, SIGNED_IN, anybody=answer)


CASE, USER = "/cases/{case}", "/users/{user}"
SNAPSHOT, INTAKE = "/snapshots/{snapshot}", "/intakes/{intake}"
LINK = "/identity-links/{link}"
TASK, TIP = "/data-tasks/{task}", "/tips/{tip}"
HANDOVER = "/handovers/{handover}"
PAPER, TEMPLATE = "/papers/{paper}", "/paper-templates/order"
TABLE = (
    # Accounts
    for_all("accounts.sign_in", "GET", "/sign-in"),
    for_all("accounts.sign_in", "POST", "/sign-in"),
    for_all("accounts.language", "POST", "/language", 302),
    act("accounts.sign_out", "/sign-out", SIGNED_IN, 302),
    page("accounts.password", "/password", SIGNED_IN),
    act("accounts.password", "/password", SIGNED_IN, 200),
    page("accounts.users", "/users", SYSTEM | SECURITY | AUDITOR),
    page("accounts.user", USER, SYSTEM | SECURITY | AUDITOR),
    page("accounts.new_user", "/users/new", SYSTEM),
    act("accounts.new_user", "/users/new", SYSTEM, 200),
    act("accounts.edit_user", USER, SYSTEM),
    act("accounts.enable_user", f"{USER}/enabled", SYSTEM, 302),
    act("accounts.reset_password", f"{USER}/one-time-password", SYSTEM, 200),
    act("accounts.grant_role", f"{USER}/role", SECURITY, 302),
    page("accounts.organisations", "/organisations", SYSTEM),
    act("accounts.import_organisations", "/organisations", SYSTEM),
    page("accounts.new_organisation", "/organisations/new", SYSTEM),
    act("accounts.new_organisation", "/organisations/new", SYSTEM),
    page("accounts.organisation", "/organisations/{organisation}", SYSTEM),
    act("accounts.organisation", "/organisations/{organisation}", SYSTEM),
    page("accounts.audit_log", "/audit-log", AUDITOR),
    # Flags
    page("flags.index", "/flags", WATCHERS),
    page("flags.show", "/flags/{flag}", WATCHERS),
    page("flags.export", "/flags.csv", BUREAUS),
    page("flags.scan", "/scans/{scan}", WATCHERS | SYSTEM),
    page("flags.printed_receipt", "/scans/{scan}/receipt", WATCHERS | SYSTEM, NO_RECEIPT),
    page("flags.receipt_file", "/scans/{scan}/receipt.json", WATCHERS | SYSTEM, NO_RECEIPT),
    page("flags.rules", "/rules", WATCHERS),
    page("flags.precision", "/precision", WATCHERS),
    act(
        "flags.back_test",
        "/back-tests/rule.VANISHED.exit_days",
        {Role.CITY_OFFICER},
        NOTHING_KEPT,
    ),
    page("flags.data_tasks", "/data-tasks", WATCHERS | SCHOOL),
    page("flags.export_data_tasks", "/data-tasks.csv", WATCHERS | SCHOOL),
    page("flags.data_task", TASK, WATCHERS | SCHOOL),
    act("flags.explain_task", f"{TASK}/explain", BUREAUS | SCHOOL),
    act("flags.undo_explanation", f"{TASK}/undo", BUREAUS | SCHOOL, 409),
    # Tips
    page("tips.index", "/tips", BUREAUS | TOWNSHIP),
    page("tips.record", "/tips/new", BUREAUS | TOWNSHIP),
    act("tips.record", "/tips/new", BUREAUS | TOWNSHIP),
    page("tips.show", TIP, BUREAUS | TOWNSHIP),
    act("tips.accept", f"{TIP}/accept", BUREAUS, 409),
    act("tips.decline", f"{TIP}/decline", BUREAUS),
    act("tips.reveal_child", f"{TIP}/child", BUREAUS | TOWNSHIP),
    act("tips.reveal_source", f"{TIP}/source", BUREAUS),
    # Identity
    page("identity.index", "/identity-links", WATCHERS),
    page("identity.show", LINK, WATCHERS),
    act("identity.accept", f"{LINK}/accept", BUREAUS, 409),
    act("identity.refuse", f"{LINK}/refuse", BUREAUS),
    act("identity.undo", f"{LINK}/undo", BUREAUS),
    # Comparison
    page("comparison.index", "/comparisons", WATCHERS),
    page("comparison.box", "/comparisons/{scan}/week/vanished", WATCHERS),
    page("comparison.export", "/comparisons/{scan}/week/vanished/list.csv", BUREAUS),
    page("comparison.balance", "/balance", WATCHERS),
    page("comparison.balance_export", "/balance.csv", BUREAUS),
    # Cases
    page("cases.index", "/cases", CASES),
    page("cases.export", "/cases.csv", BUREAUS),
    page("cases.show", CASE, CASES),
    act("cases.assign", f"{CASE}/assign", BUREAUS, 409),
    act("cases.assign_selected", "/cases/assign", BUREAUS, 302),
    act("cases.remind_selected", "/cases/remind", BUREAUS, 302),
    page("cases.bulk_act", "/bulk-acts/{act}", CASES, NOT_MINE),
    act("cases.undo_act", "/bulk-acts/{act}/undo", CASES, NOT_MINE),
    page("cases.reassign", f"{CASE}/reassign", BUREAUS),
    act("cases.reassign", f"{CASE}/reassign", BUREAUS),
    act("cases.mark_wrong", f"{CASE}/flags/{{flag}}/wrong", BUREAUS),
    act("cases.close", f"{CASE}/close", BUREAUS),
    act("cases.reveal", f"{CASE}/reveal", BUREAUS | SCHOOL | TOWNSHIP),
    # Documents
    page("proofs.index", f"{CASE}/proofs", CASES),
    act("proofs.add", f"{CASE}/proofs", BUREAUS | SCHOOL | TOWNSHIP),
    page("proofs.show", f"{CASE}/proofs/{{attachment}}", CASES),
    page("proofs.content", f"{CASE}/proofs/{{attachment}}/content", CASES - {Role.INSPECTOR}),
    page("proofs.thumbnail", f"{CASE}/proofs/{{attachment}}/thumbnail", CASES),
    act("proofs.withdraw", f"{CASE}/proofs/{{attachment}}/withdraw", BUREAUS | SCHOOL | TOWNSHIP),
    # Follow-ups and outcomes
    page("cases.states", "/states", CASES),
    page("notes.write", f"{CASE}/notes/new", SCHOOL | TOWNSHIP | BUREAUS),
    act("notes.write", f"{CASE}/notes/new", SCHOOL | TOWNSHIP | BUREAUS),
    page("contests.index", "/contests", SCHOOL | BUREAUS),
    page("contests.file", f"{CASE}/contests/new", SCHOOL | BUREAUS),
    act("contests.file", f"{CASE}/contests/new", SCHOOL | BUREAUS),
    page("contests.show", "/contests/{contest}", SCHOOL | BUREAUS),
    act("contests.decide", "/contests/{contest}/decide", BUREAUS),
    page("followups.record", f"{CASE}/follow-ups/new", SCHOOL | TOWNSHIP),
    act("followups.record", f"{CASE}/follow-ups/new", SCHOOL | TOWNSHIP),
    page("followups.forms", f"{CASE}/follow-ups/forms", CASES),
    act("followups.forms_in_full", f"{CASE}/follow-ups/forms", BUREAUS | SCHOOL | TOWNSHIP, 200),
    page("followups.call_list", "/call-list", SCHOOL | TOWNSHIP),
    act("followups.call_list_in_full", "/call-list", SCHOOL | TOWNSHIP),
    act("followups.no_answer", f"{CASE}/no-answer", SCHOOL | TOWNSHIP, 302),
    page("followups.field_packet", "/field-packet", SCHOOL | TOWNSHIP),
    act("followups.field_packet", "/field-packet", SCHOOL | TOWNSHIP, 409),
    page("followups.packet", "/field-packets/{packet}", SCHOOL | TOWNSHIP, NOT_MINE),
    page("followups.workbook", "/field-packets/{packet}.xlsx", SCHOOL | TOWNSHIP, NOT_MINE),
    act("followups.revoke_packet", "/field-packets/{packet}/revoke", SCHOOL | TOWNSHIP, NOT_MINE),
    act("followups.take_back", "/field-packet/returns", SCHOOL | TOWNSHIP),
    page("followups.returned", "/field-packet/returns/{kept}", SCHOOL | TOWNSHIP, NOT_MINE),
    act("followups.returned", "/field-packet/returns/{kept}", SCHOOL | TOWNSHIP, NOT_MINE),
    page("followups.wordings", "/wordings", BUREAUS),
    act("followups.wordings", "/wordings", BUREAUS),
    act("followups.retire_wording", "/wordings/{wording}/retire", BUREAUS, NOT_MINE),
    page("outcomes.at_school", "/cases/at-school", SCHOOL),
    act("outcomes.at_school", "/cases/at-school", SCHOOL),
    page("outcomes.submit", f"{CASE}/outcomes/new", SCHOOL),
    act("outcomes.submit", f"{CASE}/outcomes/new", SCHOOL),
    act("outcomes.decide", f"{CASE}/outcomes/decision", BUREAUS),
    page("outcomes.codes", "/outcomes", CASES),
    page("outcomes.lessons", f"{CASE}/lessons", CASES),
    act("outcomes.teach", f"{CASE}/lessons", SCHOOL | TOWNSHIP),
    act("outcomes.strike", f"{CASE}/lessons/{{lesson}}/strike", SCHOOL | TOWNSHIP),
    page("outcomes.attendance", f"{CASE}/attendance", CASES),
    act("outcomes.attend", f"{CASE}/attendance", SCHOOL, 409),
    act("outcomes.confirm", f"{CASE}/proposals/{{flag}}/confirm", BUREAUS, 409),
    act("outcomes.refuse", f"{CASE}/proposals/{{flag}}/refuse", BUREAUS),
    # Papers
    page("papers.index", "/papers", CASES),
    page("papers.export", "/papers.csv", BUREAUS),
    page("papers.set_prefix", "/papers/prefix", ISSUERS),
    act("papers.set_prefix", "/papers/prefix", ISSUERS),
    page("papers.ladder", f"{CASE}/papers", CASES),
    page("papers.issue", f"{CASE}/papers/order/new", ISSUERS, 302),  # locked: it says why
    act("papers.issue", f"{CASE}/papers/order/new", ISSUERS),
    page("papers.issue_general", "/papers/duty_letter/new", ISSUERS),
    act("papers.issue_general", "/papers/duty_letter/new", ISSUERS),
    page("papers.show", PAPER, CASES),
    page("papers.download", f"{PAPER}/paper.docx", ISSUERS),
    page("papers.receipt", f"{PAPER}/receipt.pdf", ISSUERS),
    page("papers.deliver", f"{PAPER}/delivery", ISSUERS),
    act("papers.deliver", f"{PAPER}/delivery", ISSUERS),
    act("papers.add_scan", f"{PAPER}/scan", ISSUERS),
    act("papers.void", f"{PAPER}/void", ISSUERS),
    page("papers.masked_file", f"{CASE}/file.pdf", BUREAUS),
    act("papers.full_file", f"{CASE}/file.pdf", ISSUERS, 302),
    page("papers.templates_list", "/paper-templates", CASES),
    page("papers.template", TEMPLATE, {Role.CITY_OFFICER}),
    act("papers.template", TEMPLATE, {Role.CITY_OFFICER}),
    act("papers.use_shipped", f"{TEMPLATE}/shipped", {Role.CITY_OFFICER}, 409),
    page("papers.template_file", f"{TEMPLATE}/template.docx", CASES),
    # Both lines, workload
    page("lines.show", f"{CASE}/lines", CASES),
    act("lines.name", f"{CASE}/lines", BUREAUS | SCHOOL | TOWNSHIP),
    act(
        "lines.acknowledge",
        f"{CASE}/lines/{{responsible}}/acknowledge",
        BUREAUS | SCHOOL | TOWNSHIP,
    ),
    act("lines.reveal", f"{CASE}/lines/telephones", BUREAUS | SCHOOL | TOWNSHIP),
    page("lines.work", "/workload", BUREAUS),
    page("lines.give", "/workload/give", BUREAUS),
    act("lines.give", "/workload/give", BUREAUS),
    act("lines.undo", "/workload/transfers/{transfer}/undo", BUREAUS, 302),
    # Inquiries
    page("inquiries.ask", f"{CASE}/inquiries", BUREAUS),
    act("inquiries.ask", f"{CASE}/inquiries", BUREAUS),
    act("inquiries.withdraw", f"{CASE}/inquiries/{{inquiry}}/withdraw", BUREAUS, 302),
    page("inquiries.asked", "/inquiries/asked", BUREAUS),
    page("inquiries.index", "/inquiries", DEPARTMENT),
    page("inquiries.show", "/inquiries/{inquiry}", DEPARTMENT),
    act("inquiries.reveal", "/inquiries/{inquiry}/child", DEPARTMENT, 200),
    act("inquiries.answer", "/inquiries/{inquiry}/answer", DEPARTMENT),
    # Hand-overs
    page("handovers.send", f"{CASE}/handovers", BUREAUS),
    act("handovers.send", f"{CASE}/handovers", BUREAUS),
    page("handovers.index", "/handovers", BUREAUS),
    page("handovers.show", HANDOVER, CASES),
    act("handovers.receive", f"{HANDOVER}/receive", BUREAUS),
    act("handovers.refuse", f"{HANDOVER}/refuse", BUREAUS),
    act("handovers.withdraw", f"{HANDOVER}/withdraw", BUREAUS),
    act("handovers.record_receipt", f"{HANDOVER}/receipt", BUREAUS),
    act("handovers.end", f"{HANDOVER}/end", BUREAUS),
    # Thresholds
    page("thresholds.index", "/settings", WATCHERS),
    page("thresholds.edit", "/settings/guard.share", {Role.CITY_OFFICER}),
    act("thresholds.edit", "/settings/guard.share", {Role.CITY_OFFICER}),
    # Calendar
    page("calendar.index", "/calendar", CASES),
    page("calendar.days", "/calendar/days", {Role.CITY_OFFICER}),
    act("calendar.days", "/calendar/days", {Role.CITY_OFFICER}),
    page("calendar.terms", "/calendar/terms", {Role.CITY_OFFICER}),
    act("calendar.terms", "/calendar/terms", {Role.CITY_OFFICER}),
    page("calendar.bring_in", "/calendar/import", {Role.CITY_OFFICER}),
    act("calendar.bring_in", "/calendar/import", {Role.CITY_OFFICER}),
    act("calendar.preset", "/calendar/preset", {Role.CITY_OFFICER}, 404),
    # Snapshots
    page("snapshots.index", "/snapshots", WATCHERS),
    page("snapshots.show", SNAPSHOT, WATCHERS),
    page("snapshots.rows_in_error", f"{SNAPSHOT}/rows-in-error.csv", BUREAUS, NOTHING_KEPT),
    page("snapshots.release", f"{SNAPSHOT}/parts/{{part}}/release", BUREAUS),
    act("snapshots.release", f"{SNAPSHOT}/parts/{{part}}/release", BUREAUS),
    page("snapshots.upload", "/snapshots/upload", BUREAUS),
    act("snapshots.upload", "/snapshots/upload", BUREAUS),
    page("snapshots.intake", INTAKE, BUREAUS),
    page("snapshots.progress", f"{INTAKE}/progress", BUREAUS),
    act("snapshots.columns", f"{INTAKE}/columns", BUREAUS),
    act("snapshots.accept", f"{INTAKE}/accept", BUREAUS, 409),
    act("snapshots.cancel", f"{INTAKE}/cancel", BUREAUS, 409),
    act("snapshots.resume", f"{INTAKE}/resume", BUREAUS, 409),
    page("snapshots.intake_rows_in_error", f"{INTAKE}/rows-in-error.csv", BUREAUS, NOT_CHECKED),
    # Reports
    page("reports.home", "/", SIGNED_IN),
    page("reports.area", "/areas/{area}", WATCHERS),
    page("reports.school_ledger", "/ledgers/schools.csv", BUREAUS),
    page("reports.notices", "/notices", SIGNED_IN),
    act("reports.read_notices", "/notices/read", SIGNED_IN, 302),
    page("reports.monthly_report", "/monthly-report", SCHOOL),
    act("reports.monthly_report", "/monthly-report", SCHOOL, 302),
    page("reports.monthly_reports", "/monthly-reports", WATCHERS),
    page("reports.runs", "/runs", WATCHERS | SYSTEM),
    for_all("reports.demo_accounts", "GET", "/demo-accounts", 404),
    for_all("reports.be_demo_account", "POST", "/demo-accounts", 404),
)
