"""Filling the posts of both lines where the machine knows who: when a file opens or moves.

Bureau and school are those of the owner's chain, the township is the one of the child's area,
and the primary school is named where a child did not arrive at its junior school. A person is the
first account that does such work there; an organisation without one is named all the same. Whom
people named stays, as long as the file stays with that school, or in that county.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.case import Case
from models.child import Child
from models.database import among, db
from models.flag import Flag
from models.grant import Grant
from models.organisation import Organisation
from models.responsible import Responsible
from models.scope import bulk_insert
from models.user import User
from models.vocabulary.cases import CaseState
from models.vocabulary.lines import GrantReason, Post
from models.vocabulary.notices import NoticeKind
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role
from tracking.cases import policy as cases
from tracking.cases.placing import listen
from tracking.kernel import clock
from tracking.kernel.notices import Message, tell_all
from tracking.lines import policy
from tracking.lines._words import ENDINGS

BUREAUS = (Level.COUNTY, Level.CITY)
DOES = {  # who is named for an organisation
    Level.SCHOOL: Role.SCHOOL_ADMIN,
    Level.TOWNSHIP: Role.TOWNSHIP_OFFICER,
    Level.COUNTY: Role.COUNTY_OFFICER,
    Level.CITY: Role.CITY_OFFICER,
}
CHASED = "JUNIOR_NO_SHOW"


@dataclass(frozen=True)
class File:
    """What naming needs to know of a case."""

    id: int
    child_id: int
    episode: int
    org_path: str
    owner_id: int
    school_id: int | None
    address: str


@dataclass(frozen=True)
class Directory:
    """Active organisations, and the first account that does the work of each."""

    by_id: dict[int, Organisation]
    by_code: dict[str, Organisation]
    townships: dict[int, list[Organisation]]
    users: dict[int, int]

    @classmethod
    def now(cls) -> Directory:
        """As it stands."""
        active = select(Organisation).where(Organisation.is_active.is_(True))
        by_id = {o.id: o for o in db.session.scalars(active)}
        townships: dict[int, list[Organisation]] = defaultdict(list)
        for organisation in by_id.values():
            if organisation.level is Level.TOWNSHIP:
                townships[organisation.parent_id or 0].append(organisation)
        users: dict[int, int] = {}
        query = select(User.id, User.organisation_id, User.role).where(User.enabled.is_(True))
        for number, place, role in db.session.execute(query.order_by(User.id)):
            works_at = by_id.get(place)
            if works_at is not None and DOES.get(works_at.level) is role:
                users.setdefault(place, number)
        return cls(by_id, {o.code: o for o in by_id.values()}, townships, users)

    def chain(self, organisation: Organisation | None) -> Iterable[Organisation]:
        """An organisation and all above it."""
        while organisation is not None:
            yield organisation
            organisation = self.by_id.get(organisation.parent_id or 0)

    def bureau_of(self, organisation: Organisation | None) -> Organisation | None:
        """The bureau of an organisation: itself, or the nearest above it."""
        return next((o for o in self.chain(organisation) if o.level in BUREAUS), None)


@listen
def name_posts(case_ids: Collection[int]) -> int:
    """Bring the posts of some files up to date in the running transaction; says how many began."""
    db.session.flush()
    directory, at = Directory.now(), clock.now()
    files = files_of(case_ids)
    held = holders_of(files)
    told = findings_of(files)
    new: list[dict[str, Any]] = []
    for number, file in files.items():
        wanted = wanted_posts(file, directory, told[number])
        new += changed_posts(file, held[number], wanted, directory, at)
    bulk_insert(Responsible, new)
    db.session.flush()
    share(files, directory, at)
    return len(new)


def files_of(case_ids: Collection[int]) -> dict[int, File]:
    """Open files among some, by id; a clue has nobody but its bureau yet."""
    query = (
        select(Case.id, Case.child_id, Case.episode, Case.org_path, Case.owner_id, Case.school_id,
               Child.details)
        .join(Child, Child.id == Case.child_id)
        .where(among(Case.id, case_ids), Case.state.in_(cases.OPEN - {CaseState.CLUE}))
    )  # fmt: skip
    rows = db.session.execute(query)
    return {
        number: File(
            number, child, episode, path, owner, school, str((told or {}).get("address") or "")
        )
        for number, child, episode, path, owner, school, told in rows
    }


def holders_of(case_ids: Iterable[int]) -> dict[int, dict[Post, Responsible]]:
    """Who holds the posts of some files now, by file and post."""
    found: dict[int, dict[Post, Responsible]] = defaultdict(dict)
    query = select(Responsible).where(
        among(Responsible.case_id, case_ids), Responsible.ended_at.is_(None)
    )
    for row in db.session.scalars(query.options(joinedload(Responsible.user))):
        found[row.case_id][row.post] = row
    return found


def findings_of(case_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """What the findings say of a child's township and of its primary school, by file."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    query = select(Flag.case_id, Flag.rule, Flag.evidence).where(among(Flag.case_id, case_ids))
    for number, rule, evidence in db.session.execute(query.order_by(Flag.id)):
        if evidence.get("township"):
            found[number]["township"] = str(evidence["township"])
        if rule == CHASED and evidence.get("from_school"):
            found[number]["from_school"] = str(evidence["from_school"])
    return found


def wanted_posts(file: File, directory: Directory, told: dict[str, str]) -> dict[Post, int]:
    """Post → organisation, for the posts that the machine knows."""
    owner = directory.by_id.get(file.owner_id)
    school = owner if owner and owner.level is Level.SCHOOL else None
    if owner is not None and owner.level is Level.TOWNSHIP:
        school = directory.by_id.get(file.school_id or 0)
    bureau = directory.bureau_of(owner)
    former = directory.by_code.get(told.get("from_school", ""))
    found = {
        Post.BUREAU: bureau,
        Post.SCHOOL: school,
        Post.FORMER_SCHOOL: former if former is not school else None,
        Post.TOWNSHIP: township_of(file, directory, owner, bureau, told.get("township", "")),
    }
    return {post: o.id for post, o in found.items() if o is not None}


def township_of(
    file: File,
    directory: Directory,
    owner: Organisation | None,
    bureau: Organisation | None,
    told: str,
) -> Organisation | None:
    """The township of a child: above its owner, named by a list, in its address, or the only one.

    None where nothing says which: a person names it.
    """
    above = next((o for o in directory.chain(owner) if o.level is Level.TOWNSHIP), None)
    if above is not None or bureau is None:
        return above
    near = directory.townships.get(bureau.id, [])
    for text in (told, file.address):
        named = [o for o in near if text and (short_name(o) in text or text in o.name)]
        if len(named) == 1:
            return named[0]
    return near[0] if len(near) == 1 else None


def short_name(township: Organisation) -> str:
    """A township's name as addresses have it."""
    name = township.name
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    return name


def changed_posts(
    file: File,
    held: dict[Post, Responsible],
    wanted: dict[Post, int],
    directory: Directory,
    at: datetime,
) -> list[dict[str, Any]]:
    """End what does not hold any more; the rows that begin instead."""
    new: list[dict[str, Any]] = []
    for post, row in list(held.items()):
        if not still_fits(row, file, wanted, directory):
            row.ended_at = at
            del held[post]
        elif row.episode != file.episode:
            row.ended_at = at
            new.append(
                begun(file, post, at, organisation_id=row.organisation_id, place=row.place,
                      user_id=row.user_id, name=row.name, phone=row.phone,
                      named_by_id=row.named_by_id)
            )  # fmt: skip
    for post, place in wanted.items():
        if post not in held:
            user = directory.users.get(place)
            new.append(begun(file, post, at, organisation_id=place, user_id=user))
    return new


def still_fits(row: Responsible, file: File, wanted: dict[Post, int], directory: Directory) -> bool:
    """Whether somebody still holds a post: person and organisation work, and are the right ones."""
    user = row.user
    if user is not None and (not user.enabled or user.organisation_id != row.organisation_id):
        return False
    if row.user_id is None and row.name is None and row.organisation_id in directory.users:
        return False  # somebody works there now
    if row.post in {Post.BUREAU, Post.SCHOOL}:
        return row.organisation_id == wanted.get(row.post)
    if row.post is Post.CLASS_TEACHER:
        return row.organisation_id in {None, wanted.get(Post.SCHOOL)}
    if row.organisation_id is None:
        return True
    place = directory.by_id.get(row.organisation_id)
    if place is None:
        return False
    if row.post is Post.TOWNSHIP and row.named_by_id is None and Post.TOWNSHIP in wanted:
        return row.organisation_id == wanted[Post.TOWNSHIP]
    return county(place.path) == county(file.org_path)


def county(path: str) -> str:
    """The part of a path that leads to a county; the city's own stays."""
    return "/".join(path.split("/")[:2])


def begun(file: File, post: Post, at: datetime, **who: Any) -> dict[str, Any]:
    """The row of somebody who holds a post from now on."""
    return {"case_id": file.id, "episode": file.episode, "post": post, "named_at": at,
            "place": "", **who}  # fmt: skip


def share(files: dict[int, File], directory: Directory, at: datetime) -> None:
    """Give organisations on the lines sight of the files, end it where they are no more on one."""
    wanted: set[tuple[int, int]] = set()
    for number, posts in holders_of(files).items():
        for post in policy.SHARING & posts.keys():
            place = directory.by_id.get(posts[post].organisation_id or 0)
            if place is not None and not files[number].org_path.startswith(place.path):
                wanted.add((number, place.id))
    query = select(Grant).where(
        among(Grant.case_id, files), Grant.reason == GrantReason.LINE, Grant.ended_at.is_(None)
    )
    held = {(grant.case_id, grant.organisation_id): grant for grant in db.session.scalars(query)}
    for key in held.keys() - wanted:
        held[key].ended_at = at
    new = sorted(wanted - held.keys())
    rows = [
        {"case_id": n, "child_id": files[n].child_id, "organisation_id": place, "granted_at": at,
         "org_path": directory.by_id[place].path, "reason": GrantReason.LINE}
        for n, place in new
    ]  # fmt: skip
    bulk_insert(Grant, rows)
    db.session.flush()
    tell_named(new, at)


def tell_named(new: list[tuple[int, int]], at: datetime) -> None:
    """Tell organisations that came onto a line how many children were entrusted to them."""
    counts: dict[int, list[int]] = defaultdict(list)
    for number, place in new:
        counts[place].append(number)
    messages = [
        Message(place, NoticeKind.NAMED, f"named:{at:%Y%m%d%H%M%S}:{min(numbers)}",
                {"count": len(numbers)})
        for place, numbers in sorted(counts.items())
    ]  # fmt: skip
    tell_all(messages, at)
