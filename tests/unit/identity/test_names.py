from __future__ import annotations

import pytest

from tracking.identity.names import one_character_off, readings, same_sound


@pytest.mark.parametrize(
    ("one", "other"),
    [("余志红", "余智红"), ("张伟", "章伟"), ("单丽", "善丽"), ("单丽", "丹丽"), ("李娜", "李那")],
)
def test_names_that_can_be_read_alike_are_alike(one: str, other: str) -> None:
    assert same_sound(one, other)
    assert same_sound(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("余志红", "余志"),
        ("张伟", "王伟"),
        ("安思远", "安宁平"),
        ("", "安"),
        ("阿依古丽", "古丽阿依"),
    ],
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert not same_sound(one, other)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("安宁平", "安宁和", True),
        ("安宁平", "安宁平", False),
        ("安平", "安和", False),
        ("安宁平", "安康和", False),
        ("安宁平", "安宁平和", False),
    ],
)
def test_one_mistyped_character_needs_a_long_enough_name(
    one: str, other: str, *, alike: bool
) -> None:
    assert one_character_off(one, other) is alike


def test_a_character_is_read_in_every_way_also_within_a_word() -> None:
    assert readings("重") >= {"zhong", "chong"}
    assert same_sound("重重重重重重重重重重重重", "虫众虫众虫众虫众虫众虫众")


@pytest.mark.parametrize("name", ["A", "买买提·阿不都", "𠮷𠮷", "ＡＢ", "安 平"])
def test_any_text_can_be_compared(name: str) -> None:
    assert same_sound(name, name)
