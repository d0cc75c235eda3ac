"""Chapter beside the case: what a bureau asks another department about a child, and the reply.

A department sees nothing but the question and the least of the child: `service` writes the
question down with it, `clocking` reminds and escalates, and the reply stands in the child's file.
"""
