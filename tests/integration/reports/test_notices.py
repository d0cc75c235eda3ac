from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from models.case import Case
from models.database import db
from models.notice import Notice
from models.organisation import Organisation
from models.vocabulary.notices import NoticeKind as K
from models.vocabulary.roles import Role
from tests.builders import a_case, a_scan, a_snapshot, an_organisation
from tests.builders.people import kept
from tests.conftest import Backstage, SignInAs
from tests.integration.reports.conftest import Ledger
from tests.integration.reports.reading import english
from tests.pages import PageClient
from tracking.kernel import clock
from tracking.reports.notice_words import WORDS

CASE = {"number": "150291-2026-00007", "due_on": "2026-11-23"}
PART: dict[str, Any] = {
    "school": "虚构第8小学", "state": "shrunk", "as_of": "2026-11-23", "rows": 136,
    "rows_before": 408, "lost": 272,
}  # fmt: skip
# Kind → the facts that its teller writes down, and what the reader must find in the sentence.
TOLD: dict[K, tuple[dict[str, Any], str]] = {
    K.ASSIGNED: ({"count": 3}, "3 cases were given to you"),
    K.DUE: (CASE, "Case 150291-2026-00007 is due on 2026-11-23 Mon"),
    K.OVERDUE: (CASE, "Case 150291-2026-00007 was due on 2026-11-23 Mon"),
    K.ESCALATED: (CASE, "has been overdue since 2026-11-23 Mon"),
    K.SUBMITTED: ({"number": "150291-2026-00007"}, "waits for your decision"),
    K.DECIDED: ({"number": "150291-2026-00007", "approved": False}, "was returned"),
    K.SCANNED: ({"count": 26, "as_of": "2026-11-23", "scan_id": 1}, "opened 26 cases"),
    K.SET_ASIDE: ({**PART, "snapshot_id": 1}, "272 of 408 pupils are missing"),
    K.REFUSED: ({"file": "registry-1.csv", "words": "no column"}, "was not taken in: no column"),
    K.NO_OWNER: (CASE, "because its owner does not work any more"),
    K.ALARM: ({**CASE, "rule": "RECHECK_DUE"}, "Search for a missing child rests"),
    K.PROPOSED: ({**CASE, "attends_on": "2026-11-16"}, "attends school again, by a file of 2026"),
    K.ARCHIVE: (
        {"file": "registry-1.csv", "day": "2026-11-23", "damage": "missing", "snapshot_id": 1},
        "The archived file “registry-1.csv” of 2026-11-23 Mon is damaged",
    ),
    K.LADDER: ({**CASE, "rung": "visit"}, "Visit at home, due since 2026-11-23 Mon"),
    K.IDLE: ({**CASE, "since": "2026-11-02", "days": 15}, "Nothing has been done on case"),
    K.UNREPORTED: (
        {"month": "2026-10-01", "due_on": "2026-10-28", "late": True, "count": 2},
        "2 schools have not sent their reports for 2026-10",
    ),
    K.SILENT: ({"days": 9, "since": "2026-11-15"}, "No scan for 9 days"),
    K.REMINDED: (CASE, "150291-2026-00007"),
    K.ENDED: (CASE, "150291-2026-00007"),
    K.CONTESTED: (CASE, "something is contested"),
    K.CONTEST_DECIDED: ({**CASE, "right": False}, "was not followed"),
    K.NAMED: ({"count": 2}, "You stand on a line of 2 children"),
    K.LINE_SILENT: (CASE, "Please see to it"),
    K.PERSON_LEFT: ({"count": 2}, "In 2 cases somebody responsible does not work any more"),
    K.WORK_GIVEN: ({"count": 2}, "was given to you: 2 files"),
    K.INQUIRY: ({"inquiry_id": 4, "due_on": "2026-11-23"}, "Inquiry 4 about a child waits"),
    K.INQUIRY_DUE: (CASE, "a department has not replied"),
    K.ANSWERED: ({**CASE, "department": "虚构公安局"}, "虚构公安局 has replied"),
    K.HANDOVER: (CASE, "was handed over to you"),
    K.HANDOVER_ANSWERED: ({**CASE, "answer": "accepted"}, "Hand-over of case 150291-2026-00007"),
}


def a_notice(
    kind: K, organisation: Organisation, case: Case | None = None, **details: Any
) -> Notice:
    number = db.session.query(Notice).count()
    return kept(
        Notice(
            organisation_id=organisation.id, kind=kind, at=clock.now(), details=details,
            case_id=case.id if case else None, dedupe_key=f"test:{number}",
        )
    )  # fmt: skip


@pytest.mark.parametrize("kind", list(K))
def test_every_kind_of_message_is_a_sentence(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage, kind: K
) -> None:
    facts, words = TOLD[kind]
    with backstage():
        a_notice(kind, ledger.city.counties[0], **facts)
    sign_in_as(Role.COUNTY_OFFICER, ledger.city.counties[0])
    assert words in english(client, "/notices")
    assert client.get("/notices").status_code == 200


def test_a_fact_that_an_older_version_did_not_write_breaks_no_sentence(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage
) -> None:
    with backstage():
        for kind in set(K) - {K.SCANNED, K.SET_ASIDE}:
            a_notice(kind, ledger.city.schools[0])
    sign_in_as(Role.SCHOOL_ADMIN, ledger.city.schools[0])
    assert client.get("/notices?size=50").text.count("data-row>") == len(K) - 2
    assert set(WORDS) == set(K)


def test_a_decision_says_whether_it_was_approved(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage
) -> None:
    with backstage():
        a_notice(K.DECIDED, ledger.city.schools[0], ledger.due, number="N-1", approved=True)
    sign_in_as(Role.SCHOOL_ADMIN, ledger.city.schools[0])
    page = english(client, "/notices")
    assert "The result of case N-1 was approved" in page
    assert f'href="/cases/{ledger.due.id}"' in page


def test_an_absent_school_is_asked_for_its_roster(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage
) -> None:
    with backstage():
        snapshot = a_snapshot()
        facts = {**PART, "state": "absent", "snapshot_id": snapshot.id}
        a_notice(K.SET_ASIDE, ledger.city.schools[0], **facts)
        a_notice(K.SET_ASIDE, ledger.city.counties[0], **facts)
    sign_in_as(Role.SCHOOL_ADMIN, ledger.city.schools[0])
    page = english(client, "/notices")
    assert "is not in the roster file of 2026-11-23 Mon" in page
    assert "/snapshots" not in page  # a school may not open them
    sign_in_as(Role.COUNTY_OFFICER, ledger.city.counties[0])
    assert f'href="/snapshots/{snapshot.id}"' in client.get("/notices").text


def test_messages_lead_only_to_what_the_reader_may_open(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage
) -> None:
    with backstage():
        scan = a_scan()
        for case in (ledger.due, ledger.far):
            a_notice(K.DUE, ledger.city.counties[0], case, number=case.number)
        a_notice(K.SCANNED, ledger.city.counties[0], count=1, as_of="2026-11-23", scan_id=scan.id)
        a_notice(K.ASSIGNED, ledger.city.counties[0], count=2)
    sign_in_as(Role.COUNTY_OFFICER, ledger.city.counties[0])
    page = client.get("/notices").text
    assert f'href="/cases/{ledger.due.id}"' in page
    assert f'href="/cases/{ledger.far.id}"' not in page
    assert ledger.far.number in page
    assert f'href="/scans/{scan.id}"' in page
    assert 'href="/cases?group=open"' in page


def test_only_the_own_organisations_messages_are_shown_newest_first(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage
) -> None:
    with backstage():
        for number in ("A-1", "A-2"):
            a_notice(K.DUE, ledger.city.schools[0], number=number)
        a_notice(K.DUE, ledger.city.schools[1], number="B-1")
    sign_in_as(Role.SCHOOL_ADMIN, ledger.city.schools[0])
    page = client.get("/notices").text
    assert page.index("A-2") < page.index("A-1")
    assert "B-1" not in page


def test_marking_all_as_read_touches_the_own_messages_only(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage
) -> None:
    with backstage():
        mine = [a_notice(K.DUE, ledger.city.schools[0], number=f"A-{n}").id for n in range(2)]
        other = a_notice(K.DUE, ledger.city.schools[1], number="B-1").id
    sign_in_as(Role.SCHOOL_ADMIN, ledger.city.schools[0])
    assert 'class="badge">2' in client.get("/").text
    assert client.send("/notices/read", {}, page="/notices").status_code == 302
    assert 'class="badge"' not in client.get("/").text
    with backstage():
        read = {n.id: n.read_at is not None for n in db.session.scalars(select(Notice))}
    assert read == {**dict.fromkeys(mine, True), other: False}


def test_messages_are_filtered_by_what_they_are_about(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage
) -> None:
    with backstage():
        a_notice(K.DUE, ledger.city.schools[0], number="A-1")
        a_notice(K.OVERDUE, ledger.city.schools[0], number="A-2").read_at = clock.now()
        db.session.commit()
    sign_in_as(Role.SCHOOL_ADMIN, ledger.city.schools[0])
    due = client.get("/notices?kind=due").text
    assert "A-1" in due
    assert "A-2" not in due
    unread = client.get("/notices?show=unread").text
    assert "A-1" in unread
    assert "A-2" not in unread
    assert "A-2" in client.get("/notices?kind=nonsense&show=x&after=y").text


def test_many_messages_stand_on_pages(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage
) -> None:
    with backstage():
        for number in range(60):
            a_notice(K.DUE, ledger.city.schools[0], number=f"A-{number:02d}")
    sign_in_as(Role.SCHOOL_ADMIN, ledger.city.schools[0])
    seen, url = 0, "/notices"
    while url:
        page = client.page(url)
        seen += page.text.count("A-")
        after = [link for link in page.links if "after=" in link]
        url = f"/notices{after[0]}" if after else ""
    assert seen == 60


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR])
def test_administrators_read_nothing_about_cases(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage, role: Role
) -> None:
    with backstage():
        a_notice(K.ESCALATED, ledger.city.bureau, ledger.due, number="A-1")
        a_notice(K.SILENT, ledger.city.bureau, days=9, since="2026-11-15")
    sign_in_as(role, ledger.city.bureau)
    page = client.get("/notices").text
    assert "A-1" not in page
    assert ("2026-11-15" in page) == (role is Role.SYSTEM_ADMIN)
    if role is not Role.SYSTEM_ADMIN:
        assert 'class="badge"' not in page
    client.send("/notices/read", {}, page="/notices")
    with backstage():
        told = select(Notice.read_at).where(Notice.kind == K.ESCALATED)
        assert db.session.scalar(told) is None


def test_an_organisation_without_messages_is_told_what_comes(
    client: PageClient, sign_in_as: SignInAs, backstage: Backstage
) -> None:
    with backstage():
        school = an_organisation()
        a_case()
    sign_in_as(Role.SCHOOL_ADMIN, school)
    assert "No message" in english(client, "/notices")
