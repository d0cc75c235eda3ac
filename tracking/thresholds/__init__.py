"""The numbers that the guard and the rules go by, each a sentence with its basis.

`catalogue` declares every threshold once; a bureau's own values are rows of `models/threshold.py`
and `queries.value_of` gives what is in force. The parameters of the detection rules, and
whether a rule is switched on, are read off the rules themselves.
"""
