"""The files of a week as offices send them, and whose row stands in which line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from benchmarks.detection.people import (
    AUTUMN,
    DAYS,
    HOUSEHOLD,
    LAST,
    LEAVE_BEGINS,
    NOVEMBER,
    PLACED,
    REPORTED,
    RESIDENCE,
    SPRING,
    STUDYING,
    SUMMER,
    Child,
)
from benchmarks.detection.plants.registers import permit
from benchmarks.detection.town import Row, Town
from demo import headers as h
from demo.writers import GB18030, UTF8, write_rows

ROSTER: Final = (
    h.STUDENT_NO, h.NAME, h.SEX, h.ID_KIND, h.ID_NUMBER, h.BIRTH_DATE, h.SCHOOL_CODE, h.SCHOOL_NAME,
    h.GRADE, h.CLASS_NO, h.STATUS, h.ENTRY_MONTH, h.HOUSEHOLD_REGION, h.DISABILITY,
    h.INCLUSIVE_CLASS, PLACED, h.ORIGIN, h.LOCAL_NO, LEAVE_BEGINS, h.LEAVE_ENDS, h.GUARDIAN_NAME,
    h.GUARDIAN_PHONE,
)  # fmt: skip
PERSON: Final = ("姓名", "性别", "身份证号", "出生日期", "监护人姓名", "监护人电话")
HEADERS: Final[dict[str, tuple[str, ...]]] = {
    "movements": (*h.MOVEMENTS, "原年级", "休学止期"),
    "household": (*PERSON, "户口所在地行政区划", "户籍地址", "人员状态", "注销日期", "派出所"),
    "residence": (
        *PERSON, "居住地行政区划代码", "居住证号", "证件状态", "签发日期", "有效期至", "就学情况",
        "就读学校标识码",
    ),
    "disability": (*PERSON, "残疾类别", "残疾等级", "残疾人证号", "安置方式"),
    "welfare": (
        *PERSON, "对象类别", "享受状态", "认定日期", "有效期至", "居住地行政区划代码", "就学情况",
    ),
    "poverty": (
        *PERSON, "户编号", "户类型", "在校生状况", "义务教育阶段未上学原因", "是否失学辍学",
    ),
    "dispatched": (*PERSON, "下发批次", "下发日期", "疑似类型", "核查结果"),
    "deaths": (*PERSON, "注销日期", "注销原因"),
    "graduates": (
        *PERSON, "毕业学校标识码", "毕业日期", "毕业结果", "升入学校标识码", "升入学校",
    ),
    "roll_call": (
        h.STUDENT_NO, h.NAME, h.ID_NUMBER, h.SCHOOL_CODE, h.GRADE, "班级", "在校情况", "核实日期",
        "缺勤开始日期", "连续缺勤天数", "实际就读学校标识码",
    ),
}  # fmt: skip
BY_CODE: Final = {STUDYING: "01", "休学": "02", "毕业": "07", "男": "1", "女": "2"}
JUNE: Final = date(2026, 6, 22)


@dataclass(frozen=True)
class Sent:
    """One file: what it is, its day, and the child of each of its lines."""

    path: Path
    kind: str
    day: date
    tags: tuple[str, ...]

    def tag(self, row_no: int) -> str:
        """Whose row stands in a line; the header is line 1."""
        return self.tags[row_no - 2]


def write_week(town: Town, week: int, folder: Path) -> list[Sent]:
    """Every file of a week, in the order of their arrival."""
    folder.mkdir(parents=True, exist_ok=True)
    known = [(kind, rows) for (kind, at), rows in town.lists.items() if at == week]
    lists = {kind: list(rows) for kind, rows in known}
    if week == AUTUMN:
        for kind, rows in register(town).items():
            lists.setdefault(kind, []).extend(rows)
    sent = []
    if week == SUMMER:
        sent.append(_sent(folder, "roll_call", JUNE, signs_of_life(town), UTF8))
    if town.movements[week]:
        sent.append(_sent(folder, "movements", DAYS[week], town.movements[week], GB18030))
    sent.append(roster(town, week, folder))
    for kind, rows in sorted(lists.items()):
        name = "roll_call" if kind == "absentees" else kind
        sent.append(_sent(folder / kind, name, DAYS[week], rows, UTF8))
    if calls := list(roll_call(town, week)):
        sent.append(_sent(folder, "roll_call", DAYS[week], calls, GB18030))
    return sent


def _sent(
    folder: Path, kind: str, day: date, rows: Iterable[tuple[str, Row]], encoding: str
) -> Sent:
    folder.mkdir(parents=True, exist_ok=True)
    path, content = folder / f"{kind}-{day:%Y%m%d}.csv", list(rows)
    header = HEADERS[kind]
    unknown = {name for _, row in content for name in row} - set(header)
    if unknown:
        raise ValueError(f"no column for {sorted(unknown)} in {kind}")
    write_rows(path, header, ([row.get(n, "") for n in header] for _, row in content), encoding)
    return Sent(path, kind, day, tuple(tag for tag, _ in content))


def roster(town: Town, week: int, folder: Path) -> Sent:
    """The roster: in spring with a mark of who reported, in summer with codes for words."""
    header = (*ROSTER, REPORTED) if week == SPRING else ROSTER
    words = BY_CODE if week == SUMMER else {}
    late = town.special.late.code if week == NOVEMBER else ""
    rows = [
        (child.tag, row)
        for child in town.children
        if child.is_there(week) and (row := child.row(week))[h.SCHOOL_CODE] != late
    ]
    rows.sort(key=lambda entry: (entry[1][h.SCHOOL_CODE], entry[1][h.GRADE], entry[0]))
    path = folder / f"registry-{DAYS[week]:%Y%m%d}.csv"
    cells = ([words.get(row[n], row[n]) for n in header] for _, row in rows)
    write_rows(path, header, cells, (UTF8, GB18030)[week % 2])
    return Sent(path, "registry", DAYS[week], tuple(tag for tag, _ in rows))


def register(town: Town) -> dict[str, list[tuple[str, Row]]]:
    """Everybody whom the police know, at school or not."""
    found: dict[str, list[tuple[str, Row]]] = {HOUSEHOLD: [], RESIDENCE: []}
    seen: set[str] = set()
    for child in town.children:
        if child.tag in seen or not child.listed:
            continue
        seen.add(child.tag)
        cells = permit(child.region) if child.listed == RESIDENCE else {"人员状态": "正常"}
        if child.listed == HOUSEHOLD:
            cells["户口所在地行政区划"] = child.region
        found[child.listed].append((child.tag, {
            "姓名": child.name, "性别": child.sex, "身份证号": child.number, "出生日期": child.born,
            "监护人姓名": child.guardian, "监护人电话": child.phone, **cells,
        }))  # fmt: skip
    return found


def roll_call(town: Town, week: int) -> Iterable[tuple[str, Row]]:
    """What schools say of their pupils; in spring only of those about whom something is planted."""
    here = {town.special.quiet.code, town.special.absentees.code}
    for child in town.children:
        said = child.calls.get(week)
        if week in child.calls and said is None:
            continue
        row = child.row(week)
        if said is None:
            expected = child.is_there(week) and row[h.STATUS] in {STUDYING, "休学"}
            if not expected or week not in (AUTUMN, NOVEMBER, LAST):
                continue
        if row[h.SCHOOL_CODE] not in here:
            yield child.tag, called(row, DAYS[week], said)


def called(row: Row, day: date, said: Row | None) -> Row:
    """A pupil's line of a roll call."""
    shown = {n: row[n] for n in (h.STUDENT_NO, h.NAME, h.ID_NUMBER, h.SCHOOL_CODE, h.GRADE)}
    usual = "在校" if row[h.STATUS] == STUDYING else row[h.STATUS]
    presence = {"在校情况": usual, "班级": row[h.CLASS_NO], "核实日期": f"{day:%Y-%m-%d}"}
    return {**shown, **presence, **(said or {})}


def signs_of_life(town: Town) -> list[tuple[str, Row]]:
    """One pupil of each school at a roll call in June, so that no school is silent in July."""
    planted = {truth.tag for truth in town.truth}
    first: dict[str, Child] = {}
    for child in town.children:
        if child.is_there(SPRING) and child.tag not in planted:
            first.setdefault(child.row(SPRING)[h.SCHOOL_CODE], child)
    return [(c.tag, called(c.row(SPRING), JUNE, None)) for c in first.values()]
