"""A missing or wrong setting is one clear line that names the variable."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracking.kernel.errors import SettingError
from tracking.kernel.settings import read_settings


def test_everything_has_a_default() -> None:
    settings = read_settings({})
    assert settings.database_url == f"sqlite:///{settings.data_dir / 'baoxue.db'}"
    assert settings.data_dir == Path("var").resolve()
    assert (settings.scan_weekday, settings.scan_hour, settings.https) == (0, 2, False)


def test_every_setting_is_taken() -> None:
    settings = read_settings(
        {
            "BAOXUE_DATA_DIR": "/srv/baoxue",
            "BAOXUE_DATABASE_URL": "postgresql://u@h/baoxue",
            "BAOXUE_SCAN_AT": "Sun 23:05",
            "BAOXUE_ASSIGN": "bureau",
            "BAOXUE_LOCALE": "en",
            "BAOXUE_HTTPS": "1",
            "BAOXUE_ENGINE": "spark",
            "BAOXUE_MEMORY": "512MB",
            "BAOXUE_SPARK_MASTER": "spark://head:7077",
            "BAOXUE_SPARK_ARCHIVE": "s3a://bucket/archive",
        }
    )
    assert settings.database_url == "postgresql+psycopg://u@h/baoxue"
    assert (settings.scan_weekday, settings.scan_hour, settings.scan_minute) == (6, 23, 5)
    assert (settings.assign_on_scan, settings.locale) == (False, "en")
    assert (settings.https, settings.memory) == (True, "512MB")
    assert (settings.engine, settings.spark_master) == ("spark", "spark://head:7077")
    assert settings.spark_archive == "s3a://bucket/archive"
    assert read_settings(settings.as_environment()) == settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SCAN_AT", "monday"),
        ("SCAN_AT", "mon 24:00"),
        ("ASSIGN", "nobody"),
        ("LOCALE", "fr"),
        ("HTTPS", "yes"),
        ("ENGINE", "oxen"),
        ("MEMORY", "much"),
        ("SPARK_ARCHIVE", "bucket"),
        ("DATABASE_URL", "mysql://h/d"),
        ("DATABSE_URL", "sqlite:///x"),
    ],
)
def test_a_wrong_one_is_named_in_one_line(name: str, value: str) -> None:
    with pytest.raises(SettingError) as wrong:
        read_settings({f"BAOXUE_{name}": value})
    assert f"BAOXUE_{name}" in str(wrong.value)
    assert "\n" not in str(wrong.value)
