"""Word templates: filled with values, and looked at before an office may use one.

A template holds nothing but fields such as {{ … }}: no conditions, loops, filters or calculations,
so that a file from outside can do nothing but stand there. The values are data and are never read
as fields themselves.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import lru_cache

from docx.document import Document as Paper
from docxtpl import DocxTemplate
from flask_babel import gettext as _
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from models.vocabulary.papers import PaperField
from tracking.kernel.errors import FileRefusedError
from tracking.papers.kinds import HOUSE, Kind, field_names, field_of

MOST_BYTES = 2_000_000
MOST_UNPACKED = 20_000_000
MOST_PARTS = 200
FIELD = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
CODE = ("{%", "{#", "%}", "#}")
BAD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class FieldsOnly(SandboxedEnvironment):
    """Templates of text and known fields: whatever else a file was made to hold does not run."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        for node in parsed.find_all(nodes.Node):
            is_field = isinstance(node, nodes.Name) and node.name in field_of()
            if not is_field and not isinstance(node, nodes.Output | nodes.TemplateData):
                raise TemplateSyntaxError(type(node).__name__, 0)
        return parsed


def filled(template: bytes, values: Mapping[PaperField, str]) -> Paper:
    """The document with its fields filled; blank where nothing is known."""
    given = {field: clean(str(values.get(field, ""))) for field in PaperField}
    names = {name: given[field] for name, field in field_of().items()}
    made = DocxTemplate(io.BytesIO(template))
    jinja = FieldsOnly(undefined=StrictUndefined, autoescape=True)
    made.render(names, jinja_env=jinja, autoescape=True)
    document: Paper = made.docx
    return document


def as_bytes(document: Paper) -> bytes:
    """The document as a file."""
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def clean(text: str) -> str:
    """A value without the characters that no XML file may hold, and without false fields."""
    plain = BAD.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("{_", "{").replace("_}", "}").replace("%_", "%")


def problems(template: bytes, kind: Kind) -> list[str]:
    """What is wrong with a template for a kind; empty when it may be used."""
    if len(template) > MOST_BYTES:
        size = MOST_BYTES // 1_000_000
        return [str(_("The file is larger than %(size)s MB. Take pictures out.", size=size))]
    try:
        texts = opened(template)
    except FileRefusedError as error:
        return [str(error)]
    found = outside_content(texts) + strange_fields(texts, kind)
    return found or trial(template)


def opened(template: bytes) -> dict[str, str]:
    """The XML parts of a Word file by name; FileRefusedError when it is none."""
    words = _("This is not a Word document (.docx). Save it as “Word document (*.docx)”.")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as file:
            entries = file.infolist()
            if len(entries) > MOST_PARTS or sum(e.file_size for e in entries) > MOST_UNPACKED:
                raise FileRefusedError(words)
            parts = {e.filename: file.read(e) for e in entries}
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError) as error:
        raise FileRefusedError(words) from error
    if "word/document.xml" not in parts or "[Content_Types].xml" not in parts:
        raise FileRefusedError(words)
    try:
        return {
            name: content.decode("utf-8") if name.endswith((".xml", ".rels")) else ""
            for name, content in parts.items()
        }
    except UnicodeDecodeError as error:
        raise FileRefusedError(words) from error


def outside_content(texts: Mapping[str, str]) -> list[str]:
    """What runs, comes from elsewhere, or would be missing in the PDF."""
    names, everything = " ".join(texts), "".join(texts.values())
    found = []
    if "vbaProject" in names or "activeX" in names or "macroEnabled" in everything:
        found.append(_("It holds macros. Save it without them, as “Word document (*.docx)”."))
    links = "".join(text for name, text in texts.items() if name.endswith(".rels"))
    if 'TargetMode="External"' in links or "attachedTemplate" in everything:
        found.append(_("It links to something outside the file. Remove links and linked pictures."))
    if "embeddings/" in names or re.search(r"<w:(object|altChunk)\b", everything):
        found.append(_("It holds an embedded file. Take it out."))
    if re.search(r"<!DOCTYPE|<!ENTITY", everything):
        found.append(_("It holds a document type that Word does not write. Save it anew in Word."))
    body = "".join(t for n, t in texts.items() if n.startswith("word/") and "styles" not in n)
    if re.search(r"<w:(drawing|pict|txbxContent|fldSimple|instrText)\b", body):
        words = _("It holds a picture, text box or Word field, which the PDF cannot show.")
        found.append(words + " " + _("Write the text itself, or leave room for a seal."))
    if "<w:numPr>" in texts.get("word/document.xml", ""):
        found.append(_("It holds automatic numbering. Type the numbers, so that the PDF has them."))
    return [str(line) for line in found]


def strange_fields(texts: Mapping[str, str], kind: Kind) -> list[str]:
    """Fields that do not exist, code, and fields that have to be there."""
    known, held, found = field_of(), set(), []
    for name in written_fields(texts):
        if name in known:
            held.add(known[name])
        else:
            shown = ", ".join(f.written for f in field_names().values())
            words = _("The field “%(name)s” does not exist. There are: %(fields)s.")
            found.append(words % {"name": name[:60], "fields": shown})
    if any(mark in text for text in plain_texts(texts) for mark in CODE):
        found.append(_("It holds conditions or loops. Only fields in double braces may stand."))
    missing = [field_names()[field].written for field in PaperField
               if field in kind.required_fields - held]  # fmt: skip
    if missing:
        words = _("These fields have to be in it and are not: %(fields)s.")
        found.append(words % {"fields": ", ".join(missing)})
    return [str(line) for line in dict.fromkeys(found)]


def plain_texts(texts: Mapping[str, str]) -> Iterator[str]:
    """Paragraphs of all parts as text: Word may cut a field into pieces of different dress."""
    for name, text in texts.items():
        if not name.endswith(".xml") or not text:
            continue
        for paragraph in re.split(r"</(?:w:p|dc:\w+|cp:\w+)>", text):
            yield re.sub(r"<[^>]*>", "", paragraph)


def written_fields(texts: Mapping[str, str]) -> list[str]:
    """What stands between double braces, in order."""
    return [found.strip() for text in plain_texts(texts) for found in FIELD.findall(text)]


def trial(template: bytes) -> list[str]:
    """Fill it with made-up values: what goes wrong then would go wrong with a child's paper."""
    try:
        as_bytes(filled(template, {n.code: n.sample for n in field_names().values()}))
    except Exception as error:  # noqa: BLE001 - python-docx and Jinja raise what they like
        words = _("Filling it with made-up values failed (%(reason)s). Write each field anew, "
                  "in one go, and without a change of type inside it.")  # fmt: skip
        return [str(words % {"reason": type(error).__name__})]
    return []


@lru_cache(maxsize=64)
def shipped(kind: str) -> bytes:
    """The template of a kind that comes with the product."""
    return (HOUSE / "templates" / f"{kind}.docx").read_bytes()
