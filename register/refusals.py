"""Refusals before the register is opened: errors that a face can name without loading SQLAlchemy."""


class BadRegisterUrlError(Exception):
    """The register's URL cannot be used; the sentence says why, without the password."""
