"""The product, one package per chapter of the story.

Snapshot → rules → flags → case → follow-up → outcome → report: `docs/story.md` tells it,
import-linter keeps its direction.
"""
