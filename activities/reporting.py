"""Sends a report to one reader, once (D12): the ledger knows it by round, landlord, day and reader."""

from datetime import date

import structlog
from temporalio.exceptions import ApplicationError

from activities.ports import (
    Ledger,
    LetterError,
    Mail,
    ProviderAwayError,
    ProviderRejectedError,
    ProviderUnsureError,
    RegisterAwayError,
    Rendered,
    Report,
    ReportLetters,
)
from activities.today import Today
from domain.rounds.reports import Reader, Round

log = structlog.get_logger()

_MOST_UNSURE = 2
"""E-mails of one report that may have gone: no third follows."""


class Reporting:
    """Puts reports into words and sends them."""

    def __init__(self, mail: Mail, letters: ReportLetters, ledger: Ledger) -> None:
        self._mail = mail
        self._letters = letters
        self._ledger = ledger

    def send(self, of: Round, report: Report, reader: Reader, today: Today) -> bool:
        """Send the report, unless that reader has had that round's report of the day; whether it went now.

        Raises:
            ApplicationError: it cannot be put into words, or the provider did not take it.
            RegisterAwayError: the ledger cannot be reached.
        """
        key = f"{of.kind}/{of.landlord}/{today.day}/{reader.id}"
        words = self._words(of.landlord, report, reader, today.day)
        claim = self._ledger.claim(key, most=_MOST_UNSURE)
        if claim.provider_id or claim.is_spent:
            log.info("report.sent_before", key=key, maybe=claim.is_spent)
            return False
        sender, name = today.landlord.sends_from_email, today.landlord.name
        try:
            provider_id = self._mail.send(key=key, sender=sender, sender_name=name, to=reader.email, words=words)
        except (ProviderRejectedError, ProviderAwayError) as error:
            self._ledger.release(key)
            log.warning("report.not_sent", key=key, why=str(error))
            is_final = isinstance(error, ProviderRejectedError)
            raise ApplicationError(str(error), type=type(error).__name__, non_retryable=is_final) from error
        except ProviderUnsureError as error:
            log.warning("report.unsure", key=key, why=str(error))
            raise ApplicationError(str(error), type=type(error).__name__) from error
        try:
            self._ledger.confirm(key, provider_id, today.now, maybe_twice=not claim.is_new)
        except RegisterAwayError:  # it has gone: to fail would send it again
            log.warning("claim.not_confirmed", key=key)
        log.info("report.sent", key=key, maybe_twice=not claim.is_new)
        return True

    def _words(self, landlord: str, report: Report, reader: Reader, on: date) -> Rendered:
        try:
            return self._letters.report(landlord, report, reader, on)
        except LetterError as error:
            log.warning("report.faulty", template=report.template, why=str(error))
            raise ApplicationError(str(error), type="LetterFault") from error
