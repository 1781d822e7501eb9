"""Logging: one JSON object a line, events with fields, never the words of people.

Uvicorn's own access log is left out: it holds query strings, which may hold a name that was searched for.
"""

import logging
import logging.config
import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()


def configure(as_json: bool) -> None:
    """Set up structlog and the standard library's logging (uvicorn, httpx, alembic) to write alike to stderr."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _exception_type, renderer],
        "foreign_pre_chain": shared,
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"event": formatter},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "event"}},
            "root": {"handlers": ["stderr"], "level": "INFO"},
            "loggers": {
                "uvicorn": {"handlers": [], "propagate": True},
                "uvicorn.error": {"handlers": [], "propagate": True},
                "uvicorn.access": {"handlers": [], "propagate": False},
                "httpx": {"level": "WARNING"},  # its lines hold whole addresses, a bot's token among them
                "httpx2": {"level": "WARNING"},
                "alembic": {"level": "WARNING"},
            },
        }
    )


def _exception_type(_logger: object, _method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Keep where an error was raised and its type; its message may hold what a person wrote."""
    info = event.pop("exc_info", None)
    if isinstance(info, tuple) and info[0] is not None:
        event["error"] = info[0].__name__
        event["raised_at"] = _place(info[2])
    return event


def _place(traceback: object) -> str:
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code  # type: ignore[attr-defined]  # a traceback, typed object by structlog
        frames.append(f"{code.co_filename}:{traceback.tb_lineno}")  # type: ignore[attr-defined]
        traceback = traceback.tb_next  # type: ignore[attr-defined]
    return " > ".join(frames[-4:])


class AccessLog:
    """Logs each request as an event: method, route (not the path, which may hold ids), status and milliseconds."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log how it ended."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            route = getattr(scope.get("route"), "path", "unknown")
            elapsed = round((time.perf_counter() - started) * 1000, 1)
            log.info("request", method=scope["method"], route=route, status=status, ms=elapsed)
