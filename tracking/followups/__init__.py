"""Chapter five: the school looks for the child; each contact is written down and stays."""
