"""What the pages of this chapter hang on."""

from __future__ import annotations

from flask import Blueprint, current_app
from flask import Response as Download

from tracking.kernel import clock
from tracking.kernel.tables import MIME

blueprint = Blueprint("flags", __name__)


def download(content: bytes, name: str, ending: str) -> Download:
    """A list as a file of today; `ending` is csv or xlsx."""
    answer = current_app.response_class(content, mimetype=MIME[f".{ending}"])
    file_name = f"{name}-{clock.today():%Y%m%d}.{ending}"
    answer.headers.set("Content-Disposition", "attachment", filename=file_name)
    return answer
