"""Small rosters as offices send them, and the steps of bringing one in through the browser."""

from __future__ import annotations

import io
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from models.database import db
from models.intake import Intake
from models.snapshot import Snapshot
from tests.builders.cases import an_id_number
from tests.pages import PageClient
from tracking.kernel.settings import Settings

HEADER = (
    "学籍号",
    "姓名",
    "性别",
    "身份证件号",
    "出生日期",
    "学校标识码",
    "年级",
    "班号",
    "学籍状态",
    "成员1联系电话",
)
EAST, WEST = "2115100001", "2115100003"  # schools of the two counties of `a_city`
Line = tuple[str, ...]


def pupil(number: int, school: str = EAST, **cells: str) -> Line:
    """One line of a roster; a keyword is the English name of a column to write otherwise."""
    id_number = an_id_number(number)
    given = {
        "student_no": f"G{id_number}",
        "name": f"虚构{'甲乙丙丁戊己庚辛壬癸'[number % 10]}",
        "sex": "男" if int(id_number[16]) % 2 else "女",
        "id_number": id_number,
        "born": "20130506",
        "school": school,
        "grade": "七年级",
        "class_no": "3",
        "status": "在读",
        "phone": f"1990000{number:04d}",
        **cells,
    }
    return tuple(given.values())


def roster(lines: Iterable[Sequence[str]], header: Sequence[str] = HEADER) -> bytes:
    """A roster as CSV in UTF-8."""
    return "".join(",".join(line) + "\r\n" for line in (header, *lines)).encode()


GOOD = roster([pupil(n) for n in range(1, 6)])


def upload(client: PageClient, content: bytes, name: str = "roster.csv", **data: Any) -> str:
    """Hand a file in; the address of its page."""
    sent = {"file": (io.BytesIO(content), name), "as_of": "2026-11-16", "kind": "", **data}
    answer = client.send("/snapshots/upload", sent)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


def settled(client: PageClient, page: str) -> str:
    """Wait for the machine's part; the page's text afterwards."""
    deadline = time.monotonic() + 180
    while not client.get(f"{page}/progress").get_json()["finished"]:
        assert time.monotonic() < deadline, "the work did not end"
        time.sleep(0.1)
    return client.page(page).text


def send(client: PageClient, page: str, act: str, **data: Any) -> TestResponse:
    """Send one of the forms of an upload's page as it stands there."""
    forms = {form.get("action", ""): form["fields"] for form in client.page(page).forms}
    fields = forms[f"{page}/{act}"]
    return client.post(f"{page}/{act}", data={**fields, **data})


def check(client: PageClient, page: str, kind: str = "registry", **fields: str) -> str:
    """Confirm the columns and wait for the check; the page's text afterwards."""
    settled(client, page)
    chosen = {f"field-{name}": header for name, header in fields.items()}
    answer = client.send(f"{page}/columns", columns_of(client, page, kind) | chosen, page=page)
    assert answer.status_code == 302, answer.text
    return settled(client, page)


def columns_of(client: PageClient, page: str, kind: str) -> dict[str, str]:
    """What the form of columns sends when nobody touches it."""
    text = client.get(page).text
    chosen: dict[str, str] = {"kind": kind}
    for part in text.split('<select id="field-')[1:]:
        name, options = part.split('"', 1)[0], part.split("</select>", 1)[0]
        marked = [o for o in options.split("<option ")[1:] if " selected" in o.split(">", 1)[0]]
        chosen[f"field-{name}"] = (
            marked[0].split('value="', 1)[1].split('"', 1)[0] if marked else ""
        )
    version = text.split(f'action="{page}/columns"', 1)[1].split('name="version" value="', 1)[1]
    return {**chosen, "version": version.split('"', 1)[0]}


def kept(settings: Settings) -> list[Path]:
    """What lies sealed in the staging folder."""
    return sorted(p for p in settings.staging_dir.glob("*") if p.name != "turn")


def intakes() -> list[Intake]:
    return list(db.session.scalars(select(Intake).order_by(Intake.id)))


def snapshots() -> list[Snapshot]:
    return list(db.session.scalars(select(Snapshot).order_by(Snapshot.id)))
