"""Forms drawn by the plan of a quiz, over the shipped bank: they keep the plan, and the seed makes the form."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client

from assessment.accounts.models import User
from assessment.bank.queries import FormItem, form_items, parts_of
from assessment.delivery import actions
from assessment.delivery.forming import chosen_questions, retake_advice, rules_given_up
from assessment.delivery.models import Attempt, AttemptItem, Quiz
from assessment.delivery.records import load_draws
from tests.delivery.sittings import day
from tests.exchange.conftest import shipped_bank

PLAN = {"sections": [{"competency": "C01", "R": 4, "A": 5, "E": 3}], "without": ["open_answer"]}
PLACEMENT = {"sections": [{"competency": "*", "R": 1, "A": 1, "E": 1}], "without": ["open_answer"]}
WORDS = {"title_en": "Drawn", "title_zh_hans": "抽取", "description_en": "d", "description_zh_hans": "描述"}


__all__ = ["shipped_bank"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_bank")]


def drawn(plan: dict[str, Any] = PLAN, **fields: Any) -> Quiz:
    return Quiz.objects.create(**{"slug": "drawn", "status": "open", "plan": plan, **WORDS, **fields})


def asked(attempt: Attempt) -> list[int]:
    items = attempt.items.order_by("position").select_related("version")
    return [item.version.question_id for item in items]


@pytest.fixture
def bank() -> dict[int, FormItem]:
    return {item.question_id: item for item in form_items()}


@pytest.mark.parametrize(
    ("plan", "levels", "competencies"),
    [
        (PLAN, {"R": 4, "A": 5, "E": 3}, {"C01"}),
        (PLACEMENT, {"R": 12, "A": 12, "E": 12}, {f"C{n:02}" for n in range(1, 13)}),
    ],
    ids=["competency", "placement"],
)
def test_starting_gives_a_form_that_keeps_the_plan(
    learner: User, bank: dict[int, FormItem], plan: dict[str, Any], levels: dict[str, int], competencies: set[str]
) -> None:
    attempt, _token = actions.start(drawn(plan), learner.pk, day(0), seed=1)
    items = [bank[question] for question in asked(attempt)]
    if "levels" not in attempt.rules["relaxed"]:
        assert Counter(item.cognitive for item in items) == levels
    assert len(items) == sum(levels.values())
    assert {item.competency for item in items} == competencies
    chosen = {item.question_id for item in items}
    assert not any(item.enemies & chosen for item in items)
    assert attempt.rules["plan"] == plan


def test_the_same_seed_gives_the_same_form_and_other_seeds_give_others(learner: User) -> None:
    quiz = drawn()
    forms = [chosen_questions(quiz, None, Random(f"form:{seed}")) for seed in (7, 7, *range(20))]
    assert forms[0] == forms[1]
    # The bank has eight forms by this plan: enemies and levels leave C01 no more.
    assert len({frozenset(questions) for questions, _relaxed in forms}) > 3
    attempt, _token = actions.start(quiz, learner.pk, day(0), seed=7)
    assert asked(attempt) == forms[0][0]


def test_a_retake_asks_new_questions_first(learner: User, bank: dict[int, FormItem]) -> None:
    quiz = drawn()
    first, _token = actions.start(quiz, learner.pk, day(0), seed=1)
    actions.submit(first.key, day(0))
    advice = retake_advice(quiz, learner.pk, day(1))
    second, _token = actions.start(quiz, learner.pk, day(1), seed=2)
    new = set(asked(second)) - set(asked(first))
    assert advice is not None
    assert advice.questions == 12
    assert 1 <= len(new) <= advice.new


@pytest.mark.parametrize("competency", [f"C{number:02}" for number in range(1, 13)])
def test_a_retake_gives_up_nothing_but_that_half_of_it_is_new(learner: User, competency: str) -> None:
    """Where too few questions are new, a form of known ones that keeps the plan is better than one that does not."""
    quiz = Quiz.objects.get(competency__code=competency, mode="assessed", counts=True)
    for number in range(3):
        attempt, _token = actions.start(quiz, learner.pk, day(number), seed=number)
        assert set(attempt.rules["relaxed"]) <= {"unseen"}
        actions.submit(attempt.key, day(number))


def test_every_place_of_an_option_holds_the_key_as_often_as_the_others(learner: User) -> None:
    quiz = drawn(PLACEMENT)
    attempt, _token = actions.start(quiz, learner.pk, day(0), seed=3)
    items = list(AttemptItem.objects.filter(attempt=attempt).order_by("position"))
    parts = parts_of(item.version_id for item in items)
    places: dict[int, Counter[int]] = {}
    for item in items:
        for part, draw in zip(parts[item.version_id], load_draws(item.draw), strict=True):
            right = [place for place, key in enumerate(draw.order) if (row := part.option(key)) and row.credit >= 1]
            if len(right) == 1 and part.data.get("shuffle"):
                places.setdefault(len(draw.order), Counter())[right[0]] += 1
    assert places
    for size, counts in places.items():
        assert max(counts.values()) - min(counts[place] for place in range(size)) <= 1


def test_a_person_with_extra_time_has_it_for_a_drawn_form_too(learner: User) -> None:
    User.objects.filter(pk=learner.pk).update(extra_time=2.0)
    attempt, _token = actions.start(drawn(minutes=20), learner.pk, day(0))
    assert attempt.deadline == day(0) + timedelta(minutes=40)


def test_what_the_bank_cannot_keep_gives_way_and_the_learner_sees_no_error(signed_in: Client) -> None:
    quiz = drawn({"sections": [{"competency": "C01", "R": 90, "A": 0, "E": 0}]})
    assert {"levels", "length"} <= rules_given_up(quiz, form_items())
    page = signed_in.post("/quizzes/drawn/start/", follow=True)
    assert page.status_code == 200
    attempt = Attempt.objects.get()
    assert "length" in attempt.rules["relaxed"]
    assert 1 <= attempt.items.count() < 90


def test_a_plan_for_a_competency_without_questions_has_nothing_to_ask(learner: User) -> None:
    quiz = drawn({"sections": [{"competency": "X99", "R": 1}]})
    with pytest.raises(actions.NothingToAsk):
        actions.start(quiz, learner.pk, day(0))


# --- advice --------------------------------------------------------------------------------------


def test_there_is_no_advice_before_the_first_time_nor_where_there_is_no_next(learner: User) -> None:
    quiz = drawn(attempts_allowed=1)
    assert retake_advice(quiz, learner.pk, day(0)) is None
    attempt, _token = actions.start(quiz, learner.pk, day(0))
    assert retake_advice(quiz, learner.pk, day(0)) is None
    actions.submit(attempt.key, day(0))
    assert retake_advice(quiz, learner.pk, day(1)) is None
    Quiz.objects.filter(pk=quiz.pk).update(attempts_allowed=None)
    quiz.refresh_from_db()
    assert retake_advice(quiz, learner.pk, day(1)) is not None
    Quiz.objects.filter(pk=quiz.pk).update(status="retired")
    quiz.refresh_from_db()
    assert retake_advice(quiz, learner.pk, day(1)) is None


def test_a_quiz_with_listed_questions_asks_the_same_ones_so_one_should_wait(
    learner: User, signed_in: Client, django_assert_max_num_queries: Any
) -> None:
    quiz = Quiz.objects.get(slug="what-the-lecture-says")
    attempt, _token = actions.start(quiz, learner.pk, day(0))
    actions.submit(attempt.key, day(0))
    with django_assert_max_num_queries(3):
        advice = retake_advice(quiz, learner.pk, day(1))
    assert advice is not None
    assert (advice.questions, advice.new, advice.wait_until) == (12, 0, day(14))
    for path in ("/quizzes/what-the-lecture-says/", f"/attempts/{attempt.key}/result/"):
        assert "no question would be new to you" in signed_in.get(path).content.decode()
    assert (
        "对您是新的"
        in signed_in.get("/quizzes/what-the-lecture-says/", headers={"accept-language": "zh-hans"}).content.decode()
    )


def test_advice_on_a_plan_costs_the_same_however_many_questions(
    learner: User, django_assert_max_num_queries: Any
) -> None:
    quiz = drawn(PLACEMENT)
    attempt, _token = actions.start(quiz, learner.pk, day(0))
    actions.submit(attempt.key, day(0))
    with django_assert_max_num_queries(9):
        retake_advice(quiz, learner.pk, day(1))
