"""The order of the catalogue is the author's, not the database's."""

from collections.abc import Callable

from assessment.delivery.models import Quiz
from assessment.delivery.queries import catalogue, open_quizzes
from tests.delivery.sittings import day


def test_quizzes_come_in_the_order_of_their_positions(make_quiz: Callable[..., Quiz]) -> None:
    for slug, position in (("third", 3), ("first", 1), ("second", 2)):
        make_quiz(slug, position=position)
    assert [quiz.slug for quiz in open_quizzes()] == ["first", "second", "third"]
    assert [entry.quiz.slug for entry in catalogue(None, day(0))] == ["first", "second", "third"]
