"""What a data clerk writes: two rosters and the movements, read and merged by student number."""

from __future__ import annotations

import sys

import pandas as pd

if __name__ == "__main__":
    last, new, moves = (pd.read_csv(path, dtype=str) for path in sys.argv[1:4])
    key = sys.argv[5]  # the header of the student number
    both = last.merge(new[[key]], on=key, how="left", indicator=True)
    missing = both[both["_merge"] == "left_only"]
    missing = missing[~missing[key].isin(moves[key])]
    missing.to_csv(sys.argv[4], index=False, encoding="utf-8-sig")
    print(len(missing))
