"""The engine under the rules: narwhals frames, embedded (DuckDB) here, a cluster later."""

from tracking.kernel.engine.embedded import EmbeddedEngine, Frame

__all__ = ["EmbeddedEngine", "Frame"]
