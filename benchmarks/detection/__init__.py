"""Does each rule find whom it describes, and nobody else: a made-up city with planted truth.

`town` holds the children and what is planted about them, `plants` puts true cases and traps for
each rule into it, `files` writes the lists as departments send them, `measuring` brings them in,
scans week by week and compares.
"""
