"""Where each role sits in the matrix, what lies inside its scope, and the nearest thing outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.identity_link import IdentityLink
from models.intake import Intake
from models.organisation import Organisation
from models.snapshot import Snapshot, SnapshotPart
from models.vocabulary.intakes import IntakeState
from models.vocabulary.lines import Post
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role
from models.vocabulary.snapshots import PartState
from tests.builders import (
    City,
    a_case,
    a_child,
    a_city,
    a_contest,
    a_data_task,
    a_flag,
    a_handover,
    a_lesson,
    a_packet,
    a_paper,
    a_responsible,
    a_return,
    a_scan,
    a_snapshot,
    a_tip,
    a_transfer,
    a_user,
    a_wording,
    an_act,
    an_attachment,
    an_inquiry,
    an_organisation,
)
from tests.builders.people import kept, numbers
from tracking.kernel import clock

Objects = Mapping[str, object]
MISSING: Objects = dict.fromkeys(
    (
        "case",
        "flag",
        "paper",
        "user",
        "organisation",
        "snapshot",
        "part",
        "intake",
        "link",
        "task",
        "tip",
        "attachment",
        "lesson",
        "act",
        "packet",
        "kept",
        "wording",
        "contest",
        "responsible",
        "inquiry",
        "handover",
        "transfer",
    ),
    999_999,
) | {"area": "159999", "scan": 999_999}


@dataclass(frozen=True)
class Place:
    """An organisation to work in, one below it (or itself), and the nearest stranger."""

    own: Organisation
    inside: Organisation
    outside: Organisation


@dataclass(frozen=True)
class World:
    """The usual city, a township in it, and another city beside it."""

    city: City
    township: Organisation
    departments: tuple[Organisation, Organisation]
    other_county: Organisation
    other_school: Organisation

    def place_of(self, role: Role | None) -> Place:
        """Where a role works; who has none sits in a school."""
        school, neighbour, far = self.city.schools
        match role:
            case Role.CITY_OFFICER:
                return Place(self.city.bureau, school, self.other_school)
            case Role.TOWNSHIP_OFFICER:
                return Place(self.township, self.township, school)
            case Role.SCHOOL_ADMIN | None:
                return Place(school, school, neighbour)
            case Role.DEPARTMENT_OFFICER:
                mine, theirs = self.departments
                return Place(mine, mine, theirs)
            case _:
                return Place(self.city.counties[0], school, far)

    def county_of(self, school: Organisation) -> Organisation:
        """The county that a school of the matrix belongs to."""
        counties = (*self.city.counties, self.other_county)
        return next(c for c in counties if c.id in {school.id, school.parent_id})


def a_world() -> World:
    """Build everything that has a place."""
    city = a_city()
    township = an_organisation(Level.TOWNSHIP, city.counties[0], code="150291100", name="虚构镇")
    departments = (
        an_organisation(
            Level.DEPARTMENT, city.counties[0], code="150291901", name="虚构东区公安局"
        ),
        an_organisation(
            Level.DEPARTMENT, city.counties[1], code="150292901", name="虚构西区公安局"
        ),
    )
    other = an_organisation(Level.CITY, code="150300", name="虚构邻市教育局")
    county = an_organisation(Level.COUNTY, other, code="150391", name="虚构邻区教育局")
    school = an_organisation(Level.SCHOOL, county, code="2115200001", name="虚构邻区小学")
    return World(city, township, departments, county, school)


def a_link(owner: Organisation, snapshot: Snapshot) -> IdentityLink:
    """Two rows of an organisation that may be one child."""
    number = next(numbers)
    return kept(
        IdentityLink(
            person=number,
            to_person=-number,
            snapshot_id=snapshot.id,
            row_no=2,
            to_snapshot_id=snapshot.id,
            to_row_no=3,
            name="虚构甲",
            to_name="虚构乙",
            school_code=owner.code,
            to_school_code=owner.code,
            as_of=clock.today(),
            scan_id=a_scan().id,
            org_path=owner.path,
        )
    )


def objects_of(world: World, owner: Organisation) -> Objects:
    """One object of each kind that belongs to an organisation."""
    case = a_case(owner=owner, school=owner, child=a_child(owner))
    user, snapshot = a_user(None, owner), a_snapshot(org_path=owner.path)
    part = SnapshotPart(
        snapshot_id=snapshot.id, school_code=owner.code, state=PartState.SHRUNK, org_path=owner.path
    )
    intake = Intake(
        state=IntakeState.MAPPING,
        as_of=clock.today(),
        file_name="registry.csv",
        seen_at=clock.now(),
        created_at=clock.now(),
        created_by_id=user.id,
        org_path=owner.path,
    )
    return {
        "case": case.id,
        "flag": a_flag(case).id,
        "paper": a_paper(case).id,
        "user": user.id,
        "organisation": owner.id,
        "snapshot": snapshot.id,
        "part": kept(part).id,
        "intake": kept(intake).id,
        "link": a_link(owner, snapshot).id,
        "task": a_data_task(owner).id,
        "tip": a_tip(owner).id,
        "attachment": an_attachment(case).id,
        "lesson": a_lesson(case).id,
        "act": an_act(user).id,
        "packet": a_packet(case, user).id,
        "kept": a_return(user).id,
        "wording": a_wording(owner).id,
        "contest": a_contest(case).id,
        "responsible": a_responsible(case, Post.VILLAGE, place="虚构村", name="虚构村长").id,
        "inquiry": an_inquiry(case, owner).id,
        "handover": a_handover(case, owner, None).id,
        "transfer": a_transfer(owner).id,
        "scan": a_scan().id,
        "area": world.county_of(owner).code,
    }
