"""Keeps the Chinese catalogue in step with the English texts in code and templates.

English texts are their own keys, so only Chinese has a catalogue. It is written without line
numbers and with a fixed date: a diff shows changed words and nothing else. The compiled .mo
file is kept beside it, so that the app runs from a clone or a wheel without a further step;
`check` proves that it is fresh.

    python -m scripts.i18n update   extract, bring the catalogue up to date, compile
    python -m scripts.i18n check    say what is missing, empty, fuzzy, left over or stale
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
# Flask-Babel finds Simplified Chinese under this name; a folder "zh_CN" is silently ignored.
LOCALE = "zh_Hans_CN"
PO = Path("translations", LOCALE, "LC_MESSAGES", "messages.po")
POT = Path("translations", "messages.pot")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "_n": (1, 2),
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
COMMENT_TAGS = ("Translators:",)
FIXED_DATE = datetime(2026, 1, 1, tzinfo=UTC)
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")


def new_catalogue(locale: str | None) -> Catalog:
    """Return an empty catalogue whose header never changes by itself."""
    return Catalog(
        locale=locale,
        project="Baoxue",
        version="0",
        msgid_bugs_address="none",
        header_comment="# Chinese texts of Baoxue; `make i18n` keeps this file in step.",
        creation_date=FIXED_DATE,
        revision_date=FIXED_DATE,
        last_translator="Baoxue",
        language_team="Baoxue",
        fuzzy=False,
    )


def extract(root: Path) -> Catalog:
    """Return every text for people that stands in the code and templates under `root`."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping_file:
        methods, options = parse_mapping_cfg(  # type: ignore[no-untyped-call]
            mapping_file, filename="babel.cfg"
        )
    template = new_catalogue(locale=None)
    found = extract_from_dir(root, methods, options, KEYWORDS, COMMENT_TAGS)
    for name, _line, text, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        template.add(text, None, [(name, 1)], auto_comments=comments, context=context)
    return template


def read(path: Path) -> Catalog:
    """Return the catalogue stored at `path`, or an empty one where there is none yet."""
    if not path.exists():
        return new_catalogue(LOCALE)
    with path.open("rb") as stored:
        return read_po(stored, locale=LOCALE, domain="messages")


def bring_up_to_date(stored: Catalog, template: Catalog) -> Catalog:
    """Return the Chinese catalogue with exactly the template's texts, in its order."""
    fresh = new_catalogue(LOCALE)
    for message in texts(template):
        known = stored.get(message.id, context=message.context)
        fresh.add(
            message.id,
            known.string if known else None,
            flags=known.flags - {"python-format"} if known else (),
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    return fresh


def texts(catalogue: Catalog) -> Iterable[Message]:
    """Iterate over the catalogue's messages without its header."""
    return (message for message in catalogue if message.id)


def as_po(catalogue: Catalog) -> bytes:
    """Return the catalogue as the bytes of a .po file."""
    written = BytesIO()
    write_po(written, catalogue, no_location=True, sort_output=True, ignore_obsolete=True)
    return written.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """Return the catalogue as the bytes of the .mo file that the app reads."""
    written = BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def problems(root: Path) -> list[str]:
    """Return one sentence for each thing that keeps the catalogue from being complete."""
    po = root / PO
    template, stored = extract(root), read(po)
    wanted = {(message.id, message.context) for message in texts(template)}
    present = {(message.id, message.context) for message in texts(stored)}
    found = [f"not in the catalogue: {_short(key)}" for key in wanted - present]
    found += [f"nowhere in the code any more: {_short(key)}" for key in present - wanted]
    for message in texts(stored):
        found += [f"{fault}: {_short((message.id, None))}" for fault in faults(message)]
    text = po.read_text(encoding="utf-8") if po.exists() else ""
    found += [f"stands twice: {key}" for key in duplicates(text)]
    if "\n#~ " in text:
        found.append("holds obsolete entries (lines that begin with #~)")
    if not found and po.read_bytes() != as_po(bring_up_to_date(stored, template)):
        found.append("is not as `make i18n` writes it")
    mo = po.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != as_mo(bring_up_to_date(stored, template)):
        found.append("the compiled .mo file is stale")
    return sorted(found)


def faults(message: Message) -> list[str]:
    """Return what is wrong with one translated message."""
    forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    if not all(forms):
        return ["has no Chinese text"]
    wrong = ["is marked fuzzy"] if message.fuzzy else []
    sources = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    allowed = [set(PLACEHOLDER.findall(source)) for source in sources]
    for form in forms:
        used = set(PLACEHOLDER.findall(form or ""))
        # A Chinese plural may keep the number that an English singular leaves out.
        if not set.intersection(*allowed) <= used <= set.union(*allowed):
            wrong.append("has other placeholders in Chinese")
    return wrong


def duplicates(po_text: str) -> list[str]:
    """Return the msgids (with context) that stand more than once in the text of a .po file."""
    entries = re.findall(r'^((?:msgctxt .*\n)?msgid (?:".*"\n)+)', po_text, flags=re.MULTILINE)
    return [entry.strip() for entry, count in Counter(entries).items() if count > 1]


def update(root: Path) -> int:
    """Extract, write template and catalogue, compile; return the number of empty entries."""
    template = extract(root)
    stored = read(root / PO)
    fresh = bring_up_to_date(stored, template)
    wanted = {(message.id, message.context) for message in texts(fresh)}
    for message in texts(stored):
        if (message.id, message.context) not in wanted:
            print(f"dropped: {_short((message.id, None))} → {message.string}")
    (root / PO).parent.mkdir(parents=True, exist_ok=True)
    (root / POT).write_bytes(as_po(template))
    (root / PO).write_bytes(as_po(fresh))
    (root / PO).with_suffix(".mo").write_bytes(as_mo(fresh))
    return sum("has no Chinese text" in faults(message) for message in texts(fresh))


def _short(key: tuple[object, object]) -> str:
    return repr(key[0])[:90]


def main(arguments: list[str]) -> int:
    """Run one subcommand; 0 is well, 1 says something needs work, 2 is a wrong call."""
    match arguments:
        case ["update"]:
            empty = update(ROOT)
            print(f"{PO}: up to date, {empty} still without Chinese text")
            return 0
        case ["check"]:
            found = problems(ROOT)
            for problem in found:
                print(f"{PO}: {problem}")
            if found:
                print(f"{len(found)} problems; `make i18n` extracts and compiles, words are yours.")
            return bool(found)
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
