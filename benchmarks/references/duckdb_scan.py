"""The bare question: how many keys of the last snapshot are not in the new one."""

from __future__ import annotations

import sys

import duckdb

QUERY = """
    SELECT count(*) FROM read_parquet('{}') AS before
    ANTI JOIN read_parquet('{}') AS now ON before.student_key = now.student_key
"""

if __name__ == "__main__":
    # Paths of our own, written into the text: parameters would make DuckDB load pandas.
    print(duckdb.sql(QUERY.format(*sys.argv[1:3])).fetchall()[0][0])
