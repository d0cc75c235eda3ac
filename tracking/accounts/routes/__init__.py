"""Pages of this chapter: signing in, accounts, organisations, the audit log."""

from tracking.accounts.routes import audit_log, organisations, session, users
from tracking.accounts.routes.chapter import blueprint

__all__ = ["audit_log", "blueprint", "organisations", "session", "users"]
