"""Field packets, what came back of them, texts to start from, and acts on many children."""

from __future__ import annotations

from datetime import timedelta

from models.bulk_act import BulkAct
from models.case import Case
from models.field_packet import FieldPacket, PacketReturn, PacketSheet
from models.organisation import Organisation
from models.user import User
from models.vocabulary.bulk import BulkKind
from models.vocabulary.follow_ups import ContactPurpose
from models.wording import Wording
from tests.builders.people import a_user, kept
from tracking.followups.packets.codes import key_of, new_code
from tracking.kernel import clock


def a_packet(case: Case, by: User, valid_days: int = 30) -> FieldPacket:
    """A packet for one child."""
    today = clock.today()
    packet = kept(
        FieldPacket(
            made_on=today,
            made_at=clock.now(),
            made_by_id=by.id,
            valid_until=today + timedelta(days=valid_days),
            org_path=by.organisation.path,
        )
    )
    code = new_code()
    kept(
        PacketSheet(
            packet_id=packet.id,
            case_id=case.id,
            code=code,
            code_key=key_of(code),
            case_version=case.version,
            episode=case.episode,
        )
    )
    return packet


def a_return(by: User) -> PacketReturn:
    """A workbook that was read, without rows."""
    now, path = clock.now(), by.organisation.path
    row = PacketReturn(file_name="a.xlsx", rows={}, read_at=now, read_by_id=by.id, org_path=path)
    return kept(row)


def a_wording(owner: Organisation, text: str = "虚构: 已说明义务教育法") -> Wording:
    """A text of a bureau."""
    return kept(
        Wording(
            organisation_id=owner.id,
            purpose=ContactPurpose.PERSUADE,
            text=text,
            written_at=clock.now(),
            written_by_id=a_user(None, owner).id,
        )
    )


def an_act(by: User) -> BulkAct:
    """An act on no child."""
    path = by.organisation.path
    return kept(BulkAct(kind=BulkKind.REMIND, at=clock.now(), by_id=by.id, org_path=path))
