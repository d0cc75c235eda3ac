"""Who signs in, what they may do, and for whom they answer.

Accounts belong to an organisation, whose path decides which rows they see, and hold one role,
which decides what they may do. Three administrators keep each other in check: the system
administrator makes accounts and organisations but grants nothing, the security administrator
grants roles but makes no accounts, the auditor reads what both did.
"""
