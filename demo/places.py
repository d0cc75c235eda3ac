"""The invented bureaus, townships, schools and one department of the city."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CITY_CODE: Final = "150200"
PRIMARY: Final = "小学"
JUNIOR: Final = "初中"
OUTSIDE: Final = {
    PRIMARY: ("2113100777", "外省某小学"),
    JUNIOR: ("3113100777", "外省某中学"),
}
"""Stage → code and name of the school outside the province to which children leave."""

_COUNTY_NAMES: Final = (
    "虚构东区",
    "虚构西区",
    "虚构旗",
    "虚构南区",
    "虚构北区",
    "虚构左旗",
    "虚构右旗",
    "虚构中区",
    "虚构县",
)
_TOWNSHIPS_PER_COUNTY: Final = 2


@dataclass(frozen=True)
class Organisation:
    """One row of `organisations.csv`; `stage` is empty but for schools."""

    code: str
    name: str
    level: str
    parent_code: str
    stage: str


def county_codes(counties: int) -> tuple[str, ...]:
    """The region codes of the first so many counties, from 150291 on."""
    return tuple(str(150291 + number) for number in range(counties))


def schools(count: int, counties: int) -> list[Organisation]:
    """Two primary schools to one junior school, spread evenly over the counties."""
    codes = county_codes(counties)
    placed = {PRIMARY: 0, JUNIOR: 0}
    found = []
    for number in range(1, count + 1):
        stage, kind, prefix = (JUNIOR, "中学", "31") if number % 3 == 0 else (PRIMARY, "小学", "21")
        county = codes[placed[stage] % counties]
        placed[stage] += 1
        name = f"虚构第{number}{kind}"
        found.append(Organisation(f"{prefix}151{number:05d}", name, "school", county, stage))
    return found


def organisations(count: int, counties: int) -> list[Organisation]:
    """Everybody who owns or follows up a case, parents before children."""
    codes = county_codes(counties)
    rows = [
        Organisation(CITY_CODE, "虚构市教育局", "city", "", ""),
        Organisation("150200901", "虚构市民政局", "department", CITY_CODE, ""),
    ]
    for code, name in zip(codes, _COUNTY_NAMES, strict=False):
        rows.append(Organisation(code, f"{name}教育局", "county", CITY_CODE, ""))
    for code, name in zip(codes, _COUNTY_NAMES, strict=False):
        kind = "街道办事处" if name.endswith("区") else "苏木乡镇人民政府"
        for number in range(1, _TOWNSHIPS_PER_COUNTY + 1):
            township = f"{name}第{number}{kind}"
            rows.append(Organisation(f"{code}{number:03d}", township, "township", code, ""))
    return rows + schools(count, counties)
