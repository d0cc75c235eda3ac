"""The main navigation: one table, in the order of the story, shown by permission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from models.user import User
from models.vocabulary.roles import Permission as P


@dataclass(frozen=True)
class Item:
    """One entry: its endpoint and the endpoints that count as being under it."""

    label: Any
    endpoint: str
    permission: P | None
    covers: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Where it leads."""
        return url_for(self.endpoint)

    @property
    def is_current(self) -> bool:
        """Whether the shown page stands under this entry."""
        return request.endpoint == self.endpoint or request.endpoint in self.covers


ITEMS = (
    Item(
        _l("Home"),
        "reports.home",
        None,
        ("reports.notices", "reports.area", "reports.monthly_report", "reports.monthly_reports"),
    ),
    Item(
        _l("Flags"), "flags.index", P.FLAG_READ, ("flags.show", "identity.index", "identity.show")
    ),
    Item(
        _l("Cases"),
        "cases.index",
        P.CASE_READ,
        (
            "cases.show",
            "cases.reassign",
            "cases.reveal",
            "handovers.index",
            "handovers.send",
            "handovers.show",
            "inquiries.ask",
            "inquiries.asked",
            "lines.give",
            "lines.name",
            "lines.show",
            "lines.work",
            "notes.write",
            "cases.states",
            "contests.index",
            "contests.show",
            "contests.file",
            "followups.record",
            "followups.forms",
            "followups.call_list",
            "followups.field_packet",
            "followups.packet",
            "followups.returned",
            "followups.wordings",
            "cases.bulk_act",
            "outcomes.at_school",
            "outcomes.submit",
            "outcomes.codes",
            "outcomes.lessons",
            "outcomes.attendance",
            "papers.issue",
            "papers.ladder",
            "proofs.index",
            "proofs.show",
        ),
    ),
    Item(_l("Data tasks"), "flags.data_tasks", P.TASK_READ, ("flags.data_task",)),
    Item(_l("Inquiries"), "inquiries.index", P.INQUIRY_ANSWER, ("inquiries.show",)),
    Item(_l("Tips"), "tips.index", P.TIP_READ, ("tips.record", "tips.show")),
    Item(
        _l("Papers"),
        "papers.index",
        P.PAPER_READ,
        (
            "papers.show",
            "papers.deliver",
            "papers.templates_list",
            "papers.template",
            "papers.set_prefix",
            "papers.issue_general",
        ),
    ),
    Item(
        _l("Snapshots"),
        "snapshots.index",
        P.SNAPSHOT_READ,
        ("snapshots.show", "snapshots.upload", "snapshots.release"),
    ),
    Item(
        _l("Comparison"),
        "comparison.index",
        P.FLAG_READ,
        ("comparison.box", "comparison.balance"),
    ),
    Item(_l("Runs"), "reports.runs", P.RUN_READ, ("flags.scan", "flags.printed_receipt")),
    Item(
        _l("Settings"),
        "thresholds.index",
        P.THRESHOLD_READ,
        (
            "thresholds.edit",
            "flags.rules",
            "flags.precision",
            "flags.back_test",
            "calendar.index",
            "calendar.days",
            "calendar.terms",
            "calendar.bring_in",
        ),
    ),
    Item(
        _l("Organisations"),
        "accounts.organisations",
        P.ORGANISATION_MANAGE,
        ("accounts.new_organisation", "accounts.organisation"),
    ),
    Item(_l("Accounts"), "accounts.users", P.ACCOUNT_READ, ("accounts.user", "accounts.new_user")),
    Item(_l("Audit log"), "accounts.audit_log", P.AUDIT_READ),
)


def navigation_for(user: User) -> list[Item]:
    """The entries a person may use."""
    return [i for i in ITEMS if i.permission is None or user.can(i.permission)]
