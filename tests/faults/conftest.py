from __future__ import annotations

import pytest

from tests.faults.towns import Town
from tests.scenes import Scenes
from tracking.kernel.settings import Settings


@pytest.fixture
def town(settings: Settings, scenes: Scenes) -> Town:
    """Organisations, and the rolls of the first week."""
    built = Town(settings, scenes.server)
    scenes.lay("town", settings, built.first_week)
    return built
