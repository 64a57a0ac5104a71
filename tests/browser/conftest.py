"""Browser tests: Chromium against a live server. Without Chromium each is skipped, by name."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.db import connection, connections
from django.utils import timezone
from playwright.sync_api import Playwright

from tests.browser.pages import PASSWORD
from tests.browser.programs import FLAGS, INSTALL, chromium

HERE = Path(__file__).resolve().parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and skip them where there is no browser."""
    missing = chromium() is None
    for item in items:
        if HERE not in item.path.parents:
            continue
        item.add_marker("browser")
        if missing:
            item.add_marker(pytest.mark.skip(reason=f"no Chromium here; install it: {INSTALL}"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {"headless": True, **browser_type_launch_args, "executable_path": chromium(), "args": list(FLAGS)}


@pytest.fixture(scope="session")
def playwright(playwright: Playwright) -> Iterator[Playwright]:
    """The plugin's, and with it goes what Django opened meanwhile.

    Playwright leaves an event loop running in the thread of the tests. Beside such a loop Django keeps
    connections of their own, which nobody finds any more when the loop has ended; PostgreSQL refuses to
    drop the database while one is open.
    """
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """`page.goto("/")` goes to the live server."""
    return str(live_server.url)


@pytest.fixture
def console(page: Any) -> list[str]:
    """What the browser complains about; a test asserts that it stays empty. Read it before axe runs."""
    messages: list[str] = []
    page.on("console", lambda m: messages.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: messages.append(f"uncaught: {error}"))
    page.on("requestfailed", lambda request: None if _left(request) else messages.append(_failure(request)))
    return messages


def _failure(request: Any) -> str:
    return f"failed: {request.url} {request.failure}"


def _left(request: Any) -> bool:
    """Whether the page was left before this arrived, which is nobody's fault."""
    return "ERR_ABORTED" in (request.failure or "")


@pytest.fixture(scope="session")
def loaded_bank() -> Iterator[sqlite3.Connection]:
    """A copy of the database with the shipped content; the first test that needs it fills it."""
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as copy:
        yield copy


@pytest.fixture
def bank(live_server: Any, loaded_bank: sqlite3.Connection) -> None:
    """The shipped content, in the database of this test alone."""
    from django.contrib.contenttypes.models import ContentType

    from assessment.exchange.actions import load_bank_if_empty

    copied = loaded_bank.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    connection.ensure_connection()
    if connection.vendor == "sqlite" and copied:
        loaded_bank.backup(connection.connection)
        ContentType.objects.clear_cache()
        return
    load_bank_if_empty()
    _fix_form("trend-judgement", FORM)
    if connection.vendor == "sqlite":
        connection.connection.backup(loaded_bank)


# Four types at places that the tests know; what ships draws another form for each attempt.
FORM = ("C01-02", "C01-04", "C01-11", "C01-06", "C01-09", "C01-12", "C01-13", "C01-15", "C01-16", "C01-17")


def _fix_form(slug: str, questions: Sequence[str]) -> None:
    """Let every attempt of a quiz ask `questions`, in this order."""
    from assessment.bank.models import Question
    from assessment.delivery.models import Quiz, QuizItem

    quiz = Quiz.objects.get(slug=slug)
    quiz.plan, quiz.certainty, quiz.minutes = {}, False, 30
    quiz.save()
    for position, name in enumerate(questions, 1):
        QuizItem.objects.create(quiz=quiz, question=Question.objects.get(slug=name), position=position)


@pytest.fixture
def make_user(bank: None) -> Callable[..., Any]:
    """Makes people with one known password."""

    def make(email: str, **fields: Any) -> Any:
        from allauth.account.models import EmailAddress

        user = get_user_model().objects.create_user(email, PASSWORD, **fields)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        return user

    return make


@pytest.fixture
def learner(make_user: Callable[..., Any]) -> Any:
    return make_user("learner@example.org")


@pytest.fixture
def start(bank: None) -> Callable[..., Any]:
    """Starts an attempt of a shipped quiz."""

    def start_attempt(user: Any, slug: str = "trend-judgement", seed: int = 1) -> Any:
        from assessment.delivery.actions import start
        from assessment.delivery.models import Quiz

        return start(Quiz.objects.get(slug=slug), user.pk, timezone.now(), seed)[0]

    return start_attempt


@pytest.fixture
def attempt(learner: Any, start: Callable[..., Any]) -> Any:
    """The learner's open attempt of ten questions with a clock of 30 minutes."""
    return start(learner)


def session_cookie(user: Any, url: str) -> dict[str, str]:
    """The cookie of a session in which `user` is signed in."""
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = project.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {"name": project.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": url}


@pytest.fixture
def sign_in(live_server: Any) -> Callable[[Any, Any], None]:
    """Signs a person in in a browser context without the form, which has tests of its own."""

    def sign_in_context(context: Any, user: Any) -> None:
        context.add_cookies([session_cookie(user, live_server.url)])

    return sign_in_context


@pytest.fixture
def signed_in(page: Any, learner: Any, sign_in: Callable[[Any, Any], None]) -> Any:
    """A page of a browser in which the learner is signed in."""
    sign_in(page.context, learner)
    return page
