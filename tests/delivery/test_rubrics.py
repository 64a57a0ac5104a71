"""What becomes of a result when a person marks an open answer, and what does not before."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessment.accounts.models import User
from assessment.delivery import rubrics
from assessment.delivery.actions import start
from assessment.delivery.answers import counted_sums, history, item_statistics
from assessment.delivery.models import Attempt, AttemptItem, Quiz, RubricMark
from assessment.delivery.notebook import entries
from assessment.delivery.open_answers import waiting, waiting_count, with_found
from assessment.delivery.records import load_marks
from assessment.delivery.tallies import keep_tallies
from assessment.measurement.ability import ScoredItem, estimate
from assessment.values import Mark
from tests.browser.text_types import open_answer
from tests.delivery.sittings import counted_responses
from tests.delivery.written import OPEN, ROWS, START, give, write, writing_quiz

LATER = START + timedelta(days=3)
POINTS = {row.key: row.credit for row in open_answer().with_role("rubric")}


@pytest.fixture
def quiz(db: None) -> Quiz:
    return writing_quiz()


@pytest.fixture
def reviewer(db: None) -> User:
    return User.objects.create_user("reviewer@example.org")


def marked(item: AttemptItem, reviewer: User, *met: str, seen: int = 0, comment: str = "") -> AttemptItem:
    rubrics.mark(item.pk, 0, reviewer.pk, met, comment, seen, LATER)
    return AttemptItem.objects.select_related("attempt").get(pk=item.pk)


def test_until_a_person_has_marked_it_an_answer_is_outside_every_score(quiz: Quiz, learner: User) -> None:
    item = write(quiz, learner)
    assert item.score is None
    assert load_marks(item.marks)[0].pending
    scored = {response.version_id for response in counted_responses(learner.pk)}
    assert item.version_id not in scored
    assert item.version_id not in {newest.version_id for newest in history(learner.pk, LATER).newest}
    assert item.version_id not in item_statistics()
    assert sum(row.answers for row in counted_sums([learner.pk])) == 2
    assert item.version.question_id not in {e.question_id for e in entries(learner.pk) if e.state}
    assert keep_tallies(learner.pk) == 2


def test_a_mark_makes_score_figures_and_evidence_follow(quiz: Quiz, learner: User, reviewer: User) -> None:
    item = write(quiz, learner)
    before = item.attempt
    after = marked(item, reviewer, "r1", "r3", "unknown", comment="  Name the owner. ")
    expected = (POINTS["r1"] + POINTS["r3"]) / sum(POINTS.values())
    assert after.score == pytest.approx(expected)
    assert load_marks(after.marks) == (Mark(pytest.approx(expected), answered=True),)
    scores = list(after.attempt.items.order_by("position").values_list("difficulty", "guess", "score"))
    ability = estimate([ScoredItem(*row) for row in scores])
    assert after.attempt.ability == pytest.approx(ability.theta)
    assert after.attempt.share == pytest.approx(sum(score for *_rest, score in scores) / 3)
    assert after.attempt.share != before.share
    assert item.version_id in {response.version_id for response in counted_responses(learner.pk)}
    assert item_statistics()[item.version_id].answers == 1
    assert [e.state for e in entries(learner.pk) if e.question_id == item.version.question_id] == ["to_do"]
    row = RubricMark.objects.get()
    assert (row.met, row.comment, row.by_self, row.marker) == (["r1", "r3"], "Name the owner.", False, reviewer)


def test_a_second_mark_is_added_and_the_newest_counts(quiz: Quiz, learner: User, reviewer: User) -> None:
    item = write(quiz, learner)
    marked(item, reviewer, *ROWS)
    after = marked(item, reviewer, seen=1)
    assert after.score == 0.0
    assert [row.met for row in RubricMark.objects.order_by("pk")] == [list(ROWS), []]


def test_two_reviewers_at_once_do_not_overwrite_each_other(quiz: Quiz, learner: User, reviewer: User) -> None:
    item = write(quiz, learner)
    marked(item, reviewer, "r1")
    with pytest.raises(rubrics.MarkedMeanwhile):
        marked(item, User.objects.create_user("second@example.org"), "r2")
    assert RubricMark.objects.count() == 1


def test_the_last_mark_of_the_best_attempt_settles_which_counts(learner: User, reviewer: User) -> None:
    quiz = writing_quiz(counted="best")
    first = write(quiz, learner, short="nothing")
    second = write(quiz, learner, day=1)
    assert counting() == {second.attempt_id}
    marked(first, reviewer, *ROWS)
    assert counting() == {second.attempt_id}
    marked(second, reviewer)  # one right of three, as the first, which was earlier
    assert counting() == {first.attempt_id}


def counting() -> set[int]:
    return set(Attempt.objects.filter(counting=True).values_list("pk", flat=True))


def test_what_cannot_be_marked_is_refused(quiz: Quiz, learner: User, reviewer: User) -> None:
    empty = write(quiz, learner, text="")
    assert empty.score == 0.0
    with pytest.raises(rubrics.NotMarkable):
        marked(empty, reviewer)
    own = write(quiz, learner, day=1)
    with pytest.raises(rubrics.NotMarkable):
        marked(own, learner)
    short = own.attempt.items.get(position=1)
    with pytest.raises(rubrics.NotMarkable):
        marked(short, reviewer)
    for part in (1, 7):
        with pytest.raises(rubrics.NotMarkable):
            rubrics.mark(own.pk, part, reviewer.pk, [], "", 0, LATER)
    running, _token = start(quiz, learner.pk, LATER, 1)
    with pytest.raises(rubrics.NotMarkable):
        marked(give(running, OPEN, "Not yet."), reviewer)
    with pytest.raises(rubrics.NotMarkable):
        rubrics.score_own(give(running, OPEN, "Not yet!"), 0, ["r1"], LATER)
    assert not RubricMark.objects.exists()


def test_the_oldest_waits_first_and_neither_ones_own_nor_visitors_nor_simulated_are_there(
    quiz: Quiz, learner: User, reviewer: User
) -> None:
    newer, older = write(quiz, learner, day=2), write(quiz, User.objects.create_user("o@example.org"), day=1)
    write(quiz, reviewer)
    write(quiz, User.objects.create_user("s@example.org", simulated=True))
    write(quiz, None)
    assert [one.item for one in waiting(reviewer.pk)] == [older, newer]
    assert waiting_count(reviewer.pk) == 2
    marked(older, reviewer)
    assert [one.item for one in waiting(reviewer.pk)] == [newer]


def test_what_a_learner_finds_replaces_what_they_found_before_and_enters_no_score(
    quiz: Quiz, learner: User, reviewer: User
) -> None:
    item = write(quiz, learner)
    before = Attempt.objects.values().get()
    rubrics.score_own(item, 0, ["r1", "x"], LATER)
    rubrics.score_own(item, 0, ["r2"], LATER + timedelta(hours=1))
    row = RubricMark.objects.get()
    assert (row.met, row.by_self, row.marker) == (["r2"], True, None)
    assert row.marked_at == LATER + timedelta(hours=1)
    assert Attempt.objects.values().get() == before
    assert AttemptItem.objects.get(pk=item.pk).score is None
    assert waiting_count(reviewer.pk) == 1


def test_what_a_reviewer_marked_is_changed_by_nobody(quiz: Quiz, learner: User, reviewer: User) -> None:
    marked(write(quiz, learner), reviewer, "r1", comment="Name the owner.")
    for change in ({"met": ["r1", "r2"]}, {"comment": ""}, {"by_self": True}, {"marker": learner}):
        with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
            RubricMark.objects.update(**change)


def test_a_mark_outlives_the_account_of_the_reviewer(quiz: Quiz, learner: User, reviewer: User) -> None:
    after = marked(write(quiz, learner), reviewer, "r1")
    reviewer.delete()
    assert RubricMark.objects.get().marker is None
    assert AttemptItem.objects.get(pk=after.pk).score == after.score


class TestMarks(TestCase):
    """Any rows, in any order, marked again and again."""

    def setUp(self) -> None:
        self.quiz = writing_quiz()
        self.learner = User.objects.create_user("l@example.org")
        self.reviewer = User.objects.create_user("r@example.org")

    @given(st.lists(st.lists(st.sampled_from((*ROWS, "no")), max_size=9), min_size=1, max_size=4))
    @settings(max_examples=25, deadline=None)
    def test_the_score_is_the_share_of_the_rows_of_the_newest_mark(self, rounds: list[list[str]]) -> None:
        item = write(self.quiz, self.learner)
        for seen, met in enumerate(rounds):
            item = marked(item, self.reviewer, *met, seen=seen)
            points = sum(POINTS[key] for key in set(met) & set(POINTS))
            assert item.score == pytest.approx(points / sum(POINTS.values()))
        assert item.rubric_marks.count() == len(rounds)
        assert item.attempt.share == pytest.approx((item.score + 1) / 3)


@given(st.lists(st.sets(st.sampled_from(ROWS)), min_size=3, max_size=3), st.sets(st.integers(0, 2)))
def test_only_the_parts_that_were_marked_are_settled(met: list[set[str]], settled: set[int]) -> None:
    parts = [open_answer()] * 3
    marks = [Mark(0.0, answered=True, pending=True)] * 3
    found = with_found(marks, parts, {i: met[i] for i in settled})
    assert {i for i, mark in enumerate(found) if not mark.pending} == settled
    assert all(0 <= mark.score <= 1 for mark in found)
