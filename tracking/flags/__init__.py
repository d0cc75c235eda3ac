"""Chapter three: the rules run over the rolls of a day, and each finding becomes a flag.

`comparison` decides which part of which file is compared; `findings` runs the rules and opens
the identity of those found, and of nobody else; `service` keeps flags; a finding that is
known already stays one flag. Flags explain themselves in one sentence (`sentences`).
"""
