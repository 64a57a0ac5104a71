"""NUM-01 to NUM-07 over drawn numbers: every draw is looked at."""

from dataclasses import replace
from typing import Any

import pytest

from assessment.bank.lint.core import check
from assessment.values import OptionSpec, PartSpec, QuestionSpec, Text

SETS = {"N": [str(n) for n in range(3, 20)], "b": ["2", "4"]}


@pytest.fixture
def drawn(numeric: QuestionSpec) -> QuestionSpec:
    """A question whose answer is N times b, with two wrong values."""
    (part,) = numeric.parts
    stem = replace(part.stem, en=f"{{N}} {{b}} {part.stem.en}", zh_hans=f"{{N}} {{b}} {part.stem.zh_hans}")
    rows = tuple(
        replace(row, text=type(row.text)(formula, formula))
        for row, formula in zip(part.options, ("ans/b", "N+b+100"), strict=False)
    )
    data = {**part.data, "answer": "N*b", "decimals": 0}
    return replace(numeric, parts=(replace(part, stem=stem, options=rows, data=data),), parameters={"sets": SETS})


def with_parameters(spec: QuestionSpec, **changes: Any) -> QuestionSpec:
    return replace(spec, parameters={**spec.parameters, **changes})


def with_data(spec: QuestionSpec, **changes: Any) -> QuestionSpec:
    (part,) = spec.parts
    return replace(spec, parts=(replace(part, data={**part.data, **changes}),))


def errors(spec: QuestionSpec) -> list[tuple[str, str]]:
    return [(p.code, p.where) for p in check(spec) if p.severity == "E" and p.code.startswith("NUM")]


def test_a_good_question_has_no_finding(drawn: QuestionSpec) -> None:
    assert errors(drawn) == []


def test_a_formula_that_fails_for_one_draw_is_found(drawn: QuestionSpec) -> None:
    assert errors(with_data(drawn, answer="N*b*(N-7)/(N-7)")) == [("NUM-01", "answer")]


def test_a_formula_over_names_that_nobody_draws_is_found(drawn: QuestionSpec) -> None:
    assert ("NUM-01", "answer") in errors(replace(drawn, parameters={}))


def test_no_good_draw_and_too_few_answers_are_found(drawn: QuestionSpec) -> None:
    assert errors(with_parameters(drawn, accept=["N > 99"])) == [("NUM-02", "parameters")]
    assert errors(with_parameters(drawn, sets={"N": ["3", "4"], "b": ["2", "4"]})) == [("NUM-02", "answer")]


def test_rounding_that_falls_outside_the_tolerance_for_one_draw_is_found(drawn: QuestionSpec) -> None:
    assert errors(with_data(drawn, answer="N*b/7", decimals=0)) == [("NUM-05", "decimals")]


def test_a_wrong_value_that_is_mostly_right_is_found_and_one_that_seldom_is_is_silent(drawn: QuestionSpec) -> None:
    (part,) = drawn.parts

    def with_wrong(formula: str) -> QuestionSpec:
        rows = (replace(part.options[0], text=type(part.stem)(formula, formula)), *part.options[1:])
        return replace(drawn, parts=(replace(part, options=rows),))

    assert errors(with_wrong("2*N")) == [("NUM-03", "wrong_value w1")]
    assert errors(with_wrong("N+b+1")) == []


def test_a_parameter_that_nothing_uses_and_a_placeholder_without_value_are_found(drawn: QuestionSpec) -> None:
    assert errors(with_parameters(drawn, sets={**SETS, "z": ["1"]})) == [("NUM-07", "parameters")]
    explanation = replace(drawn.explanation, en=f"{drawn.explanation.en} {{Q}}")
    (part,) = drawn.parts
    stem = replace(part.stem, en=part.stem.en.replace("{N}", "{Q}"))
    assert ("NUM-07", "stem") in errors(replace(drawn, parts=(replace(part, stem=stem),), explanation=explanation))


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("number: answer=N*b; decimals=0", []),
        ("number: answer=N*b*(N-7)/(N-7); decimals=0", [("NUM-01", "gap sum, answer")]),
        ("number: answer=N*b/7; decimals=0", [("NUM-05", "gap sum, decimals")]),
        ("number: answer=2*b; decimals=0", [("NUM-02", "gap sum, answer"), ("NUM-07", "parameters")]),
    ],
)
def test_a_gap_for_a_number_is_looked_at_under_every_draw_too(
    drawn: QuestionSpec, setting: str, expected: list[tuple[str, str]]
) -> None:
    rows = (OptionSpec("unit-a", "gap", Text("GB"), credit=1), OptionSpec("unit-b", "gap", Text("MB")))
    stem = Text("It takes [[sum]] of [[unit]].", "需要 [[sum]] [[unit]]。")
    part = PartSpec("gap_fill", stem, rows, {"gaps": {"sum": setting, "unit": "choice"}})
    assert errors(replace(drawn, parts=(part,), scenario=Text(), explanation=Text())) == expected
