"""An attempt told as a whole is the attempt that the single steps would have made."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.forms.models import model_to_dict

from assessment.accounts.models import User
from assessment.bank.queries import AskableQuestion
from assessment.delivery.actions import Outcome, read_posted, save_answer, start, submit
from assessment.delivery.marking import settle_counting
from assessment.delivery.models import Attempt, Quiz
from assessment.delivery.told import Given, form_of, store_told, tell_attempt
from assessment.values import Draw, Response

NOW = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)
POSTED = {"p0-choice": ["b"], "p0-verdict": ["false"], "p0-number": ["240"]}


def plain(attempt: Attempt) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Everything that is stored of an attempt but its identity."""
    attempt.refresh_from_db()
    fields = [field.name for field in Attempt._meta.concrete_fields if field.name not in ("id", "key", "user")]
    items = [
        {name: value for name, value in vars(item).items() if name not in ("_state", "id", "attempt_id")}
        for item in attempt.items.order_by("position")
    ]
    return {**model_to_dict(attempt), **{name: getattr(attempt, name) for name in fields}, "user": 0, "id": 0}, items


@pytest.mark.parametrize("minutes_each", [1, 4], ids=["in time", "the last ones after the deadline"])
def test_it_is_what_the_single_steps_make(make_quiz: Callable[..., Quiz], learner: User, minutes_each: int) -> None:
    quiz = make_quiz(minutes=10)
    stepped, _token = start(quiz, learner.pk, NOW, 5)
    moment, read, outcomes = NOW, {}, []
    for item in stepped.items.select_related("attempt").order_by("position"):
        moment += timedelta(minutes=minutes_each)
        posted = POSTED if item.position != 2 else {}
        read[item.version_id] = (read_posted(item, posted), item.position == 2, moment)
        outcomes.append(save_answer(item, *read[item.version_id][:2], 0, moment).outcome)
    submit(stepped.key, moment)
    assert (Outcome.OVERDUE in outcomes) == (minutes_each == 4)

    def give(question: AskableQuestion, draws: tuple[Draw, ...]) -> Given:
        return Given(*read[question.version_id])

    other = User.objects.create_user("told@example.org")
    told = tell_attempt(form_of(quiz), other.pk, NOW, 5, give)
    store_told([told])
    settle_counting(other.pk, quiz.pk)
    assert plain(told[0]) == plain(stepped)


def test_an_answer_left_open_is_as_if_never_saved(make_quiz: Callable[..., Quiz], learner: User) -> None:
    def give(question: AskableQuestion, draws: tuple[Draw, ...]) -> Given:
        return Given(tuple(Response() for _draw in draws), False, NOW + timedelta(minutes=1))

    store_told([tell_attempt(form_of(make_quiz()), learner.pk, NOW, 1, give)])
    rows = Attempt.objects.get(user=learner).items.values_list("revision", "answered_at", "score")
    assert set(rows) == {(0, None, 0.0)}


def test_many_are_stored_in_few_queries(
    make_quiz: Callable[..., Quiz], learner: User, django_assert_max_num_queries: Any
) -> None:
    def give(question: AskableQuestion, draws: tuple[Draw, ...]) -> Given:
        return Given(tuple(Response() for _draw in draws), False, NOW)

    form = form_of(make_quiz())
    told = [tell_attempt(form, learner.pk, NOW + timedelta(days=day), day, give) for day in range(20)]
    with django_assert_max_num_queries(6):
        store_told(told)
    assert Attempt.objects.filter(user=learner, submitted_at__isnull=False).count() == 20
