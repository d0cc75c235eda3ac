"""Objects for tests, each in one line; all people and places are invented.

Call them inside `backstage()`; what they make is committed.
"""

from tests.builders.cases import a_case, a_child, a_flag, a_scan, a_snapshot
from tests.builders.findings import a_data_task, a_tip
from tests.builders.people import PASSWORD, City, a_city, a_school, a_user, an_organisation

__all__ = [
    "PASSWORD",
    "City",
    "a_case",
    "a_child",
    "a_city",
    "a_data_task",
    "a_flag",
    "a_scan",
    "a_school",
    "a_snapshot",
    "a_tip",
    "a_user",
    "an_organisation",
]
