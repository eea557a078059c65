"""How Temporal's silence is said: the SDK's errors as the ports' own, in a sentence for whoever asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.ports import LostAnswerError, NoAnswerError, TemporalAwayError, UnreadableError
from temporal.payload_codec import CannotOpenError
from temporal.refusals import BadConnectionError, NotTrustedError
from workflows.seals import DAMAGED

_NO_CONNECTION = "Failed client connect"
_NO_URL = "invalid target URL"
_SILENT = {
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.RESOURCE_EXHAUSTED,
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.CANCELLED,
}
_BROKEN = {RPCStatusCode.UNKNOWN, RPCStatusCode.INTERNAL, RPCStatusCode.ABORTED, RPCStatusCode.DATA_LOSS}
"""Broken off in the middle: what was asked may have been carried out."""
_LACKS = "search attribute"
_FORBIDDEN = {RPCStatusCode.UNAUTHENTICATED, RPCStatusCode.PERMISSION_DENIED}
_CUT_OFF = "it ended the connection at once: it may ask for TLS, or not take the client's certificate"
_OURS = {
    "PrivateKeyParseError": "the client's private key cannot be read: it must be PEM, without a passphrase",
    "NoCertificatesPresented": "the file of the client's certificate holds none",
    "KeyMismatch": "the client's certificate and private key do not belong together",
}
"""What the SDK says of a connection that our own files do not allow, and what that means."""
_UNTRUSTED = {
    "UnknownIssuer": "its certificate is not of an authority that we know: see server_ca_cert_path",
    "NotValidForName": "its certificate is made out to another name: see server_name, else the name in address",
    "Expired": "its certificate has expired",
    "NotValidYet": "its certificate is not valid yet: see this machine's clock too",
    "InvalidCertificate": "its certificate cannot be used",
    "InvalidContentType": "it does not speak TLS, which our settings ask for",
    "PermissionDenied": "it does not let us in: see TEMPORAL_API_KEY",
    "Unauthenticated": "it does not let us in: see TEMPORAL_API_KEY",
    "transport error": _CUT_OFF,
    "operation was canceled": _CUT_OFF,
}
"""The same of one that we or the server do not trust; of several that fit the first counts."""


@contextmanager
def reaching(where: str) -> Iterator[None]:
    """Say in a sentence that no connection can be made.

    Raises:
        TemporalAwayError: it cannot.
        NotTrustedError: we do not trust the server, or it does not trust us.
        BadConnectionError: the address, or one of our files, is none.
    """
    try:
        yield
    except ValueError as error:  # nor for this
        if not str(error).startswith(_NO_URL):
            raise
        raise BadConnectionError("Temporal's address is not a host and a port, as 127.0.0.1:7233") from error
    except RuntimeError as error:  # the SDK has no type of its own for it
        if not str(error).startswith(_NO_CONNECTION):
            raise
        raise _no_connection(str(error), where) from error


@contextmanager
def in_our_words(client: Client) -> Iterator[None]:
    """Say in a sentence why Temporal gives no answer, or none that can be read.

    Raises:
        TemporalAwayError: it does not answer, or not as it should.
        LostAnswerError: what it was asked may have been carried out all the same.
        UnreadableError: the key of its answer is not ours.
        NoAnswerError: its answer is damaged.
    """
    where = client.service_client.config.target_host
    with reaching(where):
        try:
            yield
        except CannotOpenError as error:
            raise UnreadableError(f"Temporal's answer cannot be opened: {error}") from error
        except KeyError as error:  # the SDK's, for an encoding that nobody can read
            if DAMAGED.decode() not in str(error):
                raise
            raise NoAnswerError("what Temporal has of it is damaged") from error
        except RPCError as error:
            raise _why(error, where) from error


def _why(error: RPCError, where: str) -> TemporalAwayError:
    if error.status in _SILENT:
        return LostAnswerError(f"Temporal does not answer at {where}")
    if error.status is RPCStatusCode.INVALID_ARGUMENT and _LACKS in error.message:
        return TemporalAwayError(f"Temporal is not ready ({error.message}); start a worker, which makes it so")
    if error.status in _FORBIDDEN:
        return NotTrustedError(f"Temporal at {where} does not let us do this ({error.message}): see TEMPORAL_API_KEY")
    kind = LostAnswerError if error.status in _BROKEN else TemporalAwayError
    return kind(f"Temporal does not answer as it should: {error.message}")


def _no_connection(said: str, where: str) -> TemporalAwayError | BadConnectionError:
    for sign, why in _OURS.items():
        if sign in said:
            return BadConnectionError(f"Temporal's settings cannot be used: {why}")
    for sign, why in _UNTRUSTED.items():
        if sign in said:
            return NotTrustedError(f"Temporal at {where} cannot be used: {why}")
    return TemporalAwayError(f"Temporal does not answer at {where}")
