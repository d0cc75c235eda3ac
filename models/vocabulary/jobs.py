"""How a claimed run of a job stands."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class RunState(Term):
    """State of one run."""

    RUNNING = "running", _l("running")  # 运行中
    DONE = "done", _l("done")  # 完成
    FAILED = "failed", _l("failed")  # 失败
    SKIPPED = "skipped", _l("covered by a later run")  # 由后续运行补做
