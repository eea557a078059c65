"""Logs: structlog and the standard library through one renderer, JSON for machines or words for people."""

import logging
import sys
import traceback
from collections.abc import Iterator
from typing import TextIO

import structlog
from pydantic import ValidationError
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger
from temporalio import activity, workflow

from providers.settings import LogFormat

_TALKATIVE = ("twilio", "aiohttp", "requests", "urllib3")
"""The vendors' SDKs and what is under them log keys, whole mails, numbers and addresses. None of it is passed on, at
any level; the providers themselves say what came of a call."""

_SAFE_OF_CORE = ("run_id", "workflow_id", "task_queue", "activity_type")
"""What is taken from a log of the SDK's core: its other fields may repeat a failure's words."""

_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def set_up_logs(style: LogFormat, level: int = logging.INFO, to: TextIO | None = None) -> None:
    """Send every log, ours and the libraries', to *to* (standard error) in *style*."""
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=(_flatten_temporal, structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_last(style)),
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in _TALKATIVE:
        _silence(logging.getLogger(name))
    # Temporal would glue its facts to each message; they become fields instead.
    workflow.logger.workflow_info_on_message = False
    activity.logger.activity_info_on_message = False
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )


def _silence(logger: logging.Logger) -> None:
    logger.handlers = [logging.NullHandler()]
    logger.propagate = False


def _last(style: LogFormat) -> tuple[Processor, ...]:
    # Never structlog's own tracebacks for people: they show the variables of every frame, and so whole complaints.
    people = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    renderer = structlog.processors.JSONRenderer() if style is LogFormat.JSON else people
    return structlog.processors.ExceptionRenderer(_traceback), renderer


def _traceback(exc_info: ExcInfo) -> str:
    """The traceback. Pydantic quotes what a field was given, which may be anybody's name: that is left out."""
    text = "".join(traceback.format_exception(*exc_info)).rstrip()
    for error in _chain(exc_info[1]):
        if isinstance(error, ValidationError):
            text = text.replace(str(error), _without_inputs(error))
    return text


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _without_inputs(error: ValidationError) -> str:
    wrong = error.errors(include_url=False, include_input=False, include_context=False)
    return "\n".join([f"{error.title}:", *(f"  {'.'.join(map(str, each['loc']))}: {each['type']}" for each in wrong)])


def _flatten_temporal(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Temporal's facts about a workflow or activity as fields of their own."""
    record = event.get("_record")
    for name in ("temporal_workflow", "temporal_activity"):
        event.update(getattr(record, name, {}))
    if core := getattr(record, "temporal_log", None):
        event["target"] = core.target
        event.update({name: fact for name, fact in core.fields.items() if name in _SAFE_OF_CORE})
    return event
