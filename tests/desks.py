"""A desk at which somebody works on cases: signed in, in English, with the pages of one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from models.audit import AuditEntry
from models.case import Case, CaseEvent
from models.child import Child
from models.database import db
from models.flag import Flag
from models.organisation import Organisation
from models.user import User
from models.vocabulary.cases import CaseState
from models.vocabulary.roles import Role
from tests.builders import a_case, a_child, a_flag
from tests.conftest import Backstage, SignInAs
from tests.pages import PageClient

NAME, PHONE, ADDRESS = "欧阳平安", "19900004321", "虚构市虚构区虚构路18号"
DETAILS = {
    "phone": PHONE,
    "address": ADDRESS,
    "guardian1_name": "欧阳家长",
    "guardian1_relation": "父亲",
    "guardian1_phone": PHONE,
}


@dataclass(frozen=True)
class Desk:
    """What the tests of cases, follow-ups and outcomes do all the time."""

    client: PageClient
    sign_in_as: SignInAs
    backstage: Backstage

    def sit(self, role: Role, organisation: Organisation) -> User:
        """Sign in, and read English: texts of the code are what the tests look for."""
        user = self.sign_in_as(role, organisation)
        self.client.send("/language", {"locale": "en"}, page="/")
        return user

    def file(self, state: CaseState, school: Organisation, **columns: Any) -> Case:
        """A case of a child whose name and numbers the tests know."""
        with self.backstage():
            return a_case(state, school, self.child(school), **columns)

    def child(self, school: Organisation) -> Child:
        """That child; inside `backstage()`."""
        return a_child(school, name=NAME, details=DETAILS)

    def send(self, case: Case, path: str, **data: Any) -> TestResponse:
        """Send a form of a case's page, with the version that the page was made from."""
        given = {"version": case.version, **data}
        return self.client.send(f"/cases/{case.id}{path}", given, page="/cases")

    def flag(self, case: Case, rule: str = "VANISHED", **columns: Any) -> Flag:
        """A finding in a case."""
        with self.backstage():
            return a_flag(db.session.get_one(Case, case.id), rule, **columns)

    def now(self, case: Case) -> Case:
        """The case as it is stored."""
        with self.backstage():
            return db.session.get_one(Case, case.id)

    def owner(self, case: Case) -> str:
        """The code of whoever has it now."""
        with self.backstage():
            return db.session.get_one(Case, case.id).owner.code

    def story(self, case: Case) -> list[CaseEvent]:
        """Its timeline, oldest first."""
        with self.backstage():
            query = select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id)
            return list(db.session.scalars(query))

    def audit(self, action: str) -> list[AuditEntry]:
        """Entries of the audit log about one kind of act."""
        with self.backstage():
            query = select(AuditEntry).where(AuditEntry.action == action)
            return list(db.session.scalars(query.order_by(AuditEntry.id)))
