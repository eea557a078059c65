"""Logs of a command that answers and ends: only warnings are heard, and what writes them is loaded with the first."""

import logging

from providers.settings import LogFormat


def set_up_quiet_logs(style: LogFormat) -> None:
    """Send warnings and errors to standard error in *style*, as the worker's logs are written."""
    logging.basicConfig(handlers=[_UntilTheFirst(style)], level=logging.WARNING, force=True)


class _UntilTheFirst(logging.Handler):
    """Sets the logs up when there is something to log: the libraries for that take as long to load as many orders."""

    def __init__(self, style: LogFormat) -> None:
        super().__init__()
        self._style = style

    def emit(self, record: logging.LogRecord) -> None:
        """Set up what takes this handler's place, and give it the record."""
        from providers.logs import set_up_logs  # noqa: PLC0415 - as the class says

        set_up_logs(self._style, logging.WARNING)
        logging.getLogger(record.name).handle(record)
