"""Chapter beside the outcome: a child that moved away is handed over to the bureau of its new home.

A bureau of the city takes the child over or sends it back with the reason; both sides see the
file meanwhile, and the sender afterwards. One outside is written to, and its receipt is recorded.
Until there is one the file stays open; without one in time it goes back to work here.
"""
