"""Below the chapters: the bureau's school calendar, by which every deadline is counted.

`policy` says what a day is, from the bureau's own rows, its terms, and the public source;
`queries` reads what is in force, `reader` lets the kernel count by it, and `following` tells the
chapters that keep deadlines when it changes.
"""
