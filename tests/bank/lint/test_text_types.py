"""What the lint wants of questions that are answered in writing, and what it leaves alone."""

from dataclasses import replace

import pytest

from assessment.bank.lint.core import check
from assessment.values import OptionSpec, PartSpec, QuestionSpec, Text
from tests.browser.text_types import questions

Found = set[tuple[str, str]]


def found(spec: QuestionSpec) -> Found:
    return {(problem.code, problem.where) for problem in check(spec)}


def with_rows(spec: QuestionSpec, *rows: OptionSpec, without: str = "") -> QuestionSpec:
    """`spec` with more rows, and without the one called `without`."""
    part = spec.parts[0]
    kept = tuple(row for row in part.options if row.key != without)
    return replace(spec, parts=(replace(part, options=(*kept, *rows)),))


def with_stem(spec: QuestionSpec, en: str, zh: str) -> QuestionSpec:
    return replace(spec, parts=(replace(spec.parts[0], stem=Text(en, zh)),), notes={})


@pytest.fixture
def short() -> QuestionSpec:
    return questions()["TXT-1"]


@pytest.fixture
def gap_text() -> QuestionSpec:
    return questions()["GAP-1"]


@pytest.fixture
def open_answer() -> QuestionSpec:
    return questions()["SA-1"]


@pytest.mark.parametrize("slug", ["TXT-1", "GAP-1", "SA-1"])
def test_it_finds_nothing_in_good_questions(slug: str) -> None:
    assert found(questions()[slug]) == set()


def test_spellings_may_be_alike_and_may_exist_in_one_language(short: QuestionSpec) -> None:
    rows = (
        OptionSpec("m", "accepted", Text("over-fitting", ""), credit=1),
        OptionSpec("n", "accepted", Text("", "过拟合现象"), credit=1),
        OptionSpec("o", "accepted", Text("overfitting", "overfitting"), credit=1),
    )
    assert found(with_rows(short, *rows)) == set()


def test_a_wrong_text_needs_feedback_in_both_languages(short: QuestionSpec) -> None:
    bare = OptionSpec("m", "wrong_text", Text("noise", "噪声"))
    assert found(with_rows(short, bare)) == {("FB-01", "wrong_text m, feedback")}
    half = replace(bare, feedback=Text("Noise is no name for it.", ""))
    assert found(with_rows(short, half)) == {("LANG-02", "wrong_text m, feedback")}


def test_choices_of_a_gap_need_both_languages_and_feedback(gap_text: QuestionSpec) -> None:
    row = OptionSpec("saved-z", "gap", Text("the cache", ""))
    assert found(with_rows(gap_text, row)) == {("LANG-02", "gap saved-z"), ("FB-01", "gap saved-z, feedback")}


def test_accepted_texts_of_a_gap_need_no_feedback_and_wrong_ones_do(gap_text: QuestionSpec) -> None:
    accepted = OptionSpec("method-y", "gap", Text("LoRA adapters", ""), credit=1)
    assert found(with_rows(gap_text, accepted)) == set()
    assert ("FB-01", "gap method-y, feedback") in found(with_rows(gap_text, replace(accepted, credit=0)))


def test_only_the_instruction_of_a_gap_text_is_read_as_a_question(gap_text: QuestionSpec) -> None:
    body = " A [[method]] of [[weights]] GB does not need [[saved]]."
    chinese = "[[weights]] GB 的[[method]]不需要[[saved]]。"
    codes = {code for code, _where in found(with_stem(gap_text, "Complete the note." + body, "请补全笔记。" + chinese))}
    assert not codes & {"STEM-01", "STEM-04", "LANG-04"}
    codes = {code for code, _where in found(with_stem(gap_text, "A note." + body, "一则笔记。" + chinese))}
    assert "STEM-04" in codes


def test_the_gaps_themselves_are_checked_on_the_way_to_publication(gap_text: QuestionSpec) -> None:
    part: PartSpec = gap_text.parts[0]
    broken = replace(part, data={"gaps": {**part.data["gaps"], "weights": "number"}})
    assert ("GAP-01", "gaps, weights") in found(replace(gap_text, parts=(broken,)))


def test_rubric_and_common_errors_are_texts_in_both_languages(open_answer: QuestionSpec) -> None:
    error = OptionSpec("e9", "common_error", Text("Asking the model first.", "Asking the model first."))
    assert found(with_rows(open_answer, error)) == {("LANG-02", "common_error e9")}
    point = OptionSpec("r1", "rubric", Text("触发", "由金额触发"), credit=1)
    assert found(with_rows(open_answer, point, without="r1")) == {("LANG-02", "rubric r1")}


def test_a_model_answer_over_the_limit_or_a_rubric_without_the_sum_is_sa_01(open_answer: QuestionSpec) -> None:
    part = open_answer.parts[0]
    for change, where in (({"words_en": 50}, "model_answer"), ({"maximum": 8}, "rubric")):
        changed = replace(open_answer, parts=(replace(part, data={**part.data, **change}),))
        assert found(changed) == {("SA-01", where)}
