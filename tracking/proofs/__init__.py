"""Chapter beside the case: files that prove something, told by their content and sealed on disk.

A document is never deleted: it is withdrawn with a reason, and every opening is recorded.
"""
