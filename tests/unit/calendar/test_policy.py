"""What a day is: the bureau first, then the terms, then the notice, then Monday to Friday."""

from __future__ import annotations

from datetime import date

import pytest

from models.vocabulary.calendar import DayKind as K
from models.vocabulary.calendar import DaySource as S
from models.vocabulary.calendar import PublicHoliday, TermPart
from tracking.calendar.day_file import day_in, decoded, read_days
from tracking.calendar.picture import picture_of
from tracking.calendar.policy import PRESETS, Calendar, OwnDay, Plan, Term, school_year_of
from tracking.kernel.schooldays import counted_from

AUTUMN = Term(2026, TermPart.AUTUMN, date(2026, 9, 1), date(2027, 1, 15))
SPRING = Term(2026, TermPart.SPRING, date(2027, 3, 1), date(2027, 7, 16))
BARE, FULL = Calendar(), Calendar(terms=(AUTUMN, SPRING))


@pytest.mark.parametrize(
    ("day", "kind", "source", "holiday"),
    [
        (date(2026, 10, 1), K.HOLIDAY, S.NOTICE, PublicHoliday.NATIONAL),
        (date(2026, 10, 10), K.MAKE_UP, S.NOTICE, PublicHoliday.NATIONAL),
        (date(2026, 11, 22), K.WEEKEND, S.NOTICE, None),
        (date(2026, 11, 23), K.SCHOOL, S.NOTICE, None),
        (date(2027, 10, 1), K.HOLIDAY, S.PROVISIONAL, PublicHoliday.NATIONAL),
        (date(2027, 11, 22), K.SCHOOL, S.PROVISIONAL, None),
        (date(2105, 10, 1), K.SCHOOL, S.WEEKDAYS, None),
    ],
)
def test_without_rows_the_best_public_source_holds(
    day: date, kind: K, source: S, holiday: PublicHoliday | None
) -> None:
    seen = BARE.seen(day)
    assert (seen.kind, seen.source, seen.holiday) == (kind, source, holiday)
    assert BARE.is_school_day(day) == (kind in {K.SCHOOL, K.MAKE_UP})


def test_days_outside_known_terms_are_no_school_days() -> None:
    for day in (date(2026, 8, 31), date(2027, 1, 18), date(2027, 7, 19)):
        assert not FULL.is_school_day(day)
        assert FULL.seen(day).kind is K.BREAK
    assert FULL.is_school_day(date(2026, 11, 23))
    assert FULL.is_school_day(date(2028, 1, 18))  # no terms are known of that year


def test_a_term_alone_says_nothing_of_the_other_half_of_the_year() -> None:
    autumn, spring = Calendar(terms=(AUTUMN,)), Calendar(terms=(SPRING,))
    assert autumn.is_school_day(date(2027, 3, 2))
    assert not autumn.is_school_day(date(2026, 8, 20))
    assert spring.is_school_day(date(2026, 11, 23))
    assert not spring.is_school_day(date(2027, 7, 20))


def test_what_the_bureau_says_comes_first_and_can_be_given_back() -> None:
    holiday, snow = date(2026, 10, 1), date(2026, 11, 23)
    said = FULL.with_plan(Plan({holiday: OwnDay(True, "补课"), snow: OwnDay(False, "大雪")}))
    assert (said.seen(holiday).kind, said.seen(holiday).label) == (K.MAKE_UP, "补课")
    assert (said.seen(snow).kind, said.seen(snow).source) == (K.HOLIDAY, S.BUREAU)
    back = said.with_plan(Plan({snow: OwnDay(None)}))
    assert back.is_school_day(snow)
    assert FULL.changes(Plan({snow: OwnDay(False), holiday: OwnDay(False)})) == [snow]


def test_a_term_without_days_is_taken_out() -> None:
    gone = FULL.with_plan(Plan(terms=(Term(2026, TermPart.SPRING, None, None),)))
    assert gone.is_school_day(date(2027, 7, 20))


def test_a_deadline_is_counted_over_the_winter_holidays() -> None:
    assert counted_from(date(2027, 1, 14), 2, FULL.is_school_day) == date(2027, 3, 1)
    assert counted_from(date(2027, 3, 1), -2, FULL.is_school_day) == date(2027, 1, 14)


def test_the_preset_is_a_proposal_for_its_own_school_year() -> None:
    for year, plan in PRESETS.items():
        assert {t.part for t in plan.terms} == set(TermPart)
        for term in plan.terms:
            assert term.is_proposal
            assert {school_year_of(d) for d in (term.first_on, term.last_on) if d} == {year}


def test_the_picture_shows_every_day_of_the_year_once() -> None:
    picture = picture_of(FULL, 2026)
    cells = [seen for month in picture.months for week in month.weeks for seen in week if seen]
    assert len({seen.day for seen in cells}) == len(cells) == 365
    assert sum(month.school_days for month in picture.months) == picture.school_days
    assert picture.provisional_from == date(2027, 1, 1)
    national = next(s for s in picture.specials if s.first.day == date(2026, 10, 1))
    assert (national.last.day, national.count) == (date(2026, 10, 7), 7)


@pytest.mark.parametrize(
    "text", ["2026-10-01", "2026/10/1", "2026年10月1日", "20261001", "2026.10.1"]
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert day_in(text) == date(2026, 10, 1)


def test_a_table_is_read_in_the_code_page_of_an_office() -> None:
    text = "日期,是否上课,名称\n2026-10-10,是,调休上课\n2026/11/30,否,\n"
    for encoding in ("utf-8-sig", "gb18030"):
        days, problems = read_days(decoded(text.encode(encoding)))
        assert not problems
        assert days[date(2026, 10, 10)] == OwnDay(True, "调休上课")
        assert days[date(2026, 11, 30)] == OwnDay(False)


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ("日期,名称\n2026-10-10,x", 1, "是否上课"),
        ("", 1, "日期"),
        ("日期,是否上课\n", 2, "日期"),
        ("日期,是否上课\n2026-02-30,是", 2, "日期"),
        ("日期,是否上课\n2026-10-10,是\n2026-10-10,否", 3, "日期"),
        ("日期,是否上课\n2026-10-10,也许", 2, "是否上课"),
        (f"日期,是否上课,名称\n2026-10-10,是,{'长' * 61}", 2, "名称"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(text: str, row: int, column: str) -> None:
    _days, problems = read_days(text)
    assert (problems[0].row, problems[0].column) == (row, column)
