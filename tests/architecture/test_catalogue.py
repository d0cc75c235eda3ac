"""The check of the Chinese catalogue notices every way in which it can fall behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.i18n import PO, POT, as_po, problems, read, texts, update


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one template whose catalogue is complete."""
    page = '{{ _("Overdue since %(day)s", day=day) }} {{ _("Case") }}'
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(page, encoding="utf-8")
    update(tmp_path)
    fill(tmp_path, {"Overdue since %(day)s": "自%(day)s起超期", "Case": "个案"})
    return tmp_path


def fill(project: Path, words: dict[str, str]) -> None:
    """Write Chinese words into the catalogue and compile it."""
    catalogue = read(project / PO)
    for message in texts(catalogue):
        message.string = words.get(str(message.id), message.string)
    (project / PO).write_bytes(as_po(catalogue))
    update(project)


def edit(project: Path, old: str, new: str) -> None:
    path = project / PO
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_complete_catalogue_has_no_problems(project: Path) -> None:
    assert problems(project) == []


def test_updating_twice_changes_nothing(project: Path) -> None:
    before = [(project / name).read_bytes() for name in (PO, POT, PO.with_suffix(".mo"))]
    update(project)
    assert before == [(project / name).read_bytes() for name in (PO, POT, PO.with_suffix(".mo"))]


def test_updating_keeps_words_and_drops_what_is_gone(project: Path) -> None:
    (project / "templates" / "page.html").write_text('{{ _("Case") }}', encoding="utf-8")
    assert update(project) == 0
    assert [(message.id, message.string) for message in texts(read(project / PO))] == [
        ("Case", "个案")
    ]


def test_a_new_text_is_missed(project: Path) -> None:
    (project / "templates" / "new.html").write_text('{{ _("Return") }}', encoding="utf-8")
    assert "not in the catalogue: 'Return'" in problems(project)


def test_a_text_that_is_gone_is_noticed(project: Path) -> None:
    (project / "templates" / "page.html").write_text('{{ _("Case") }}', encoding="utf-8")
    assert any(line.startswith("nowhere in the code") for line in problems(project))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"个案"', '""', "has no Chinese text: 'Case'"),
        ('msgid "Case"', '#, fuzzy\nmsgid "Case"', "is marked fuzzy: 'Case'"),
        ("自%(day)s", "自%(date)s", "has other placeholders in Chinese: 'Overdue since %(day)s'"),
        ('msgid "Case"', 'msgid "Case"\nmsgstr "案"\n\nmsgid "Case"', 'stands twice: msgid "Case"'),
        ("个案", "个案卷", "the compiled .mo file is stale"),
    ],
)
def test_a_damaged_catalogue_is_noticed(project: Path, old: str, new: str, problem: str) -> None:
    edit(project, old, new)
    assert problem in problems(project)
