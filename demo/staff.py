"""The invented people who work in the city: one account per role, and one for every school."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, case, func, select

from models.case import Case
from models.database import db
from models.organisation import Organisation
from models.user import User
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role
from tracking.accounts.passwords import hash_of
from tracking.accounts.service.signing_in import new_stamp
from tracking.cases.queries import Filters, conditions
from tracking.kernel import audit
from tracking.kernel.transaction import transaction
from tracking.reports.demo_accounts import DemoAccount

PASSWORD: Final = "yi-sheng-yi-an-2026"  # noqa: S105 - shown on the page of demo accounts

# Login, name and role of those who are there once, in the order in which they are shown.
ONCE: Final = (
    ("city", "苏敏", Role.CITY_OFFICER, Level.CITY),
    ("county", "李文静", Role.COUNTY_OFFICER, Level.COUNTY),
    ("town", "巴特尔", Role.TOWNSHIP_OFFICER, Level.TOWNSHIP),
    ("department", "周立", Role.DEPARTMENT_OFFICER, Level.DEPARTMENT),
    ("inspector", "高洁", Role.INSPECTOR, Level.CITY),
    ("system", "陈建", Role.SYSTEM_ADMIN, Level.CITY),
    ("security", "吴安", Role.SECURITY_ADMIN, Level.CITY),
    ("auditor", "郑明", Role.AUDITOR, Level.CITY),
)
TEACHERS: Final = ("王建国", "赵雅琴", "斯琴", "刘志强", "张桂英", "娜仁", "孙丽", "马晓东", "韩梅")
OFFICERS: Final = ("李文静", "乌兰", "田野", "何静", "白音", "宋涛", "罗敏", "唐佳", "许峰")


@dataclass(frozen=True)
class Staff:
    """Who acts for an organisation: ids of accounts and of parents by organisation id."""

    accounts: dict[int, int]
    parents: dict[int, int]

    def of(self, organisation_id: int) -> User | None:
        """The person of a school, township or bureau."""
        number = self.accounts.get(organisation_id)
        return None if number is None else db.session.get(User, number)

    def above(self, organisation_id: int) -> User | None:
        """The person of the bureau above (of the bureau itself, at the top)."""
        return self.of(self.parents.get(organisation_id, organisation_id))


def hire() -> Staff:
    """Make all accounts; they share one password, which is hashed once."""
    hashed = hash_of(PASSWORD)
    everybody = list(db.session.scalars(select(Organisation).order_by(Organisation.path)))
    with transaction():
        people = [_account(*facts, hashed) for facts in _wanted(everybody)]
        db.session.add_all(people)
        db.session.flush()
        for user in people:
            role = user.role.value if user.role else ""
            audit.record(
                "account.create", by=None, target=f"user:{user.id}", details={"role": role}
            )
        return Staff(
            {user.organisation_id: user.id for user in reversed(people)},
            {o.id: o.parent_id for o in everybody if o.parent_id is not None},
        )


def _wanted(everybody: list[Organisation]) -> list[tuple[str, str, Role, Organisation]]:
    """Login, name, role and organisation of each account; the first of an organisation acts."""
    found = [
        (login, name, role, next(o for o in everybody if o.level is level))
        for login, name, role, level in ONCE
    ]
    counties = [o for o in everybody if o.level is Level.COUNTY]
    for number, county in enumerate(counties[1:], 2):
        name = OFFICERS[(number - 1) % len(OFFICERS)]
        found.append((f"county-{number}", name, Role.COUNTY_OFFICER, county))
    schools = sorted((o for o in everybody if o.level is Level.SCHOOL), key=lambda o: o.code[-5:])
    for number, school in enumerate(schools, 1):
        name = TEACHERS[number % len(TEACHERS)]
        found.append((f"school-{number}", name, Role.SCHOOL_ADMIN, school))
    return found


def _account(login: str, name: str, role: Role, organisation: Organisation, hashed: str) -> User:
    return User(
        login=login,
        display_name=name,
        role=role,
        organisation_id=organisation.id,
        password_hash=hashed,
        must_change_password=False,
        stamp=new_stamp(),
    )


def liveliest_school(county_id: int) -> User:
    """The account of the county's school whose day shows most: due, overdue and waiting cases."""
    lists = [
        Filters(group="due", turn="owner"),
        Filters(group="overdue", turn="owner"),
        Filters(group="waiting"),
        Filters(group="open"),
    ]
    query = (
        select(User.id, *(func.sum(case((and_(*conditions(f)), 1), else_=0)) for f in lists))
        .join(Organisation, Organisation.id == User.organisation_id)
        .outerjoin(Case, Case.owner_id == Organisation.id)
        .where(User.role == Role.SCHOOL_ADMIN, Organisation.parent_id == county_id)
        .group_by(User.id)
    )
    ranked = [
        (sum(count > 0 for count in counts[:-1]), counts[-1], -number)
        for number, *counts in db.session.execute(query)
    ]
    return db.session.get_one(User, -max(ranked)[2])


def shown_accounts() -> list[DemoAccount]:
    """The accounts that a visitor is shown, one per role."""
    logins = [login for login, *_ in ONCE]
    users = {u.login: u for u in db.session.scalars(select(User).where(User.login.in_(logins)))}
    shown = [users[login] for login in logins]
    shown.insert(2, liveliest_school(users["county"].organisation_id))
    return [
        DemoAccount(user.role, user.organisation.name, user.login, PASSWORD)
        for user in shown
        if user.role is not None
    ]
