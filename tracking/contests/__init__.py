"""What a school or a guardian says is wrong in a child's file, and what the bureau decided.

A contested flag counts in no figure until it is decided, and for good when the contest is found
right; whatever is contested stays in the file.
"""
