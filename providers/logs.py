"""Logs: structlog and the standard library through one renderer, JSON for machines or words for people."""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger
from temporalio import activity, workflow

from providers.settings import LogFormat

_TALKATIVE = ("python_http_client", "twilio.http_client", "urllib3")
"""At DEBUG these log keys, whole mails, numbers and addresses."""

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
        logging.getLogger(name).setLevel(logging.WARNING)
    # Temporal would glue its facts to each message; they become fields instead.
    workflow.logger.workflow_info_on_message = False
    activity.logger.activity_info_on_message = False
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )


def _last(style: LogFormat) -> tuple[Processor, ...]:
    if style is LogFormat.JSON:
        return structlog.processors.format_exc_info, structlog.processors.JSONRenderer()
    return (structlog.dev.ConsoleRenderer(colors=False),)


def _flatten_temporal(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Temporal's facts about a workflow or activity as fields of their own."""
    record = event.get("_record")
    for name in ("temporal_workflow", "temporal_activity"):
        event.update(getattr(record, name, {}))
    if core := getattr(record, "temporal_log", None):
        event["target"] = core.target
        event.update({name: fact for name, fact in core.fields.items() if name in _SAFE_OF_CORE})
    return event
