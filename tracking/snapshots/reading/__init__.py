"""Opening a file: from bytes on disk to columns of text with their row numbers.

`limited` starts a fresh process with ceilings; `worker` is that process, which recognises the
file (`sniff`) and reads it (`text`, `sheets`). Only `limited` and `refusals` know languages.
"""

from tracking.snapshots.reading.raw import Ragged, RawTable

__all__ = ["Ragged", "RawTable"]
