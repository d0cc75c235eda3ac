"""From text columns to the archived form: normalised, typed, hashed, sealed, with issues."""

from tracking.snapshots.cleaning.clean import Cleaned, clean

__all__ = ["Cleaned", "clean"]
