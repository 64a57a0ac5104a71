"""NUM-01 to NUM-07 as far as one item with fixed numbers can break them."""

from dataclasses import replace

import pytest

from assessment.values import QuestionSpec


def with_data(spec: QuestionSpec, **changes: object) -> QuestionSpec:
    (part,) = spec.parts
    return replace(spec, parts=(replace(part, data={**part.data, **changes}),))


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"answer": "many"}, "NUM-01", "answer"),
        ({"answer": "14.449", "tolerance": "0.0001"}, "NUM-05", "tolerance"),
        ({"answer": "14.4", "decimals": 0}, "NUM-05", "decimals"),
        ({"decimals": -1}, "NUM-05", "decimals"),
        ({"decimals": 10**9}, "NUM-05", "decimals"),
        ({"decimals": "two"}, "NUM-05", "decimals"),
        ({"tolerance": "-1"}, "NUM-06", "tolerance"),
        ({"tolerance": "0.06"}, "NUM-06", "tolerance"),
        ({"unit": {"en": "GB", "zh_hans": ""}}, "NUM-06", "unit"),
    ],
)
def test_it_refuses_bad_answers_tolerances_and_units(
    numeric: QuestionSpec, found, change: dict[str, object], code: str, where: str
) -> None:
    assert found(with_data(numeric, **change)) == [("E", code, "", where)]


def test_it_accepts_decimals_that_show_the_answer_well_enough(numeric: QuestionSpec, found) -> None:
    assert found(with_data(numeric, answer="14.449", decimals=2)) == []


def test_it_refuses_a_wrong_value_that_is_no_number(numeric: QuestionSpec, edit, found) -> None:
    assert found(edit(numeric, "wrong_value w1", en="seven", zh="seven")) == [("E", "NUM-01", "", "wrong_value w1")]


def test_it_refuses_a_wrong_value_within_the_tolerance(numeric: QuestionSpec, edit, found) -> None:
    assert found(edit(numeric, "wrong_value w1", en="14.1", zh="14.1")) == [("E", "NUM-03", "", "wrong_value w1")]


def test_it_refuses_bytes_without_convention(numeric: QuestionSpec, edit, found) -> None:
    stem = numeric.parts[0].stem
    spec = edit(numeric, "stem", en=stem.en.partition(" (")[0], zh=stem.zh_hans.partition("（")[0])
    assert found(spec) == [("E", "NUM-06", "en", "stem"), ("E", "NUM-06", "zh_hans", "stem")]


def test_it_asks_for_no_convention_where_the_unit_is_not_bytes(numeric: QuestionSpec, edit, found) -> None:
    stem = numeric.parts[0].stem
    spec = edit(numeric, "stem", en=stem.en.partition(" (")[0], zh=stem.zh_hans.partition("（")[0])
    assert found(with_data(spec, unit={"en": "GB/s", "zh_hans": "GB/s"})) != []
    assert found(with_data(spec, unit={"en": "cards", "zh_hans": "张卡"})) == []


@pytest.mark.parametrize("where", ["stem", "wrong_value w2, feedback"])
def test_it_refuses_a_placeholder_without_value(numeric: QuestionSpec, edit, found, where: str) -> None:
    part = numeric.parts[0]
    text = part.stem.en if where == "stem" else part.options[1].feedback.en
    assert found(edit(numeric, where, en=text.replace("You", "{N} you").replace("model", "model {N}"))) == [
        ("E", "NUM-07", "en", where)
    ]


def test_it_warns_of_too_few_wrong_values(numeric: QuestionSpec, found) -> None:
    (part,) = numeric.parts
    spec = replace(numeric, parts=(replace(part, options=part.options[:1]),))
    assert found(spec) == [("W", "OPT-07", "", "wrong_value")]
