"""A save and a closing at the same moment: what was acknowledged is in the outcome, what was not is refused."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TypeVar

import pytest
from django.db import connection, transaction

from assessment.checklists import actions
from assessment.checklists.actions import Outcome
from assessment.checklists.models import Review
from assessment.checklists.records import Content
from tests.checklists.conftest import NOW, answer, row_of

pytestmark = pytest.mark.django_db(transaction=True)
Result = TypeVar("Result")


def while_it_is_in_flight(first: Callable[[], object], second: Callable[[], Result]) -> Result:
    """Run `second` in another thread while the transaction of `first` is carried out and not committed yet."""
    started, release = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            first()
            started.set()
            release.wait(0.5)
        connection.close()

    def run() -> Result:
        started.wait(5)
        found = second()
        connection.close()
        return found

    with ThreadPoolExecutor(2) as pool:
        holding, running = pool.submit(hold), pool.submit(run)
        holding.result()
        return running.result()


def test_a_save_that_meets_a_closing_in_flight_is_refused(review: Review) -> None:
    answer(review, "T01-M1a", "0")
    row = row_of(review, "T01-M2a")
    saved = while_it_is_in_flight(
        lambda: actions.close(review.key, NOW), lambda: actions.save_answer(row, Content("0.5"), 0, NOW)
    )
    assert saved.outcome is Outcome.CLOSED
    assert row_of(review, "T01-M2a").value == ""


def test_a_closing_waits_for_a_save_in_flight_and_counts_it(review: Review) -> None:
    row = row_of(review, "T01-M1a")
    closed = while_it_is_in_flight(
        lambda: actions.save_answer(row, Content("1", "", "run", "2026-11-20"), 0, NOW),
        lambda: actions.close(review.key, NOW),
    )
    assert closed.outcome["competencies"]["T01"]["attained"] == 1
