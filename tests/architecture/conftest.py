"""What several tests of the project's shape look at."""

from __future__ import annotations

import pytest

from tests.architecture.source import project_files


@pytest.fixture(scope="session")
def project_paths() -> set[str]:
    """Return the path of every file of the repository."""
    return set(project_files())
