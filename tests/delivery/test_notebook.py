"""Reading mistakes from attempts, and what a learner notes about them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.accounts.models import User
from assessment.bank import actions as bank
from assessment.delivery import actions, notes, practice
from assessment.delivery.mistakes import CAME_BACK, RIGHT_SINCE, TO_DO, UNDERSTOOD
from assessment.delivery.models import AttemptItem, NotebookEntry, Quiz
from assessment.delivery.notebook import (
    BOOKMARKED,
    SHOWS,
    Entry,
    choose,
    counts,
    entries,
    entry_of,
    filtered,
    reading_order,
)
from assessment.values import Text
from tests.delivery.conftest import PARTS, Bank, spec
from tests.delivery.sittings import day, fill, multiply, sit

SINGLE, MULTIPLE, VERDICT, NUMBER = "T01-single", "T01-multiple", "T01-verdict", "T01-number"


def states(user: User) -> dict[str, str]:
    return {entry.slug: entry.state for entry in entries(user.pk)}


@pytest.fixture
def quiz(make_quiz: Callable[..., Quiz]) -> Quiz:
    return make_quiz()


def question(bank_of_four: Bank, name: str) -> int:
    return bank_of_four.questions[name].pk


def test_wrong_partly_right_and_open_answers_are_mistakes(quiz: Quiz, learner: User) -> None:
    attempt, _token = actions.start(quiz, learner.pk, day(0))
    fill(attempt, right=[SINGLE], wrong=[NUMBER])
    item = attempt.items.get(version__question__slug=VERDICT)
    half_right = actions.read_posted(item, {"p0-verdict": ["false"], "p0-reason": ["a"]})
    assert actions.save_answer(item, half_right, False, item.revision, day(0)).outcome is actions.Outcome.SAVED
    assert states(learner) == {}
    actions.submit(attempt.key, day(0))
    assert states(learner) == {MULTIPLE: TO_DO, NUMBER: TO_DO, VERDICT: TO_DO}


def test_a_mistake_shows_the_newest_wrong_answer_in_the_version_that_was_asked(
    quiz: Quiz, learner: User, bank_of_four: Bank
) -> None:
    sit(quiz, learner, 0, wrong=[SINGLE])
    attempt, _token = sit(quiz, learner, 1, wrong=[SINGLE])
    part = replace(PARTS["single"], stem=Text("Which row is right, then?", "那么哪一项正确？"))
    bank.save_draft(bank_of_four.questions["single"], spec(part))
    bank.publish(bank_of_four.questions["single"])
    sit(quiz, learner, 2, right=[SINGLE])
    (entry,) = [entry for entry in entries(learner.pk) if entry.slug == SINGLE]
    assert (entry.state, entry.answered_on, entry.right_at) == (RIGHT_SINCE, day(1), day(2))
    item = AttemptItem.objects.get(pk=entry.item_id)
    assert item.attempt == attempt
    assert item.version.number == 1


@pytest.mark.parametrize("fields", [{}, {"counts": False}, {"mode": "sample", "visitors": True, "counts": False}])
def test_mistakes_are_made_in_quizzes_that_count_and_in_those_that_do_not(
    make_quiz: Callable[..., Quiz], learner: User, fields: dict[str, object]
) -> None:
    sit(make_quiz(**fields), learner, 0, right=[SINGLE, MULTIPLE, VERDICT])
    assert states(learner) == {NUMBER: TO_DO}


def test_practice_makes_no_mistakes(quiz: Quiz, learner: User, bank_of_four: Bank) -> None:
    sit(quiz, learner, 0, right=[SINGLE, MULTIPLE, VERDICT, NUMBER])
    attempt = practice.start(learner.pk, [question(bank_of_four, "single")], day(1))
    fill(attempt, wrong=[SINGLE])
    actions.submit(attempt.key, day(1))
    assert states(learner) == {}


def test_a_mistake_that_is_understood_comes_back_by_a_wrong_answer_in_practice(
    quiz: Quiz, learner: User, bank_of_four: Bank
) -> None:
    sit(quiz, learner, 0, right=[MULTIPLE, VERDICT, NUMBER])
    single = question(bank_of_four, "single")
    notes.mark_understood(learner.pk, single, day(1))
    assert states(learner) == {SINGLE: UNDERSTOOD}
    for number, wrong, state in ((2, [], UNDERSTOOD), (3, [SINGLE], CAME_BACK)):
        attempt = practice.start(learner.pk, [single], day(number))
        fill(attempt, wrong=wrong)
        actions.submit(attempt.key, day(number))
        assert states(learner) == {SINGLE: state}
    assert entries(learner.pk)[0].answered_on == day(3)
    notes.mark_understood(learner.pk, single, day(4))
    assert states(learner) == {SINGLE: UNDERSTOOD}


def test_adopting_a_sample_brings_its_mistakes(make_quiz: Callable[..., Quiz], learner: User) -> None:
    _attempt, token = sit(
        make_quiz(mode="sample", visitors=True, counts=False), None, 0, right=[SINGLE], wrong=[NUMBER]
    )
    assert states(learner) == {}
    actions.adopt([token], learner.pk, day(1))
    assert states(learner) == {MULTIPLE: TO_DO, NUMBER: TO_DO, VERDICT: TO_DO}


def test_the_notebook_of_one_person_holds_nothing_of_another(quiz: Quiz, learner: User, bank_of_four: Bank) -> None:
    other = User.objects.create_user("other@example.org", "x")
    sit(quiz, other, 0)
    notes.bookmark(other.pk, question(bank_of_four, "single"), day(1))
    assert entries(learner.pk) == []
    assert len(entries(other.pk)) == 4


def test_a_deleted_attempt_takes_its_mistakes_and_bookmarks_with_it(
    quiz: Quiz, learner: User, bank_of_four: Bank
) -> None:
    attempt, _token = sit(quiz, learner, 0)
    notes.bookmark(learner.pk, question(bank_of_four, "single"), day(1))
    attempt.delete()
    assert entries(learner.pk) == []
    learner.delete()
    assert not NotebookEntry.objects.exists()


# --- what a learner notes ------------------------------------------------------------------------


def test_marks_and_bookmarks_can_be_set_and_taken_back_any_number_of_times(
    quiz: Quiz, learner: User, bank_of_four: Bank
) -> None:
    sit(quiz, learner, 0)
    single = question(bank_of_four, "single")
    for number in (1, 2):
        notes.bookmark(learner.pk, single, day(number))
        notes.mark_understood(learner.pk, single, day(number))
    note = NotebookEntry.objects.get()
    assert (note.bookmarked_at, note.understood_at) == (day(1), day(1))
    for _again in range(2):
        notes.unbookmark(learner.pk, single, day(3))
        notes.mark_not_understood(learner.pk, single, day(3))
    note.refresh_from_db()
    assert (note.bookmarked_at, note.understood_at) == (None, None)
    assert states(learner)[SINGLE] == TO_DO


def test_a_right_answer_can_be_bookmarked_but_not_marked_as_understood(
    quiz: Quiz, learner: User, bank_of_four: Bank
) -> None:
    sit(quiz, learner, 0, right=[SINGLE, MULTIPLE, VERDICT, NUMBER])
    single = question(bank_of_four, "single")
    notes.bookmark(learner.pk, single, day(1))
    assert states(learner) == {SINGLE: ""}
    for act in (notes.mark_understood, notes.mark_not_understood):
        with pytest.raises(notes.NotInNotebook):
            act(learner.pk, single, day(1))


@pytest.mark.parametrize("act", [notes.bookmark, notes.unbookmark, notes.mark_understood, notes.mark_not_understood])
def test_what_was_not_asked_or_is_not_submitted_cannot_be_noted(
    make_quiz: Callable[..., Quiz], learner: User, bank_of_four: Bank, act: Callable[..., None]
) -> None:
    """Else a bookmark would show the key of a question that is being answered."""
    single = question(bank_of_four, "single")
    sit(make_quiz("other"), User.objects.create_user("other@example.org", "x"), 0)
    actions.start(make_quiz(), learner.pk, day(0))
    with pytest.raises(notes.NotInNotebook):
        act(learner.pk, single, day(1))
    assert entry_of(learner.pk, single) is None
    assert not NotebookEntry.objects.exists()


# --- filters and order ---------------------------------------------------------------------------


def entry(slug: str, state: str = TO_DO, number: int = 0, **fields: object) -> Entry:
    given: dict[str, object] = {
        "question_id": int(slug[1:]), "slug": slug, "asked": True, "competency": "C01", "item_id": 1, "state": state,
        "answered_on": day(number), "right_at": None, "understood_at": None, "bookmarked_at": None,
    }  # fmt: skip
    return Entry(**(given | fields))  # type: ignore[arg-type]


FOUND = [
    entry("q1", TO_DO, 1),
    entry("q2", CAME_BACK, 5),
    entry("q3", UNDERSTOOD, 2, bookmarked_at=day(9)),
    entry("q4", RIGHT_SINCE, 3, competency="C02"),
    entry("q5", "", 4, bookmarked_at=day(9)),
    entry("q6", TO_DO, 0, competency="C02", asked=False),
    entry("q7", TO_DO, 6),
]


def slugs(found: list[Entry]) -> list[str]:
    return [one.slug for one in found]


def test_each_filter_lets_through_what_it_says_and_counts_agree() -> None:
    assert {show: slugs(filtered(FOUND, show)) for show in SHOWS} == {
        TO_DO: ["q1", "q2", "q6", "q7"],
        CAME_BACK: ["q2"],
        RIGHT_SINCE: ["q4"],
        UNDERSTOOD: ["q3"],
        BOOKMARKED: ["q3", "q5"],
    }
    assert slugs(filtered(FOUND, TO_DO, "C02")) == ["q6"]
    assert counts(FOUND, "C02") == {TO_DO: 1, CAME_BACK: 0, RIGHT_SINCE: 1, UNDERSTOOD: 0, BOOKMARKED: 0}


def test_it_is_read_by_competency_what_came_back_first_then_the_newest() -> None:
    assert slugs(reading_order(FOUND)) == ["q2", "q7", "q5", "q3", "q1", "q4", "q6"]


def test_practice_asks_what_came_back_first_then_the_oldest_and_leaves_out_what_is_not_asked() -> None:
    choice = choose(filtered(FOUND, TO_DO))
    assert (choice.question_ids, choice.waiting, choice.left_out) == ((2, 1, 7), 0, 1)


def test_practice_asks_twenty_at_most_and_says_how_many_wait() -> None:
    choice = choose([entry(f"q{number}", TO_DO, number) for number in range(23)])
    assert choice.question_ids == tuple(range(20))
    assert choice.waiting == 3


def test_reading_takes_two_queries_however_many_answers_there_are(quiz: Quiz, learner: User) -> None:
    attempt, _token = sit(quiz, learner, 0, wrong=[SINGLE])
    multiply(attempt, 299)
    assert AttemptItem.objects.count() == 1200
    with CaptureQueriesContext(connection) as captured:
        found = entries(learner.pk)
    assert len(captured) == 2
    assert len(found) == 4
    assert {one.answered_on for one in found} == {day(299)}
