"""One log line a request: what was asked for and how it went, without personal data.

The route is logged rather than the path, so that no key, token or address reaches the log.
"""

import logging
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("plumbline.request")


class RequestLogMiddleware:
    """Logs method, route, status and milliseconds, and gives the request an id that the answer carries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request_id = uuid.uuid4().hex
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        logger.info(
            "request",
            extra={
                "request_id": request_id,
                "method": request.method,
                "route": _route(request),
                "status": response.status_code,
                "ms": round((time.perf_counter() - started) * 1000, 1),
            },
        )
        return response


class RoutesNotPaths(logging.Filter):
    """Takes request objects, and the paths that Django puts into its messages, out of every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record through, cleaned: a path can hold the token of a reset link."""
        request = record.__dict__.pop("request", None)
        if isinstance(request, HttpRequest):
            record.args = tuple(
                _route(request) if isinstance(arg, str) and arg in (request.path, request.get_full_path()) else arg
                for arg in (record.args if isinstance(record.args, tuple) else ())
            )
        return True


def _route(request: HttpRequest) -> str:
    """The route that matched, which names no key, token or address."""
    return request.resolver_match.route if request.resolver_match else "(none)"
