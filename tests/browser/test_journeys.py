"""What people come for, done with their own hands: mouse, keyboard, thumb."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.looking import TOO_WIDE
from tests.browser.windows import PHONE, Site, Window
from tests.builders import a_photo

ONE_TIME = re.compile(r"(?:[a-z]{4}-){4}[2-9]{2}")
TAKEN = ".flash-success"
ACCOUNT = "孩子在亲戚店里帮工，父亲同意下周一送回学校。"
PROOF = "就读学校出具的就读证明，已电话核实，学籍已注册。"


def one_case(site: Site, states: str) -> tuple[int, str, str]:
    """A case in one of some states: its id, the school's account, the county bureau's account."""
    query = f"""
        SELECT cases.id, teacher.login, officer.login FROM cases
        JOIN organisations AS school ON school.id = cases.owner_id
        JOIN users AS teacher ON teacher.organisation_id = school.id
        JOIN users AS officer ON officer.organisation_id = school.parent_id
        WHERE cases.state IN ({states}) AND teacher.role = 'school_admin'
        AND officer.role = 'county_officer' ORDER BY cases.id
    """  # noqa: S608 - states are written below
    with closing(sqlite3.connect(f"file:{site.folder / 'baoxue.db'}?mode=ro", uri=True)) as base:
        number, teacher, officer = base.execute(query).fetchone()
        return int(number), str(teacher), str(officer)


def send(window: Window, form: str = "main form[method=post]") -> None:
    """Press the main button of a form."""
    window.page.locator(f"{form} button.button-primary").first.click()


def test_a_clerk_brings_a_roster_in(window: OpenWindow, site: Site, tmp_path: Path) -> None:
    newest = max((site.folder / "city").glob("registry-*.csv"))
    lines = newest.read_bytes().splitlines(keepends=True)
    roster = tmp_path / f"名册-{date.today():%Y%m%d}.csv"  # noqa: DTZ011 - the day on the clerk's wall
    roster.write_bytes(b"".join(lines[:-1]))
    clerk = window("city")
    clerk.go("/snapshots")
    clerk.page.locator('a[href="/snapshots/upload"]').first.click()
    clerk.page.set_input_files("input[type=file]", roster)
    send(clerk)
    clerk.page.wait_for_url("**/intakes/*")
    check = clerk.page.locator('form[action$="/columns"] .form-actions button').first
    expect(check).to_be_visible(timeout=30_000)
    clerk.shoot("snapshots.intake-columns-zh-desk")
    check.click()
    accept = clerk.page.locator('form[action$="/accept"] button')
    expect(accept).to_be_visible(timeout=60_000)
    clerk.shoot("snapshots.intake-checked-zh-desk")
    accept.click()
    file = clerk.page.locator('main a.button-primary[href^="/snapshots/"]')
    expect(file).to_be_visible(timeout=60_000)
    file.click()
    expect(clerk.page.locator("h1")).to_contain_text("名册")
    clerk.go("/snapshots")
    expect(clerk.page.locator("main")).to_contain_text(roster.name)


def test_a_bureau_gives_new_clues_out_without_touching_the_mouse(window: OpenWindow) -> None:
    officer = window("county")
    officer.go("/flags?state=clue")
    page = officer.page
    before = page.locator("[data-row]").count()
    assert before > 0
    for key in ("j", "j", "k", "o", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-row].is-selected")).to_have_count(1)
    expect(page.locator("[data-row].is-selected details[open]")).to_have_count(1)
    expect(page.locator("[data-selected-count]").first).to_have_text("1")
    page.locator("#assign-selected button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]")).to_have_count(1)  # what became of the one child
    expect(page.locator("[data-row] .tone-good")).to_be_visible()
    officer.go("/flags?state=clue")
    expect(page.locator("[data-row]")).to_have_count(before - 1)


def test_a_teacher_writes_a_visit_down_on_a_phone(window: OpenWindow, site: Site) -> None:
    number, login, _ = one_case(site, "'assigned', 'verifying', 'confirmed'")
    teacher = window(login, size=PHONE)
    page = teacher.page
    teacher.go(f"/cases/{number}")
    assert page.evaluate(TOO_WIDE) == 0
    page.locator(f'a[href="/cases/{number}/follow-ups/new"]').first.tap()
    page.locator('input[name="kind"][value="home_visit"]').check()
    page.locator('input[name="counterpart"][value="guardian"]').check()
    page.locator('input[name="result"][value="will_return"]').check()
    page.fill('[name="account"]', "太短")
    page.fill('[name="next_step"]', "周五再访")
    send(teacher)
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator('[name="next_step"]')).to_have_value("周五再访")
    page.fill('[name="account"]', ACCOUNT)
    assert page.evaluate(TOO_WIDE) == 0
    send(teacher)
    expect(page.locator(TAKEN)).to_be_visible()
    expect(page.locator("main")).to_contain_text(ACCOUNT)


def test_a_school_submits_and_the_bureau_approves_and_prints(
    window: OpenWindow, site: Site, tmp_path: Path
) -> None:
    number, school, bureau = one_case(site, "'verifying', 'persuading'")
    teacher, file = window(school), f"/cases/{number}"
    teacher.go(file)
    teacher.page.locator(f'a[href="{file}/outcomes/new"]').first.click()
    teacher.page.locator('input[name="code"][value="V02"]').check()
    teacher.page.fill('[name="proof"]', PROOF)
    send(teacher)  # nothing proves it yet
    expect(teacher.page.locator(".error-summary")).to_be_visible()
    expect(teacher.page.locator('[name="proof"]')).to_have_value(PROOF)
    teacher.page.locator('[name="document_kind"]').select_option("enrolment")
    photo = tmp_path / "在读证明.jpg"
    photo.write_bytes(a_photo())
    teacher.page.locator('[name="files"]').set_input_files(photo)
    send(teacher)
    expect(teacher.page.locator(TAKEN)).to_be_visible()
    officer = window(bureau)
    page = officer.page
    officer.go(file)
    expect(page.locator("main")).to_contain_text(PROOF)
    page.locator('form[action$="/outcomes/decision"] button[value="approve"]').click()
    expect(page.locator(TAKEN)).to_be_visible()
    page.emulate_media(media="print")
    for hidden in (".masthead", "form", ".flash"):
        assert page.locator(f"{hidden} >> visible=true").count() == 0, hidden
    expect(page.locator(".print-head")).to_be_visible()
    expect(page.locator(".print-signatures")).to_be_visible()
    officer.shoot("cases.show-printed-zh")
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_an_administrator_makes_an_account_that_works_at_once(window: OpenWindow) -> None:
    administrator = window("system")
    page = administrator.page
    administrator.go("/users")
    page.locator('a[href="/users/new"]').first.click()
    page.fill('[name="login"]', "xinlaoshi")
    page.fill('[name="display_name"]', "新老师")
    page.fill('[name="organisation"]', "150291")
    send(administrator)
    found = ONE_TIME.search(page.inner_text("main"))
    assert found
    newcomer = window()
    newcomer.go("/sign-in")
    newcomer.page.fill('[name="login"]', "xinlaoshi")
    newcomer.page.fill('[name="password"]', found.group())
    newcomer.page.keyboard.press("Enter")
    expect(newcomer.page.locator('[name="new_password"]')).to_be_visible()


def test_an_inspector_reads_but_finds_no_button_that_changes_anything(
    window: OpenWindow, site: Site
) -> None:
    number, _, _ = one_case(site, "'submitted', 'assigned', 'verifying'")
    inspector = window("inspector")
    assert inspector.go(f"/cases/{number}") == 200
    assert inspector.page.locator("main form[method=post]").count() == 0
    assert inspector.go("/flags") == 200
    assert inspector.page.locator("main form[method=post]").count() == 0
