"""FB-01 to FB-03."""

import pytest

from assessment.values import QuestionSpec


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("single_choice", "option b, feedback"),
        ("multiple_response", "option d, feedback"),
        ("true_false", "reason a, feedback"),
        ("numeric", "wrong_value w1, feedback"),
    ],
)
def test_it_refuses_a_row_without_feedback(request: pytest.FixtureRequest, edit, found, kind: str, where: str) -> None:
    assert found(edit(request.getfixturevalue(kind), where, en="", zh=" ")) == [("E", "FB-01", "", where)]


@pytest.mark.parametrize("where", ["option b, feedback", "explanation"])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Compare this with option C."),
        ("en", "Choosing C confuses cause and effect."),
        ("en", "Answer (B) is closer."),
        ("en", "The first option is closer."),
        ("en", "The option above is closer."),
        ("zh", "误选 C 是混淆了因果。"),
        ("zh", "与选项 B 相比并无优势。"),
        ("zh", "应选B。"),
        ("zh", "第二个选项更接近。"),
        ("zh", "上一个选项更接近。"),
        ("zh", "B 项更接近。"),
    ],
)
def test_it_refuses_texts_that_name_a_place(
    single_choice: QuestionSpec, edit, found, where: str, language: str, text: str
) -> None:
    spec = edit(single_choice, where, **{language: text})
    assert ("E", "FB-02", "en" if language == "en" else "zh_hans", where) in found(spec)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The first step of model A comes late."),
        ("en", "A better option exists for the following reasons."),
        ("en", "Choosing A/B tests or selecting C++ kernels is of no use."),
        ("zh", "选择 GPU 也没有用。"),
        ("zh", "选择 A 组用户也没有用。"),
        ("zh", "第一步的选择无关。"),
        ("zh", "这项选择与 CI 项目无关。"),
    ],
)
def test_it_accepts_letters_that_name_something_else(
    single_choice: QuestionSpec, edit, found, language: str, text: str
) -> None:
    assert found(edit(single_choice, "option b, feedback", **{language: text})) == []


def test_options_may_name_models_by_letter(single_choice: QuestionSpec, edit, found) -> None:
    assert found(edit(single_choice, "option b", en="Reason A of the incident")) == []


@pytest.mark.parametrize(
    ("text", "language"), [({"en": "Wrong again. " * 21}, "en"), ({"zh": "样本数量与此无关。" * 9}, "zh_hans")]
)
def test_it_warns_of_long_feedback(
    single_choice: QuestionSpec, edit, found, text: dict[str, str], language: str
) -> None:
    assert ("W", "FB-03", language, "option b, feedback") in found(edit(single_choice, "option b, feedback", **text))


def test_it_warns_of_the_same_feedback_twice(single_choice: QuestionSpec, edit, found) -> None:
    spec = edit(single_choice, "option c, feedback", en="wrong: Number of training samples")
    assert found(spec) == [("W", "FB-03", "en", "option c, feedback")]
