"""What people do in this chapter: they read messages, and schools send their monthly report."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update

from models.database import db
from models.notice import Notice
from models.organisation import Organisation
from models.tally import held_tally
from models.user import User
from models.vocabulary.organisations import Level
from models.zero_report import ZeroReport
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError, StaleError
from tracking.kernel.notices import kinds_read_by
from tracking.kernel.transaction import transaction
from tracking.reports import monthly
from tracking.reports.monthly import MonthlyReport


def mark_read(user: User) -> None:
    """Every message to the person's organisation, of those it may read, has been read now."""
    with transaction():
        db.session.execute(
            update(Notice)
            .where(
                Notice.organisation_id == user.organisation_id,
                Notice.kind.in_(list(kinds_read_by(user))),
                Notice.read_at.is_(None),
            )
            .values(read_at=clock.now()),
            execution_options={"synchronize_session": False},
        )


def send_report(school: Organisation, month: date, given: MonthlyReport, *, by: User) -> ZeroReport:
    """Send the report of a month with the figures of this moment; the newest of a month holds."""
    if school.level is not Level.SCHOOL:
        raise RefusedError(_l("Only schools send monthly reports."))
    with transaction():
        held_tally("monthly reports")  # a report that is sent twice at once is numbered in turn
        query = select(func.max(ZeroReport.number)).where(
            ZeroReport.organisation_id == school.id, ZeroReport.month == month
        )
        last = db.session.scalar(query) or 0
        if last != given.seen:
            raise StaleError(
                _l("A colleague sent a report for this month meanwhile. Nothing was sent again.")
            )
        figures = monthly.figures_of(month, school)
        report = ZeroReport(
            organisation_id=school.id,
            org_path=school.path,
            month=month,
            number=last + 1,
            remark=given.remark,
            sent_at=clock.now(),
            sent_by_id=by.id,
            **vars(figures),
        )
        db.session.add(report)
        details = {"month": f"{month:%Y-%m}", **vars(figures)}
        audit.record("report.send", by=by, target=f"school:{school.code}", details=details)
    return report
