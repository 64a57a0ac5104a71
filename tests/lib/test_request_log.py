"""The log says what was asked for and how it went, and nothing about who asked."""

import json
import logging
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.test import Client
from django.urls import path
from pythonjsonlogger.json import JsonFormatter

from assessment.lib.request_log import RoutesNotPaths

TOKEN = "a-secret-token"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the console handler of our settings would print, a dictionary a line."""
    found: list[dict[str, Any]] = []
    formatter = JsonFormatter(settings.LOGGING["formatters"]["json"]["format"])

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(json.loads(formatter.format(record)))

    listener = Listener()
    listener.addFilter(RoutesNotPaths())
    for name in ("plumbline", "django"):
        logger = logging.getLogger(name)
        monkeypatch.setattr(logger, "handlers", [listener])
        monkeypatch.setattr(logger, "level", logging.INFO)
        logger.manager._clear_cache()  # type: ignore[attr-defined]
    return found


def test_it_logs_one_line_a_request_with_the_route_and_the_time(
    db: None, client: Client, lines: list[dict[str, Any]]
) -> None:
    response = client.get("/quizzes/?who=lin@example.org", REMOTE_ADDR="203.0.113.9")
    (line,) = [line for line in lines if line["name"] == "plumbline.request"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "quizzes/", 200)
    assert line["request_id"] == response["X-Request-ID"]
    assert line["ms"] >= 0


def test_no_address_token_or_query_reaches_the_log(db: None, client: Client, lines: list[dict[str, Any]]) -> None:
    client.get(f"/nowhere/{TOKEN}/?who=lin@example.org", REMOTE_ADDR="203.0.113.9")
    client.get(f"/accounts/password/reset/key/1-{TOKEN}/", REMOTE_ADDR="203.0.113.9")
    client.get("/attempts/00000000-0000-0000-0000-000000000000/1/")
    text = json.dumps(lines)
    assert lines
    for secret in (TOKEN, "lin@example.org", "203.0.113.9", "00000000-0000"):
        assert secret not in text


@login_not_required
def _fail(request: object, token: str) -> None:
    raise RuntimeError("broken")


urlpatterns = [path("broken/<str:token>/", _fail)]


def test_a_failure_is_logged_with_its_cause_and_without_its_path(
    db: None, client: Client, lines: list[dict[str, Any]], settings: Any
) -> None:
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    client.get(f"/broken/{TOKEN}/")
    (failure,) = [line for line in lines if line.get("levelname") == "ERROR"]
    assert "RuntimeError: broken" in failure["exc_info"]
    assert TOKEN not in json.dumps(failure)
