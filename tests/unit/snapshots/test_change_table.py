"""Figures stand under their heads, whatever script the heads are written in."""

from __future__ import annotations

from tracking.snapshots.change_table import aligned, width


def test_a_chinese_character_takes_two_columns() -> None:
    assert width("新增 3") == 6


def test_figures_end_where_their_head_ends() -> None:
    lines = aligned([["新增", "减少", "学校"], ["3", "1,200", "虚构第1中学"]])
    assert lines == ["新增   减少  学校", "   3  1,200  虚构第1中学"]
