"""The named errors: each carries one plain sentence that a user can act on."""


class PlumblineError(Exception):
    """Something the user can put right; the message says where it is and what to do."""


class SettingsError(PlumblineError):
    """A configuration, lexicon or topic file is wrong."""


class SourceError(PlumblineError):
    """A source cannot be read; it is noted and left out, never a reason to stop the others."""
