"""TST-01 and the scenario of a testlet."""

from dataclasses import replace

import pytest

from assessment.bank.lint.core import check
from assessment.bank.lint.testlets import tst_01
from assessment.values import PartSpec, QuestionSpec, Text

SETS = {"N": [str(n) for n in range(3, 20)], "b": ["2", "4"]}


@pytest.fixture
def testlet(numeric: QuestionSpec) -> QuestionSpec:
    """Two calculated parts over the same numbers, neither using the other."""
    (part,) = numeric.parts
    answers = ("N*b", "N+b")
    parts = tuple(replace(part, data={**part.data, "answer": answer}) for answer in answers)
    derived = [["half", "N/2"], ["total", "N*b"]]
    return replace(numeric, parts=parts, parameters={"sets": SETS, "derived": derived})


def places(spec: QuestionSpec) -> list[str]:
    return [problem.where for problem in tst_01(spec)]


def answered(spec: QuestionSpec, number: int, answer: str) -> QuestionSpec:
    parts = list(spec.parts)
    parts[number - 1] = replace(parts[number - 1], data={**parts[number - 1].data, "answer": answer})
    return replace(spec, parts=tuple(parts))


def asking(part: PartSpec, words: str) -> PartSpec:
    return replace(part, stem=Text(words + part.stem.en, words + part.stem.zh_hans))


def test_independent_parts_pass(testlet: QuestionSpec) -> None:
    assert places(testlet) == []
    assert places(answered(testlet, 2, "N/b")) == []


@pytest.mark.parametrize("answer", ["N * b / 1000", "total/1000", "ceil(total/(1 - 0.1))", "N*b"])
def test_it_refuses_a_part_that_computes_with_the_answer_of_another(testlet: QuestionSpec, answer: str) -> None:
    assert "part 2, answer" in places(answered(testlet, 2, answer))


def test_it_refuses_a_stem_or_a_scenario_that_shows_an_answer(testlet: QuestionSpec) -> None:
    first, second = testlet.parts
    assert places(replace(testlet, parts=(first, asking(second, "{total} ")))) == ["part 2, stem"]
    assert places(replace(testlet, scenario=Text("There are {total}.", "共有 {total} 个。"))) == ["scenario"]
    assert places(replace(testlet, parts=(first, asking(second, "{half} {N} ")))) == []


def test_the_check_of_a_question_passes_it_on(testlet: QuestionSpec) -> None:
    assert ("E", "TST-01") in {(p.severity, p.code) for p in check(answered(testlet, 2, "total/1000"))}


@pytest.mark.parametrize(("words", "finding"), [(150, []), (151, [("W", "STEM-03", "scenario", "en")])])
def test_it_warns_of_a_scenario_of_over_150_words(
    testlet: QuestionSpec, words: int, finding: list[tuple[str, str, str, str]]
) -> None:
    long = replace(testlet, scenario=Text("word " * words, "字" * 200))
    found = [(p.severity, p.code, p.where, p.language) for p in check(long) if p.where == "scenario"]
    assert found == finding


def test_a_formula_too_long_to_be_one_is_left_to_the_rule_for_formulas(testlet: QuestionSpec) -> None:
    endless = "+".join(["N"] * 3000)
    spec = replace(testlet, parameters={**testlet.parameters, "derived": [["M", endless]]})
    assert places(spec) == []
    assert "NUM-01" in {problem.code for problem in check(spec)}
