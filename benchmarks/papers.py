"""Papers as Word and PDF, one by one as an office makes them, against typst alone for the PDFs.

Ours fills the Word template, reads it back and sets it; the reference gets the finished data and
does nothing but set it, in the same process and with the same fonts.
"""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel

from benchmarks.figures import Figure, line
from benchmarks.processes import Measured
from models.vocabulary.papers import PaperField, PaperKind
from tracking.papers import word
from tracking.papers.blocks import sheet_of
from tracking.papers.kinds import field_names
from tracking.papers.pdf import compiled, pdf_of

ROUNDS, MOST = 3, 100
KIND = PaperKind.RETURN_NOTICE


def measure(_folder: Path, students: int) -> list[Figure]:
    """Make a hundred notices, or fewer; each has a name of its own."""
    app = Flask("papers")
    Babel(app, default_locale="en")
    with app.app_context():
        return figures(min(students, MOST))


def figures(papers: int) -> list[Figure]:
    """Word alone, Word and PDF, PDF from finished data, all in turns."""
    template = word.shipped(KIND.value)
    filled = [word.filled(template, values(number)) for number in range(papers)]
    sheets = [{"sheets": [sheet_of(document)]} for document in filled]

    def both(number: int) -> None:
        document = word.filled(template, values(number))
        word.as_bytes(document)
        pdf_of([document], None)

    ways: dict[str, Callable[[int], object]] = {
        "Word and PDF of a paper": both,
        "PDF of a filled paper": lambda n: pdf_of([filled[n]], None),
        "typst alone, the same PDF": lambda n: compiled("sheet.typ", sheets[n], None),
    }
    found = in_turns(ways, papers)
    reference = found["typst alone, the same PDF"]
    return [
        line("Word and PDF of a paper", papers, found["Word and PDF of a paper"], reference),
        line("PDF of a filled paper", papers, found["PDF of a filled paper"], reference, "≤ 2"),
        line("typst alone, the same PDF", papers, reference),
    ]


def in_turns(ways: dict[str, Callable[[int], object]], papers: int) -> dict[str, Measured]:
    """The median seconds of each way over the rounds; fonts are looked for before."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way(0)
    for _round in range(ROUNDS):
        for name, way in ways.items():
            start = time.perf_counter()
            for number in range(papers):
                way(number)
            taken[name].append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {name: Measured(statistics.median(each), peak, "") for name, each in taken.items()}


def values(number: int) -> dict[PaperField, Any]:
    """Made-up values of one child."""
    found = {name.code: name.sample for name in field_names().values()}
    return found | {PaperField.CHILD_NAME: f"{found[PaperField.CHILD_NAME]}{number}"}
