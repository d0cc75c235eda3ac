"""Documents of a case, contacts on record, and all that a result needs."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from flask import current_app
from PIL import Image

from models.attachment import Attachment
from models.case import Case
from models.follow_up import FollowUp
from models.lesson import Lesson
from models.user import User
from models.vocabulary.documents import DocumentKind, Media
from models.vocabulary.follow_ups import Attitude, ContactResult, FollowUpKind
from models.vocabulary.outcomes import OutcomeCode
from models.vocabulary.placements import AttendanceMark
from models.vocabulary.roles import Role
from tests.builders.people import a_user, kept, numbers
from tracking.cases.observation import observation_of
from tracking.kernel import clock
from tracking.outcomes.attending import attend
from tracking.outcomes.policy import REQUIRED, Contacts, Paper
from tracking.proofs import storage
from tracking.proofs.content import Kept, examined


@cache
def a_photo() -> bytes:
    """A photo as a telephone sends it."""
    target = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(target, "JPEG")
    return target.getvalue()


@cache
def _kept() -> Kept:
    return examined(a_photo())


def an_attachment(
    case: Case, kind: DocumentKind = DocumentKind.ATTENDANCE, **columns: Any
) -> Attachment:
    """A photo in the file of a child, really on the disk."""
    stored = storage.keep(current_app.config["SETTINGS"].proofs_dir, _kept())
    by = columns.pop("added_by_id", None) or _somebody(case).id
    given = {
        "media": Media.IMAGE,
        "name": "虚构材料",
        "remark": "",
        "size": len(_kept().content),
        "digest": f"{next(numbers):064x}",
        "added_at": clock.now(),
        **columns,
    }
    return kept(
        Attachment(
            case_id=case.id, episode=case.episode, kind=kind, added_by_id=by,
            place=stored.place, file_key=stored.key, **given,
        )
    )  # fmt: skip


def a_contact(case: Case, kind: FollowUpKind = FollowUpKind.CALL, **columns: Any) -> FollowUp:
    """A contact on record in the running episode."""
    given = {
        "number": next(numbers),
        "happened_on": clock.today(),
        "participants": "虚构老师",
        "met_with": "未见到人",
        "account": "虚构: 电话无人接听, 上门无人",
        "attitude": Attitude.NOT_KNOWN,
        "result": ContactResult.NOT_REACHED,
        "next_step": "",
        "next_on": None,
        "recorded_at": clock.now(),
        "recorded_by_id": _somebody(case).id,
        **columns,
    }
    return kept(FollowUp(case_id=case.id, episode=case.episode, kind=kind, **given))


def proof_of(case: Case, code: OutcomeCode, attempts: int = 3) -> None:
    """Put into the file what a result needs: the first of the alternatives of each line."""
    for line in REQUIRED[code]:
        item = line[0]
        if isinstance(item, Paper):
            for _number in range(item.count):
                an_attachment(case, item.kind)
        elif isinstance(item, Contacts):
            for _number in range(item.least or attempts):
                a_contact(case, item.kind or FollowUpKind.CALL)


def a_lesson(case: Case, **columns: Any) -> Lesson:
    """A lesson that was given at the child's home."""
    given = {
        "happened_on": clock.today(),
        "half_hours": 4,
        "teachers": "虚构老师",
        "content": "虚构: 生活自理、识字",
        "response": "",
        "is_signed": True,
        "recorded_at": clock.now(),
        "recorded_by_id": _somebody(case).id,
        **columns,
    }
    return kept(Lesson(case_id=case.id, episode=case.episode, **given))


def attended(case: Case) -> None:
    """The class teacher wrote down that the child was at school on each day of the observation."""
    observed = observation_of(case)
    days = [day.day for day in observed.past] if observed else []
    attend(case, dict.fromkeys(days, AttendanceMark.PRESENT), by=_somebody(case))


def _somebody(case: Case) -> User:
    return a_user(Role.SCHOOL_ADMIN, case.owner)
