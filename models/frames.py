"""Scoped rows as pandas frames, for reports in which people look at whole tables.

Apart from `scope.py`, because the many short processes that never look at a table should not
wait for pandas to load.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import Select

from models.database import db


def frame(statement: Select[*tuple[Any, ...]]) -> pd.DataFrame:
    """The scoped rows of a select as a pandas frame, one column per selected label."""
    result = db.session.execute(statement)
    return pd.DataFrame(result.all(), columns=list(result.keys()))
