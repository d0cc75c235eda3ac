"""The web frame every page shares: guards, language, filters, navigation, errors, headers."""
