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
SIGNED_IN: set[Role | None] = {None, *Role}
EMPTY_FORM = 422
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
    page("cases.reassign", f"{CASE}/reassign", BUREAUS),
    act("cases.reassign", f"{CASE}/reassign", BUREAUS),
    act("cases.mark_wrong", f"{CASE}/flags/{{flag}}/wrong", BUREAUS),
    act("cases.close", f"{CASE}/close", BUREAUS),
    act("cases.reveal", f"{CASE}/reveal", BUREAUS | SCHOOL | TOWNSHIP),
    # Follow-ups and outcomes
    page("followups.record", f"{CASE}/follow-ups/new", SCHOOL | TOWNSHIP),
    act("followups.record", f"{CASE}/follow-ups/new", SCHOOL | TOWNSHIP),
    page("outcomes.submit", f"{CASE}/outcomes/new", SCHOOL),
    act("outcomes.submit", f"{CASE}/outcomes/new", SCHOOL),
    act("outcomes.decide", f"{CASE}/outcomes/decision", BUREAUS),
    act("outcomes.confirm", f"{CASE}/proposals/{{flag}}/confirm", BUREAUS, 409),
    act("outcomes.refuse", f"{CASE}/proposals/{{flag}}/refuse", BUREAUS),
    # Thresholds
    page("thresholds.index", "/settings", WATCHERS),
    page("thresholds.edit", "/settings/guard.share", {Role.CITY_OFFICER}),
    act("thresholds.edit", "/settings/guard.share", {Role.CITY_OFFICER}),
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
    page("reports.runs", "/runs", WATCHERS | SYSTEM),
    for_all("reports.demo_accounts", "GET", "/demo-accounts", 404),
    for_all("reports.be_demo_account", "POST", "/demo-accounts", 404),
)
