"""The ledger's tables: one aggregate per file, scope beside them, the words in `vocabulary`.

Importing this package registers every table, which migrations and `create_app` rely on.
"""

from models.attachment import Attachment
from models.attendance import Attendance
from models.audit import AuditEntry
from models.bulk_act import BulkAct, BulkLine
from models.calendar_day import CalendarDay
from models.case import Case, CaseEvent
from models.child import Child, ChildKey
from models.contest import Contest
from models.data_task import DataTask
from models.database import db
from models.field_packet import FieldPacket, PacketReturn, PacketSheet
from models.flag import Flag
from models.follow_up import FollowUp
from models.grant import Grant
from models.handover import Handover
from models.identity_link import IdentityLink
from models.inquiry import Inquiry
from models.intake import ColumnChoice, Intake
from models.job_run import JobRun
from models.lesson import Lesson
from models.note import Note
from models.notice import Notice
from models.organisation import Organisation
from models.outcome import Outcome
from models.paper import Paper, PaperDelivery, PaperOffice, PaperTemplate
from models.placement import Placement
from models.region import Region
from models.responsible import Responsible, WorkTransfer
from models.scan import Scan, ScanPart
from models.scan_box import ScanBox
from models.school_term import SchoolTerm
from models.snapshot import Snapshot, SnapshotPart
from models.tally import Tally
from models.threshold import Threshold
from models.tip import Tip
from models.user import User
from models.wording import Wording
from models.zero_report import ZeroReport

__all__ = [
    "Attachment",
    "Attendance",
    "AuditEntry",
    "BulkAct",
    "BulkLine",
    "CalendarDay",
    "Case",
    "CaseEvent",
    "Child",
    "ChildKey",
    "ColumnChoice",
    "Contest",
    "DataTask",
    "FieldPacket",
    "Flag",
    "FollowUp",
    "Grant",
    "Handover",
    "IdentityLink",
    "Inquiry",
    "Intake",
    "JobRun",
    "Lesson",
    "Note",
    "Notice",
    "Organisation",
    "Outcome",
    "PacketReturn",
    "PacketSheet",
    "Paper",
    "PaperDelivery",
    "PaperOffice",
    "PaperTemplate",
    "Placement",
    "Region",
    "Responsible",
    "Scan",
    "ScanBox",
    "ScanPart",
    "SchoolTerm",
    "Snapshot",
    "SnapshotPart",
    "Tally",
    "Threshold",
    "Tip",
    "User",
    "Wording",
    "WorkTransfer",
    "ZeroReport",
    "db",
]
