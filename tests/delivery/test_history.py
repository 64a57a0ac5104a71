"""What other rooms read of answers: counted ones, the newest to each question, sums by version."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.accounts.models import User
from assessment.bank.models import QuestionVersion
from assessment.delivery import actions
from assessment.delivery.answers import certain_responses, history, item_statistics
from assessment.delivery.models import Attempt, AttemptItem, Quiz
from assessment.delivery.queries import counting_quizzes, submitted_attempt

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
RIGHT = {1: {"p0-choice": ["b"]}, 4: {"p0-number": ["240"]}}
WRONG = {1: {"p0-choice": ["a"]}, 4: {"p0-number": ["240"]}}


def sit(user: User, quiz: Quiz, posted: dict[int, dict[str, list[str]]], day: int = 0) -> Attempt:
    now = NOW + timedelta(days=day)
    attempt, _token = actions.start(quiz, user.pk, now, seed=1)
    for item in AttemptItem.objects.filter(attempt=attempt).select_related("attempt"):
        if item.position in posted:
            actions.save_answer(item, actions.read_posted(item, posted[item.position]), False, 0, now)
    return actions.submit(attempt.key, now)


def test_counted_answers_come_oldest_first_and_the_newest_answer_to_each_question_once(
    make_quiz: Callable[..., Quiz], learner: User
) -> None:
    quiz = make_quiz()
    sit(learner, quiz, WRONG)
    sit(learner, quiz, RIGHT, day=2)
    found = history(learner.pk, NOW)
    assert len(found.counted) == 8
    assert [r.submitted_at for r in found.counted] == sorted(r.submitted_at for r in found.counted)
    assert [answer.score for answer in found.newest] == [1.0, 0.0, 0.0, 1.0]
    assert {answer.competency for answer in found.newest} == {"T01"}


def test_practice_does_not_count_but_its_answers_are_the_newest(make_quiz: Callable[..., Quiz], learner: User) -> None:
    sit(learner, make_quiz(), WRONG)
    sit(learner, make_quiz("practice", mode="practice", counts=False), RIGHT, day=1)
    found = history(learner.pk, NOW)
    assert len(found.counted) == 4
    assert found.newest[0].score == 1.0


def test_open_attempts_and_other_people_are_not_in_it(make_quiz: Callable[..., Quiz], learner: User) -> None:
    quiz = make_quiz()
    actions.start(quiz, learner.pk, NOW)
    sit(User.objects.create_user("other@example.org"), quiz, RIGHT)
    assert history(learner.pk, NOW).counted == history(learner.pk, NOW).newest == ()


def test_no_single_answer_is_told_while_the_score_is_kept_back(make_quiz: Callable[..., Quiz], learner: User) -> None:
    ends = NOW + timedelta(days=7)
    shows = {"answered": [], "submitted": ["own"], "closed": ["score"]}
    attempt = sit(learner, make_quiz(shows=shows, closes_at=ends, certainty=True), RIGHT)
    AttemptItem.objects.filter(attempt=attempt).update(certainty=2)
    before = ends - timedelta(seconds=1)
    assert (history(learner.pk, before).newest, certain_responses(learner.pk, before)) == ((), [])
    assert len(history(learner.pk, before).counted) == 4
    assert (len(history(learner.pk, ends).newest), len(certain_responses(learner.pk, ends))) == (4, 2)


def test_a_history_is_one_query(make_quiz: Callable[..., Quiz], learner: User) -> None:
    sit(learner, make_quiz(), RIGHT)
    with CaptureQueriesContext(connection) as captured:
        history(learner.pk, NOW)
    assert len(captured) == 1


def test_a_submitted_attempt_is_found_by_its_owner_alone(make_quiz: Callable[..., Quiz], learner: User) -> None:
    quiz = make_quiz()
    done = sit(learner, quiz, RIGHT)
    running, _token = actions.start(quiz, learner.pk, NOW)
    other = User.objects.create_user("other@example.org")
    assert submitted_attempt(done.key, learner.pk) == done
    assert submitted_attempt(done.key, other.pk) is None
    assert submitted_attempt(running.key, learner.pk) is None


@pytest.mark.parametrize(
    ("fields", "offered"),
    [
        ({}, True),
        ({"counts": False}, False),
        ({"status": "draft"}, False),
        ({"competency": None}, False),
        ({"closes_at": NOW}, False),
        ({"opens_at": NOW + timedelta(days=1)}, False),
    ],
)
def test_only_quizzes_of_one_competency_that_count_and_can_be_started_are_offered(
    make_quiz: Callable[..., Quiz], learner: User, fields: dict[str, object], offered: bool
) -> None:
    make_quiz(**fields)
    assert [quiz.slug for quiz in counting_quizzes(learner.pk, NOW)] == (["quiz"] if offered else [])


def test_a_quiz_that_was_sat_as_often_as_it_may_be_is_not_offered_to_that_person(
    make_quiz: Callable[..., Quiz], learner: User
) -> None:
    sit(learner, make_quiz(attempts_allowed=1), RIGHT)
    assert counting_quizzes(learner.pk, NOW) == []
    assert len(counting_quizzes(User.objects.create_user("other@example.org").pk, NOW)) == 1


def test_what_is_left_open_in_practice_says_nothing(make_quiz: Callable[..., Quiz], learner: User) -> None:
    sit(learner, make_quiz(), RIGHT)
    sit(learner, make_quiz("drill", mode="practice", counts=False), {}, day=1)
    assert [answer.score for answer in history(learner.pk, NOW).newest] == [1.0, 0.0, 0.0, 1.0]
    sit(learner, make_quiz("other", counts=False), {}, day=2)
    assert {answer.score for answer in history(learner.pk, NOW).newest} == {0.0}


def test_statistics_tell_what_was_answered_from_what_was_left_open(
    make_quiz: Callable[..., Quiz], learner: User
) -> None:
    quiz = make_quiz()
    for day, posted in enumerate((RIGHT, WRONG, {})):
        sit(learner, quiz, posted, day)  # type: ignore[arg-type]
    found = item_statistics()
    slugs = ("T01-single", "T01-multiple")
    first, second = (found[QuestionVersion.objects.get(question__slug=slug).pk] for slug in slugs)
    assert (first.answers, first.left_open, first.score_sum) == (3, 1, 1.0)
    assert (second.answers, second.left_open, second.score_sum) == (3, 3, 0.0)
