"""The ledger's tables: one aggregate per file, scope beside them, the words in `vocabulary`.

Importing this package registers every table, which migrations and `create_app` rely on.
"""

from models.audit import AuditEntry
from models.case import Case, CaseEvent
from models.child import Child, ChildKey
from models.data_task import DataTask
from models.database import db
from models.flag import Flag
from models.follow_up import FollowUp
from models.identity_link import IdentityLink
from models.intake import ColumnChoice, Intake
from models.job_run import JobRun
from models.notice import Notice
from models.organisation import Organisation
from models.outcome import Outcome
from models.region import Region
from models.scan import Scan, ScanPart
from models.scan_box import ScanBox
from models.snapshot import Snapshot, SnapshotPart
from models.tally import Tally
from models.threshold import Threshold
from models.tip import Tip
from models.user import User

__all__ = [
    "AuditEntry",
    "Case",
    "CaseEvent",
    "Child",
    "ChildKey",
    "ColumnChoice",
    "DataTask",
    "Flag",
    "FollowUp",
    "IdentityLink",
    "Intake",
    "JobRun",
    "Notice",
    "Organisation",
    "Outcome",
    "Region",
    "Scan",
    "ScanBox",
    "ScanPart",
    "Snapshot",
    "SnapshotPart",
    "Tally",
    "Threshold",
    "Tip",
    "User",
    "db",
]
