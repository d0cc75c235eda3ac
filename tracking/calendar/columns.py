"""The headers and words of a table of days, as bureaus write it."""

from __future__ import annotations

import re

DATE, AT_SCHOOL, NAME = "日期", "是否上课", "名称"
HEADERS = {
    DATE: ("日期", "date", "day"),
    AT_SCHOOL: ("是否上课", "上课", "school day", "school_day"),
    NAME: ("名称", "说明", "name"),
}
YES, NO = "是", "否"
SAYS_YES = frozenset({YES, "上课", "班", "1", "yes", "y", "true"})
SAYS_NO = frozenset({NO, "放假", "休", "不上课", "0", "no", "n", "false"})
WRITTEN_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
EXAMPLE = "2026-10-10,是,调休上课"
