"""Acts on many children at once: told per child, taken back while nobody has seen them."""

from __future__ import annotations

import io
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from models.attachment import Attachment
from models.case import Case
from models.database import db
from models.notice import Notice
from models.outcome import Outcome
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind
from models.vocabulary.notices import NoticeKind
from models.vocabulary.outcomes import Decision
from models.vocabulary.roles import Role
from tests.builders import City, a_photo
from tests.desks import Desk
from tracking.kernel import clock


def bulk(desk: Desk, path: str, *cases: Case, **data: Any) -> str:
    """Do it for these; where the result stands."""
    given = {"case": [case.id for case in cases], **data}
    return str(desk.client.send(path, given, page="/cases").location)


def at_school(desk: Desk, *cases: Case, **changes: Any) -> TestResponse:
    data: dict[str, Any] = {
        "csrf_token": desk.client.token("/cases"),
        "case": [case.id for case in cases],
        "happened_on": clock.today().isoformat(),
        "proof": "本周五天点名均在，班主任与校长签字。",
        "file": (io.BytesIO(a_photo()), "list.jpg"),
        **changes,
    }
    return desk.client.post("/cases/at-school", data=data)


def undo(desk: Desk, page: str) -> str:
    page = page.partition("?")[0]
    answer = desk.client.send(f"{page}/undo", {}, page="/cases")
    return desk.client.page(str(answer.location)).text


def notices(desk: Desk, kind: NoticeKind) -> list[Notice]:
    with desk.backstage():
        return list(db.session.scalars(select(Notice).where(Notice.kind == kind)))


def test_owners_are_reminded_once_a_day(desk: Desk, city: City) -> None:
    cases = [desk.file(S.VERIFYING, school) for school in city.schools[:2]]
    waits = desk.file(S.SUBMITTED, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = desk.client.page(bulk(desk, "/cases/remind", *cases, waits))
    assert "Done for 2 children" in page.text
    assert "This is not possible while the case is “Awaiting review”" in page.text
    told = {n.organisation_id for n in notices(desk, NoticeKind.REMINDED)}
    assert told == {school.id for school in city.schools[:2]}
    assert desk.story(cases[0])[-1].kind is EventKind.REMINDED
    again = desk.client.page(bulk(desk, "/cases/remind", *cases)).text
    assert again.count("reminded of it today already") == 2
    assert len(notices(desk, NoticeKind.REMINDED)) == 2
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert "The bureau reminds you of case" in desk.client.page("/notices").text


def test_assigning_is_taken_back_while_nobody_has_seen_it(desk: Desk, city: City) -> None:
    bureau = city.counties[0]
    seen, unseen = (desk.file(S.CLUE, city.schools[0], owner=bureau) for _ in range(2))
    due = {case.id: case.due_on for case in (seen, unseen)}
    desk.sit(Role.COUNTY_OFFICER, bureau)
    page = bulk(desk, "/cases/assign", seen, unseen)
    assert desk.owner(unseen) == city.schools[0].code
    with desk.backstage():
        query = select(Notice).where(Notice.case_id == seen.id)
        db.session.scalars(query).one().read_at = clock.now()
    text = undo(desk, page)
    assert "Taken back for 1 child." in text
    assert "has read it already" in text
    now = desk.now(unseen)
    assert (now.state, now.due_on, now.org_path) == (S.CLUE, due[unseen.id], bureau.path)
    assert desk.owner(seen) == city.schools[0].code
    line = desk.story(unseen)[-1]
    assert (line.kind, line.from_state, line.to_state) == (EventKind.UNDONE, S.ASSIGNED, S.CLUE)
    assert [n.case_id for n in notices(desk, NoticeKind.ASSIGNED)] == [seen.id]
    assert "taken back already" in undo(desk, page)


def test_another_session_takes_nothing_back(desk: Desk, city: City) -> None:
    clue = desk.file(S.CLUE, city.schools[0], owner=city.counties[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = bulk(desk, "/cases/assign", clue).split("?")[0]
    with desk.client.session_transaction() as session:
        session.pop("bulk_acts")
    assert "until signing out" in undo(desk, page)
    assert desk.now(clue).state is S.ASSIGNED
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert desk.client.get(page).status_code == 404


def test_one_document_proves_that_many_children_attend(desk: Desk, city: City) -> None:
    cases = [desk.file(S.VERIFYING, city.schools[0]) for _ in range(3)]
    shut = desk.file(S.EXCLUDED, city.schools[0])
    far = desk.file(S.VERIFYING, city.schools[1])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    chosen = {"case": [case.id for case in cases], "choose": "1"}
    start = desk.client.send("/cases/at-school", chosen, page="/cases")
    assert start.status_code == 303
    assert cases[2].number in desk.client.page(str(start.location)).text
    answer = at_school(desk, shut, *cases, far)
    page = desk.client.page(str(answer.location))
    assert "Done for 3 children" in page.text
    assert "not for 1" in page.text
    with desk.backstage():
        papers = list(db.session.scalars(select(Attachment).order_by(Attachment.id)))
        results = list(db.session.scalars(select(Outcome).order_by(Outcome.id)))
        assert [p.case_id for p in papers] == [r.case_id for r in results]
        assert [p.case_id for p in papers] == [case.id for case in cases]
        assert len({p.place for p in papers}) == 1
    assert [desk.now(case).state for case in cases] == [S.SUBMITTED] * 3
    assert (desk.now(shut).state, desk.now(far).state) == (S.EXCLUDED, S.VERIFYING)
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert desk.client.get(f"/cases/{cases[1].id}/proofs/{papers[1].id}").status_code == 200


def test_results_are_taken_back_while_nobody_decided(desk: Desk, city: City) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    page = str(at_school(desk, case).location)
    assert "Taken back for 1 child." in undo(desk, page)
    now = desk.now(case)
    assert (now.state, now.due_on) == (S.VERIFYING, case.due_on)
    with desk.backstage():
        assert db.session.scalars(select(Outcome)).one().decision is Decision.TAKEN_BACK
    assert notices(desk, NoticeKind.SUBMITTED) == []
    assert str(at_school(desk, case).location).startswith("/bulk-acts/")
    assert desk.now(case).state is S.SUBMITTED


def test_a_file_that_proves_nothing_is_refused_and_nothing_is_submitted(
    desk: Desk, city: City
) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    odd = at_school(desk, case, file=(io.BytesIO(b"MZ\x90 program"), "list.jpg"))
    assert odd.status_code == 409
    assert case.number in odd.text
    assert at_school(desk, case, proof="", happened_on="2999-01-01").status_code == 422
    assert desk.now(case).state is S.VERIFYING
