"""How the names of townships end, which addresses leave out."""

from __future__ import annotations

ENDINGS = ("人民政府", "街道办事处", "办事处", "政府")
