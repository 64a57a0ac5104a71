"""The report on certainty: what it takes, what it says, and that it teaches where there is nothing."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from assessment.accounts.models import User
from assessment.delivery.models import AttemptItem, Quiz
from tests.reports.conftest import START, Give

ADDRESS = "/reports/certainty/"
pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def quiz(shipped: None) -> Quiz:
    return Quiz.objects.get(slug="trend-judgement")


def tables(client: Client) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(client.get(f"{ADDRESS}?format=json").content)["tables"]
    return found


def say(certainty: int, **which: Any) -> None:
    AttemptItem.objects.filter(certainty=None, **which).update(certainty=certainty)


def test_it_says_when_somebody_is_surer_than_right(signed_in: Client, learner: User, quiz: Quiz, give: Give) -> None:
    give(learner, quiz, [1.0] * 7 + [0.0] * 3, attempts=3)
    say(3)
    page = signed_in.get(ADDRESS).content.decode()
    assert "When you said “sure” (95 %), you were right 70 % of the time: you are surer than right." in page
    (row,) = tables(signed_in)["reliability"]
    assert (row["answers"], row["stated"], row["observed"]) == (30, 0.95, pytest.approx(0.7))
    points = tables(signed_in)["brier"]
    assert [(p["competency"], p["answers"]) for p in points] == [("C01", 10)] * 3
    assert points[0]["brier"] == pytest.approx(0.7 * 0.05**2 + 0.3 * 0.95**2)


@pytest.mark.parametrize(
    ("certainty", "scores", "en", "zh"),
    [
        (1, [1.0] * 12, "you are right more often than you think.", "您答对的比自己以为的多"),
        (2, [1.0] * 9 + [0.0] * 3, "your certainty fits so far.", "您的把握与实际相符"),
        (3, [1.0, 0.0], "2 answers with a certainty so far; from 8 of one step on", "目前有 2 个答案注明了把握程度"),
    ],
)
def test_every_verdict_is_said_in_both_languages(
    signed_in: Client, learner: User, quiz: Quiz, give: Give, certainty: int, scores: list[float], en: str, zh: str
) -> None:
    give(learner, quiz, scores)
    say(certainty)
    assert en in signed_in.get(ADDRESS).content.decode()
    assert zh in signed_in.get(ADDRESS, headers={"accept-language": "zh-hans"}).content.decode()


def test_only_counted_scored_answers_with_a_certainty_are_taken(
    signed_in: Client, learner: User, quiz: Quiz, give: Give
) -> None:
    (attempt,) = give(learner, quiz, [1.0, 1.0, 0.0, 1.0])
    give(learner, quiz, [0.0] * 4, counts=False, start=START + timedelta(days=5))
    give(User.objects.create_user("other@example.org"), quiz, [0.0] * 4)
    items = list(attempt.items.order_by("position"))
    AttemptItem.objects.exclude(pk=items[0].pk).update(certainty=2)
    unanswered, waiting = items[2], items[3]
    AttemptItem.objects.filter(pk=unanswered.pk).update(marks=[{"score": 0.0, "answered": False, "recognised": ""}])
    AttemptItem.objects.filter(pk=waiting.pk).update(score=None)
    (row,) = tables(signed_in)["reliability"]
    assert (row["answers"], row["observed"]) == (1, 1.0)


def test_nothing_yet_teaches_with_an_example_and_names_the_quizzes(signed_in: Client, quiz: Quiz) -> None:
    Quiz.objects.update(certainty=False)
    page = signed_in.get(ADDRESS).content.decode()
    assert "How sure you are is not known yet" in page
    assert "The picture below is an example, not yours." in page
    assert "No quiz asks for it at the moment." in page
    Quiz.objects.filter(pk=quiz.pk).update(certainty=True)
    page = signed_in.get(ADDRESS).content.decode()
    assert f'<a href="/quizzes/{quiz.slug}/">' in page
    # The example is no data of anybody.
    assert tables(signed_in) == {"reliability": [], "brier": []}


def test_the_profile_leads_to_it(signed_in: Client, quiz: Quiz) -> None:
    assert f'href="{ADDRESS}"' in signed_in.get("/profile/").content.decode()


def test_it_is_for_the_signed_in(client: Client) -> None:
    assert client.get(ADDRESS)["Location"].startswith("/accounts/login/")


def test_certainty_touches_no_score(signed_in: Client, learner: User, quiz: Quiz, give: Give) -> None:
    give(learner, quiz, [1.0, 0.0] * 5)
    before = signed_in.get("/profile/?format=json").content.split(b'"tables"')[1]
    say(3)
    assert signed_in.get("/profile/?format=json").content.split(b'"tables"')[1] == before


def test_an_empty_page_offers_only_what_can_be_started(signed_in: Client, quiz: Quiz) -> None:
    before = signed_in.get(ADDRESS).context["quizzes"]
    assert quiz in before
    Quiz.objects.filter(pk=quiz.pk).update(closes_at=START)
    assert signed_in.get(ADDRESS).context["quizzes"] == [one for one in before if one != quiz]


def test_its_cost_does_not_grow(
    signed_in: Client, learner: User, quiz: Quiz, give: Give, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(5):
        signed_in.get(ADDRESS)
    give(learner, quiz, [1.0] * 10, attempts=15)
    say(2)
    with django_assert_max_num_queries(4):
        page = signed_in.get(ADDRESS).content.decode()
    assert "3 older attempts are in the table alone." in page
