"""LANG-01 to LANG-05; the negations of LANG-04 are tested with the stems."""

from dataclasses import replace

import pytest

from assessment.bank.lint.core import check
from assessment.values import QuestionSpec, Text


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Wrong: 7 servers.", "错误：8 台服务器。"),
        ("Wrong: servers.", "错误：8 台服务器。"),
        ("Wrong: 7 of 7 servers.", "错误：7 台服务器。"),
        ("Wrong: 7 billion rows.", "错误：70 亿行。"),
        ("Wrong: 0.5 of it.", "错误：5 成。"),
    ],
)
def test_it_refuses_differing_numbers(single_choice: QuestionSpec, edit, found, english: str, chinese: str) -> None:
    spec = edit(single_choice, "option b, feedback", en=english, zh=chinese)
    assert found(spec) == [("E", "LANG-01", "", "option b, feedback")]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Wrong: 1,000 rows, 2.5 days.", "错误：2.5 天，1000 行。"),
        ("Wrong: 1000 rows.", "错误：１０００ 行。"),
        ("Wrong: since the 1980s.", "错误：1980 年代以来。"),
        ("Wrong: 99 % of them.", "错误：其中的 99%。"),
        ("Wrong: GPT-3 and 10^9 of x².", "错误：GPT-3 与 10^9 个 x²。"),
    ],
)
def test_it_accepts_the_same_numbers_in_any_order(
    single_choice: QuestionSpec, edit, found, english: str, chinese: str
) -> None:
    assert found(edit(single_choice, "option b, feedback", en=english, zh=chinese)) == []


@pytest.mark.parametrize("where", ["stem", "option b", "option b, feedback", "explanation"])
@pytest.mark.parametrize(("language", "blank"), [("en", {"en": " "}), ("zh_hans", {"zh": ""})])
def test_it_refuses_a_field_that_is_empty_in_one_language(
    single_choice: QuestionSpec, edit, where: str, language: str, blank: dict[str, str]
) -> None:
    problems = check(edit(single_choice, where, **blank))
    assert [(p.code, p.language, p.where) for p in problems if p.severity == "E"] == [("LANG-02", language, where)]


def test_it_refuses_a_missing_explanation_in_both_languages(single_choice: QuestionSpec, found) -> None:
    assert found(replace(single_choice, explanation=Text())) == [
        ("E", "LANG-02", "en", "explanation"),
        ("E", "LANG-02", "zh_hans", "explanation"),
    ]


@pytest.mark.parametrize("where", ["stem", "option b", "option b, feedback", "explanation"])
def test_it_refuses_chinese_without_chinese_characters(single_choice: QuestionSpec, edit, found, where: str) -> None:
    spec = edit(single_choice, where, zh="Which number of training samples?")
    assert ("E", "LANG-02", "zh_hans", where) in found(spec)


def test_it_refuses_english_that_is_chinese(single_choice: QuestionSpec, edit, found) -> None:
    assert ("E", "LANG-02", "en", "option b") in found(edit(single_choice, "option b", en="训练样本的数量"))


@pytest.mark.parametrize("name", ["BERT", "GPT-3 (2020)", "O(n log n)", "ring all-reduce"])
def test_it_accepts_names_and_formulas_that_are_the_same_in_both(single_choice: QuestionSpec, edit, name: str) -> None:
    problems = check(edit(single_choice, "option b", en=name, zh=name))
    assert "LANG-02" not in {problem.code for problem in problems}


def test_it_refuses_an_option_that_was_left_in_english(single_choice: QuestionSpec, edit, found) -> None:
    text = "Number of samples in the training set"
    assert ("E", "LANG-02", "zh_hans", "option b") in found(edit(single_choice, "option b", en=text, zh=text))


@pytest.mark.parametrize("text", ["訓練樣本的數量", "训练样本的數量", "模型運行時的后端"])
def test_it_refuses_traditional_forms(single_choice: QuestionSpec, edit, found, text: str) -> None:
    assert found(edit(single_choice, "option b", zh=text)) == [("E", "LANG-02", "zh_hans", "option b")]


@pytest.mark.parametrize("text", ["著名的乾坤数据", "瞭望塔覆盖面"])
def test_it_accepts_characters_that_simplified_chinese_keeps(
    single_choice: QuestionSpec, edit, found, text: str
) -> None:
    assert found(edit(single_choice, "option b", zh=text)) == []


@pytest.mark.parametrize("chinese", ["太短。", "这一段比英文长得多，" * 8 + "所以不成比例。"])
def test_it_warns_of_lengths_out_of_proportion(single_choice: QuestionSpec, edit, found, chinese: str) -> None:
    assert found(edit(single_choice, "explanation", zh=chinese)) == [("W", "LANG-03", "", "explanation")]


def test_it_does_not_compare_very_short_texts(single_choice: QuestionSpec, edit, found) -> None:
    assert found(edit(single_choice, "option b, feedback", en="Wrong: this is of no use here at all.", zh="错。")) == []


@pytest.mark.parametrize(
    "text",
    [
        "错误,样本再多也一样。",
        "错误:样本再多也一样。",
        "错误(样本)再多也一样。",
        "错误;样本再多也一样。",
        "再多样本也一样吗?",
    ],
)
def test_it_warns_of_half_width_punctuation(single_choice: QuestionSpec, edit, found, text: str) -> None:
    spec = edit(single_choice, "option b, feedback", zh=text)
    assert found(spec) == [("W", "LANG-05", "zh_hans", "option b, feedback")]


def test_it_accepts_half_width_punctuation_inside_latin_text(single_choice: QuestionSpec, edit, found) -> None:
    spec = edit(single_choice, "option b, feedback", en="Wrong: f(x, y) = x:y.", zh="错误：f(x, y) = x:y 与此无关。")
    assert found(spec) == []
