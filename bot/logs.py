"""The technical log: one event a line, for people or for machines, and never the content of what was received."""

import logging
import sys
from contextlib import suppress

import structlog


def set_up(level: str, form: str) -> None:
    """Log from `level` up, as coloured lines (`console`) or as one JSON object a line (`json`), on standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=_Lines,
        cache_logger_on_first_use=False,
    )
    # Vendors' clients log requests, headers and bodies below this level.
    others = logging.StreamHandler()
    others.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=[*shared, _bare]))
    logging.basicConfig(level=logging.WARNING, handlers=[others], force=True)


class _Lines:
    """Writes a line on whatever standard error is then; a log that cannot be written must not stop the work."""

    def __init__(self, *_names: str) -> None:
        self.debug = self.info = self.warning = self.error = self.critical = self.msg

    def msg(self, message: str) -> None:
        """One line."""
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{message}\n")


def _bare(_logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Another library's record without its traceback, which may quote what it was given: its name and its sentence."""
    record = event.get("_record")
    event["logger"] = record.name if record else ""
    event["error"] = record.exc_info[0].__name__ if record and record.exc_info and record.exc_info[0] else None
    event.pop("exc_info", None)
    if record:
        record.exc_info = record.exc_text = None
    return event
