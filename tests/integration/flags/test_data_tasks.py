from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from models.audit import AuditEntry
from models.child import ChildKey
from models.data_task import DataTask
from models.database import db
from models.snapshot import Snapshot
from models.vocabulary.flags import Severity, TaskStatus
from models.vocabulary.registry import KeyKind
from models.vocabulary.roles import Role
from tests.builders import a_case, a_child, a_city, a_data_task
from tests.conftest import Backstage, SignInAs
from tests.integration.flags.conftest import Scanned
from tests.integration.flags.test_export import table_of
from tests.pages import Page, PageClient
from tracking.flags.tasks import change

REASON = "与户口本核对,出生日期无误"


def rows_of(page: Page) -> list[str]:
    links = (link for link in page.links if link.startswith("/data-tasks/"))
    return list(dict.fromkeys(links))


def of_first_pupil(**columns: Any) -> DataTask:
    """A task about the first row of the newest roster."""
    newest = db.session.scalars(select(Snapshot).order_by(Snapshot.id.desc())).first()
    assert newest is not None
    place = {"source": "registry", "snapshot_id": newest.id, "row_no": 2}
    return a_data_task(
        a_city().schools[0], "AGE_GRADE", person=77,
        evidence={"rows": [place], "grade": 7}, **columns,
    )  # fmt: skip


def status_of(backstage: Backstage, task: DataTask) -> TaskStatus:
    with backstage():
        return db.session.get_one(DataTask, task.id).status


def test_a_clerk_sees_the_tasks_of_the_own_school_with_the_masked_pupil(
    client: PageClient, scanned: Scanned, sign_in_as: SignInAs, backstage: Backstage
) -> None:
    with backstage():
        mine = of_first_pupil()
        strange = a_data_task(scanned.city.schools[1])
    sign_in_as(Role.SCHOOL_ADMIN, scanned.city.schools[0])
    page = client.page("/data-tasks?rule=AGE_GRADE")
    assert rows_of(page) == [f"/data-tasks/{mine.id}"]
    assert f"/data-tasks/{strange.id}" not in client.page("/data-tasks?status=all").links
    assert "留**" in page.text
    assert "留守安" not in page.text
    assert client.get(f"/data-tasks/{strange.id}").status_code == 404
    shown = client.page(f"/data-tasks/{mine.id}")
    assert "留**" in shown.text
    assert "G150291********" in shown.text
    assert "留守安" not in shown.text


def test_the_row_is_missed_and_the_task_stays_when_the_archive_is_damaged(
    client: PageClient,
    scanned: Scanned,
    sign_in_as: SignInAs,
    backstage: Backstage,
    damage: Callable[[bytes | None], None],
) -> None:
    with backstage():
        task = of_first_pupil()
    sign_in_as(Role.SCHOOL_ADMIN, scanned.city.schools[0])
    client.send("/language", {"locale": "en"}, page="/")
    damage(None)
    assert "missing or was altered" in client.page("/data-tasks").text
    assert "missing or was altered" in client.page(f"/data-tasks/{task.id}").text
    assert client.get("/data-tasks.csv").status_code == 200


def test_a_row_that_was_deleted_after_its_period_is_told_so(
    client: PageClient, scanned: Scanned, sign_in_as: SignInAs, backstage: Backstage
) -> None:
    with backstage():
        task = of_first_pupil()
        snapshot = db.session.get_one(Snapshot, task.evidence["rows"][0]["snapshot_id"])
        snapshot.report = {**snapshot.report, "deleted": {"rows": "2026-11-20"}}
    sign_in_as(Role.SCHOOL_ADMIN, scanned.city.schools[0])
    client.send("/language", {"locale": "en"}, page="/")
    assert "deleted after its period" in client.page(f"/data-tasks/{task.id}").text


def test_filters_and_sorting_stand_in_the_address(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        city = a_city()
        first, second, far = city.schools
        low = a_data_task(first, "BALANCE")
        high = a_data_task(second, "DUPLICATE", severity=Severity.HIGH, evidence={"grade": 5})
        a_data_task(far, "ID_INVALID", status=TaskStatus.EXPLAINED, reason=REASON)
    sign_in_as(Role.CITY_OFFICER, city.bureau)

    def found(query: str) -> list[str]:
        return rows_of(client.page(f"/data-tasks?{query}"))

    assert found("") == [f"/data-tasks/{high.id}", f"/data-tasks/{low.id}"]
    assert found("sort=-urgency") == [f"/data-tasks/{low.id}", f"/data-tasks/{high.id}"]
    assert len(found("status=all")) == 3
    assert len(found("status=explained")) == 1
    assert found("rule=DUPLICATE") == found("grade=5") == found(f"school={second.code}")
    assert found("rule=DUPLICATE") == [f"/data-tasks/{high.id}"]
    assert found("grade=6") == []
    assert len(found("rule=NO&school=9&grade=x&status=?&sort=no")) == 3
    sign_in_as(Role.COUNTY_OFFICER, city.counties[1])
    assert len(found("status=all")) == 1


def test_pages_follow_each_other_without_doubles(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        city = a_city()
        for number in range(30):
            a_data_task(severity=list(Severity)[number % 3])
    sign_in_as(Role.CITY_OFFICER, city.bureau)
    for sort in ("urgency", "-day", "school", "-rule"):
        page = client.page(f"/data-tasks?sort={sort}")
        further = next(link for link in page.links if link[0] == "?" and "after=" in link)
        seen = rows_of(page) + rows_of(client.page(f"/data-tasks{further}"))
        assert len(set(seen)) == 30


def test_an_explained_task_waits_no_more_and_can_be_opened_again(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        school = a_city().schools[0]
        task = a_data_task(school, person=5)
    user = sign_in_as(Role.SCHOOL_ADMIN, school)
    path = f"/data-tasks/{task.id}"
    short = client.send(f"{path}/explain", {"version": 1, "reason": "对"}, page=path)
    assert short.status_code == 422
    assert "对</textarea>" in short.text
    answer = client.send(f"{path}/explain", {"version": 1, "reason": REASON}, page=path)
    assert answer.location == path
    page = client.page(path)
    assert REASON in page.text
    assert user.display_name in page.text
    assert rows_of(client.page("/data-tasks")) == []
    late = client.send(f"{path}/undo", {"version": 1}, page=path)
    assert late.status_code == 409
    [undo] = [form for form in page.forms if form.get("action") == f"{path}/undo"]
    assert client.send(f"{path}/undo", undo["fields"], page=path).location == path
    assert status_of(backstage, task) is TaskStatus.OPEN
    with backstage():
        query = select(AuditEntry.action).where(AuditEntry.target == f"data_task:{task.id}")
        assert sorted(db.session.scalars(query)) == ["data_task.explain", "data_task.reopen"]


def test_who_explains_what_a_scan_settled_meanwhile_is_told(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        school = a_city().schools[0]
        task = a_data_task(school)
    sign_in_as(Role.SCHOOL_ADMIN, school)
    path = f"/data-tasks/{task.id}"
    token = client.token(path)
    with backstage():
        change([task.id], status=TaskStatus.SETTLED)
    data = {"csrf_token": token, "version": 1, "reason": REASON}
    assert client.post(f"{path}/explain", data=data).status_code == 409
    assert status_of(backstage, task) is TaskStatus.SETTLED


def test_an_inspector_reads_and_explains_nothing(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        city = a_city()
        task = a_data_task()
    sign_in_as(Role.INSPECTOR, city.bureau)
    assert not [f for f in client.page(f"/data-tasks/{task.id}").forms if "explain" in str(f)]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_holds_what_the_list_shows_masked_harmless_and_recorded(
    client: PageClient, scanned: Scanned, sign_in_as: SignInAs, backstage: Backstage, ending: str
) -> None:
    with backstage():
        of_first_pupil(status=TaskStatus.EXPLAINED, reason="=HYPERLINK(1)")
        a_data_task(scanned.city.schools[0])
    sign_in_as(Role.SCHOOL_ADMIN, scanned.city.schools[0])
    answer = client.get(f"/data-tasks.{ending}?status=explained")
    rows = table_of(answer.data, ending)
    assert len(rows) == 2
    assert "留**" in rows[1]
    assert "'=HYPERLINK(1)" in rows[1]
    assert "留守安" not in "".join(rows[1])
    with backstage():
        query = select(AuditEntry.details).where(AuditEntry.action == "data_task.export")
        assert db.session.scalars(query).one()["rows"] == 1


def test_a_pupil_with_a_file_leads_to_it(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        school = a_city().schools[0]
        child = a_child(school)
        case = a_case(school=school, child=child)
        task = a_data_task(school, "AGE_GRADE", person=known_by(child.id))
    sign_in_as(Role.SCHOOL_ADMIN, school)
    assert f"/cases/{case.id}" in client.page(f"/data-tasks/{task.id}").links


def known_by(child_id: int) -> int:
    """A key that leads to a child."""
    db.session.add(ChildKey(child_id=child_id, kind=KeyKind.STUDENT, value=4711))
    db.session.commit()
    return 4711


def test_a_finding_about_a_school_names_no_pupil_and_stands_in_the_same_list(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        school = a_city().schools[0]
        task = a_data_task(school, "SILENT_SCHOOL")
    sign_in_as(Role.SCHOOL_ADMIN, school)
    client.send("/language", {"locale": "en"}, page="/")
    assert "the school as a whole" in client.page("/data-tasks").text
    assert "Send the roster" in client.page(f"/data-tasks/{task.id}").text
    assert "/data-tasks" in client.page("/").links


def test_an_empty_list_says_what_will_appear(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        school = a_city().schools[0]
    sign_in_as(Role.SCHOOL_ADMIN, school)
    assert 'class="empty"' in client.get("/data-tasks").text
    with backstage():
        a_data_task(school, status=TaskStatus.SETTLED)
    assert 'href="/data-tasks?status=all"' in client.get("/data-tasks").text
