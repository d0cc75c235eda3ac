"""Which engine an installation scans with; only the one that is wanted is loaded."""

from __future__ import annotations

import importlib
from typing import Final

from flask_babel import lazy_gettext as _l

from tracking.kernel.engine.contract import Engine
from tracking.kernel.errors import RefusedError
from tracking.kernel.settings import Settings

MODULES: Final = {"embedded": "embedded", "pandas": "pandas_frames", "spark": "spark"}


def engine_for(settings: Settings) -> Engine:
    """The engine that BAOXUE_ENGINE names, to be opened by `with`."""
    try:
        name = f"{__package__}.{MODULES[settings.engine]}"
        engine: Engine = importlib.import_module(name).engine_of(settings)
    except KeyError:
        raise RefusedError(
            _l("“%(name)s” is not an engine; BAOXUE_ENGINE takes %(known)s."),
            name=settings.engine,
            known=", ".join(MODULES),
        ) from None
    except ModuleNotFoundError as error:
        if error.name not in {"py4j", "pyspark"}:
            raise
        raise RefusedError(
            _l(
                "The engine “spark” needs a library that is not installed here: "
                "pip install 'baoxue[spark]'. Or unset BAOXUE_ENGINE."
            )
        ) from error
    return engine
