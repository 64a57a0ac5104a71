"""A quiz in the admin: what is refused in words, and what the author is told about its plan."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.bank.models import Question
from assessment.delivery.actions import start
from assessment.delivery.models import Quiz
from assessment.exchange.actions import upgrade_content
from assessment.exchange.queries import SEEDS, waiting_upgrades
from assessment.exchange.seeds.reader import read_seeds
from tests.admin.questions import said, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_bank")]

EVERYTHING = ["own", "right", "feedback", "explanation", "score"]
FIELDS: dict[str, Any] = {
    "slug": "drawn", "title_en": "Drawn", "title_zh_hans": "抽取", "description_en": "d", "description_zh_hans": "描述",
    "mode": "assessed", "status": "open", "position": "9", "counted": "all", "counts": "on", "plan": "{}",
    "shows_submitted": EVERYTHING, "items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0",
}  # fmt: skip


def save(author: Client, **fields: Any) -> Any:
    posted = {name: value for name, value in {**FIELDS, **fields}.items() if value is not None}
    return author.post(reverse("admin:assessment_quiz_add"), posted, follow=True)


def plan(**more: Any) -> str:
    return json.dumps({"sections": [{"competency": "C01", "R": 2, "A": 3, "E": 1}], **more})


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ('{"sections": []}', "the plan asks for no items"),
        ('{"sections": [{"competency": "C01", "R": -1}]}', "a number of items is negative"),
        ('{"sections": [{"R": 3}]}', "not a plan"),
        ('{"parts": 3}', "not a plan"),
        ("[1, 2]", "not a plan"),
    ],
)
def test_what_is_not_a_plan_is_refused_with_an_example_of_one(author: Client, wrong: str, why: str) -> None:
    page = text_of(save(author, plan=wrong))
    assert "This is not a plan" in page
    assert why in page
    assert '"competency": "C07"' in page
    assert not Quiz.objects.filter(slug="drawn").exists()


def test_an_author_lists_questions_in_a_quiz_and_it_asks_them(author: Client) -> None:
    question = Question.objects.get(slug="C01-02")
    rows = {
        "items-TOTAL_FORMS": "1", "items-0-question": str(question.pk), "items-0-position": "1", "items-0-id": "",
    }  # fmt: skip
    save(author, **rows)
    quiz = Quiz.objects.get(slug="drawn")
    assert [item.question for item in quiz.items.all()] == [question]
    assert "C01-02" in text_of(author.get(reverse("admin:assessment_quiz_change", args=[quiz.pk])))
    attempt, _token = start(quiz, None, timezone.now())
    assert [item.version.question for item in attempt.items.all()] == [question]


def test_a_plan_that_the_bank_can_keep_is_saved_without_a_warning(author: Client) -> None:
    response = save(author, plan=plan(without=["open_answer"]))
    assert "What gives way" not in said(response)
    assert Quiz.objects.get(slug="drawn").plan["without"] == ["open_answer"]


def test_the_list_says_how_many_questions_a_quiz_asks_by_list_or_by_plan(author: Client) -> None:
    page = author.get(reverse("admin:assessment_quiz_changelist")).context["cl"]
    counts = {quiz.slug: quiz.question_count for quiz in page.result_list}
    assert counts["sample"] == 5
    assert counts["trend-judgement"] == 12
    assert counts["placement"] == 36
    assert counts["full-performance-and-scale"] == 32


@pytest.mark.parametrize(
    ("wrong", "rules"),
    [
        ({"sections": [{"competency": "C01", "R": 90}]}, ["the numbers by cognitive level", "the number of questions"]),
        (
            {"sections": [{"competency": "C01", "A": 3, "at_least": {"short_text": 3, "numeric": 3}}]},
            ["the limits by type"],
        ),
    ],
)
def test_the_author_is_told_which_rules_the_bank_cannot_keep_and_the_quiz_is_saved(
    author: Client, wrong: dict[str, Any], rules: list[str]
) -> None:
    words = said(save(author, plan=json.dumps(wrong)))
    assert "The bank cannot keep every rule of this plan." in words
    for rule in rules:
        assert rule in words
    assert Quiz.objects.filter(slug="drawn").exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"visitors": "on"}, "A quiz that is open to visitors cannot count."),
        ({"shows_answered": EVERYTHING}, "What shows feedback before submission is practice and cannot count."),
        ({"shows_submitted": ["own", "feedback"]}, "Feedback tells what is right"),
        ({"minutes": "0"}, "greater than or equal to 1"),
        ({"attempts_allowed": "0"}, "greater than or equal to 1"),
        (
            {"opens_at_0": "2027-01-02", "opens_at_1": "10:00", "closes_at_0": "2027-01-02", "closes_at_1": "10:00"},
            "The quiz must close after it opens.",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(author: Client, fields: dict[str, Any], words: str) -> None:
    assert words in text_of(save(author, **fields))
    assert not Quiz.objects.filter(slug="drawn").exists()


def test_what_is_shown_when_is_kept_as_it_was_ticked(author: Client) -> None:
    save(author, counts=None, mode="practice", shows_answered=EVERYTHING, shows_submitted=["own"])
    quiz = Quiz.objects.get(slug="drawn")
    assert quiz.shows == {"answered": EVERYTHING, "submitted": ["own"], "closed": []}
    page = author.get(reverse("admin:assessment_quiz_change", args=[quiz.pk])).content.decode()
    assert page.count("checked") >= len(EVERYTHING) + 1


def test_dates_that_an_author_sets_stand_in_the_way_of_no_upgrade(author: Client) -> None:
    """Comparing a shipped quiz with its seed once failed on dates, which kept the site from starting."""
    quiz = Quiz.objects.get(slug="sample")
    Quiz.objects.filter(pk=quiz.pk).update(opens_at="2026-11-01T10:00:00Z", closes_at="2027-11-01T10:00:00Z")
    assert "quiz sample" not in waiting_upgrades()
    upgrade_content(read_seeds(SEEDS))
    quiz.refresh_from_db()
    assert quiz.closes_at is not None
