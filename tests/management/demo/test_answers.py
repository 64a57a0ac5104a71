"""Simulated answers follow the model, whatever the type of question."""

from random import Random

import pytest

from assessment.bank.queries import AskableQuestion, guess_of
from assessment.bank.question_types.registry import QUESTION_TYPES, question_type
from assessment.management.demo.answers import Respondent, wrong_choices
from assessment.measurement.ability import probability
from assessment.values import PartSpec
from tests.delivery.conftest import PARTS

EVERY = list(PARTS.values())


def question(*parts: PartSpec) -> AskableQuestion:
    return AskableQuestion(1, 1, 0.0, parts, {})


def test_the_parts_of_these_tests_cover_the_types_they_can() -> None:
    assert {part.type for part in EVERY} >= {"single_choice", "multiple_response", "true_false_reason", "numeric"}
    assert {part.type for part in EVERY} <= {kind.CODE for kind in QUESTION_TYPES}


@pytest.mark.parametrize("part", EVERY, ids=lambda part: part.type)
def test_wrong_answers_are_answers_of_the_type_and_not_right(part: PartSpec) -> None:
    kind = question_type(part.type)
    draw = kind.draw(part, Random(1))
    choices = wrong_choices(part, draw)
    assert len([c for c in choices if c.fields]) >= 3
    assert len([c for c in choices if not c.fields]) == 1
    for choice in choices:
        response = kind.read(choice.fields, draw)
        mark = kind.grade(part, response, draw)
        assert response.fields == choice.fields
        assert mark.score == choice.score < 1.0


def test_partly_right_answers_and_recognised_values_are_among_them() -> None:
    multiple, number = PARTS["multiple"], PARTS["number"]
    draw = question_type("multiple_response").draw(multiple, Random(1))
    assert any(0 < choice.score < 1 for choice in wrong_choices(multiple, draw))
    draw = question_type("numeric").draw(number, Random(1))
    assert ("10",) in [choice.fields.get("number") for choice in wrong_choices(number, draw)]


@pytest.mark.parametrize("part", EVERY, ids=lambda part: part.type)
@pytest.mark.parametrize("theta", [-1.0, 0.5, 2.0])
def test_the_mean_score_is_the_one_of_the_model(part: PartSpec, theta: float) -> None:
    asked, kind, rng, respondent = question(part), question_type(part.type), Random(7), Respondent()
    expected = probability(theta, 0.0, guess_of((part,)))
    scores = []
    for _ in range(3000):
        draw = kind.draw(part, rng)
        (response,) = respondent.respond(asked, (draw,), theta, rng)
        scores.append(kind.grade(part, response, draw).score)
    # Three standard errors of a mean of 3,000 scores, of which none varies more than 0.5.
    assert sum(scores) / len(scores) == pytest.approx(expected, abs=3 * 0.5 / 3000**0.5)


def test_some_leave_a_question_open() -> None:
    asked, rng, respondent = question(PARTS["single"]), Random(3), Respondent()
    draw = question_type("single_choice").draw(PARTS["single"], rng)
    answers = [bool(respondent.respond(asked, (draw,), -2.0, rng)[0]) for _ in range(1000)]
    assert 0.9 < sum(answers) / len(answers) < 0.99


def test_some_distractors_are_more_popular_than_others() -> None:
    asked, rng, respondent = question(PARTS["single"]), Random(3), Respondent()
    draw = question_type("single_choice").draw(PARTS["single"], rng)
    given = [respondent.respond(asked, (draw,), -2.0, rng)[0].first("choice") for _ in range(2000)]
    wrong = sorted(given.count(key) for key in "acd")
    assert wrong[2] > 1.5 * wrong[0]
