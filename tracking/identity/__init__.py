"""Who is the same child in two files: one key `person` for all rows that belong together.

Certain links (same student number; same identity number or local number with the same birth
date) are made. Likely ones (same name, birth date and sex with a second witness; the same
sounding name with guardian and phone) keep a child from being called missing, and are listed
for a person to confirm. A namesake or a twin is never taken for the child.
"""
