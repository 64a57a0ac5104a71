"""Practice from the notebook: chosen questions, never counted, one at a time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from assessment.accounts.models import User
from assessment.bank import actions as bank
from assessment.delivery import actions, practice
from assessment.delivery.models import Attempt, Quiz
from assessment.delivery.queries import catalogue, open_quizzes
from assessment.delivery.quizzes import retire
from assessment.exchange.actions import load_bank_if_empty, upgrade_content
from assessment.exchange.queries import SEEDS, local_hash, waiting_upgrades
from assessment.exchange.seeds.reader import read_seeds
from assessment.values import Text
from tests.delivery.conftest import PARTS, Bank, spec
from tests.delivery.sittings import counted_responses, day, fill, sit, slugs

SINGLE, NUMBER = "T01-single", "T01-number"


@pytest.fixture
def ids(bank_of_four: Bank) -> dict[str, int]:
    return {name: question.pk for name, question in bank_of_four.questions.items()}


def test_it_asks_the_chosen_questions_in_their_order_and_never_counts(learner: User, ids: dict[str, int]) -> None:
    attempt = practice.start(learner.pk, [ids["number"], ids["single"]], day(0))
    assert slugs(attempt) == [NUMBER, SINGLE]
    assert (attempt.rules["mode"], attempt.rules["counts"], attempt.deadline) == ("practice", False, None)
    fill(attempt, right=[SINGLE])
    assert actions.submit(attempt.key, day(0)).points == 1.0
    assert counted_responses(learner.pk) == []


def test_it_asks_the_version_that_is_published_now_and_leaves_out_what_is_retired(
    learner: User, ids: dict[str, int], bank_of_four: Bank
) -> None:
    part = replace(PARTS["single"], stem=Text("Which row is right, then?", "那么哪一项正确？"))
    bank.save_draft(bank_of_four.questions["single"], spec(part))
    bank.publish(bank_of_four.questions["single"])
    bank.retire(bank_of_four.questions["number"])
    attempt = practice.start(learner.pk, [ids["number"], ids["single"]], day(0))
    assert [item.version.number for item in attempt.items.all()] == [2]


def test_starting_another_one_submits_the_open_one_with_its_answers(learner: User, ids: dict[str, int]) -> None:
    first = practice.start(learner.pk, [ids["single"]], day(0))
    fill(first, right=[SINGLE])
    second = practice.start(learner.pk, [ids["single"]], day(1))
    first.refresh_from_db()
    assert (first.submitted_at, first.points) == (day(1), 1.0)
    assert second.submitted_at is None
    assert Attempt.objects.count() == 2


def test_a_button_pressed_twice_starts_one_practice(learner: User, ids: dict[str, int]) -> None:
    first = practice.start(learner.pk, [ids["single"], ids["number"]], day(0))
    assert practice.start(learner.pk, [ids["single"], ids["number"]], day(0)) == first
    other = practice.start(learner.pk, [ids["number"]], day(0))
    assert other != first
    assert Attempt.objects.filter(submitted_at=None).get() == other


def test_nothing_is_submitted_where_nothing_can_be_asked(
    learner: User, ids: dict[str, int], bank_of_four: Bank
) -> None:
    running = practice.start(learner.pk, [ids["single"]], day(0))
    bank.retire(bank_of_four.questions["number"])
    for chosen in ([], [ids["number"]]):
        with pytest.raises(actions.NothingToAsk):
            practice.start(learner.pk, chosen, day(1))
    running.refresh_from_db()
    assert running.submitted_at is None


def test_an_administrator_can_retire_practice(learner: User, ids: dict[str, int]) -> None:
    retire(practice.start(learner.pk, [ids["single"]], day(0)).quiz)
    with pytest.raises(actions.NothingToAsk):
        practice.start(learner.pk, [ids["number"]], day(1))
    assert Attempt.objects.get().submitted_at is None


def test_practices_of_two_people_do_not_meet(learner: User, ids: dict[str, int]) -> None:
    other = User.objects.create_user("other@example.org", "x")
    mine, theirs = (practice.start(person.pk, [ids["single"]], day(0)) for person in (learner, other))
    assert mine != theirs
    mine.refresh_from_db()
    assert mine.submitted_at is None


def test_two_tabs_that_start_at_once_get_one_practice(
    learner: User, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second tab looked before the first one had written, so it sees no open practice."""
    first = practice.start(learner.pk, [ids["single"]], day(0))
    monkeypatch.setattr(practice, "open_attempt", lambda *_args: None)
    assert practice.start(learner.pk, [ids["number"]], day(0)) == first


# --- the quiz behind it --------------------------------------------------------------------------


def test_it_is_in_no_catalogue_even_with_questions_and_leaves_the_last_results_alone(
    make_quiz: Callable[..., Quiz], learner: User, ids: dict[str, int]
) -> None:
    quiz = make_quiz()
    done, _token = sit(quiz, learner, 0, right=[SINGLE])
    attempt = practice.start(learner.pk, [ids["single"]], day(1))
    attempt.quiz.items.create(question_id=ids["single"], position=1)
    assert list(open_quizzes()) == [quiz]
    actions.submit(attempt.key, day(2))
    (entry,) = catalogue(learner.pk, day(2))
    assert (entry.last_attempt, entry.open_attempt) == (done, None)


def test_the_shipped_practice_cannot_be_opened_or_started_as_a_quiz(db: None, signed_in: Client) -> None:
    load_bank_if_empty()
    assert Quiz.objects.filter(slug="practice", mode="practice", counts=False).exists()
    assert signed_in.get("/quizzes/practice/").status_code == 404
    assert signed_in.post("/quizzes/practice/start/").status_code == 404


def test_a_database_without_the_quiz_gets_what_is_shipped_and_an_upgrade_takes_it_over(db: None, learner: User) -> None:
    load_bank_if_empty()
    shipped = Quiz.objects.get(slug="practice")
    digest, expected = shipped.seed_hash, local_hash(shipped)
    shipped.delete()
    question: Any = Quiz.objects.get(slug="sample").items.first()
    made = practice.start(learner.pk, [question.question_id], day(0)).quiz
    assert local_hash(made) == expected
    assert waiting_upgrades() == ["quiz practice"]
    done = upgrade_content(read_seeds(SEEDS))
    assert (done.added, done.changed, done.left_alone) == ([], ["quiz practice"], [])
    made.refresh_from_db()
    assert made.seed_hash == digest
    assert waiting_upgrades() == []
