"""The check as a whole: clean items, the frame, the types, notes, several parts."""

from dataclasses import replace

import pytest

from assessment.bank.lint.core import check
from assessment.values import QuestionSpec


@pytest.mark.parametrize("kind", ["single_choice", "multiple_response", "true_false", "numeric"])
def test_it_finds_nothing_in_a_clean_item(kind: str, request: pytest.FixtureRequest) -> None:
    assert check(request.getfixturevalue(kind)) == []


def test_messages_are_in_both_languages(single_choice: QuestionSpec, edit) -> None:
    (problem,) = check(edit(single_choice, "option b, feedback", en="", zh=""))
    assert (problem.message.en, problem.message.zh_hans) == ("Feedback is missing.", "缺少反馈。")


def test_it_refuses_two_right_options_in_single_choice(single_choice: QuestionSpec, found) -> None:
    (part,) = single_choice.parts
    options = (*part.options[:2], replace(part.options[2], credit=1.0))
    spec = replace(single_choice, parts=(replace(part, options=options),))
    assert ("E", "KEY-01", "", "option") in found(spec)


def test_it_refuses_a_multiple_response_in_which_everything_is_right(multiple_response: QuestionSpec, found) -> None:
    (part,) = multiple_response.parts
    options = tuple(replace(option, credit=1.0) for option in part.options)
    assert found(replace(multiple_response, parts=(replace(part, options=options),))) == [("E", "KEY-01", "", "option")]


def test_it_refuses_a_statement_without_verdict(true_false: QuestionSpec, found) -> None:
    (part,) = true_false.parts
    assert found(replace(true_false, parts=(replace(part, data={}),))) == [("E", "KEY-01", "", "truth")]


def test_it_refuses_two_options(single_choice: QuestionSpec, found) -> None:
    (part,) = single_choice.parts
    spec = replace(single_choice, parts=(replace(part, options=part.options[:2]),))
    assert found(spec) == [("E", "OPT-07", "", "option")]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"parts": ()}, "parts"),
        ({"level": "expert"}, "level"),
        ({"cognitive": "X"}, "cognitive"),
        ({"skill": " "}, "skill"),
        ({"difficulty": 9.0}, "difficulty"),
        ({"difficulty": float("nan")}, "difficulty"),
        ({"minutes": 0.0}, "minutes"),
        ({"minutes": 45.0}, "minutes"),
    ],
)
def test_it_refuses_settings_that_the_program_does_not_know(
    single_choice: QuestionSpec, found, change: dict[str, object], where: str
) -> None:
    assert found(replace(single_choice, **change)) == [("E", "META-01", "", where)]


def test_it_refuses_an_unknown_type_without_failing(single_choice: QuestionSpec, found) -> None:
    (part,) = single_choice.parts
    assert found(replace(single_choice, parts=(replace(part, type="riddle"),))) == [("E", "META-01", "", "type")]


def test_it_names_the_part_where_a_question_has_several(single_choice: QuestionSpec, edit, found) -> None:
    broken = edit(single_choice, "option b, feedback", en="", zh="")
    spec = replace(single_choice, parts=(*single_choice.parts, *broken.parts))
    assert found(spec) == [("E", "FB-01", "", "part 2, option b, feedback")]


def test_a_note_accepts_a_warning(single_choice: QuestionSpec, edit, found) -> None:
    spec = edit(single_choice, "option a", en="Tail latency of the replies in the ninety-ninth percentile")
    assert found(spec) == [("W", "OPT-02", "en", "option a"), ("W", "OPT-03", "en", "option a")]
    noted = replace(spec, notes={"OPT-02": "the term has no short form"})
    assert found(noted) == [("W", "OPT-03", "en", "option a")]


def test_a_note_without_reason_accepts_nothing(single_choice: QuestionSpec, edit, found) -> None:
    spec = edit(single_choice, "option c, feedback", en="Wrong: 3 labels.")
    assert found(replace(spec, notes={"LANG-01": " "})) == [("E", "LANG-01", "", "option c, feedback")]


def test_a_note_accepts_differing_numbers_and_no_other_error(single_choice: QuestionSpec, edit, found) -> None:
    numbers = edit(single_choice, "option c, feedback", en="Wrong: 3 labels.")
    assert found(replace(numbers, notes={"LANG-01": "by design"})) == []
    missing = edit(single_choice, "option c, feedback", en="", zh="")
    assert found(replace(missing, notes={"FB-01": "by design"})) == [("E", "FB-01", "", "option c, feedback")]
