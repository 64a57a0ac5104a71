"""OPT-01 to OPT-06."""

from dataclasses import replace

import pytest

from assessment.bank.lint.core import check
from assessment.values import QuestionSpec


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "All of the above"),
        ("en", "None of the above"),
        ("en", "None of these."),
        ("en", "All of the options"),
        ("en", "Both A and C"),
        ("en", "A, B and D"),
        ("en", "Neither A nor B"),
        ("en", "The same as option B"),
        ("zh", "以上都是"),
        ("zh", "以上都不是"),
        ("zh", "都不对"),
        ("zh", "上述各项均正确"),
        ("zh", "没有正确答案"),
        ("zh", "A 和 C"),
        ("zh", "只有 A、B"),
        ("zh", "与选项 B 相同"),
    ],
)
def test_it_refuses_options_about_options(single_choice: QuestionSpec, edit, language: str, text: str) -> None:
    problems = check(edit(single_choice, "option c", **{language: text}))
    (problem,) = [problem for problem in problems if problem.code == "OPT-01"]
    assert (problem.severity, problem.where) == ("E", "option c")
    assert problem.language == ("en" if language == "en" else "zh_hans")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Both above 95 percent"),
        ("en", "Models A and B are compared"),
        ("en", "None of these rows is read twice"),
        ("zh", "90% 以上都在等待"),
        ("zh", "比较模型 A 与 B"),
        ("zh", "对象存储与缓存"),
        ("zh", "正确"),
        ("zh", "上述均值的方差"),
    ],
)
def test_it_accepts_options_that_only_sound_like_that(
    single_choice: QuestionSpec, edit, language: str, text: str
) -> None:
    problems = check(edit(single_choice, "option c", **{language: text}))
    assert "OPT-01" not in {problem.code for problem in problems}


def test_it_warns_of_a_key_that_is_the_longest(single_choice: QuestionSpec, edit, found) -> None:
    spec = edit(single_choice, "option a", zh="各个响应的尾部时延值")
    assert found(spec) == [("W", "OPT-02", "zh_hans", "option a")]


def test_it_accepts_a_long_wrong_option(single_choice: QuestionSpec, edit, found) -> None:
    assert found(edit(single_choice, "option b", zh="全部训练样本的数量")) == []


def test_it_accepts_a_long_right_option_among_several(multiple_response: QuestionSpec, edit, found) -> None:
    assert found(edit(multiple_response, "option b", en="Seeds of all the generators used")) == []


def test_it_warns_of_options_of_very_different_length(single_choice: QuestionSpec, edit, found) -> None:
    spec = edit(single_choice, "option b", en="Number of training samples that the earlier version saw")
    assert found(spec) == [("W", "OPT-03", "en", "option b")]


def test_it_does_not_measure_very_short_options(single_choice: QuestionSpec, edit, found) -> None:
    assert found(edit(single_choice, "option b", en="Memory")) == []


@pytest.mark.parametrize(
    "text", ["Number of training samples", "number of training samples!", "NUMBER OF TRAINING-SAMPLES"]
)
def test_it_refuses_the_same_option_twice(single_choice: QuestionSpec, edit, found, text: str) -> None:
    assert ("E", "OPT-04", "en", "option c") in found(edit(single_choice, "option c", en=text))


def test_it_refuses_nearly_the_same_option(single_choice: QuestionSpec, edit, found) -> None:
    long = "The number of all the training samples that the team has ever seen in production{}"
    spec = edit(edit(single_choice, "option b", en=long.format("")), "option c", en=long.format(" so far"))
    assert ("E", "OPT-04", "en", "option c") in found(spec)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("17.5 billion = 175", "175 billion = 175"),
        ("From 8 to 16 devices", "From 16 to 8 devices"),
        ("O(n)", "O(n^2)"),
        ("2(n-1) rows", "2n-1 rows"),
        ("n + 1 rows", "n - 1 rows"),
        ("10^-3 rows", "10^3 rows"),
        ("p ∧ q", "p ∨ q"),
        (
            "Data parallel inside a node, tensor parallel between",
            "Pipeline parallel inside a node, tensor parallel between",
        ),
    ],
)
def test_it_tells_formulas_and_parallel_options_apart(
    single_choice: QuestionSpec, edit, first: str, second: str
) -> None:
    spec = edit(edit(single_choice, "option b", en=first), "option c", en=second)
    assert "OPT-04" not in {problem.code for problem in check(spec)}


def test_it_warns_of_equal_wrong_values(numeric: QuestionSpec, edit, found) -> None:
    assert found(edit(numeric, "wrong_value w2", en="7.0", zh="7.0")) == [("W", "OPT-04", "", "wrong_value w2")]


@pytest.mark.parametrize(
    ("where", "text", "language"),
    [
        ("option b", {"en": "Only the training samples"}, "en"),
        ("option b", {"zh": "永远不变的样本"}, "zh_hans"),
        ("option a", {"en": "Usually tail latency"}, "en"),
        ("option a", {"zh": "通常是尾部时延"}, "zh_hans"),
    ],
)
def test_it_warns_of_absolutes_in_wrong_and_hedges_in_right_options(
    single_choice: QuestionSpec, edit, found, where: str, text: dict[str, str], language: str
) -> None:
    assert found(edit(single_choice, where, **text)) == [("W", "OPT-05", language, where)]


def test_it_accepts_absolutes_on_both_sides(single_choice: QuestionSpec, edit, found) -> None:
    spec = edit(edit(single_choice, "option a", en="Only the tail latency"), "option b", en="Only training samples")
    assert found(spec) == []


@pytest.mark.parametrize("text", ["Read-only copies of samples", "Cache of the newer samples"])
def test_it_accepts_words_that_only_look_absolute(single_choice: QuestionSpec, edit, found, text: str) -> None:
    assert found(edit(single_choice, "option b", en=text)) == []


@pytest.mark.parametrize(
    ("text", "language"), [({"en": "Latency of the balancer"}, "en"), ({"zh": "均衡器的时延"}, "zh_hans")]
)
def test_it_warns_of_a_word_of_the_stem_in_the_key_alone(
    single_choice: QuestionSpec, edit, found, text: dict[str, str], language: str
) -> None:
    assert found(edit(single_choice, "option a", **text)) == [("W", "OPT-06", language, "option a")]


def test_it_accepts_a_word_of_the_stem_in_other_options_too(single_choice: QuestionSpec, edit, found) -> None:
    spec = edit(single_choice, "option a", en="Latency of the balancers")
    assert found(edit(spec, "option b", en="Price of the balancer")) == []


def test_it_asks_for_the_word_in_every_right_option(multiple_response: QuestionSpec, edit, found) -> None:
    once = edit(multiple_response, "option a", en="Device and code commit")
    assert found(once) == []
    assert found(edit(once, "option b", en="Device and its seeds")) == [("W", "OPT-06", "en", "option a")]


def test_option_rules_do_not_look_at_numbers(numeric: QuestionSpec) -> None:
    (part,) = numeric.parts
    options = tuple(replace(option, text=replace(option.text, en="8.5", zh_hans="8.5")) for option in part.options)
    problems = check(replace(numeric, parts=(replace(part, options=options),)))
    assert {(problem.code, problem.where) for problem in problems} == {("OPT-04", "wrong_value w2")}
