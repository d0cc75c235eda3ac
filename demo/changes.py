"""A week in which numbers and names change: what is planted, and what must not be taken for it.

A kind of change takes the row of a pupil and gives the row under which it stands a week later.
Decoys are children who really leave while somebody much like them arrives.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from pypinyin import lazy_pinyin

from demo import headers as h
from demo.numbers import check_characters
from demo.people import HOMOPHONES

Row = dict[str, str]
FORMER_NAME: Final = "曾用名"
DOTS: Final = (" · ", "•", "・", "．")
UNWRITABLE: Final = ("?", "□", "\ue123", "")  # "" stands for the sound in Latin letters


@dataclass
class Maker:
    """Makes rows; `schools` are (code, name) of the city, `taken` all identity numbers of it."""

    rng: random.Random
    schools: list[tuple[str, str]]
    taken: set[str]
    issued: int = 0

    def number(self, row: Row, born: str = "") -> str:
        """A new sound identity number of the row's region, birth date and sex."""
        while True:
            sequence = 2 * self.rng.randrange(1, 499) + (row[h.SEX] == "男")
            region = 150291 + self.rng.randrange(9)
            number = with_check(f"{region}{born or row[h.BIRTH_DATE]}{sequence:03d}")
            if number not in self.taken:
                self.taken.add(number)
                return number

    def renumbered(self, row: Row, number: str | None = None) -> Row:
        """Registered anew: other student and local numbers, and an identity number."""
        number = self.number(row) if number is None else number
        student = f"G{number}" if len(number) == 18 else f"L{self.number(row)}"
        return {**row, h.STUDENT_NO: student, h.ID_NUMBER: number, h.LOCAL_NO: self.local()}

    def local(self) -> str:
        """A local number that nobody had."""
        self.issued += 1
        return f"F9{self.issued:07d}"

    def moved(self, row: Row) -> Row:
        """At another school."""
        others = [s for s in self.schools if s[0] != row[h.SCHOOL_CODE]]
        code, name = self.rng.choice(others)
        return {**row, h.SCHOOL_CODE: code, h.SCHOOL_NAME: name}

    def family(self, row: Row) -> Row:
        """Of another family."""
        phone = f"199{self.rng.randrange(10**8):08d}"
        name = self.rng.choice("赵钱孙李周吴") + self.rng.choice("安宁平和乐康") * 2
        return {**row, h.PHONE: phone, h.GUARDIAN_PHONE: phone, h.GUARDIAN_NAME: name}

    def stranger(self, row: Row) -> Row:
        """A newcomer of whom nobody left."""
        return {**self.family(self.renumbered(row)), h.NAME: row[h.NAME][0] + "新来"}

    def sounding(self, row: Row) -> Row:
        """The name by another character of the same sound."""
        name = row[h.NAME]
        return {**row, h.NAME: name[:-1] + HOMOPHONES[name[-1]]}

    def digit(self, text: str, first: int, last: int) -> str:
        """One digit wrong between two places."""
        place = self.rng.randrange(first, last)
        wrong = self.rng.choice([d for d in "0123456789" if d != text[place]])
        return text[:place] + wrong + text[place + 1 :]


def with_check(body: str) -> str:
    """17 digits with their check character."""
    return body + str(check_characters(np.array([int(body)]))[0])


def swapped(number: str, make: Maker) -> str:
    """Two neighbours exchanged among the digits behind the birth date or in the region."""
    places = [n for n in (*range(5), *range(14, 16)) if number[n] != number[n + 1]]
    n = make.rng.choice(places)
    return number[:n] + number[n + 1] + number[n] + number[n + 2 :]


def other_birth(row: Row, make: Maker) -> Row:
    """One digit of the birth date wrong, in the column and in the identity number."""
    born = row[h.BIRTH_DATE]
    day = "0" + born[7] if born[6] != "0" else "1" + born[7]
    wrong = born[:6] + (day if day != "00" else "20")
    return make.renumbered({**row, h.BIRTH_DATE: wrong}, make.number(row, wrong))


def rare(row: Row, make: Maker) -> Row:
    """A character that could not be written, and no identity number."""
    last = row[h.NAME][-1]
    written = make.rng.choice(UNWRITABLE) or lazy_pinyin(last)[0]
    return make.renumbered({**row, h.NAME: row[h.NAME][:-1] + written}, "")


def dotted(row: Row, make: Maker) -> Row:
    """Another middle dot; full width; a space."""
    name = row[h.NAME].replace("·", make.rng.choice(DOTS))
    return make.renumbered(
        {**row, h.NAME: name if name != row[h.NAME] else f"{name[0]} {name[1:]}"}
    )


def one_character(row: Row, make: Maker) -> Row:
    """One character quite wrong, and no identity number."""
    name = row[h.NAME]
    wrong = make.rng.choice([c for c in "安宁康乐" if c not in name])
    return make.renumbered({**row, h.NAME: name[:-1] + wrong}, "")


CHARACTER: Final = "re-issued, one of three characters wrong, no ID"
Change = Callable[[Row, Maker], Row]
CHANGES: Final[dict[str, Change]] = {
    "ID number corrected, local number kept": lambda r, m: {
        **m.renumbered(r), h.LOCAL_NO: r[h.LOCAL_NO]
    },
    "L number became a G number": lambda r, _: {**r, h.STUDENT_NO: f"G{r[h.ID_NUMBER]}"},
    "student and local number re-issued": lambda r, m: {
        **m.renumbered(r, r[h.ID_NUMBER]), h.STUDENT_NO: f"J{m.number(r)}"
    },
    "all numbers re-issued": lambda r, m: m.renumbered(r),
    "local number only": lambda r, _: {**r, h.STUDENT_NO: "", h.ID_NUMBER: ""},
    "re-issued, name by sound": lambda r, m: m.renumbered(m.sounding(r)),
    "re-issued, middle dot or spaces": dotted,
    "re-issued, rare character, no ID": rare,
    CHARACTER: one_character,
    "re-issued, former name noted": lambda r, m: m.renumbered(
        {**r, FORMER_NAME: r[h.NAME], h.NAME: r[h.NAME][0] + "改新"}
    ),
    "re-issued, one ID digit wrong": lambda r, m: m.renumbered(
        r, m.digit(r[h.ID_NUMBER], 14, 17)
    ),
    "re-issued, two ID digits exchanged": lambda r, m: m.renumbered(
        r, swapped(r[h.ID_NUMBER], m)
    ),
    "re-issued, ID with 15 digits": lambda r, m: m.renumbered(
        r, r[h.ID_NUMBER][:6] + r[h.ID_NUMBER][8:17]
    ),
    "re-issued, birth date wrong": other_birth,
    "moved, re-issued": lambda r, m: m.moved(m.renumbered(r)),
    "moved, re-issued, name by sound": lambda r, m: m.moved(m.renumbered(m.sounding(r))),
    "moved, re-issued, other telephone": lambda r, m: m.moved(
        m.renumbered({**r, h.PHONE: m.family(r)[h.PHONE], h.GUARDIAN_PHONE: ""})
    ),
    "moved, name by sound, one ID digit wrong": lambda r, m: m.moved(
        m.renumbered(m.sounding(r), m.digit(r[h.ID_NUMBER], 14, 17))
    ),
}  # fmt: skip
SOUNDED: Final = frozenset(name for name in CHANGES if "by sound" in name)
BEFORE: Final[dict[str, Change]] = {
    "L number became a G number": lambda r, m: {**r, h.STUDENT_NO: f"L{m.number(r)}"},
}
"""What has to be so in the week before."""


def twin(row: Row, make: Maker) -> Row:
    """Same birth date, sex and family; often a name that shares a character."""
    name = row[h.NAME]
    given = make.rng.choice([c for c in "馨芯岚屹舟禾" if c not in name])
    other = name[:-1] + given if make.rng.random() < 0.7 else name[0] + "可" + given
    near = f"{row[h.ID_NUMBER][:14]}{int(row[h.ID_NUMBER][14:17]) % 997 + 2:03d}"
    return {**make.renumbered(row, with_check(near)), h.NAME: other}


def sibling(row: Row, make: Maker) -> Row:
    """Same family, another birth date and given name."""
    born = f"{int(row[h.BIRTH_DATE][:4]) + 2}{row[h.BIRTH_DATE][4:6]}11"
    new = {**row, h.BIRTH_DATE: born, h.NAME: row[h.NAME][0] + "屹舟"}
    return make.renumbered(new, make.number(new))


DECOYS: Final[dict[str, Change | None]] = {
    "leaves; a twin arrives": twin,
    "leaves; a brother or sister arrives": sibling,
    "leaves; a namesake of the other sex arrives": lambda r, m: m.renumbered(
        m.family({**r, h.SEX: "女" if r[h.SEX] == "男" else "男"})
    ),
    "leaves; a namesake of another birth date arrives": lambda r, m: m.renumbered(
        m.family({**r, h.BIRTH_DATE: f"{int(r[h.BIRTH_DATE][:4]) - 1}1223"})
    ),
    "leaves; a namesake born that day arrives": lambda r, m: m.moved(m.renumbered(m.family(r))),
    "leaves; nobody like it arrives": None,
}


def can_change(kind: str, row: Row) -> bool:
    """Whether a kind of change can happen to a pupil."""
    if kind == CHARACTER:
        return len(row[h.NAME]) == 3
    return kind not in SOUNDED or row[h.NAME][-1] in HOMOPHONES
