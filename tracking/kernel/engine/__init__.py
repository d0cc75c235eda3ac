"""The engine under the rules: narwhals frames on DuckDB by default, on Spark or pandas as set."""

from tracking.kernel.engine.choice import engine_for
from tracking.kernel.engine.contract import Engine, Frame
from tracking.kernel.engine.embedded import EmbeddedEngine

__all__ = ["EmbeddedEngine", "Engine", "Frame", "engine_for"]
