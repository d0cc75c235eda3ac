"""The figures of the rules as people read them: a table, a JSON file, a section of the README."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.detection.measuring import Score
from benchmarks.figures import README, RESULTS
from models.vocabulary.flags import Makes
from tracking.flags.policy import wilson
from tracking.rules._kit import all_rules

START, END = "<!-- detection -->", "<!-- end of detection -->"
HEADS: Final = ("rule", "", "planted", "traps", "found", "missed", "false", "precision", "recall")
LEAD: Final = """`make bench-rules` plants, in a made-up city of {students:,} pupils with lists of
all kinds, true cases for each rule and children that only look like one (traps), brings everything
in as offices send it, and scans week by week. A finding counts if it is of the planted child and of
the planted day; whatever else is found of anybody in the city is false. In brackets Wilson's 95 %
interval. Goal: 1.00 for rules on certain evidence."""
BY_ACTS: Final = "rests on what people do with files"


def as_table(scores: dict[str, Score]) -> str:
    """A Markdown table, one line per rule in the order of the catalogue."""
    lines = [_line(HEADS), _line(("---", "---", *["--:"] * 5, "---", "---"))]
    for code, rule in all_rules().items():
        score = scores.get(code, Score())
        if not (score.planted or score.false):
            lines.append(_line((rule.number or "", f"`{code}`", *[""] * 5, BY_ACTS, "")))
            continue
        wrong, judged = len(score.false), score.found + len(score.false)
        counts = (score.planted, score.traps, score.found, len(score.missed), wrong)
        lines.append(
            _line(
                (
                    rule.number or "",
                    f"`{code}`" + (" (task)" if rule.makes is Makes.TASK else ""),
                    *(f"{n:,}" for n in counts),
                    share(score.precision, score.found, judged),
                    share(score.recall, score.found, score.planted),
                )
            )
        )
    return "\n".join(lines)


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def share(value: float, true: int, judged: int) -> str:
    """A share with its interval."""
    low, high = wilson(true, judged)
    return f"{value:.2f} ({low:.2f}–{high:.2f})"


def as_document(scores: dict[str, Score], students: int, seed: int) -> dict[str, Any]:
    """The figures with what they were measured on; names nobody."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "students": students,
        "seed": seed,
        "rules": {
            code: {
                "planted": score.planted,
                "traps": score.traps,
                "found": score.found,
                "missed": [asdict(one) for one in score.missed],
                "false": [f"{tag} {day} {why}" for tag, day, why in score.false],
                "precision": round(score.precision, 4),
                "recall": round(score.recall, 4),
            }
            for code, score in sorted(scores.items())
        },
    }


def keep(document: dict[str, Any], students: int) -> Path:
    """Write the figures to the folder of results."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"detection-{students}.json"
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def into_readme(table: str, students: int) -> None:
    """Put the table between its marks."""
    whole = README.read_text(encoding="utf-8")
    head, _, rest = whole.partition(START)
    tail = rest.partition(END)[2]
    text = f"{START}\n\n{LEAD.format(students=students)}\n\n{table}\n\n{END}"
    README.write_text(f"{head}{text}{tail}", encoding="utf-8")
