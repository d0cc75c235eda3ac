from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel.engine import EmbeddedEngine
from tracking.snapshots import rolls
from tracking.snapshots.form import FORMS


@pytest.mark.parametrize("kind", list(SnapshotKind))
def test_a_file_of_an_earlier_form_is_read_with_the_new_fields_unknown(
    kind: SnapshotKind, tmp_path: Path
) -> None:
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"row_no": pa.array([7], pa.int32()), "sealed": [b"x"]}), path)
    with EmbeddedEngine() as engine:
        frame = rolls.filled(engine.parquet([path]), kind)
        [row] = engine.collect(frame.select(rolls.CLEAR[kind])).to_pylist()
    assert row == dict.fromkeys(rolls.CLEAR[kind]) | {"row_no": 7}
    assert set(row) == set(FORMS[kind].names) - {"sealed"}
