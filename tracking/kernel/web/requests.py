"""What a request may bring, and where its files stay: never readable on the disk.

An ordinary form is small. Only who may upload may send a large body, and it waits in memory
that belongs to this process, not in a temporary file that others could read.
"""

from __future__ import annotations

import os
import tempfile
from typing import IO, Any

from flask import Flask, Request, request
from flask_login import current_user

from models.vocabulary.roles import Permission

MEGABYTE = 1024 * 1024
USUAL, LARGEST = 4 * MEGABYTE, 512 * MEGABYTE
DOCUMENTS = 128 * MEGABYTE  # a dozen photos at once
UPLOADS = {
    "outcomes.at_school": (Permission.OUTCOME_SUBMIT, DOCUMENTS),
    "outcomes.submit": (Permission.OUTCOME_SUBMIT, DOCUMENTS),
    "outcomes.teach": (Permission.FOLLOW_UP_RECORD, DOCUMENTS),
    "papers.add_scan": (Permission.PAPER_ISSUE, DOCUMENTS),
    "papers.deliver": (Permission.PAPER_ISSUE, DOCUMENTS),
    "proofs.add": (Permission.PROOF_ADD, DOCUMENTS),
    "snapshots.upload": (Permission.SNAPSHOT_IMPORT, LARGEST),
}


class QuietRequest(Request):
    """A request whose uploaded files lie in memory, and are closed with it however it ends."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._streams: list[IO[bytes]] = []

    def _get_file_stream(self, *_given: Any, **_named: Any) -> IO[bytes]:
        if hasattr(os, "memfd_create"):
            stream: IO[bytes] = os.fdopen(os.memfd_create("upload"), "w+b")
        else:  # no other way where the system lacks such memory
            stream = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the request
        self._streams.append(stream)
        return stream

    def close(self) -> None:
        """Close what was opened, also when the body was refused half-way."""
        super().close()
        for stream in self._streams:
            stream.close()


def limit_body() -> None:
    """Let a large body in only from who may upload, before anything reads it."""
    needed, most = UPLOADS.get(request.endpoint or "", (None, USUAL))
    if needed and current_user.is_authenticated and current_user.can(needed):
        request.max_content_length = most


def register(app: Flask) -> None:
    """Tell the application; called before anything that reads forms."""
    app.request_class = QuietRequest
    app.config["MAX_CONTENT_LENGTH"] = USUAL
    app.before_request(limit_body)
