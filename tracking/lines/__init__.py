"""Chapter beside the case: who answers for a child, on the education and on the government line.

`naming` fills the posts that the machine knows and gives their organisations sight of the file;
`service` are the verbs of people; `watching` is the daily look at lines that stay silent and at
persons who left; `workload` counts who has how much, and `giving` hands it to somebody else.
"""
