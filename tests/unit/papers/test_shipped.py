"""The templates that are shipped are made of their sheets, and fit for use; no font, no PDF."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from models.vocabulary.papers import PaperField, PaperKind
from scripts.paper_templates import made
from tracking.kernel.errors import RefusedError
from tracking.papers import word
from tracking.papers.kinds import HOUSE, field_names, kinds
from tracking.papers.pdf import named


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    app = Flask("words")
    Babel(app, default_locale="en")
    with app.app_context():
        yield


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_kind_has_a_template_made_of_its_sheet(kind: PaperKind) -> None:
    sheet = (HOUSE / "sheets" / f"{kind.value}.txt").read_text(encoding="utf-8")
    content = word.shipped(kind.value)
    assert content == made(sheet), "run python -m scripts.paper_templates"
    assert word.problems(content, kinds()[kind]) == []


def test_every_field_has_a_name_of_its_own() -> None:
    assert set(field_names()) == set(PaperField)
    assert len({name.written for name in field_names().values()}) == len(PaperField)


def test_without_a_chinese_font_the_remedy_is_told() -> None:
    assert named(["DejaVu Sans", "Noto Sans CJK SC"]) == ["Noto Sans CJK SC"]
    with pytest.raises(RefusedError, match="fonts-noto-cjk"):
        named(["DejaVu Sans"])
