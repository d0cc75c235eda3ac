"""The receipt of a scan: a signed document that anybody can check and this house can repeat.

`document` says what was compared and found, byte for byte the same for the same inputs; `check`
reads one, proves its signature and makes the comparison again; `page` is what the web shows.
"""
