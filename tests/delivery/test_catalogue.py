"""The catalogue: quizzes under what they are for, what is next, and what the page of a quiz says."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessment.accounts.models import User
from assessment.delivery import actions
from assessment.delivery.models import Quiz
from assessment.delivery.queries import by_purpose, catalogue, next_step
from assessment.delivery.rules import SHOWABLE
from tests.delivery.sittings import day, sit

MakeQuiz = Callable[..., Quiz]


@pytest.fixture
def every_kind(make_quiz: MakeQuiz) -> None:
    make_quiz("sample", mode="sample", visitors=True, counts=False, competency=None, position=1)
    make_quiz("lecture", counts=False, competency=None, position=2)
    make_quiz("testing", position=3)
    make_quiz("session", mode="full", competency=None, position=4)
    make_quiz("drill", mode="practice", counts=False, position=5)
    make_quiz("placement", mode="placement", competency=None, position=6)


@pytest.mark.usefixtures("every_kind")
def test_quizzes_stand_under_what_they_are_for(client: Client) -> None:
    groups = [(purpose, [entry.quiz.slug for entry in group]) for purpose, group in by_purpose(catalogue(None, day(0)))]
    assert groups == [
        ("placement", ["placement"]), ("assessed", ["testing"]), ("full", ["session"]), ("practice", ["drill"]),
        ("sample", ["sample", "lecture"]),
    ]  # fmt: skip
    for path in ("/quizzes/", "/"):
        page = client.get(path).content.decode()
        places = [page.index(f'"/quizzes/{slug}/"') for _purpose, slugs in groups for slug in slugs if slug != "sample"]
        assert places == sorted(places)
        assert "One competency at a time" in page


def test_a_heading_without_quizzes_is_left_out(make_quiz: MakeQuiz, client: Client) -> None:
    make_quiz()
    assert "Full assessment" not in client.get("/quizzes/").content.decode()


@pytest.mark.usefixtures("every_kind")
def test_what_is_next_is_what_is_open_else_the_first_that_counts_and_was_never_sat(learner: User) -> None:
    def following() -> str:
        step = next_step(catalogue(learner.pk, day(5)))
        return step.quiz.slug if step else ""

    quizzes = {quiz.slug: quiz for quiz in Quiz.objects.all()}
    assert following() == "placement"
    sit(quizzes["placement"], learner, 0)
    assert following() == "testing"
    running, _token = actions.start(quizzes["lecture"], learner.pk, day(1))
    assert following() == "lecture"
    actions.submit(running.key, day(1))
    Quiz.objects.filter(slug="testing").update(opens_at=day(9))
    assert following() == "session"
    sit(quizzes["session"], learner, 2)
    assert following() == ""


def test_the_length_of_quizzes_that_are_alike_is_said_once(make_quiz: MakeQuiz, client: Client) -> None:
    for number in range(3):
        make_quiz(f"quiz{number}", minutes=30, position=number)
    for path in ("/quizzes/", "/"):
        assert client.get(path).content.decode().count("at most 30 minutes") == 1
    Quiz.objects.filter(slug="quiz1").update(minutes=20)
    assert client.get("/quizzes/").content.decode().count("at most 30 minutes") == 2


# --- the page of a quiz --------------------------------------------------------------------------


def facts(client: Client, slug: str = "quiz") -> dict[str, str]:
    page = client.get(f"/quizzes/{slug}/").content.decode()
    return dict(re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", page))


SHOWS = {"answered": [], "submitted": list(SHOWABLE), "closed": []}


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({}, "Questions", "4 questions, the same each time"),
        ({"plan": {"sections": [{"competency": "T01", "A": 3}]}}, "Questions", "3 questions, drawn anew each time"),
        ({}, "Time", "no limit; about 6 minutes"),
        ({"minutes": 20}, "Time", "at most 20 minutes"),
        ({}, "How often", "as often as you like"),
        ({"attempts_allowed": 3}, "How often", "at most 3 times"),
        ({}, "Counts", "yes, as evidence of your level: every attempt"),
        ({"counted": "last"}, "Counts", "yes, as evidence of your level: the last attempt"),
        ({"counted": "best"}, "Counts", "yes, as evidence of your level: the best attempt"),
        ({"counted": "first"}, "Counts", "yes, as evidence of your level: the first attempt"),
        ({"counts": False}, "Counts", "no, it is for learning"),
        ({"certainty": True}, "Certainty", "asked with every question; it never changes the score"),
        ({}, "Feedback", "after you submit: both answers, every option explained, sources"),
        ({"shows": {**SHOWS, "answered": ["own"]}}, "Feedback",
         "as soon as you answer a question, which is final then"),
        ({"shows": {**SHOWS, "submitted": ["score"]}}, "Feedback", "part of it after you submit"),
        ({"shows": {**SHOWS, "submitted": []}}, "Feedback", "none"),
        ({"minutes": 20}, "Saving",
         "every answer as you give it; leave and come back at any time, but the clock goes on"),
    ],
)  # fmt: skip
def test_the_page_of_a_quiz_says_what_holds_for_it(
    client: Client, make_quiz: MakeQuiz, fields: dict[str, Any], name: str, words: str
) -> None:
    make_quiz(**fields)
    assert facts(client)[name] == words


def test_what_does_not_hold_is_not_mentioned(client: Client, make_quiz: MakeQuiz) -> None:
    make_quiz()
    assert facts(client).keys() == {"Questions", "Time", "Feedback", "How often", "Counts", "Saving"}


def test_it_says_when_the_quiz_opens_and_closes(client: Client, make_quiz: MakeQuiz) -> None:
    now = timezone.now()
    shows = {"answered": [], "submitted": [], "closed": list(SHOWABLE)}
    make_quiz(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1), shows=shows)
    found = facts(client)
    assert re.fullmatch(r"from .*\d{4}.* to .*\d{4}.* UTC; what is open then is submitted", found["Open"])
    assert found["Feedback"] == "all of it when the quiz has closed for everybody"
    Quiz.objects.update(opens_at=None)
    assert facts(client)["Open"].startswith("until ")
    Quiz.objects.update(opens_at=now, closes_at=None)
    assert re.fullmatch(r"from .*\d{4}.* UTC", facts(client)["Open"])


def test_it_says_how_often_the_reader_has_begun(signed_in: Client, learner: User, make_quiz: MakeQuiz) -> None:
    sit(make_quiz(attempts_allowed=3), learner, 0)
    assert facts(signed_in)["How often"] == "at most 3 times; begun 1 time so far"


def test_advice_stands_on_the_page_and_the_result_for_those_who_sat_it(
    signed_in: Client, learner: User, make_quiz: MakeQuiz
) -> None:
    quiz = make_quiz()
    assert "If you take it again" not in signed_in.get("/quizzes/quiz/").content.decode()
    attempt, _token = sit(quiz, learner, 0)
    for path in ("/quizzes/quiz/", f"/attempts/{attempt.key}/result/"):
        assert "If you take it again, no question would be new to you" in signed_in.get(path).content.decode()
    actions.start(quiz, learner.pk, timezone.now())
    assert "If you take it again" not in signed_in.get("/quizzes/quiz/").content.decode()
