"""What every test stands on. Chooses the settings, so that a bare `pytest` works as `make test` does."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["PLUMBLINE_PROFILE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
# Playwright keeps an event loop running in the thread of the tests, which Django takes for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
if "PYTEST_XDIST_WORKER" not in os.environ:
    # A folder of its own for each run: no test can touch the data in var/. Workers inherit it.
    os.environ["PLUMBLINE_VAR"] = tempfile.mkdtemp(prefix="plumbline-test-")
    Path(os.environ["PLUMBLINE_VAR"], "static").mkdir()  # WhiteNoise warns where it is missing

import django
from django.utils import translation

django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Delete the run's folder when the last process of the run is done with it."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["PLUMBLINE_VAR"], ignore_errors=True)


@pytest.fixture(autouse=True)
def _clean_slate(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let Django empty the database after a test that commits.

    Such a test ends by a flush, which the seals on published versions refuse. So they are taken off
    before it; the flush sends post_migrate, which puts them on again. The shared cache has a table that a
    flush does not know. All other tests are rolled back, cache and all.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = (marker is not None and bool(marker.kwargs.get("transaction"))) or bool(
        {"transactional_db", "live_server"} & set(request.fixturenames)
    )
    if commits:
        # Set up first, so that it is torn down after this fixture.
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        from django.core.cache import cache
        from django.db import connection

        from assessment.bank.seals import SEALS

        cache.clear()
        SEALS.remove(connection)


@pytest.fixture(autouse=True)
def _no_language_left() -> Iterator[None]:
    """Forget the language that a request chose: Django leaves it to the thread, and so to the next test."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return Path(__file__).resolve().parent.parent
