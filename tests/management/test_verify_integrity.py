"""`manage.py verify_integrity` finds what was tampered with, and nothing where nothing was."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from assessment.accounts.models import User
from assessment.bank.models import Option, Question
from assessment.bank.seals import SEALS as BANK
from assessment.checklists import actions as checklists
from assessment.checklists.models import Checklist, Review, Statement, StatementVersion
from assessment.checklists.records import Content
from assessment.checklists.seals import SEALS as CHECKLISTS
from assessment.delivery import rubrics
from assessment.delivery.corrections import undo
from assessment.delivery.models import Attempt, AttemptItem, MarkChange, Quiz, RubricMark
from assessment.delivery.seals import SEALS as DELIVERY
from tests.delivery.conftest import Bank, bank_of_four, learner, make_quiz
from tests.delivery.correcting import correct, publish_key
from tests.delivery.sittings import day, multiply, sit
from tests.delivery.written import ROWS, write, writing_quiz

__all__ = ["bank_of_four", "learner", "make_quiz"]
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def sat(make_quiz: Callable[..., Quiz], learner: User) -> Attempt:
    return sit(make_quiz(), learner, 1, ("T01-multiple", "T01-number"), ("T01-single",))[0]


@pytest.fixture
def review(bank_of_four: Bank, learner: User) -> Review:
    checklist = Checklist.objects.create(slug="maturity", kind="maturity", title_en="Maturity", title_zh_hans="成熟度")
    row = Statement.objects.create(checklist=checklist, competency=bank_of_four.competency, code="T01-M1a", level="M1")
    StatementVersion.objects.create(statement=row, number=1, text_en="It is.", text_zh_hans="是。", created_at=NOW)
    opened = checklists.start(checklist, learner.pk, checklists.name_system(learner.pk, "S", "", NOW), NOW)
    answer = opened.answers.select_related("review__checklist", "version__statement__competency").get()
    checklists.save_answer(answer, Content("1", "", "a run", "2026-11-20"), 0, NOW)
    return checklists.close(opened.key, NOW)


@pytest.fixture
def unsealed() -> Iterator[None]:
    """Without the database's refusals, as somebody with SQL and a reason to cheat would have it."""
    for each in (BANK, CHECKLISTS, DELIVERY):
        each.remove(connection)
    yield
    for each in (BANK, CHECKLISTS, DELIVERY):
        each.install(connection)


def verified(**options: Any) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_integrity", stdout=out, stderr=err, no_color=True, **options)
    except SystemExit as stop:
        return int(str(stop.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_nothing_differs_where_nothing_was_touched(sat: Attempt, review: Review) -> None:
    status, said, progress = verified()
    assert (status, said) == (0, "Nothing differs.\n")
    for words in ("4 published versions read", "1 submitted attempts read", "1 closed reviews read"):
        assert words in progress


def test_corrections_are_honoured(sat: Attempt, bank_of_four: Bank) -> None:
    question = bank_of_four.questions["single"]
    publish_key(question)
    correct(question, "full_credit")
    assert verified()[0] == 0
    undo(correct(question, "new_key"), None, day(60))
    assert verified()[0] == 0


def test_a_changed_text_is_found(sat: Attempt, unsealed: None) -> None:
    Option.objects.filter(part__version__question__slug="T01-single", key="a").update(feedback_en="Nothing of it")
    status, said, _progress = verified()
    assert status == 1
    assert "T01-single version 1: the content has the hash" in said
    assert "1 differences." in said


def test_a_changed_score_is_found_with_the_figures_that_do_not_follow(sat: Attempt) -> None:
    AttemptItem.objects.filter(attempt=sat, score=0.0).update(score=1.0)
    status, said, _progress = verified()
    assert status == 1
    assert f"attempt {sat.key}, question 1: its score is stored as 1.0, its marks give 0.0" in said
    assert f"attempt {sat.key}: share is stored as 0.5" in said


def test_a_changed_mark_is_found_even_where_score_and_figures_follow(sat: Attempt) -> None:
    item = sat.items.get(position=2)
    item.marks = [{**item.marks[0], "score": 0.5}]
    item.score = 0.5
    item.save()
    status, said, _progress = verified()
    assert status == 1
    assert f"attempt {sat.key}, question 2: its answer earns other marks than those stored" in said


def test_a_changed_answer_is_found(sat: Attempt) -> None:
    AttemptItem.objects.filter(attempt=sat, position=1).update(response=[{"choice": ["b"]}])
    assert "question 1: its answer earns other marks" in verified()[1]


@pytest.mark.parametrize(
    "damage",
    [{"marks": []}, {"marks": [{}]}, {"marks": 5}, {"response": "x"}, {"response": [{}, {}]}, {"draw": []}],
    ids=str,
)
def test_what_cannot_be_read_is_named_and_ends_nothing(sat: Attempt, learner: User, damage: dict[str, Any]) -> None:
    multiply(sat, 1)
    AttemptItem.objects.filter(pk=sat.items.get(position=1).pk).update(**damage)
    last = Attempt.objects.latest("pk")
    AttemptItem.objects.filter(attempt=last, position=2).update(score=0.25)
    status, said, _progress = verified()
    assert status == 1
    assert f"attempt {sat.key}, question 1: " in said
    assert f"attempt {last.key}, question 2: its score is stored as 0.25" in said


def test_a_changed_finding_of_a_reviewer_is_found(learner: User, unsealed: None) -> None:
    item = write(writing_quiz(), learner)
    reviewer = User.objects.create_user("reviewer@example.org")
    rubrics.mark(item.pk, 0, reviewer.pk, ROWS[:2], "", 0, NOW)
    assert verified()[0] == 0
    RubricMark.objects.update(met=[ROWS[0]])
    assert "not those of the rows that reviewers found met" in verified()[1]


def test_a_changed_figure_is_found(sat: Attempt) -> None:
    Attempt.objects.update(ability=2.5)
    status, said, _progress = verified()
    assert status == 1
    assert f"attempt {sat.key}: ability is stored as 2.5" in said


def test_a_mark_changed_behind_a_correction_is_found(sat: Attempt, bank_of_four: Bank, unsealed: None) -> None:
    publish_key(bank_of_four.questions["single"], "c")
    correct(bank_of_four.questions["single"], "full_credit")
    MarkChange.objects.update(marks_after=[{"score": 0.5, "answered": True, "recognised": ""}])
    assert "question 1: its marks are not those of its last correction" in verified()[1]
    MarkChange.objects.all().delete()
    assert "question 1: its answer earns other marks" in verified()[1]


def test_an_unknown_version_of_grading_or_scoring_is_said(sat: Attempt) -> None:
    Attempt.objects.update(grading_version=99, scoring_version=98)
    status, said, _progress = verified()
    assert status == 1
    assert "there is no version 99 of grading" in said
    assert "there is no scoring policy 98" in said


def test_a_changed_outcome_of_a_review_is_found(review: Review, unsealed: None) -> None:
    review.outcome["competencies"]["T01"]["score"] = 99.0
    Review.objects.update(outcome=review.outcome)
    status, said, _progress = verified()
    assert status == 1
    assert f"review {review.key}: its answers give another outcome" in said


def test_a_limit_reads_the_oldest_and_no_more(sat: Attempt) -> None:
    multiply(sat, 3)
    Attempt.objects.exclude(pk=sat.pk).update(share=0.1)
    assert verified(limit=1)[0] == 0
    status, said, progress = verified(limit=2)
    assert (status, said.count("share is stored as 0.1")) == (1, 1)
    assert "2 submitted attempts read" in progress


def test_it_changes_nothing(sat: Attempt) -> None:
    Attempt.objects.update(share=0.1)
    verified()
    assert Attempt.objects.get().share == 0.1
    assert Question.objects.count() == 4
