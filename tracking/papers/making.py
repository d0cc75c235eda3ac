"""A filled document as the file that is asked for."""

from __future__ import annotations

from pathlib import Path

from docx.document import Document

from tracking.papers import word
from tracking.papers.pdf import pdf_of


def file_of(document: Document, ending: str, fonts: Path | None) -> bytes:
    """Word as it is, or the same as PDF."""
    return word.as_bytes(document) if ending == "docx" else pdf_of([document], fonts)
