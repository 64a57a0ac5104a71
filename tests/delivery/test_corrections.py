"""Corrections of marks: what each policy does, what stays, and that a correction can be taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from operator import le
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.accounts.models import User
from assessment.bank import actions as bank
from assessment.bank.models import Question
from assessment.delivery import corrections
from assessment.delivery.actions import read_posted, save_answer, start, submit
from assessment.delivery.integrity import changed_marks
from assessment.delivery.models import Attempt, AttemptChange, CorrectionRun, MarkChange, Quiz
from assessment.delivery.queries import items_of
from assessment.values import OptionSpec, PartSpec, Text
from tests.delivery.conftest import PARTS, Bank, spec
from tests.delivery.correcting import REASON, correct, publish, publish_key, score_of, stored
from tests.delivery.sittings import KEYS, WRONG, day, multiply, sit

ALL = ("T01-single", "T01-multiple", "T01-verdict", "T01-number")
POLICIES = st.sampled_from(corrections.POLICIES)


@pytest.fixture
def question(bank_of_four: Bank) -> Question:
    return bank_of_four.questions["single"]


@pytest.fixture
def sat(make_quiz: Callable[..., Quiz], learner: User) -> Attempt:
    """The single choice answered with row a, which is wrong; the others right."""
    return sit(make_quiz(), learner, 1, ALL[1:], ALL[:1])[0]


def test_only_submitted_answers_to_older_versions_are_concerned(
    make_quiz: Callable[..., Quiz], learner: User, question: Question
) -> None:
    sit(make_quiz(), learner, 1)
    assert not corrections.affected(question).exists()
    start(make_quiz("open"), learner.pk, day(2))
    publish_key(question)
    sit(make_quiz("later"), learner, 3)
    assert [item.version.number for item in corrections.affected(question)] == [1]


def test_an_answer_that_was_open_during_a_correction_asks_for_the_next_one(
    sat: Attempt, make_quiz: Callable[..., Quiz], learner: User, question: Question
) -> None:
    """It is marked by the key it was asked with, and whoever decides is told."""
    running, _token = start(make_quiz("open"), learner.pk, day(2))
    assert corrections.waiting_answers(question) == (0, False)
    publish_key(question)
    assert corrections.waiting_answers(question) == (1, True)
    correct(question, CorrectionRun.FULL_CREDIT)
    assert corrections.waiting_answers(question) == (1, False)
    submit(running.key, day(60))
    assert corrections.waiting_answers(question) == (2, True)
    correct(question, CorrectionRun.FULL_CREDIT, number=61)
    assert corrections.waiting_answers(question) == (2, False)


def test_full_credit_gives_everybody_the_point_and_moves_the_figures(sat: Attempt, question: Question) -> None:
    version = publish_key(question, "c")
    run = correct(question, CorrectionRun.FULL_CREDIT)
    after = Attempt.objects.get(pk=sat.pk)
    assert (score_of(after), after.points, after.share) == (1.0, 4.0, 1.0)
    assert after.ability is not None
    assert sat.ability is not None
    assert after.ability > sat.ability
    assert (run.from_number, run.to_version) == (1, version)
    change = AttemptChange.objects.get()
    assert (change.before["share"], change.after["share"]) == (0.75, 1.0)


def test_the_first_change_holds_the_original_marks(sat: Attempt, question: Question) -> None:
    item = sat.items.get(version__question=question)
    publish_key(question)
    correct(question, CorrectionRun.NEW_KEY)
    publish_key(question, "d")
    correct(question, CorrectionRun.NEW_KEY, number=60)
    first, second = MarkChange.objects.order_by("pk")
    assert (first.score_before, first.marks_before) == (item.score, item.marks)
    assert (
        (first.score_after, first.marks_after)
        == (second.score_before, second.marks_before)
        == (1.0, second.marks_before)
    )
    assert second.score_after == score_of(sat) == 0.0


def test_attempts_keep_version_answer_and_draw(sat: Attempt, question: Question) -> None:
    before = list(sat.items.values("version", "response", "draw", "difficulty", "guess", "closed_at"))
    publish_key(question)
    correct(question, CorrectionRun.NEW_KEY)
    assert list(sat.items.values("version", "response", "draw", "difficulty", "guess", "closed_at")) == before


def test_the_new_key_raises_who_chose_the_row_and_lowers_who_did_not(
    make_quiz: Callable[..., Quiz], learner: User, question: Question
) -> None:
    quiz = make_quiz()
    wrong, _token = sit(quiz, learner, 1, wrong=ALL[:1])
    right, _token = sit(quiz, learner, 2, right=ALL[:1])
    publish_key(question)
    foreseen = corrections.preview(question, CorrectionRun.NEW_KEY)
    assert (foreseen.answers, foreseen.raised, foreseen.lowered, foreseen.unfit) == (2, 1, 1, 0)
    correct(question, CorrectionRun.NEW_KEY)
    assert (score_of(wrong), score_of(right)) == (1.0, 0.0)


def test_leaving_the_marks_is_recorded_and_changes_nothing(sat: Attempt, question: Question) -> None:
    publish_key(question)
    before = stored()
    run = correct(question, CorrectionRun.LEAVE)
    assert stored() == before
    assert (CorrectionRun.objects.get(), run.mark_changes.count()) == (run, 0)


@pytest.mark.parametrize(
    "part",
    [
        PARTS["multiple"],
        replace(PARTS["single"], options=PARTS["single"].options[:3]),
        replace(PARTS["single"], options=(*PARTS["single"].options[:3], replace(PARTS["single"].options[3], key="e"))),
    ],
    ids=["another type", "a row less", "another row"],
)
def test_an_answer_that_does_not_fit_keeps_its_marks(sat: Attempt, question: Question, part: PartSpec) -> None:
    publish(question, part)
    before = stored()
    (row,) = corrections.preview(question, CorrectionRun.NEW_KEY).rows
    assert (row.fits, row.score_after, row.share_after) == (False, 0.0, 0.75)
    correct(question, CorrectionRun.NEW_KEY)
    assert stored() == before


def test_an_accepted_text_may_be_added(bank_of_four: Bank, learner: User, make_quiz: Callable[..., Quiz]) -> None:
    row = OptionSpec("a", "accepted", Text("overfitting", "过拟合"), Text("f", "反馈"), 1.0)
    other = replace(row, key="b", text=Text("memorising", "死记硬背"))
    part = PartSpec("short_text", Text("What is it called?", "它叫什么？"), (row,), {"loose_spaces": False})
    question = bank.create_question("T01-text", "T01")
    bank.save_draft(question, spec(part))
    bank.publish(question)
    quiz = make_quiz()
    quiz.items.all().delete()
    quiz.items.create(question=question, position=1)
    attempt, _token = start(quiz, learner.pk, day(1))
    (item,) = items_of(attempt.key)
    save_answer(item, read_posted(item, {"p0-text": ["memorising"]}), False, 0, day(1))
    submit(attempt.key, day(1))
    publish(question, replace(part, options=(row, other)))
    correct(question, CorrectionRun.NEW_KEY)
    assert score_of(attempt, "T01-text") == 1.0


def calculated(answer: str, stem: str = "{N}", factor: str = "2", name: str = "N") -> dict[str, Any]:
    data = {**PARTS["number"].data, "answer": answer}
    words = Text(f"How many days for {stem} parts?", f"{stem} 个零件需要多少天？")
    sets = {name: ["5", "7", "11", "13", "17", "19"]}
    part = replace(PARTS["number"], stem=words, data=data, options=())
    return {"part": part, "parameters": {"sets": sets, "derived": [["M", f"{name}*{factor}"]], "accept": []}}


@pytest.mark.parametrize(
    ("old", "new", "score"),
    [
        (calculated("N*2"), calculated("N*3"), 1.0),
        (calculated("M"), calculated("M", factor="3"), 1.0),
        # The number that would change was read by the learner, so nobody can say what they would have answered.
        (calculated("M+0", "{M}"), calculated("M+0", "{M}", factor="3"), 0.0),
        (calculated("N"), calculated("K*3", "{K}", name="K"), 0.0),
    ],
    ids=["another formula", "another derived number", "a derived number that was shown", "another parameter"],
)
def test_drawn_numbers_stay_what_the_learner_saw(
    bank_of_four: Bank, learner: User, make_quiz: Callable[..., Quiz], old: Any, new: Any, score: float
) -> None:
    question = bank_of_four.questions["number"]
    publish(question, **old)
    attempt, _token = start(make_quiz(), learner.pk, day(1))
    item = items_of(attempt.key)[3]
    given = str(3 * int(item.draw[0]["numbers"]["N"]))
    save_answer(item, read_posted(item, {"p0-number": [given]}), False, 0, day(1))
    submit(attempt.key, day(1))
    publish(question, **new)
    correct(question, CorrectionRun.NEW_KEY)
    assert score_of(attempt, "T01-number") == score


def test_the_best_attempt_counts_after_a_correction_too(
    make_quiz: Callable[..., Quiz], learner: User, question: Question
) -> None:
    quiz = make_quiz(counted="best")
    low, _token = sit(quiz, learner, 1, right=("T01-multiple",), wrong=("T01-single",))
    high, _token = sit(quiz, learner, 2, right=("T01-single",))
    sit(quiz, learner, 3)
    publish_key(question)
    run = correct(question, CorrectionRun.NEW_KEY)
    assert list(Attempt.objects.filter(counting=True)) == [low]
    corrections.undo(run, None, day(60))
    # Both have one point again; the earlier one is the best.
    assert list(Attempt.objects.filter(counting=True)) == [low]
    assert score_of(high) == 1.0


def test_both_reasons_are_needed(sat: Attempt, question: Question) -> None:
    publish_key(question)
    for reason in (Text("", "原因"), Text("Reason", " ")):
        with pytest.raises(corrections.ReasonMissing):
            corrections.correct(question, CorrectionRun.LEAVE, reason, None, day(2))


@pytest.mark.parametrize("policy", ["", "restore", "nonsense"])
def test_what_is_no_policy_is_refused(sat: Attempt, question: Question, policy: str) -> None:
    publish_key(question)
    with pytest.raises(ValueError, match=f"^{policy}$"):
        correct(question, policy)


def test_a_question_without_a_newer_version_cannot_be_corrected(sat: Attempt, question: Question) -> None:
    with pytest.raises(corrections.NothingToCorrect):
        correct(question, CorrectionRun.FULL_CREDIT)
    assert not CorrectionRun.objects.exists()


def test_only_the_newest_correction_that_stands_can_be_taken_back(sat: Attempt, question: Question) -> None:
    publish_key(question, "c")
    before = stored()
    first = correct(question, CorrectionRun.FULL_CREDIT)
    second = correct(question, CorrectionRun.NEW_KEY, number=51)
    with pytest.raises(corrections.CannotUndo):
        corrections.undo(first, None, day(60))
    back = corrections.undo(second, None, day(60))
    for run in (second, back):
        with pytest.raises(corrections.CannotUndo):
            corrections.undo(run, None, day(60))
    corrections.undo(first, None, day(61))
    assert stored() == before


WAYS = st.lists(st.sampled_from(("right", "wrong", "open")), min_size=4, max_size=4)
search = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def sat_as(quiz: Quiz, learner: User, ways: list[str], now: datetime) -> Attempt:
    attempt, _token = start(quiz, learner.pk, now)
    for item, way in zip(items_of(attempt.key), ways, strict=True):
        slug = item.version.question.slug
        posted = {"right": KEYS, "wrong": WRONG}.get(way, {}).get(slug, {})
        save_answer(item, read_posted(item, posted), False, 0, now)
    return submit(attempt.key, now)


@search
@given(
    sittings=st.lists(WAYS, min_size=1, max_size=3),
    steps=st.lists(st.tuples(st.sampled_from(("single", "multiple")), POLICIES), min_size=1, max_size=3),
    counted=st.sampled_from(("all", "last", "best", "first")),
)
def test_taking_back_restores_exactly_and_twice_is_once(
    make_quiz: Callable[..., Quiz], learner: User, bank_of_four: Bank, sittings: list[list[str]],
    steps: list[tuple[str, str]], counted: str,
) -> None:  # fmt: skip
    with transaction.atomic():
        quiz = make_quiz(counted=counted)
        for offset, ways in enumerate(sittings):
            sat_as(quiz, learner, ways, day(1 + offset))
        publish_key(bank_of_four.questions["single"], "a")
        publish_key(bank_of_four.questions["multiple"], "bd", "multiple")
        states, runs = [stored()], list[tuple[CorrectionRun, Any]]()
        for offset, (name, policy) in enumerate(steps):
            run = correct(bank_of_four.questions[name], policy, number=100 + offset)
            if run not in [made for made, _before in runs]:
                runs.append((run, states[-1]))
            states.append(stored())
            before, after = ([row[2] or 0.0 for row in state["items"]] for state in states[-2:])
            assert policy != CorrectionRun.FULL_CREDIT or all(map(le, before, after))
            changes = MarkChange.objects.count()
            correct(bank_of_four.questions[name], policy, number=100 + offset)
            assert (stored(), MarkChange.objects.count()) == (states[-1], changes)
        assert not [found for _size, lines in changed_marks() for found in lines]
        for run, state in reversed(runs):
            corrections.undo(run, None, day(900))
            assert stored() == state
        assert not [found for _size, lines in changed_marks() for found in lines]
        transaction.set_rollback(True)


def test_a_preview_is_what_the_correction_does(sat: Attempt, question: Question) -> None:
    publish_key(question)
    for policy in corrections.POLICIES:
        before = stored()
        (row,) = corrections.preview(question, policy).rows
        assert stored() == before
        run = correct(question, policy)
        after = Attempt.objects.get(pk=sat.pk)
        assert (row.score_after, row.share_after) == (score_of(after), after.share)
        corrections.undo(run, None, day(60))


def test_preview_and_correction_cost_the_same_however_many_attempts(sat: Attempt, question: Question) -> None:
    publish_key(question)
    costs = []
    for more in (0, 30):
        multiply(sat, more)
        with CaptureQueriesContext(connection) as seen:
            assert corrections.preview(question, CorrectionRun.NEW_KEY).answers == 1 + more
        with CaptureQueriesContext(connection) as wrote:
            run = correct(question, CorrectionRun.NEW_KEY)
        corrections.undo(run, None, day(60))
        costs.append((len(seen), len(wrote)))
    assert costs[0][0] == costs[1][0] <= 5
    assert costs[0][1] == costs[1][1]


def test_the_reason_is_kept_in_both_languages(sat: Attempt, question: Question, learner: User) -> None:
    publish_key(question)
    run = correct(question, CorrectionRun.LEAVE, learner.pk)
    assert (run.reason_en, run.reason_zh_hans, run.author) == (REASON.en, REASON.zh_hans, learner)
    learner.delete()
    run.refresh_from_db()
    assert run.author is None


def test_a_recognised_wrong_answer_is_not_explained_by_another_row(
    make_quiz: Callable[..., Quiz], learner: User, bank_of_four: Bank
) -> None:
    attempt, _token = sit(make_quiz(), learner, 1, wrong=("T01-number",))
    question = bank_of_four.questions["number"]
    part = PARTS["number"]
    publish(question, replace(part, options=(replace(part.options[0], feedback=Text("Another", "其他")),)))
    correct(question, CorrectionRun.NEW_KEY)
    assert attempt.items.get(version__question=question).marks[0]["recognised"] == ""
