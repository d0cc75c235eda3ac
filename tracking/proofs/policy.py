"""How large a document may be, how its name is kept, and who may withdraw it. Pure."""

from __future__ import annotations

import re
import unicodedata

from models.vocabulary.documents import Media

MEGABYTE = 1024 * 1024
LONGEST_NAME = 100
# What cannot stand in a file's name on some system, or turns the reading direction.
UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]')


def limit_key(media: Media) -> str:
    """The threshold that says how many megabytes a document may have."""
    return "proofs.recording_mb" if media.is_recording else "proofs.photo_mb"


def safe_stem(sent: str) -> str:
    """The name that a file came with: no folder, no ending, nothing that could mislead."""
    plain = unicodedata.normalize("NFC", sent).replace("\\", "/").rpartition("/")[2]
    stem = plain.rpartition(".")[0] or plain
    return UNSAFE.sub("", stem).strip(" .")[:LONGEST_NAME]


def may_withdraw(organisation: str, of_uploader: str) -> bool:
    """By path: whoever added a document, and the bureaus above; not a school what they added."""
    return of_uploader.startswith(organisation)
