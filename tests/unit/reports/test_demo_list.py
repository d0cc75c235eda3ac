from __future__ import annotations

from pathlib import Path

from models.vocabulary.roles import Role
from tracking.reports.demo_accounts import DemoAccount, read_list, write_list

ACCOUNTS = [
    DemoAccount(Role.CITY_OFFICER, "虚构市教育局", "city", "secret"),
    DemoAccount(Role.AUDITOR, "虚构市教育局", "auditor", "secret"),
]


def test_the_list_of_accounts_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_list(tmp_path, ACCOUNTS)
    assert read_list(tmp_path) == ACCOUNTS


def test_a_folder_without_a_list_has_no_accounts(tmp_path: Path) -> None:
    assert read_list(tmp_path) == []
