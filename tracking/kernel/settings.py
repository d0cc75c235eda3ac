"""Settings from the environment, prefix BAOXUE_; a wrong one is one clear line.

| name | meaning | default |
|---|---|---|
| BAOXUE_DATA_DIR | folder for database, archive, keys and inbox | ./var |
| BAOXUE_DATABASE_URL | SQLAlchemy URL | SQLite in the data folder |
| BAOXUE_SCAN_AT | weekday and time of the weekly scan, such as "mon 02:00" | mon 02:00 |
| BAOXUE_ASSIGN | who gives new cases out: scan or bureau | scan |
| BAOXUE_LOCALE | language before anybody chose one: zh or en | zh |
| BAOXUE_HTTPS | 1 when served over TLS: cookies are then sent over TLS only | 0 |
| BAOXUE_ENGINE | what scans run on: embedded (DuckDB), spark or pandas | embedded |
| BAOXUE_MEMORY | ceiling of the engine on this machine, such as 2GB | 2GB |
| BAOXUE_SPARK_MASTER | master URL of the Spark cluster | local[*] |
| BAOXUE_SPARK_ARCHIVE | where Spark finds a copy of the archive, such as s3a://… | the archive |
| BAOXUE_FONTS | folder with a Chinese font for PDF, beside those of the system | none |
| BAOXUE_DEMO | 1 shows the page of demo accounts; never in production | 0 |
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tracking.kernel.errors import SettingError

PREFIX = "BAOXUE_"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ENGINES = ("embedded", "spark", "pandas")
LOCAL_SPARK = "local[*]"
NAMES = {
    "DATA_DIR",
    "DATABASE_URL",
    "SCAN_AT",
    "ASSIGN",
    "LOCALE",
    "HTTPS",
    "ENGINE",
    "MEMORY",
    "SPARK_MASTER",
    "SPARK_ARCHIVE",
    "FONTS",
    "DEMO",
}


@dataclass(frozen=True)
class Settings:
    """All settings of one installation."""

    data_dir: Path
    database_url: str
    scan_weekday: int = 0
    scan_hour: int = 2
    scan_minute: int = 0
    assign_on_scan: bool = True
    locale: str = "zh"
    https: bool = False
    engine: str = "embedded"
    memory: str = "2GB"
    spark_master: str = LOCAL_SPARK
    spark_archive: str = ""
    fonts_dir: Path | None = None
    demo: bool = False

    @property
    def archive_dir(self) -> Path:
        """Where accepted snapshots lie."""
        return self.data_dir / "archive"

    @property
    def inbox_dir(self) -> Path:
        """The drop folder; each kind of file has a folder of its own in it."""
        return self.data_dir / "inbox"

    @property
    def proofs_dir(self) -> Path:
        """Where the documents of cases lie sealed."""
        return self.data_dir / "proofs"

    @property
    def staging_dir(self) -> Path:
        """Where uploads lie sealed until somebody decides about them."""
        return self.data_dir / "staging"

    def as_environment(self) -> dict[str, str]:
        """The environment in which another process of ours reads the same settings."""
        flags = {"DEMO": self.demo, "HTTPS": self.https}
        weekday = WEEKDAYS[self.scan_weekday]
        values = {
            "DATA_DIR": str(self.data_dir),
            "DATABASE_URL": self.database_url,
            "SCAN_AT": f"{weekday} {self.scan_hour:02d}:{self.scan_minute:02d}",
            "ASSIGN": "scan" if self.assign_on_scan else "bureau",
            "LOCALE": self.locale,
            "ENGINE": self.engine,
            "MEMORY": self.memory,
            "SPARK_MASTER": self.spark_master,
            "SPARK_ARCHIVE": self.spark_archive,
            "FONTS": str(self.fonts_dir or ""),
            **{name: str(int(value)) for name, value in flags.items()},
        }
        return {PREFIX + name: value for name, value in values.items()}

    @property
    def keys_dir(self) -> Path:
        """Where the key files lie."""
        return self.data_dir / "keys"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; SettingError names the variable and its remedy."""
    source = os.environ if environment is None else environment
    given = {k[len(PREFIX) :]: v.strip() for k, v in source.items() if k.startswith(PREFIX)}
    for name in sorted(given.keys() - NAMES):
        known = ", ".join(PREFIX + n for n in sorted(NAMES))
        raise SettingError(f"{PREFIX}{name} is not a setting; known are: {known}")
    data_dir = Path(given.get("DATA_DIR") or "var").resolve()
    weekday, hour, minute = _scan_at(given.get("SCAN_AT") or "mon 02:00")
    return Settings(
        data_dir=data_dir,
        database_url=_database_url(given.get("DATABASE_URL", ""), data_dir),
        scan_weekday=weekday,
        scan_hour=hour,
        scan_minute=minute,
        assign_on_scan=_choice(given, "ASSIGN", ("scan", "bureau")) == "scan",
        locale=_choice(given, "LOCALE", ("zh", "en")),
        https=_choice(given, "HTTPS", ("0", "1")) == "1",
        engine=_choice(given, "ENGINE", ENGINES),
        memory=_memory(given.get("MEMORY") or "2GB"),
        spark_master=given.get("SPARK_MASTER") or LOCAL_SPARK,
        spark_archive=_spark_archive(given.get("SPARK_ARCHIVE", "")),
        fonts_dir=_folder(given.get("FONTS", "")),
        demo=_choice(given, "DEMO", ("0", "1")) == "1",
    )


def _choice(given: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = given.get(name) or allowed[0]
    if value not in allowed:
        raise SettingError(f"{PREFIX}{name} must be one of {', '.join(allowed)}, not {value!r}")
    return value


def _scan_at(text: str) -> tuple[int, int, int]:
    found = re.fullmatch(r"([a-z]{3}) ([01]?\d|2[0-3]):([0-5]\d)", text.lower())
    if found is None or found[1] not in WEEKDAYS:
        raise SettingError(f'{PREFIX}SCAN_AT must look like "mon 02:00", not {text!r}')
    return WEEKDAYS.index(found[1]), int(found[2]), int(found[3])


def _memory(text: str) -> str:
    if not re.fullmatch(r"\d+(MB|GB)", text):
        raise SettingError(f"{PREFIX}MEMORY must look like 2GB or 512MB, not {text!r}")
    return text


def _folder(text: str) -> Path | None:
    if text and not Path(text).is_dir():
        raise SettingError(f"{PREFIX}FONTS must name a folder that is there, not {text!r}")
    return Path(text).resolve() if text else None


def _spark_archive(text: str) -> str:
    if text and not re.fullmatch(r"[a-z][a-z0-9]*://.+", text):
        raise SettingError(f"{PREFIX}SPARK_ARCHIVE must be a URL such as s3a://bucket/archive")
    return text


def _database_url(text: str, data_dir: Path) -> str:
    if not text:
        return f"sqlite:///{data_dir / 'baoxue.db'}"
    if text.startswith("postgresql://"):
        return text.replace("postgresql://", "postgresql+psycopg://", 1)
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingError(
            f"{PREFIX}DATABASE_URL must begin with sqlite:/// or postgresql://",
        )
    return text
