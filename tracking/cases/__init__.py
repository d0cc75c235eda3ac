"""Chapter four: one file per child for life, at the right school, with a deadline.

`policy` holds states, transitions, rights and deadlines as one table; `scanning` is the scan
as one transaction; `opening` opens, joins and re-opens, `suppression` says what is told again,
`proposals` keeps proposals to close, `alarms` rings what rules about the work set off; `service`
are the verbs of people; `clocking` is the daily clock, by the rules of `clock_rules`.
"""
