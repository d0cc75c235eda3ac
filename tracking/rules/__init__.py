"""Chapter two: each detection rule is one file, a pure function from frames to findings.

A rule gets lazy frames (narwhals: embedded engine, cluster or pandas alike) in which every
row has its child's `person`, and returns one row per child with the evidence. `_kit` holds
what a rule is and finds all of them; `docs/rules.md` is generated from it.
"""
