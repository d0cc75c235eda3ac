"""What people write on a child's file beside contacts and results; nothing in it is changed later.

A correction is a note that names the entry it corrects: both stay on the timeline.
"""
