"""What learners are told of corrections, on the result page and in the notebook, in both languages."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from assessment.accounts.models import User
from assessment.bank.models import Question
from assessment.delivery import corrections
from assessment.delivery.models import Attempt, CorrectionRun, Quiz
from tests.delivery.conftest import Bank
from tests.delivery.correcting import BETTER, REASON, correct, publish_key
from tests.delivery.sittings import day, sit

CHINESE = {"accept-language": "zh-hans"}


@pytest.fixture
def question(bank_of_four: Bank) -> Question:
    return bank_of_four.questions["single"]


@pytest.fixture
def sat(make_quiz: Callable[..., Quiz], learner: User, question: Question) -> Attempt:
    attempt, _token = sit(make_quiz(), learner, 1, wrong=("T01-single",))
    publish_key(question)
    return attempt


def result(client: Client, attempt: Attempt, **headers: str) -> str:
    return unescape(client.get(f"/attempts/{attempt.key}/result/", headers=headers).content.decode())


def test_a_new_version_alone_says_nothing(signed_in: Client, sat: Attempt) -> None:
    page = result(signed_in, sat)
    assert BETTER.en not in page
    assert "Corrected on" not in page


def test_the_result_says_when_why_and_from_what_to_what(signed_in: Client, sat: Attempt, question: Question) -> None:
    correct(question, CorrectionRun.NEW_KEY)
    page = result(signed_in, sat)
    assert "Corrected on Feb. 20, 2026" in page
    assert REASON.en in page
    assert "Before 0, then 1 of 1 point." in page
    assert "so your score changed: before 0\N{NO-BREAK SPACE}%, now 25\N{NO-BREAK SPACE}%" in page


def test_the_corrected_version_has_the_last_word(signed_in: Client, sat: Attempt, question: Question) -> None:
    correct(question, CorrectionRun.NEW_KEY)
    page = result(signed_in, sat)
    old, new = page.index("The principle is explained here."), page.index(BETTER.en)
    assert old < page.index("A corrected version of this question says") < new
    assert "They describe apples</strong>" in page


def test_it_says_so_in_chinese(signed_in: Client, sat: Attempt, question: Question) -> None:
    correct(question, CorrectionRun.NEW_KEY)
    User.objects.update(language="zh-hans")
    page = result(signed_in, sat, **CHINESE)
    for words in (
        REASON.zh_hans,
        BETTER.zh_hans,
        "原为 0 分，改为 1 分",
        "本题更正后的版本指出",
        "您提交之后有题目得到更正",
    ):
        assert words in page
    assert REASON.en not in page


def test_left_marks_still_come_with_the_corrected_explanation(
    signed_in: Client, sat: Attempt, question: Question
) -> None:
    correct(question, CorrectionRun.LEAVE)
    page = result(signed_in, sat)
    assert REASON.en in page
    assert BETTER.en in page
    assert "your score changed" not in page


def test_what_was_taken_back_is_said_too(signed_in: Client, sat: Attempt, question: Question) -> None:
    corrections.undo(correct(question, CorrectionRun.FULL_CREDIT), None, day(60))
    page = result(signed_in, sat)
    assert "a correction was taken back. Before 1, then 0 of 1 point." in page
    assert BETTER.en not in page
    assert "your score changed" not in page


def test_the_notebook_says_it_at_the_question(signed_in: Client, sat: Attempt, question: Question) -> None:
    publish_key(question, "c")
    correct(question, CorrectionRun.NEW_KEY)
    page = unescape(signed_in.get("/notebook/").content.decode())
    assert REASON.en in page
    assert BETTER.en in page


def test_what_a_quiz_does_not_show_stays_hidden(
    make_quiz: Callable[..., Quiz], learner: User, signed_in: Client, question: Question
) -> None:
    shows = {"answered": [], "submitted": ["own"], "closed": ["own"]}
    attempt, _token = sit(make_quiz(shows=shows), learner, 1, wrong=("T01-single",))
    publish_key(question)
    correct(question, CorrectionRun.NEW_KEY)
    page = result(signed_in, attempt)
    for words in (BETTER.en, "Before 0", "your score changed", "A corrected version of this question says"):
        assert words not in page


def test_only_the_question_itself_says_so(signed_in: Client, sat: Attempt, question: Question) -> None:
    correct(question, CorrectionRun.NEW_KEY)
    assert result(signed_in, sat).count("Corrected on") == 1
