"""Chapter beside the case: official papers, from a notice to the application to a court.

Kinds and their order are data (`kinds.toml`); a paper is filled from the child's file into a Word
template, takes the next number of its office's register, and is a proven step of the legal ladder
once it was delivered and its days are over. The whole file of a child is printed here too.
"""
