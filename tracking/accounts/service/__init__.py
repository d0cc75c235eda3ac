"""The verbs of this chapter, one transaction each."""

from tracking.accounts.service.accounts import (
    FIRST_ADMINISTRATOR,
    create_account,
    edit_account,
    ensure_first_administrator,
    reset_password,
    set_enabled,
    set_role,
)
from tracking.accounts.service.organisations import (
    Imported,
    import_organisations,
    save_organisation,
)
from tracking.accounts.service.signing_in import (
    change_password,
    choose_language,
    sign_in,
    sign_out,
)

__all__ = [
    "FIRST_ADMINISTRATOR",
    "Imported",
    "change_password",
    "choose_language",
    "create_account",
    "edit_account",
    "ensure_first_administrator",
    "import_organisations",
    "reset_password",
    "save_organisation",
    "set_enabled",
    "set_role",
    "sign_in",
    "sign_out",
]
