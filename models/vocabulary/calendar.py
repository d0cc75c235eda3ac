"""What a day is in the school calendar, who says so, the public holidays, the two terms."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class DayKind(Term):
    """What a day is; schools work on SCHOOL and MAKE_UP."""

    SCHOOL = "school", _l("School day")  # 上课日
    MAKE_UP = "make_up", _l("Make-up school day")  # 调休上课
    WEEKEND = "weekend", _l("Weekend")  # 周末
    HOLIDAY = "holiday", _l("Day off")  # 放假
    BREAK = "break", _l("Outside the terms")  # 寒暑假


class DaySource(Term):
    """Who says what a day is."""

    BUREAU = "bureau", _l("the bureau")  # 教育局
    TERMS = "terms", _l("the terms")  # 学期起止
    NOTICE = "notice", _l("notice of the State Council")  # 国务院办公厅放假通知
    PROVISIONAL = "provisional", _l("provisional: the yearly notice is not known yet")  # 暂定
    WEEKDAYS = "weekdays", _l("Monday to Friday")  # 周一至周五


class PublicHoliday(Term):
    """The public holidays of China."""

    NEW_YEAR = "new_year", _l("New Year's Day")  # 元旦
    SPRING = "spring", _l("Spring Festival")  # 春节
    TOMBS = "tombs", _l("Tomb-sweeping Day")  # 清明节
    LABOUR = "labour", _l("Labour Day")  # 劳动节
    DRAGON_BOAT = "dragon_boat", _l("Dragon Boat Festival")  # 端午节
    MID_AUTUMN = "mid_autumn", _l("Mid-autumn Festival")  # 中秋节
    NATIONAL = "national", _l("National Day")  # 国庆节
    VICTORY = "victory", _l("Victory Day")  # 抗战胜利纪念日


class TermPart(Term):
    """The two terms of a school year."""

    AUTUMN = "autumn", _l("First term (autumn)")  # 第一学期(秋季)
    SPRING = "spring", _l("Second term (spring)")  # 第二学期(春季)
