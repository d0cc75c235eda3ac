"""Field packets: made with a random code per child, filled where there is no network, read back.

`making` makes and revokes them, `workbook` writes the Excel file, `reading` turns a filled one into
rows, `judging` says of each row what would be recorded, `recording` does it in one transaction.
"""
