"""How a command says no: one sentence on standard error, and the exit code that goes with it."""

from typer import TyperException


class RefusedError(TyperException):
    """What was asked cannot be done: exit 1."""

    exit_code = 1


class BadUsageError(TyperException):
    """What was asked makes no sense: exit 2."""

    exit_code = 2
