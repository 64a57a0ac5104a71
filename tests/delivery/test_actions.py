"""Start, answer, submit, expire, adopt."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.accounts.models import User
from assessment.bank import actions as bank
from assessment.delivery import actions
from assessment.delivery.actions import Outcome
from assessment.delivery.models import Attempt, AttemptItem, Quiz
from assessment.delivery.queries import items_of
from assessment.delivery.records import load_draws, load_marks
from assessment.lib.tokens import token_hash
from assessment.values import Response
from tests.delivery.conftest import PARTS, Bank, spec

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
CHOICE_B = (Response({"choice": ("b",)}),)
CHOICE_A = (Response({"choice": ("a",)}),)
KEYS = {
    1: {"p0-choice": ["b"]},
    2: {"p0-choice": ["a", "c"]},
    3: {"p0-verdict": ["false"], "p0-reason": ["d"]},
    4: {"p0-number": ["240"]},
}


def begin(quiz: Quiz, user: User | None) -> list[AttemptItem]:
    attempt, _token = actions.start(quiz, user.pk if user else None, NOW, seed=7)
    return items_of(attempt.key)


def answer(item: AttemptItem, posted: dict[str, list[str]], now: datetime = NOW) -> actions.SaveResult:
    fresh = AttemptItem.objects.select_related("attempt").get(pk=item.pk)
    return actions.save_answer(fresh, actions.read_posted(fresh, posted), False, fresh.revision, now)


def test_it_pins_versions_difficulty_rules_and_order_at_the_start(
    make_quiz: Callable[..., Quiz], learner: User, bank_of_four: Bank
) -> None:
    items = begin(make_quiz(minutes=30), learner)
    attempt = items[0].attempt
    assert [item.version.question.slug for item in items] == [q.slug for q in bank_of_four.questions.values()]
    assert attempt.deadline == NOW + timedelta(minutes=30)
    assert attempt.rules["title"] == {"en": "The quiz", "zh_hans": "测验"}
    assert sorted(load_draws(items[0].draw)[0].order) == ["a", "b", "c", "d"]
    assert set(attempt.cuts) == {"practitioner"}
    assert items[0].guess == 0.25


def test_it_draws_the_same_form_for_the_same_seed(make_quiz: Callable[..., Quiz], learner: User) -> None:
    quiz = make_quiz()
    first = [item.draw for item in begin(quiz, learner)]
    Attempt.objects.all().delete()
    assert [item.draw for item in begin(quiz, learner)] == first


def test_it_resumes_the_open_attempt_instead_of_starting_a_second(
    make_quiz: Callable[..., Quiz], learner: User
) -> None:
    quiz = make_quiz()
    assert begin(quiz, learner)[0].attempt_id == begin(quiz, learner)[0].attempt_id


def test_it_says_so_when_a_quiz_has_nothing_to_ask(make_quiz: Callable[..., Quiz], bank_of_four: Bank) -> None:
    quiz = make_quiz()
    for question in bank_of_four.questions.values():
        bank.retire(question)
    with pytest.raises(actions.NothingToAsk):
        actions.start(quiz, None, NOW)


def test_it_saves_an_answer_and_counts_the_revision(make_quiz: Callable[..., Quiz], learner: User) -> None:
    item = begin(make_quiz(), learner)[0]
    saved = actions.save_answer(item, CHOICE_B, True, 0, LATER)
    item.refresh_from_db()
    assert saved.outcome is Outcome.SAVED
    assert (item.response, item.flagged, item.revision, item.answered_at) == ([{"choice": ["b"]}], True, 1, LATER)


def test_it_changes_nothing_when_the_same_answer_is_sent_twice(make_quiz: Callable[..., Quiz], learner: User) -> None:
    item = begin(make_quiz(), learner)[0]
    actions.save_answer(item, CHOICE_B, False, 0, NOW)
    again = AttemptItem.objects.select_related("attempt").get(pk=item.pk)
    assert actions.save_answer(again, CHOICE_B, False, 0, LATER).outcome is Outcome.UNCHANGED
    again.refresh_from_db()
    assert (again.revision, again.answered_at) == (1, NOW)


def test_it_keeps_the_answer_when_the_tab_is_stale(make_quiz: Callable[..., Quiz], learner: User) -> None:
    item = begin(make_quiz(), learner)[0]
    actions.save_answer(item, CHOICE_B, False, 0, NOW)
    stale = AttemptItem.objects.select_related("attempt").get(pk=item.pk)
    outcome = actions.save_answer(stale, CHOICE_A, False, 0, LATER)
    assert outcome.outcome is Outcome.CONFLICT
    assert outcome.item.response == [{"choice": ["b"]}]
    stale.refresh_from_db()
    assert stale.response == [{"choice": ["b"]}]


def test_it_notices_a_save_that_slipped_in_after_the_row_was_read(
    make_quiz: Callable[..., Quiz], learner: User
) -> None:
    item = begin(make_quiz(), learner)[0]
    slow = AttemptItem.objects.select_related("attempt").get(pk=item.pk)
    actions.save_answer(item, CHOICE_B, False, 0, NOW)
    assert actions.save_answer(slow, CHOICE_A, False, 0, LATER).outcome is Outcome.CONFLICT


def test_it_refuses_an_answer_that_was_read_before_the_submission(
    make_quiz: Callable[..., Quiz], learner: User
) -> None:
    item = begin(make_quiz(), learner)[0]
    slow = AttemptItem.objects.select_related("attempt").get(pk=item.pk)
    actions.submit(item.attempt.key, LATER)
    assert actions.save_answer(slow, CHOICE_B, False, 0, LATER).outcome is Outcome.CLOSED
    slow.refresh_from_db()
    assert slow.response == []


def test_it_refuses_an_answer_after_the_deadline_and_keeps_the_one_before(
    make_quiz: Callable[..., Quiz], learner: User
) -> None:
    item = begin(make_quiz(minutes=10), learner)[0]
    actions.save_answer(item, CHOICE_B, False, 0, NOW)
    late = actions.save_answer(item, CHOICE_A, False, 1, NOW + timedelta(minutes=10))
    assert late.outcome is Outcome.OVERDUE
    attempt = actions.expire(item.attempt, NOW + timedelta(minutes=11))
    assert (attempt.submitted_by, attempt.submitted_at) == ("deadline", NOW + timedelta(minutes=10))
    assert attempt.points == 1.0


def test_it_does_not_expire_an_attempt_before_its_time(make_quiz: Callable[..., Quiz], learner: User) -> None:
    attempt = begin(make_quiz(minutes=10), learner)[0].attempt
    assert actions.expire(attempt, NOW + timedelta(minutes=9, seconds=59)).submitted_at is None


def test_it_marks_every_type_by_its_rule(make_quiz: Callable[..., Quiz], learner: User) -> None:
    items = begin(make_quiz(), learner)
    for item in items:
        assert answer(item, KEYS[item.position]).outcome is Outcome.SAVED
    attempt = actions.submit(items[0].attempt.key, LATER)
    assert (attempt.points, attempt.share) == (4.0, 1.0)
    assert attempt.ability is not None
    assert attempt.ability > 0


@pytest.mark.parametrize(
    ("position", "posted", "score"),
    [
        (1, {"p0-choice": ["a"]}, 0.0),
        (2, {"p0-choice": ["a", "b", "c"]}, 0.5),
        (2, {"p0-choice": ["a", "b", "c", "d"]}, 0.0),
        (3, {"p0-verdict": ["false"], "p0-reason": ["a"]}, 0.25),
        (3, {"p0-verdict": ["true"], "p0-reason": ["d"]}, 0.0),
        (4, {"p0-number": ["２４４天"]}, 1.0),
        (4, {"p0-number": ["10 days"]}, 0.0),
    ],
)
def test_it_gives_partial_credit(
    make_quiz: Callable[..., Quiz], learner: User, position: int, posted: dict[str, list[str]], score: float
) -> None:
    item = begin(make_quiz(), learner)[position - 1]
    answer(item, posted)
    actions.submit(item.attempt.key, LATER)
    item.refresh_from_db()
    assert item.score == score


def test_it_recognises_a_wrong_value(make_quiz: Callable[..., Quiz], learner: User) -> None:
    item = begin(make_quiz(), learner)[3]
    answer(item, {"p0-number": ["10"]})
    actions.submit(item.attempt.key, LATER)
    item.refresh_from_db()
    assert load_marks(item.marks)[0].recognised == "w1"


def test_it_submits_once_however_often_it_is_asked(make_quiz: Callable[..., Quiz], learner: User) -> None:
    key = begin(make_quiz(), learner)[0].attempt.key
    first = actions.submit(key, NOW)
    second = actions.submit(key, LATER)
    assert second.submitted_at == first.submitted_at == NOW


def test_it_keeps_a_past_result_when_the_question_is_corrected(
    make_quiz: Callable[..., Quiz], learner: User, bank_of_four: Bank
) -> None:
    items = begin(make_quiz(), learner)
    answer(items[0], KEYS[1])
    attempt = actions.submit(items[0].attempt.key, LATER)
    before = (attempt.points, attempt.ability, list(attempt.items.values_list("score", "version", "difficulty")))
    other_key = PARTS["single"].options
    moved = tuple(type(o)(o.key, o.role, o.text, o.feedback, 1.0 if o.key == "a" else 0.0) for o in other_key)
    part = type(PARTS["single"])("single_choice", PARTS["single"].stem, moved, {"shuffle": True})
    bank.save_draft(bank_of_four.questions["single"], spec(part, difficulty=2.0))
    assert bank.publish(bank_of_four.questions["single"]) is not None
    attempt.refresh_from_db()
    after = (attempt.points, attempt.ability, list(attempt.items.values_list("score", "version", "difficulty")))
    assert after == before


def test_it_closes_an_overdue_attempt_when_the_next_one_is_started(
    make_quiz: Callable[..., Quiz], learner: User
) -> None:
    quiz = make_quiz(minutes=10)
    old = begin(quiz, learner)[0].attempt
    new, _token = actions.start(quiz, learner.pk, NOW + timedelta(hours=1))
    old.refresh_from_db()
    assert old.submitted_by == "deadline"
    assert new.pk != old.pk


def test_a_visitor_gets_a_token_that_is_stored_hashed(make_quiz: Callable[..., Quiz]) -> None:
    attempt, token = actions.start(make_quiz(mode="sample", visitors=True, counts=False), None, NOW)
    assert attempt.claim_hash == token_hash(token)
    assert token not in attempt.claim_hash


def test_adopting_gives_the_attempt_once(make_quiz: Callable[..., Quiz], learner: User) -> None:
    attempt, token = actions.start(make_quiz(mode="sample", visitors=True, counts=False), None, NOW)
    other = User.objects.create_user("other@example.org", "x")
    assert actions.adopt([token], learner.pk, NOW) == 1
    assert actions.adopt([token], other.pk, NOW) == 0
    attempt.refresh_from_db()
    assert (attempt.user_id, attempt.claim_hash) == (learner.pk, "")


def test_adopting_closes_a_visitors_open_attempt_where_the_person_has_one(
    make_quiz: Callable[..., Quiz], learner: User
) -> None:
    quiz = make_quiz(mode="sample", visitors=True, counts=False)
    mine, _none = actions.start(quiz, learner.pk, NOW)
    visitors, token = actions.start(quiz, None, NOW)
    actions.adopt([token], learner.pk, LATER)
    visitors.refresh_from_db()
    mine.refresh_from_db()
    assert visitors.user_id == learner.pk
    assert visitors.submitted_at == LATER
    assert mine.submitted_at is None


def test_nobody_adopts_with_an_empty_or_foreign_token(make_quiz: Callable[..., Quiz], learner: User) -> None:
    actions.start(make_quiz(), learner.pk, NOW)
    actions.start(make_quiz("sample", mode="sample", visitors=True, counts=False), None, NOW)
    assert actions.adopt(["", "guess"], learner.pk, NOW) == 0


def test_it_deletes_what_nobody_claimed_and_nothing_else(make_quiz: Callable[..., Quiz], learner: User) -> None:
    sample = make_quiz("sample", mode="sample", visitors=True, counts=False)
    old, _token = actions.start(sample, None, NOW - timedelta(days=31))
    new, _token = actions.start(sample, None, NOW - timedelta(days=29))
    mine, _none = actions.start(make_quiz(), learner.pk, NOW - timedelta(days=90))
    assert actions.delete_unclaimed(NOW - timedelta(days=30)) == 1
    assert set(Attempt.objects.values_list("pk", flat=True)) == {new.pk, mine.pk}
    assert not AttemptItem.objects.filter(attempt=old.pk).exists()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(
        st.tuples(st.sampled_from(["a", "b", "c", "d", ""]), st.booleans(), st.integers(min_value=-1, max_value=3)),
        max_size=12,
    )
)
def test_whatever_tabs_do_an_answer_is_overwritten_only_by_somebody_who_saw_it(
    make_quiz: Callable[..., Quiz], learner: User, moves: list[tuple[str, bool, int]]
) -> None:
    """Model: a save with the present revision wins, the same answer is a no-op, all else is a conflict."""
    Attempt.objects.all().delete()
    quiz = Quiz.objects.filter(slug="quiz").first() or make_quiz()
    item = begin(quiz, learner)[0]
    choice, flag, revision = "", False, 0
    for wanted, flagged, behind in moves:
        row = AttemptItem.objects.select_related("attempt").get(pk=item.pk)
        posted = (Response({"choice": (wanted,)}) if wanted else Response(),)
        result = actions.save_answer(row, posted, flagged, revision - max(0, behind), NOW)
        if (wanted, flagged) == (choice, flag):
            expected = Outcome.UNCHANGED
        elif behind <= 0:
            expected, choice, flag, revision = Outcome.SAVED, wanted, flagged, revision + 1
        else:
            expected = Outcome.CONFLICT
        assert result.outcome is expected
        row.refresh_from_db()
        assert (row.revision, row.flagged) == (revision, flag)
        assert (row.response or [{}])[0].get("choice", [""]) == [choice]
