"""The register shows what was issued, by office and year, and can be taken along as a file."""

from __future__ import annotations

from models.vocabulary.cases import CaseState
from tests.desks import NAME
from tests.integration.papers.offices import Office
from tracking.kernel import clock


def test_a_bureau_sees_the_registers_of_its_offices_masked(office: Office) -> None:
    case = office.file(CaseState.PERSUADING)
    office.school()
    office.issue(case, "persuasion_notice")
    office.issue(case, "dropout_report")
    office.county()
    year = clock.today().year
    page = office.desk.client.page(f"/papers?year={year}&kind=dropout_report")
    first, second = office.papers()
    assert f"/papers/{second.id}" in page.links
    assert f"/papers/{first.id}" not in page.links
    assert NAME not in page.text
    assert "No paper matches" in office.desk.client.page(f"/papers?year={year - 1}").text
    answer = office.desk.client.get(f"/papers.csv?year={year}&sort=number")
    assert answer.status_code == 200
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert first.reference in lines[1]
    assert NAME not in answer.data.decode("utf-8-sig")
    assert [e.details["rows"] for e in office.desk.audit("papers.export")] == [2]


def test_an_office_sets_how_its_numbers_begin(office: Office) -> None:
    case = office.file(CaseState.PERSUADING)
    office.school()
    wrong = office.desk.client.send("/papers/prefix", {"begins_with": "{{ x }}"}, page="/papers")
    assert wrong.status_code == 422
    done = office.desk.client.send("/papers/prefix", {"begins_with": "虚一小控"}, page="/papers")
    assert done.status_code == 302
    office.issue(case, "persuasion_notice")
    year = clock.today().year
    assert office.papers()[0].reference == f"虚一小控劝通〔{year}〕第1号"


def test_an_empty_register_says_what_will_appear(office: Office) -> None:
    office.school()
    assert "No paper yet" in office.desk.client.page("/papers").text


def test_the_page_of_a_case_shows_papers_with_a_fixed_number_of_queries(office: Office) -> None:
    case = office.file(CaseState.PERSUADING)
    office.school()
    assert "Next of the ladder" in office.desk.client.page(f"/cases/{case.id}").text
    for _again in range(5):
        office.issue(case, "persuasion_notice")
    page = office.desk.client.page(f"/cases/{case.id}")
    shown = [link for link in page.links if link.startswith("/papers/")]
    assert len(set(shown)) == 4
