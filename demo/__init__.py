"""A made-up city as files: what a bureau would be sent on several Mondays, and what is true in it.

`city.build_city` writes organisations, weekly rosters, movement records and the truth about every
child with whom something happens; `bulk.write_bulk` writes millions of plain rows for benchmarks.
Nobody in these files exists: the region codes 150291-150299 belong to no place, and the telephone
numbers are drawn at random. The package reads nothing of the product, so it can judge it.
"""
