"""Opening a file: from bytes on disk to columns of text with their row numbers."""

from tracking.snapshots.reading.open_file import read_table
from tracking.snapshots.reading.raw import Ragged, RawTable

__all__ = ["Ragged", "RawTable", "read_table"]
