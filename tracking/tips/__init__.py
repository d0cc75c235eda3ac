"""Chapter beside the scan: what the public tells a bureau about a child.

A tip is written down with its source apart, and accepted or not within the bureau's time limit.
An accepted one opens or joins the child's file through the rule TIP, as any finding does.
"""
