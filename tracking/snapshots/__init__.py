"""Chapter one: a file arrives, is read, checked row by row, guarded per school, and archived.

`columns` is the only place that knows Chinese headers and values; `reading` turns a file
into text columns; `cleaning` turns those into one typed form; `policy` decides which schools'
rows may be compared; `archive` keeps the result for ever, sealed; `service` does all of it in
one act that either happens or does not.
"""
