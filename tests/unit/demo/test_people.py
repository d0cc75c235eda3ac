from __future__ import annotations

import numpy as np
from pypinyin import Style, pinyin

from demo.people import DOTTED, HAN, HOMOPHONES, MONGOLIAN, families, names


def test_its_corrected_names_sound_like_the_old_ones() -> None:
    for old, new in HOMOPHONES.items():
        sounds = [
            set(pinyin(character, style=Style.TONE3, heteronym=True)[0]) for character in (old, new)
        ]
        assert old != new
        assert sounds[0] & sounds[1], (old, new)


def test_it_names_children_of_several_peoples() -> None:
    people = np.repeat([HAN, MONGOLIAN, DOTTED], 200)
    rng = np.random.default_rng(3)
    called = names(people, rng.integers(0, 60, size=600), rng.random(600) < 0.5, rng)
    assert all(2 <= len(name) <= 3 for name in called[:200])
    assert all("·" in name for name in called[400:])
    assert any("·" in name for name in called[200:400])
    assert "巴特尔" in called[200:400]


def test_it_gives_every_family_an_invented_telephone_and_address() -> None:
    kinds = families(500, np.random.default_rng(3))
    assert all(len(phone) == 11 and phone.startswith("1990") for phone in kinds.phones)
    assert all(address.startswith("虚构市虚构区虚构路") for address in kinds.addresses)
    assert set(kinds.relations) == {"父亲", "母亲"}
