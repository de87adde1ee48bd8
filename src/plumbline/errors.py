"""The named errors: each carries one plain sentence that a user can act on."""


def show(text: str) -> str:
    """Return a text fit for tables, logs and a terminal: what cannot be seen becomes ``\\x1b``."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


class PlumblineError(Exception):
    """Something the user can put right; the message says where it is and what to do.

    A message may quote what stands in a file, so nothing in it is left to a terminal to obey.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(show(message))


class SettingsError(PlumblineError):
    """A configuration, lexicon or topic file is wrong."""


class SourceError(PlumblineError):
    """A source cannot be read; it is noted and left out, never a reason to stop the others."""
