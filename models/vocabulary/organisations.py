"""Levels of the administrative tree."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class Level(Term):
    """Where an organisation stands."""

    CITY = "city", _l("City bureau")  # 市教育局
    COUNTY = "county", _l("County bureau")  # 旗县区教育局
    TOWNSHIP = "township", _l("Township or subdistrict")  # 苏木乡镇/街道
    SCHOOL = "school", _l("School")  # 学校
    DEPARTMENT = "department", _l("Department")  # 协作部门
