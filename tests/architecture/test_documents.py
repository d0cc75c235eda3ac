"""Generated pages notice when they no longer say what the code says."""

from __future__ import annotations

from pathlib import Path

from models.vocabulary.roles import Permission, Role
from scripts.docs import PAGES, stale, table


def test_a_page_that_was_edited_or_is_missing_is_stale(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    assert stale(tmp_path) == list(PAGES)
    for name, write in PAGES.items():
        (tmp_path / name).write_text(write(), encoding="utf-8")
    assert not stale(tmp_path)
    name = next(iter(PAGES))
    (tmp_path / name).write_text("by hand", encoding="utf-8")
    assert stale(tmp_path) == [name]


def test_the_page_of_rights_shows_every_right_and_role() -> None:
    text = PAGES["permissions.md"]()
    rows = {line.split("`")[1]: line.count("●") for line in text.splitlines() if "`" in line[:4]}
    assert rows == {
        right.value: sum(right in role.permissions for role in Role) for right in Permission
    }


def test_a_table_survives_bars_and_line_breaks() -> None:
    assert table(["a", "b"], [["x|y", "two\nlines"]]).splitlines()[-1] == r"| x\|y | two lines |"
