"""Chapter between: which files stand for a day, and the frames that the rules compare.

`policy` decides which roster of a school is compared with which, `lists` which lists of
departments are in force, `ledger` what the files of children say; `frames` puts all of it
together with one `person` per child, and only what the rules that run need.
"""
