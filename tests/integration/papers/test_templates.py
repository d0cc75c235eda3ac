"""An own Word template is looked at before it is used, kept as a version, and left again."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from docx import Document
from werkzeug.test import TestResponse

from models.vocabulary.cases import CaseState
from tests.integration.papers.offices import Office, text_of

LINK = '<Relationship TargetMode="External"/>'
PAGE = "/paper-templates/persuasion_notice"
WHOLE = (
    "{{ 文书名称 }} {{ 文号 }} {{ 制发机关 }} {{ 制发日期 }} {{ 学生姓名 }} {{ 期限天数 }} "
    "{{ 联系人及电话 }}"
)


def a_template(text: str = WHOLE, part: str = "", body: str = "x") -> bytes:
    """A Word file with one paragraph, and another part in it."""
    document = Document()
    document.add_paragraph(text)
    content = io.BytesIO()
    document.save(content)
    with zipfile.ZipFile(content, "a") as file:
        if part:
            file.writestr(part, body)
    return content.getvalue()


def upload(office: Office, content: bytes, name: str = "own.docx") -> TestResponse:
    data: dict[str, Any] = {"file": (io.BytesIO(content), name)}
    return office.desk.client.send(PAGE, data, page=PAGE)


def test_an_own_template_is_used_from_the_next_paper_on_and_left_again(office: Office) -> None:
    case = office.file(CaseState.PERSUADING)
    office.school()
    office.issue(case, "persuasion_notice")
    office.bureau()
    assert upload(office, a_template("自拟 " + WHOLE)).status_code == 302
    office.school()
    office.issue(case, "persuasion_notice")
    first, second = office.papers()
    assert "自拟" not in office.word(first)
    assert office.word(second).startswith("自拟 劝学（劝返）通知书")
    assert office.desk.client.get(PAGE).status_code == 403
    office.bureau()
    client = office.desk.client
    assert "自拟" in text_of(client.get(f"{PAGE}/template.docx").data)
    assert client.send(f"{PAGE}/shipped", {}, page=PAGE).status_code == 302
    assert client.send(f"{PAGE}/shipped", {}, page=PAGE).status_code == 409
    assert "自拟" not in text_of(client.get(f"{PAGE}/template.docx").data)
    assert "自拟" in text_of(client.get(f"{PAGE}/template.docx?version=2").data)
    assert client.get(f"{PAGE}/template.docx?version=9").status_code == 404
    assert len(office.desk.audit("paper.template")) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no word file", "not a Word document"),
        (a_template(WHOLE + "{{ 学生爱好 }}"), "“学生爱好” does not exist. There are: 文书名称"),
        (a_template(WHOLE + "{{ 文号.__class__ }}"), "does not exist"),
        (a_template(WHOLE + "{% for x in range(9**9) %}{% endfor %}"), "conditions or loops"),
        (a_template("{{ 文书名称 }}"), "have to be in it and are not: 文号, 制发机关"),
        (a_template(part="word/vbaProject.bin"), "macros"),
        (a_template(part="word/_rels/x.rels", body=LINK), "outside the file"),
        (a_template(part="word/header9.xml", body="<w:instrText>DDE</w:instrText>"), "Word field"),
        (a_template(part="word/embeddings/a"), "embedded file"),
        (a_template(part="docProps/more.xml", body="{{ 7*7 }}"), "does not exist"),
    ],
    ids=["text", "unknown", "inside", "loop", "short", "macro", "link", "field", "embed", "props"],
)  # fmt: skip
def test_a_template_that_is_wrong_is_refused_with_what_is_wrong(
    office: Office, content: bytes, words: str
) -> None:
    office.bureau()
    answer = upload(office, content)
    assert answer.status_code == 422
    assert words in answer.text
    assert office.desk.audit("paper.template") == []


def test_everybody_who_reads_papers_finds_the_fields(office: Office) -> None:
    office.school()
    text = office.desk.client.page("/paper-templates").text
    assert "学生姓名" in text
    assert "Name of the child" in text
