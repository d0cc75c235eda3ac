from __future__ import annotations

import pytest

from tests.unit.snapshots.workbooks import HEADER, ROWS, archive, csv_of, tables, workbook
from tracking.snapshots.reading.raw import TABLE, Ragged, RawTable, Refusal, place


def names_in(table: RawTable) -> list[str]:
    found: list[str] = table.columns["姓名"].to_pylist()
    return found


def refusal_of(content: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        tables(content)
    return refused.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_every_encoding_that_offices_use(encoding: str) -> None:
    [table] = tables(csv_of(encoding=encoding))
    assert names_in(table) == ["赵安", "钱宁"]
    assert table.rows.to_pylist() == [2, 3]


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_tabs_and_semicolons_separate_cells_too(mark: str) -> None:
    [table] = tables(csv_of().replace(b",", mark.encode()))
    assert names_in(table) == ["赵安", "钱宁"]


def test_titles_above_the_header_are_passed_over_and_rows_keep_their_number() -> None:
    [table] = tables("虚构市学籍花名册\r\n导出日期,2026-11-16\r\n".encode() + csv_of())
    assert names_in(table) == ["赵安", "钱宁"]
    assert table.rows.to_pylist() == [4, 5]


def test_a_title_of_several_lines_in_quotes_counts_as_one_row() -> None:
    [table] = tables('"虚构市\n学籍花名册",,,\r\n'.encode() + csv_of())
    assert names_in(table) == ["赵安", "钱宁"]
    assert table.rows.to_pylist() == [3, 4]


def test_a_header_with_a_line_break_is_still_the_header() -> None:
    [table] = tables(csv_of().replace("出生日期".encode(), '"出生\n日期"'.encode()))
    assert list(table.columns) == ["学籍号", "姓名", "性别", "出生\n日期"]
    assert (names_in(table), table.rows.to_pylist()) == (["赵安", "钱宁"], [2, 3])
    assert not table.ragged


def test_blank_rows_at_the_end_are_no_pupils() -> None:
    [table] = tables(csv_of() + b",,,\r\n,,,\r\n")
    assert table.rows.to_pylist() == [2, 3]


def test_a_row_of_another_width_is_set_apart_with_its_place_and_text() -> None:
    broken = ("G150291201305060037", "孙,平", "女", "20130506")
    [table] = tables(csv_of([ROWS[0], broken, ROWS[1]]))
    assert names_in(table) == ["赵安", "钱宁"]
    assert table.rows.to_pylist() == [2, 4]
    assert table.ragged == (Ragged(3, 4, 5, ",".join(broken)),)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (csv_of()[:-12], "cut"),
        (csv_of(encoding="gb18030").replace("钱".encode("gb18030"), b"\xff\xff"), "encoding"),
        (b"%PDF-1.7\n", "no_table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "no_table"),
        (b"\x00\x01\x02\x03" * 50, "no_table"),
        ("<html><table><tr><td>姓名</td></tr></table></html>".encode(), "markup"),
        ("\ufeff<!DOCTYPE html><p>".encode(), "markup"),
        (csv_of()[:0] + "学籍号,姓名\n1,张".encode()[:-1], "cut"),
    ],
)
def test_what_is_no_whole_table_is_refused(content: bytes, code: str) -> None:
    assert refusal_of(content) == code


def test_the_line_of_a_byte_that_does_not_fit_is_told() -> None:
    content = csv_of(encoding="gb18030").replace("钱".encode("gb18030"), b"\xff\xff")
    with pytest.raises(Refusal) as refused:
        tables(content)
    assert refused.value.values == {"line": 3}


def test_a_workbook_with_a_title_reads_like_its_text() -> None:
    [table] = tables(workbook({"名册": [("虚构市学籍花名册",), (), HEADER, *ROWS]}))
    assert (table.name, names_in(table)) == ("名册", ["赵安", "钱宁"])
    assert table.rows.to_pylist() == [4, 5]


def test_every_visible_sheet_is_a_table_and_hidden_ones_are_not_looked_at() -> None:
    sheets = {"一年级": [HEADER, ROWS[0]], "旧": [HEADER, *ROWS], "二年级": [HEADER, ROWS[1]]}
    assert [t.name for t in tables(workbook(sheets, hidden=["旧"]))] == ["一年级", "二年级"]


def test_a_number_that_excel_ruined_shows_and_other_numbers_stay_what_they_were() -> None:
    row = (150291201305060010.0, "赵安", 2, 20130506)
    [table] = tables(workbook({"名册": [HEADER, row]}))
    assert [table.columns[name].to_pylist() for name in HEADER] == [
        ["1.50291E+17"], ["赵安"], ["2"], ["20130506"],
    ]  # fmt: skip


def test_a_formula_is_kept_as_text() -> None:
    [table] = tables(csv_of([("G150291201305060010", "=1+1", "女", "20130506")]))
    assert names_in(table) == ["=1+1"]


def test_an_archive_holds_the_tables_of_all_its_files() -> None:
    content = archive(
        {
            "2026/一校.csv": csv_of(ROWS[:1], "gb18030"),
            "2026/二校.xlsx": workbook({"名册": [HEADER, ROWS[1]]}),
            "__MACOSX/._一校.csv": b"junk",
        }
    )
    assert [(t.name, names_in(t)) for t in tables(content)] == [
        ("一校.csv", ["赵安"]), ("二校.xlsx · 名册", ["钱宁"]),
    ]  # fmt: skip


def test_row_numbers_of_later_tables_lead_back_to_their_sheet() -> None:
    assert place(17, ["只有一张"]) == ("", 17)
    assert place(TABLE + 17, ["一年级", "二年级"]) == ("二年级", 17)


def test_headers_that_nobody_knows_are_found_below_a_title() -> None:
    [table] = tables("某街道摸底表,,\n,,\n孩子,住址,电话\n甲,某路,1\n乙,某街,2\n".encode())
    assert list(table.columns) == ["孩子", "住址", "电话"]
    assert table.rows.to_pylist() == [4, 5]


def test_repeated_headers_get_a_number_and_blank_ones_are_left_out() -> None:
    [table] = tables("学籍号,姓名,电话,电话,\n1,甲,2,3,x\n".encode())
    assert list(table.columns) == ["学籍号", "姓名", "电话", "电话 (2)"]
