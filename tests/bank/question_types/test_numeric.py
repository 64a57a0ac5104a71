"""Numeric: exact tolerance edges, recognised wrong values, units, and texts that are no numbers."""

import time
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.bank.question_types import numeric as kind
from assessment.lib.numerals import MAX_LENGTH
from assessment.values import Draw, OptionSpec, PartSpec, Response, Text

DRAW = Draw("numeric")
search = settings(max_examples=60, deadline=None)


def wrong(key: str, value: str) -> OptionSpec:
    return OptionSpec(key, "wrong_value", Text(value, value), Text(f"You took {key}.", f"你用了 {key}。"))


def part(
    answer: str = "14", tolerance: str = "0.02", how: str = "relative", wrongs: str = "7 3.5", decimals: int = 0
) -> PartSpec:
    rows = tuple(wrong(f"w{i}", value) for i, value in enumerate(wrongs.split(), 1))
    data = {
        "answer": answer,
        "unit": {"en": "GB", "zh_hans": "吉字节"},
        "tolerance_kind": how,
        "tolerance": tolerance,
        "decimals": decimals,
    }
    return PartSpec("numeric", Text("How much?", "多少？"), rows, data)


def written(text: str) -> Response:
    return kind.read({"number": [text]}, DRAW)


def score(item: PartSpec, text: str) -> float:
    return kind.grade(item, written(text), DRAW).score


numbers = st.builds(lambda digits, places: shown(Fraction(digits, 10**places)), st.integers(-9999, 9999),
                    st.integers(0, 3))  # fmt: skip


def shown(value: Fraction) -> str:
    """`value` in plain decimals, exactly; its denominator must divide a power of ten."""
    places = next(n for n in range(40) if (value * 10**n).denominator == 1)
    return kind.shown(value, places)


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (part(), []),
        (part(tolerance="0"), []),
        (part(tolerance="0.05"), []),
        (part(tolerance="0.3", how="absolute"), []),
        (part(answer=""), [("NUM-01", "answer")]),
        (replace(part(), data={}), [("NUM-06", "unit"), ("NUM-06", "tolerance")]),
        (part(tolerance="x"), [("NUM-06", "tolerance")]),
        (part(tolerance="-0.01"), [("NUM-06", "tolerance")]),
        (part(tolerance=""), [("NUM-06", "tolerance")]),
        (part(tolerance="0.06"), [("NUM-06", "tolerance")]),
        (part(wrongs="14.1"), [("NUM-03", "wrong_value w1")]),
        (part(wrongs="seven"), [("NUM-01", "wrong_value w1")]),
        (part(answer="6 *"), [("NUM-01", "answer")]),
        (part(answer="1.23456", tolerance="0.0001"), [("NUM-05", "tolerance")]),
    ],
)
def test_it_says_what_keeps_a_part_from_being_published(item: PartSpec, found: list[tuple[str, str]]) -> None:
    problems = kind.validate(item)
    assert [(problem.code, problem.where) for problem in problems] == found
    assert all(problem.message.en and problem.message.zh_hans for problem in problems)


@pytest.mark.parametrize("unit", [{}, {"en": "GB"}, {"zh_hans": "GB"}, {"en": "", "zh_hans": "GB"}, None])
def test_it_wants_the_unit_in_both_languages(unit: object) -> None:
    item = part()
    assert [p.where for p in kind.validate(replace(item, data={**item.data, "unit": unit}))] == ["unit"]


@pytest.mark.parametrize(
    ("posted", "text"),
    [
        ({"number": ["14"]}, "14"),
        ({"number": ["  14 GB "]}, "14 GB"),
        ({"number": ["14", "15"]}, "14"),
        ({"number": ["fourteen"]}, "fourteen"),
        ({"number": ["   "]}, ""),
        ({"number": [""]}, ""),
        ({"number": []}, ""),
        ({"choice": ["14"]}, ""),
        ({}, ""),
    ],
)
def test_it_reads_what_was_written_as_it_was_written(posted: dict[str, list[str]], text: str) -> None:
    response = kind.read(posted, DRAW)
    assert response.first("number") == text
    assert bool(response) == bool(text)


@pytest.mark.parametrize(
    ("item", "right", "wrong"),
    [
        (part(), ["14", "14.28", "13.72", "1.428e1"], ["14.2800000000000000000001", "13.7199999999999999999999"]),
        (part("0.3", "0.1", "absolute"), ["0.4", "0.2", "0.3"], ["0.40000000000000000001", "0.19999999999999999999"]),
        (part("-50", "0.02"), ["-50", "-51", "-49"], ["-51.0000000000000001", "-48.9999999999999999", "50"]),
        (part("0", "0.05"), ["0", "-0", "0.000"], ["0.0000000000000001", "-0.0000000000000001"]),
        (part("0", "0.5", "absolute"), ["0.5", "-0.5"], ["0.51", "-0.51"]),
        (part("14", "0"), ["14", "14.0", "1.4e1"], ["14.0000000000000000000001", "13.9999999999999999999999"]),
        (part("1e300", "0.01"), ["1.01e300", "0.99e300"], ["1.0100001e300", "1e299"]),
    ],
)
def test_the_edges_of_the_tolerance_are_exact(item: PartSpec, right: list[str], wrong: list[str]) -> None:
    assert [text for text in right if score(item, text) != 1.0] == []
    assert [text for text in wrong if score(item, text) != 0.0] == []


@search
@given(numbers, st.integers(0, 50), st.integers(-200, 200), st.sampled_from((kind.RELATIVE, kind.ABSOLUTE)))
def test_it_accepts_exactly_what_lies_within_the_tolerance(answer: str, size: int, away: int, how: str) -> None:
    """Offsets in thousandths of the answer, or of one, around a tolerance in thousandths."""
    exact = Fraction(answer)
    unit = abs(exact) if how == kind.RELATIVE else Fraction(1)
    text = shown(exact + Fraction(away, 1000) * unit)
    expected = abs(Fraction(away, 1000) * unit) <= Fraction(size, 1000) * unit
    assert score(part(answer, shown(Fraction(size, 1000)), how, wrongs=""), text) == float(expected)


@search
@given(numbers, numbers, numbers)
def test_a_nearer_number_never_scores_less(answer: str, first: str, second: str) -> None:
    item = part(answer, "0.05", wrongs="")
    near, far = sorted((first, second), key=lambda text: abs(Fraction(text) - Fraction(answer)))
    assert score(item, near) >= score(item, far)


@pytest.mark.parametrize(
    ("text", "recognised"),
    [("7", "w1"), ("7.14", "w1"), ("7.15", ""), ("3.5 GB", "w2"), ("3.43", "w2"), ("14", ""), ("99", ""), ("x", "")],
)
def test_it_recognises_wrong_values_within_their_own_tolerance(text: str, recognised: str) -> None:
    mark = kind.grade(part(), written(text), DRAW)
    assert mark.recognised == recognised
    assert mark.answered


def test_the_first_of_two_wrong_values_that_fit_is_recognised_and_right_goes_before_wrong() -> None:
    assert kind.grade(part(wrongs="7 7.05"), written("7.03"), DRAW).recognised == "w1"
    assert kind.grade(part(wrongs="14.3"), written("14.25"), DRAW).score == 1.0


@pytest.mark.parametrize(
    "text",
    ["14 GB", "14GB", "14 gb", "14 吉字节", "14吉字节", "１４ ＧＢ", "14\u00a0GB", "14.0\u202fGB", "1.4×10^1 GB"],
)
def test_the_unit_may_follow_in_either_language(text: str) -> None:
    assert score(part(), text) == 1.0
    assert kind.remark(part(), written(text)) == Text()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fourteen", "one number"),
        ("14 15", "one number"),
        ("GB", "one number"),
        ("1e999", "exponent"),
        ("9" * 80, "at most"),
    ],
)
def test_it_says_in_both_languages_how_to_mend_a_text_that_is_no_number(text: str, words: str) -> None:
    response = written(text)
    remark = kind.remark(part(), response)
    assert words in remark.en
    assert remark.zh_hans
    assert kind.grade(part(), response, DRAW).score == 0.0
    assert kind.grade(part(), response, DRAW).answered


@pytest.mark.parametrize("text", ["9" * 10_000_000, " " * 10_000_000 + "x", "e" * 10_000_000, "题" * 3_400_000])
def test_ten_megabytes_are_refused_at_once_and_their_beginning_is_kept(text: str) -> None:
    started = time.perf_counter()
    response = written(text)
    mark = kind.grade(part(), response, DRAW)
    assert time.perf_counter() - started < 1
    assert 0 < len(response.first("number")) <= MAX_LENGTH + 1
    assert text.strip().startswith(response.first("number"))
    assert (mark.score, mark.answered) == (0.0, True)


@search
@given(st.text(max_size=80))
def test_any_text_gets_a_score_and_a_description(text: str) -> None:
    response = written(text)
    assert 0.0 <= kind.grade(part(), response, DRAW).score <= 1.0
    assert response.first("number") in kind.describe(part(), response, "en")
    remark = kind.remark(part(), response)
    assert bool(remark.en) == bool(remark.zh_hans)


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("14", "14 GB", "14 吉字节"),
        ("1.4e1", "1.4e1 GB", "1.4e1 吉字节"),
        ("14 GB", "14 GB", "14 GB"),
        ("14吉字节", "14吉字节", "14吉字节"),
        ("fourteen", "fourteen", "fourteen"),
        ("", "", ""),
    ],
)
def test_it_describes_a_number_with_its_unit_once(text: str, english: str, chinese: str) -> None:
    assert kind.describe(part(), written(text), "en") == english
    assert kind.describe(part(), written(text), "zh_hans") == chinese


@search
@given(numbers, st.integers(0, 50), st.sampled_from((kind.RELATIVE, kind.ABSOLUTE)))
def test_the_key_earns_full_credit(answer: str, size: int, how: str) -> None:
    item = part(answer, shown(Fraction(size, 1000)), how, wrongs="", decimals=3)
    assert kind.grade(item, kind.key(item, DRAW), DRAW).correct


@pytest.mark.parametrize(
    ("answer", "decimals", "key"),
    [
        ("14", 0, "14"),
        ("14", 2, "14.00"),
        ("0.125", 2, "0.12"),
        ("-0.004", 2, "0.00"),
        ("-1.5", 1, "-1.5"),
        ("0.05", 3, "0.050"),
    ],
)
def test_the_key_is_shown_with_its_decimals(answer: str, decimals: int, key: str) -> None:
    assert kind.key(part(answer, decimals=decimals), DRAW) == Response({"number": (key,)})


def test_a_part_without_an_answer_has_no_key_and_scores_0() -> None:
    item = replace(part(), data={})
    assert not kind.key(item, DRAW)
    assert kind.grade(item, written("14"), DRAW).score == 0.0


@search
@given(numbers, numbers, st.randoms())
def test_the_order_of_wrong_values_moves_no_score(answer: str, text: str, rng: Random) -> None:
    item = part(answer, "0.02", wrongs="1 5 77.5")
    rows = list(item.options)
    rng.shuffle(rows)
    assert score(replace(item, options=tuple(rows)), text) == score(item, text)


@search
@given(numbers, numbers)
def test_language_moves_no_mark(answer: str, text: str) -> None:
    item = part(answer)
    unit = {"en": "吉字节", "zh_hans": "GB"}
    other = replace(item, stem=Text("多少？", "How much?"), data={**item.data, "unit": unit})
    assert kind.grade(other, written(text), DRAW) == kind.grade(item, written(text), DRAW)


@search
@given(numbers)
def test_nobody_hits_a_number_by_chance(answer: str) -> None:
    assert kind.guess(part(answer)) == 0.0
    # One of a hundred blind integers at most, whatever the answer.
    hits = sum(score(part(answer, "0", wrongs=""), str(n)) for n in range(100)) / 100
    assert hits == pytest.approx(kind.guess(part(answer)), abs=0.011)


def test_nothing_is_drawn_and_something_written_is_complete() -> None:
    assert kind.draw(part(), Random(1)) == kind.draw(part(), Random(2)) == DRAW
    assert kind.complete(written("x"), DRAW)
    assert not kind.complete(written(""), DRAW)
