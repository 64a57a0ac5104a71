"""FORM-01, FORM-02 and KEY-03 for quizzes that draw their questions."""

from dataclasses import replace
from typing import Any

import pytest

from assessment.exchange.seeds.reader import QuestionSeed, QuizSeed
from tests.exchange.seeds.small_seeds import CARD, found, quiz, seed, single_choice, true_false, with_stem

COMPETENCIES = {"competencies": [{"code": "C01", "domain": "D1", "name": {"en": "One", "zh": "一"}, "skills": []}]}


def planned(*, notes: dict[str, str] | None = None, **changes: Any) -> QuizSeed:
    plan = {"sections": [{"competency": "C01", "A": 3}]} | changes
    empty = quiz(notes=notes)
    return replace(empty, fields={**empty.fields, "plan": plan})


def pool(count: int = 6, **changes: Any) -> list[QuestionSeed]:
    own = {"sources": (CARD,)} | changes
    return [seed(f"C01-{n:02}", single_choice(n % 3), **own) for n in range(7, 7 + count)]


def forms(entries: list[QuestionSeed], given: QuizSeed) -> list[tuple[str, ...]]:
    return found(*entries, quizzes=(given,), competencies=COMPETENCIES)


def test_a_plan_that_the_questions_can_fill_has_no_finding() -> None:
    assert forms(pool(), planned()) == []


@pytest.mark.parametrize("sections", [[], [{"competency": "C01", "A": -1}], [{"A": 3}], [{"competency": "C01"}]])
def test_it_refuses_a_plan_that_cannot_be_read(sections: Any) -> None:
    assert forms(pool(), planned(sections=sections)) == [("E", "FORM-01", "first-quiz", "", "plan")]


def test_it_refuses_a_plan_whose_forms_rest_on_one_claim() -> None:
    entries = pool(sources=seed().spec.sources)
    assert forms(entries, planned()) == [("E", "FORM-01", "first-quiz", "", "plan")]


def test_it_refuses_a_plan_whose_forms_are_all_attributed_unless_a_note_says_why() -> None:
    entries = [with_stem(entry, "The lecture praises scale. ", "讲座推崇规模。") for entry in pool(attributed=True)]
    assert forms(entries, planned()) == [("E", "FORM-01", "first-quiz", "", "plan")]
    assert forms(entries, planned(notes={"FORM-01": "about the lecture"})) == []
    assert forms(entries, planned(attributed_share=1)) == []


def test_it_refuses_forms_in_which_every_statement_is_true() -> None:
    true = [seed(f"C01-0{n}", true_false(n < 6), "TFR", sources=(CARD,)) for n in (4, 5, 6)]
    plan = planned(sections=[{"competency": "C01", "A": 2}], without=["single_choice"])
    kept = [replace(entry, enemies=("C01-06",)) for entry in true[:2]] + true[2:]
    assert ("E", "KEY-03", "first-quiz", "", "plan") in forms(kept, plan)


def test_it_warns_of_a_mix_that_misses_the_plan() -> None:
    entries = pool()
    assert forms(entries, planned(sections=[{"competency": "C01", "A": 2, "E": 1}])) == [
        ("W", "FORM-02", "first-quiz", "", "plan"),
        ("W", "FORM-02", "first-quiz", "", "plan"),
    ]
    assert forms(entries, planned(sections=[{"competency": "C01", "A": 3, "at_least": {"numeric": 1}}])) == [
        ("W", "FORM-02", "first-quiz", "", "plan")
    ]


def test_it_warns_of_forms_that_are_too_short() -> None:
    assert ("W", "FORM-02", "first-quiz", "", "plan") in forms(pool(2), planned())
