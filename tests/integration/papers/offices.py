"""What the tests of papers do all the time: issue, deliver, read what came out."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from docx import Document
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.case import Case
from models.database import db
from models.paper import Paper, PaperDelivery
from models.vocabulary.cases import CaseState
from models.vocabulary.papers import PaperState
from models.vocabulary.roles import Role
from tests.builders import City
from tests.desks import Desk
from tracking.kernel import clock

FACTS = "孩子自十月起未到校，已家访三次。"


@dataclass(frozen=True)
class Office:
    """A desk in the usual city, where papers are issued."""

    desk: Desk
    city: City

    def school(self) -> None:
        """Sit in the first school."""
        self.desk.sit(Role.SCHOOL_ADMIN, self.city.schools[0])

    def county(self) -> None:
        """Sit in its county bureau."""
        self.desk.sit(Role.COUNTY_OFFICER, self.city.counties[0])

    def bureau(self) -> None:
        """Sit in the city bureau."""
        self.desk.sit(Role.CITY_OFFICER, self.city.bureau)

    def file(self, state: CaseState) -> Case:
        """A case of the first school."""
        return self.desk.file(state, self.city.schools[0])

    def issue(self, case: Case, kind: str, **data: Any) -> TestResponse:
        """Send the form of a paper, everything filled in."""
        given = {
            "contact": "李老师 19900000001",
            "facts": FACTS,
            "measures": "每周联系",
            "court": "虚构东区公安分局",
            "request": "请协助核查",
            "days": "7",
            "starts_on": f"{clock.today()}",
            "version": str(self.desk.now(case).version),
            **data,
        }
        path = f"/cases/{case.id}/papers/{kind}/new"
        return self.desk.client.send(path, given, page="/papers")

    def deliver(self, paper: Paper, **data: Any) -> TestResponse:
        """Record a delivery with its scan."""
        given = {
            "delivered_on": f"{clock.today()}",
            "method": "direct",
            "taken_by": "欧阳家长",
            "relation": "父亲",
            "scan": (io.BytesIO(a_photo()), "receipt.png"),
            **data,
        }
        page = f"/papers/{paper.id}/delivery"
        return self.desk.client.send(page, given, page="/papers")

    def papers(self) -> list[Paper]:
        """All papers there are, oldest first."""
        with self.desk.backstage():
            return list(db.session.scalars(select(Paper).order_by(Paper.id)))

    def proven(self, paper: Paper, ended: date) -> None:
        """Let the days of a delivered paper be over."""
        with self.desk.backstage():
            row = db.session.get_one(Paper, paper.id)
            row.due_on = ended
            assert row.state is PaperState.DELIVERED
            assert db.session.scalars(select(PaperDelivery.attachment_id)).all()[-1]

    def word(self, paper: Paper) -> str:
        """The text of its Word file."""
        answer = self.desk.client.get(f"/papers/{paper.id}/paper.docx")
        assert answer.status_code == 200
        return text_of(answer.data)

    def pdf(self, path: str) -> bytes:
        """A PDF that is there."""
        answer = self.desk.client.get(path)
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        return bytes(answer.data)


def text_of(content: bytes) -> str:
    """Every paragraph and cell of a Word file."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def a_photo() -> bytes:
    """A picture of a signed receipt."""
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(content, "PNG")
    return content.getvalue()
