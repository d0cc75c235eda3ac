from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Backstage
from tests.integration.snapshots.towns import Town
from tracking.kernel.settings import Settings


@pytest.fixture
def town(backstage: Backstage, settings: Settings, tmp_path: Path) -> Town:
    """A city without any file yet."""
    folder = tmp_path / "files"
    folder.mkdir()
    with backstage():
        return Town(settings, folder)
