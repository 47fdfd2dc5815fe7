"""One family of errors: each carries its data, and says what to do."""

from __future__ import annotations


class QuoteattrError(Exception):
    """Report what went wrong, with the data and a remedy.

    Args:
        message: What happened, in one sentence.
        remedy: What the reader can do about it.
        data: What the message speaks of, by name.
    """

    def __init__(self, message: str, *, remedy: str = "", **data: object) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.data = data

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class InputError(QuoteattrError):
    """An input can't be read: no such file, unknown format, broken record, text that is no text."""


class ModelError(QuoteattrError):
    """A model is missing, or doesn't fit this version of the library."""


class StoreError(QuoteattrError):
    """The database can't be opened or written: held by another process, newer than the library, damaged."""


class BusyError(StoreError):
    """The database is held by another process; ``data`` has its ``pid`` where that is known."""


class RegistryError(QuoteattrError):
    """A registry of speakers breaks its schema."""


class DecisionError(QuoteattrError):
    """A decision names a statement, speaker or alias that isn't there."""
