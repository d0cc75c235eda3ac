"""The bare read of a workbook's rows."""

from __future__ import annotations

import sys

from python_calamine import CalamineWorkbook

if __name__ == "__main__":
    rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
    print(len(rows) - 1)
