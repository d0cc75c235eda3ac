"""The Excel workbook of a packet: one row per visit, with drop-down lists."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from flask_babel import gettext as _

from models.field_packet import FieldPacket, PacketSheet
from models.vocabulary.follow_ups import FollowUpKind
from models.vocabulary.term import Term
from tracking.flags.sentences import class_words
from tracking.followups.packets.columns import COLUMNS, DAYS, Column
from tracking.kernel.masking import masked_name
from tracking.kernel.tables import cell

VISITS = 3  # rows per child
GREY = "#EEF1F5"


def workbook_of(packet: FieldPacket) -> bytes:
    """The content of the file; children who went to another owner meanwhile are left out."""
    content = io.BytesIO()
    # Kept in memory: scratch files would hold personal data in clear.
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet(_("Visits"))
    lists = book.add_worksheet(_("Lists"))
    lists.hide()
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    body = {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1}
    fixed = book.add_format({**body, "bg_color": GREY})
    open_ = book.add_format(body)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, str(column.title), head)
    row = 0
    for one in packet.sheets:
        for visit in range(1, VISITS + 1) if one.case else ():
            row += 1
            write_row(sheet, row, known(one, visit), fixed, open_)
    for place, column in enumerate(COLUMNS):
        offer(sheet, lists, place, column, row)
    sheet.freeze_panes(1, 4)
    book.close()
    return content.getvalue()


def known(sheet: PacketSheet, visit: int) -> dict[str, str]:
    """What stands in a row already: enough to know the child by, never its number."""
    case = sheet.case
    if case is None:
        return {}
    school = case.school.name if case.school else ""
    return {
        "code": sheet.code,
        "visit": str(visit),
        "child": masked_name(case.child.name),
        "place_of_child": f"{school} {class_words(case.child.grade, case.child.class_no)}".strip(),
    }


def write_row(sheet: Any, row: int, told: dict[str, str], fixed: Any, open_: Any) -> None:
    """One visit: what is known, and blank cells."""
    for place, column in enumerate(COLUMNS):
        if column.is_filled:
            sheet.write_string(row, place, cell(told.get(column.name, "")), fixed)
        else:
            sheet.write_blank(row, place, None, open_)


def offer(sheet: Any, lists: Any, place: int, column: Column, rows: int) -> None:
    """The drop-down list of a column; its entries stand on a sheet that is hidden."""
    if column.name in DAYS:
        text = _("Write a day such as 2026-11-02.")
        note = {"validate": "any", "input_title": str(column.title)[:32], "input_message": text}
        sheet.data_validation(1, place, max(1, rows), place, note)
    if column.words is None:
        return
    words = [str(term.label) for term in terms_of(column.words)]
    for number, word in enumerate(words):
        lists.write_string(number, place, word)
    first = f"{xlsxwriter.utility.xl_col_to_name(place, col_abs=True)}$1"
    last = f"{xlsxwriter.utility.xl_col_to_name(place, col_abs=True)}${len(words)}"
    source = f"='{_('Lists')}'!{first}:{last}"
    sheet.data_validation(1, place, max(1, rows), place, {"validate": "list", "source": source})


def terms_of(words: type[Term]) -> list[Term]:
    """The entries of a list, for visits the likeliest first."""
    terms = list(words)
    if words is FollowUpKind:
        terms.sort(key=lambda term: term is not FollowUpKind.HOME_VISIT)
    return terms
