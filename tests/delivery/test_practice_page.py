"""The page of practice: choose, see how many fit, start; as often as wanted, never counted."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessment.accounts.models import User
from assessment.bank import actions as bank
from assessment.delivery import actions, practice
from assessment.delivery.models import Attempt, Quiz
from assessment.delivery.rules import SHOWABLE
from tests.delivery.conftest import PARTS, Bank, spec
from tests.delivery.sittings import counted_responses, day, fill, signed_in_as, sit, slugs

SINGLE, MULTIPLE, VERDICT, NUMBER = ("T01-single", "T01-multiple", "T01-verdict", "T01-number")
LATER = day(9)
pytestmark = pytest.mark.usefixtures("bank_of_four")


@pytest.fixture
def wide_bank(bank_of_four: Bank) -> Bank:
    """Eight more questions, of Foundation level."""
    for number in range(8):
        question = bank.create_question(f"T01-more{number}", "T01")
        bank.save_draft(question, spec(PARTS["number"], level="foundation"))
        bank.publish(question)
    return bank_of_four


def fit(page: str) -> str:
    """The heading that says how many fit."""
    found = re.search(r'id="fit-title">(.*?)</h2>', page)
    assert found
    return found[1]


def offered(page: str) -> list[str]:
    return re.findall(r'name="size" value="(\d+)"', page)


@pytest.mark.parametrize(
    ("query", "words", "sizes"),
    [
        ("", "12 questions fit", ["5", "10", "12"]),
        ("?competency=T01&level=foundation", "8 questions fit", ["5", "8"]),
        ("?type=numeric", "9 questions fit", ["5", "9"]),
        ("?type=single_choice", "1 question fits", ["1"]),
        ("?type=single_choice&level=foundation", "No question fits", []),
        ("?only=unseen", "12 questions fit", ["5", "10", "12"]),
        ("?only=wrong", "No question fits", []),
        ("?competency=nowhere&level=high&type=riddle&only=x", "12 questions fit", ["5", "10", "12"]),
    ],
)
def test_it_says_how_many_fit_before_anything_starts(
    signed_in: Client, wide_bank: Bank, query: str, words: str, sizes: list[str]
) -> None:
    page = signed_in.get(f"/practice/{query}").content.decode()
    assert fit(page) == words
    assert offered(page) == sizes
    assert ('class="empty"' in page) == (not sizes)
    assert not Attempt.objects.exists()


def test_it_starts_a_practice_over_questions_that_fit(signed_in: Client, learner: User, wide_bank: Bank) -> None:
    posted = {"level": "foundation", "size": "5", "seed": "11"}
    response = signed_in.post("/practice/", posted)
    attempt = Attempt.objects.get()
    assert response["Location"] == f"/attempts/{attempt.key}/1/"
    assert len(slugs(attempt)) == 5
    assert all(slug.startswith("T01-more") for slug in slugs(attempt))
    assert (attempt.quiz.mode, attempt.rules["counts"], attempt.deadline) == ("practice", False, None)
    actions.submit(attempt.key, timezone.now())
    assert counted_responses(learner.pk) == []


def test_pressing_twice_starts_one_practice_and_another_page_another(signed_in: Client, wide_bank: Bank) -> None:
    posted = {"size": "5", "seed": "11"}
    first = signed_in.post("/practice/", posted)
    assert signed_in.post("/practice/", posted)["Location"] == first["Location"]
    assert Attempt.objects.count() == 1
    assert signed_in.post("/practice/", {"size": "5", "seed": "12"})["Location"] != first["Location"]
    seeds = {
        re.findall(r'name="seed" value="(\d+)"', signed_in.get("/practice/").content.decode())[0] for _ in range(3)
    }
    assert len(seeds) == 3


def test_it_can_be_done_as_often_as_wanted_and_says_that_the_open_one_is_submitted(
    signed_in: Client, wide_bank: Bank
) -> None:
    for number in range(4):
        signed_in.post("/practice/", {"size": "5", "seed": str(number)})
    assert Attempt.objects.count() == 4
    assert Attempt.objects.filter(submitted_at=None).count() == 1
    page = signed_in.get("/practice/").content.decode()
    assert "You have a practice under way." in page


def test_a_practice_left_untouched_is_not_shown_as_a_score_of_nothing(
    signed_in: Client, learner: User, wide_bank: Bank
) -> None:
    for seed in ("1", "2"):
        signed_in.post("/practice/", {"size": "5", "seed": seed})
    page = signed_in.get("/attempts/").content.decode()
    assert (page.count("nothing answered"), page.count("0\N{NO-BREAK SPACE}%")) == (1, 0)
    answered = practice.start(learner.pk, [wide_bank.questions["single"].pk], day(1))
    fill(answered, wrong=[SINGLE])
    actions.submit(answered.key, day(1))
    page = signed_in.get("/attempts/").content.decode()
    assert (page.count("nothing answered"), page.count("0\N{NO-BREAK SPACE}%")) == (2, 1)


@pytest.mark.parametrize("size", ["0", "-3", "1e9", "", "999999999", "x"])
def test_a_size_that_nobody_offered_starts_something_small(signed_in: Client, wide_bank: Bank, size: str) -> None:
    signed_in.post("/practice/", {"size": size, "seed": "1"})
    assert 1 <= len(slugs(Attempt.objects.get())) <= 20


def test_where_nothing_fits_it_says_so_and_starts_nothing(signed_in: Client) -> None:
    page = signed_in.post("/practice/", {"only": "wrong", "size": "5"}, follow=True).content.decode()
    assert "No question fits this choice at the moment." in page
    assert not Attempt.objects.exists()
    assert "no answer that you last gave" in signed_in.get("/practice/?only=wrong").content.decode()


def test_an_empty_bank_is_said_in_words(signed_in: Client, bank_of_four: Bank) -> None:
    for question in bank_of_four.questions.values():
        bank.retire(question)
    assert "There is no question to practise yet." in signed_in.get("/practice/").content.decode()


def test_seen_and_wrong_are_ones_own(signed_in: Client, learner: User, make_quiz: Callable[..., Quiz]) -> None:
    other = User.objects.create_user("other@example.org", "x")
    sit(make_quiz(), other, 0, wrong=[SINGLE, NUMBER])
    page = signed_in.get("/practice/?only=unseen").content.decode()
    assert fit(page) == "4 questions fit"
    theirs = signed_in_as(other)
    assert fit(theirs.get("/practice/?only=unseen").content.decode()) == "No question fits"
    assert "You have met every question of this kind already." in theirs.get("/practice/?only=unseen").content.decode()
    assert fit(theirs.get("/practice/?only=wrong").content.decode()) == "2 questions fit"


# --- what was last answered wrong ----------------------------------------------------------------


@pytest.fixture
def wrong(learner: User, bank_of_four: Bank) -> Callable[..., set[str]]:
    names = {question.pk: question.slug for question in bank_of_four.questions.values()}
    return lambda now=LATER: {names[pk] for pk in practice.last_answered_wrong(learner.pk, now)}


def test_the_last_answer_decides_and_what_was_left_open_says_nothing(
    learner: User, make_quiz: Callable[..., Quiz], wrong: Callable[..., set[str]]
) -> None:
    quiz = make_quiz()
    sit(quiz, learner, 0, right=[MULTIPLE], wrong=[SINGLE, NUMBER])
    assert wrong() == {SINGLE, NUMBER}
    sit(quiz, learner, 1, right=[NUMBER], wrong=[MULTIPLE])
    assert wrong() == {SINGLE, MULTIPLE}


def test_practice_puts_right_and_wrong_as_well(
    learner: User, bank_of_four: Bank, wrong: Callable[..., set[str]]
) -> None:
    attempt = practice.start(learner.pk, [bank_of_four.questions["single"].pk], day(0))
    fill(attempt, wrong=[SINGLE])
    assert wrong() == set()
    actions.check_item(attempt.items.get(), day(0))
    assert wrong() == {SINGLE}


def test_what_a_quiz_keeps_back_is_not_told_by_way_of_practice(
    learner: User, make_quiz: Callable[..., Quiz], wrong: Callable[..., set[str]]
) -> None:
    shows = {"answered": [], "submitted": ["own"], "closed": list(SHOWABLE)}
    sit(make_quiz(shows=shows, closes_at=day(5)), learner, 0, wrong=[SINGLE])
    assert wrong(day(5) - timedelta(seconds=1)) == set()
    assert wrong(day(5)) == {SINGLE}


# --- the way there, and who may ------------------------------------------------------------------


def test_it_is_for_the_signed_in(client: Client) -> None:
    for method in (client.get, client.post):
        assert method("/practice/")["Location"].startswith("/accounts/login/")
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("path", ["/quizzes/", "/profile/", "/attempts/", "/notebook/"])
def test_the_catalogue_and_what_is_still_empty_lead_to_it(
    signed_in: Client, make_quiz: Callable[..., Quiz], path: str
) -> None:
    make_quiz()
    assert b'href="/practice/"' in signed_in.get(path).content


def test_its_cost_does_not_grow_with_the_bank(
    signed_in: Client, bank_of_four: Bank, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(13):
        signed_in.get("/practice/")
    for number in range(5):
        question = bank.create_question(f"T01-more{number}", "T01")
        bank.save_draft(question, spec(PARTS["number"]))
        bank.publish(question)
    with django_assert_num_queries(13):
        signed_in.get("/practice/")


def test_it_reads_in_chinese(signed_in: Client) -> None:
    page = signed_in.get("/practice/", headers={"accept-language": "zh-hans"}).content.decode()
    assert fit(page) == "4 道题符合"
