"""Chapter seven: what is due, what was done, and what the machine did.

`queries` reads across the whole story, always set-based; `notice_words` says messages in the
reader's language; `demo_accounts` lists who may be signed in as in a demonstration.
"""
