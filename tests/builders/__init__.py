"""Objects for tests, each in one line; all people and places are invented.

Call them inside `backstage()`; what they make is committed.
"""

from tests.builders.cases import a_case, a_child, a_flag, a_scan, a_snapshot
from tests.builders.documents import (
    a_contact,
    a_lesson,
    a_photo,
    an_attachment,
    attended,
    proof_of,
)
from tests.builders.fieldwork import a_packet, a_return, a_wording, an_act
from tests.builders.findings import a_contest, a_data_task, a_tip
from tests.builders.papers import a_paper
from tests.builders.people import PASSWORD, City, a_city, a_school, a_user, an_organisation
from tests.builders.sharing import (
    a_grant,
    a_handover,
    a_responsible,
    a_transfer,
    an_inquiry,
)

__all__ = [
    "PASSWORD",
    "City",
    "a_case",
    "a_child",
    "a_city",
    "a_contact",
    "a_contest",
    "a_data_task",
    "a_flag",
    "a_grant",
    "a_handover",
    "a_lesson",
    "a_packet",
    "a_paper",
    "a_photo",
    "a_responsible",
    "a_return",
    "a_scan",
    "a_school",
    "a_snapshot",
    "a_tip",
    "a_transfer",
    "a_user",
    "a_wording",
    "an_act",
    "an_attachment",
    "an_inquiry",
    "an_organisation",
    "attended",
    "proof_of",
]
