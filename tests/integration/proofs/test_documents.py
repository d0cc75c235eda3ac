"""Documents come in, are looked at by who may, each opening noted, and are never deleted."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, select, type_coerce
from werkzeug.test import TestResponse

from models.attachment import Attachment
from models.case import Case
from models.database import db
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind as K
from models.vocabulary.documents import DocumentKind, Media
from models.vocabulary.roles import Role
from tests.builders import City, a_photo, a_user, an_attachment
from tests.desks import Desk
from tests.pages import Page
from tests.unit.proofs.samples import a_bomb, a_pdf, an_image, an_mp3
from tracking.kernel.settings import Settings
from tracking.proofs import service
from tracking.proofs.sent import Sent

PATH = "/proofs"
REASON = "照片拍错了学生，重新上传。"


def sent(desk: Desk, case: Case, *files: tuple[str, bytes], **changes: Any) -> TestResponse:
    given = {
        "document_kind": "enrolment",
        "files": [(io.BytesIO(content), name) for name, content in files],
        **changes,
    }
    return desk.client.send(f"/cases/{case.id}{PATH}", given, page=f"/cases/{case.id}{PATH}")


def stored(desk: Desk, case: Case) -> list[Attachment]:
    with desk.backstage():
        query = select(Attachment).where(Attachment.case_id == case.id).order_by(Attachment.id)
        return list(db.session.scalars(query))


def kinds(desk: Desk, case: Case) -> list[K]:
    return [entry.kind for entry in desk.story(case)]


def a_document(desk: Desk, case: Case, **columns: Any) -> Attachment:
    with desk.backstage():
        return an_attachment(db.session.get_one(Case, case.id), **columns)


def test_several_documents_come_at_once_and_leave_nothing_readable_on_the_disk(
    desk: Desk, city: City, settings: Settings
) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    me = desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert "No document yet" in desk.client.page(f"/cases/{case.id}{PATH}").text
    files = [("在读证明.jpg", a_photo()), ("../../附件.PDF", a_pdf()), ("x.html", an_mp3())]
    assert sent(desk, case, *files, remark="盖章").status_code == 302
    found = stored(desk, case)
    assert [(d.media, d.name) for d in found] == [
        (Media.IMAGE, "在读证明"), (Media.PDF, "附件"), (Media.MP3, "x"),
    ]  # fmt: skip
    assert {(d.kind, d.remark, d.added_by_id, d.episode) for d in found} == {
        (DocumentKind.ENROLMENT, "盖章", me.id, 1)
    }
    assert kinds(desk, case)[1:] == [K.ATTACHED] * 3
    assert len(desk.audit("proof.add")) == 3
    assert desk.now(case).version == case.version  # pages that others have open stay good
    files_on_disk = [path for path in settings.proofs_dir.rglob("*") if path.is_file()]
    assert len(files_on_disk) == 4  # the photo has a little picture beside it
    assert not [path for path in files_on_disk if b"%PDF" in path.read_bytes()]
    with desk.backstage():
        raw = db.session.scalars(select(type_coerce(Attachment.name, LargeBinary))).all()
        assert not [name for name in raw if "在读".encode() in bytes(name)]
    page = desk.client.page(f"/cases/{case.id}{PATH}")
    assert page.text.count("Certificate of attendance") >= 3
    assert "3 documents" in desk.client.page(f"/cases/{case.id}").text


def test_what_cannot_be_kept_is_named_with_what_helps_and_the_rest_is_kept(
    desk: Desk, city: City
) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    files = [
        ("good.jpg", a_photo()),
        ("bomb.png", a_bomb()),
        ("x.jpg", b"<script>"),
        ("0.pdf", b""),
    ]
    answer = sent(desk, case, *files, remark="第一页")
    assert answer.status_code == 422
    text = Page(answer.text).text
    assert "bomb.png" in text
    assert "more than 40 million pixels" in text
    assert "The file is empty" in text
    assert "1 document has been added." in text
    assert 'value="第一页"' in answer.text
    assert [d.name for d in stored(desk, case)] == ["good"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"document_kind": ""}, "Choose what the document is."),
        ({"document_kind": "passport"}, "Not a valid choice"),
        ({"remark": "长" * 201}, "This is too long."),
    ],
)
def test_a_document_says_what_it_is(
    desk: Desk, city: City, changes: dict[str, Any], words: str
) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    answer = sent(desk, case, ("a.jpg", a_photo()), **changes)
    assert answer.status_code == 422
    assert words in Page(answer.text).text
    assert stored(desk, case) == []
    assert "Choose a file" in sent(desk, case).text


def test_the_same_file_sent_twice_is_kept_once(desk: Desk, city: City, settings: Settings) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    for _time in range(2):
        sent(desk, case, ("a.pdf", a_pdf()))
    assert len(stored(desk, case)) == 1
    assert len(list(settings.proofs_dir.rglob("*.sealed"))) == 1
    sent(desk, case, ("a.pdf", a_pdf()), document_kind="police")
    assert len(stored(desk, case)) == 2


def test_sizes_and_counts_are_limited_by_settings(
    desk: Desk, city: City, settings: Settings
) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    desk.sit(Role.CITY_OFFICER, city.bureau)
    for key, value in (("proofs.photo_mb", "1"), ("proofs.documents", "5")):
        page = f"/settings/{key}"
        given = {"value": value, "basis": "虚构市教育局通知", "version": "0"}
        assert desk.client.send(page, given, page=page).status_code == 302
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    large = Sent(DocumentKind.OTHER, "a.png", an_image("PNG") + bytes(1024 * 1024))
    with desk.backstage():
        stored_case, me = db.session.get_one(Case, case.id), a_user()
        received = service.add(stored_case, [large], by=me, settings=settings)
        [(name, why)] = received.refused
        assert (name, "1 MB" in why) == ("a.png", True)
    many = [(f"{n}.pdf", a_pdf(end=b"\n" * n + b"%%EOF\n")) for n in range(6)]
    answer = sent(desk, case, *many)
    assert answer.status_code == 409
    assert "more than 5 documents" in answer.text
    assert stored(desk, case) == []
    assert list(settings.proofs_dir.rglob("*.sealed")) == []


def test_a_document_is_shown_and_saved_with_headers_that_let_it_do_nothing(
    desk: Desk, city: City
) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    sent(desk, case, ("在读\u202e证明.jpg", a_photo()), ("文件.pdf", a_pdf()))
    image, pdf = stored(desk, case)
    place = f"/cases/{case.id}{PATH}/{image.id}"
    assert f"{place}/content" in desk.client.get(place).text
    shown = desk.client.get(f"{place}/content")
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert shown.data.startswith(b"\xff\xd8\xff")
    assert shown.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Cache-Control"] == "no-store"
    saved = desk.client.get(f"{place}/content?download=1")
    disposition = saved.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "filename*=UTF-8''%E5%9C%A8%E8%AF%BB%E8%AF%81%E6%98%8E.jpg" in disposition
    viewed = desk.client.get(f"/cases/{case.id}{PATH}/{pdf.id}/content")
    assert viewed.mimetype == "application/pdf"
    assert viewed.data == a_pdf()
    assert viewed.headers["Content-Security-Policy"] == shown.headers["Content-Security-Policy"]
    small = desk.client.get(f"{place}/thumbnail")
    assert (small.status_code, small.mimetype) == (200, "image/jpeg")
    assert desk.client.get(f"/cases/{case.id}{PATH}/{pdf.id}/thumbnail").status_code == 404
    assert desk.client.page(f"/cases/{case.id}{PATH}/{pdf.id}").text.count("Open the PDF") == 1


def test_each_opening_is_logged_and_stands_on_the_timeline_once_a_day(
    desk: Desk, city: City
) -> None:
    case = desk.file(S.SUBMITTED, city.schools[0])
    document = a_document(desk, case)
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    for _time in range(3):
        desk.client.get(f"/cases/{case.id}{PATH}/{document.id}/content")
    assert kinds(desk, case).count(K.DOWNLOADED) == 1
    assert len(desk.audit("proof.open")) == 3
    desk.sit(Role.CITY_OFFICER, city.bureau)
    desk.client.get(f"/cases/{case.id}{PATH}/{document.id}/content")
    assert kinds(desk, case).count(K.DOWNLOADED) == 2
    desk.sit(Role.INSPECTOR, city.bureau)  # who sees no number in full opens no document
    assert desk.client.get(f"/cases/{case.id}{PATH}/{document.id}/content").status_code == 403


def test_a_withdrawn_document_stays_with_the_reason(desk: Desk, city: City) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    sent(desk, case, ("a.jpg", a_photo()))
    [document] = stored(desk, case)
    path = f"{PATH}/{document.id}/withdraw"
    assert desk.send(case, path, reason="错").status_code == 422
    assert desk.send(case, path, reason=REASON).location == f"/cases/{case.id}{PATH}"
    [kept] = stored(desk, case)
    assert (kept.is_in_force, kept.withdrawn_reason) == (False, REASON)
    assert desk.story(case)[-1].kind is K.WITHDRAWN
    assert desk.send(case, path, reason=REASON).status_code == 409
    assert REASON in desk.client.page(f"/cases/{case.id}{PATH}/{document.id}").text
    assert desk.client.get(f"/cases/{case.id}{PATH}/{document.id}/content").status_code == 200
    assert "withdrawn" in desk.client.page(f"/cases/{case.id}{PATH}").text


def test_who_may_not_withdraw(desk: Desk, city: City) -> None:
    case, waiting = (desk.file(state, city.schools[0]) for state in (S.VERIFYING, S.SUBMITTED))
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    sent(desk, case, ("bureau.jpg", a_photo()))
    [document] = stored(desk, case)
    resting = a_document(desk, waiting)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    refused = desk.send(case, f"{PATH}/{document.id}/withdraw", reason=REASON)
    assert refused.status_code == 409
    assert "or a bureau above" in refused.text
    waits = desk.send(waiting, f"{PATH}/{resting.id}/withdraw", reason=REASON)
    assert waits.status_code == 409
    assert "waits for its review" in waits.text
    desk.sit(Role.INSPECTOR, city.bureau)
    assert desk.send(case, f"{PATH}/{document.id}/withdraw", reason=REASON).status_code == 403


def test_an_ended_file_takes_no_document(desk: Desk, city: City) -> None:
    case = desk.file(S.CLOSED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert "Add documents" not in desk.client.page(f"/cases/{case.id}{PATH}").text
    token = desk.client.token(f"/cases/{case.id}")
    given = {"csrf_token": token, "document_kind": "other", "files": (io.BytesIO(a_pdf()), "a.pdf")}
    assert desk.client.post(f"/cases/{case.id}{PATH}", data=given).status_code == 409
    assert stored(desk, case) == []


def test_a_strangers_document_is_not_there_under_any_address(desk: Desk, city: City) -> None:
    own, theirs = desk.file(S.VERIFYING, city.schools[0]), desk.file(S.VERIFYING, city.schools[1])
    document = a_document(desk, theirs)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    for case in (own, theirs):
        for part in ("", "/content", "/thumbnail"):
            path = f"/cases/{case.id}{PATH}/{document.id}{part}"
            assert desk.client.get(path).status_code == 404, path
        answer = desk.send(case, f"{PATH}/{document.id}/withdraw", reason=REASON)
        assert answer.status_code == 404
    assert desk.audit("proof.open") == []


def test_a_damaged_file_is_a_clear_answer_and_no_fault(
    desk: Desk, city: City, settings: Settings
) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    document = a_document(desk, case)
    [path] = Path(settings.proofs_dir).rglob("*.sealed")
    path.write_bytes(path.read_bytes()[:-3])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    answer = desk.client.get(f"/cases/{case.id}{PATH}/{document.id}/content")
    assert answer.status_code < 500 or answer.status_code == 503
    assert "baoxue doctor" in answer.text
    assert desk.audit("proof.open") == []
