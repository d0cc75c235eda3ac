"""The audit log, as the auditor reads it."""

from __future__ import annotations

from flask import render_template, request

from models.vocabulary.roles import Permission as P
from tracking.accounts import queries
from tracking.accounts.forms import AuditFilterForm
from tracking.accounts.routes.chapter import blueprint
from tracking.kernel import audit
from tracking.kernel.web.guards import requires
from tracking.kernel.web.paging import Page, here

SIZE = 50


@blueprint.get("/audit-log")
@requires(P.AUDIT_READ)
def audit_log() -> str:
    """Entries by newest, filtered; on request, whether the chain of all entries holds."""
    form = AuditFilterForm(request.args)
    form.offer((action, action) for action in queries.audit_actions())
    wanted = queries.AuditFilter(
        form.actor.data or "", form.action.data or "", form.result.data == "refused"
    )
    before = asked_before()
    found = queries.audit_entries(wanted, before, SIZE)
    return render_template(
        "accounts/audit_log.html",
        entries=found.rows,
        page=audit_pager(wanted, found, before),
        form=form,
        checked="check" in request.args,
        broken=audit.first_broken_entry() if "check" in request.args else None,
    )


def asked_before() -> int | None:
    """The sequence number in the URL below which entries are wanted."""
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def audit_pager(wanted: queries.AuditFilter, found: queries.Slice, before: int | None) -> Page:
    """The pager of a list that is walked by sequence number instead of by page number."""
    last = found.before + len(found.rows)
    newer = queries.newer_start(wanted, before, SIZE) if before is not None else None
    return Page(
        number=found.before // SIZE + 1,
        pages=max(1, -(-found.total // SIZE)),
        size=SIZE,
        first=found.before + 1 if found.rows else 0,
        last=last,
        total=found.total,
        previous_url=here(before=newer, check=None) if found.before else None,
        next_url=here(before=found.rows[-1].sequence, check=None) if last < found.total else None,
    )
