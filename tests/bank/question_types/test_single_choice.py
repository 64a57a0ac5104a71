"""Single choice: validation, reading, grading, and what holds for every part and every answer."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.bank.question_types import single_choice as kind
from assessment.values import Draw, OptionSpec, PartSpec, Response, Text

search = settings(max_examples=60, deadline=None)


def option(key: str, right: bool = False) -> OptionSpec:
    return OptionSpec(key, "option", Text(f"Text {key}", f"文本 {key}"), Text("Why", "理由"), float(right))


def part(keys: str = "abcd", right: str = "b", shuffle: bool = True) -> PartSpec:
    rows = tuple(option(key, key in right) for key in keys)
    return PartSpec("single_choice", Text("Which?", "哪一个？"), rows, {"shuffle": shuffle})


def chosen(*keys: str) -> Response:
    return Response({"choice": keys} if keys else {})


parts = st.builds(
    lambda size, right, shuffle: part("abcde"[:size], "abcde"[right % size], shuffle),
    st.integers(3, 5),
    st.integers(0, 4),
    st.booleans(),
)
seeds = st.integers(0, 2**62)


@pytest.mark.parametrize(
    ("keys", "right", "codes"),
    [
        ("abc", "a", []),
        ("abcde", "e", []),
        ("ab", "a", ["OPT-07"]),
        ("abcdef", "a", ["OPT-07"]),
        ("abcd", "", ["KEY-01"]),
        ("abcd", "ac", ["KEY-01"]),
        ("", "", ["OPT-07", "KEY-01"]),
    ],
)
def test_it_wants_three_to_five_options_and_one_right_one(keys: str, right: str, codes: list[str]) -> None:
    problems = kind.validate(part(keys, right))
    assert [problem.code for problem in problems] == codes
    assert all(problem.message.en and problem.message.zh_hans for problem in problems)


@pytest.mark.parametrize(
    ("posted", "read"),
    [
        ({"choice": ["b"]}, ("b",)),
        ({"choice": ["zz"]}, ()),
        ({"choice": [""]}, ()),
        ({"choice": []}, ()),
        ({}, ()),
        ({"other": ["b"]}, ()),
        ({"choice": ["zz", "c", "zz"]}, ("c",)),
        ({"choice": ["c", "a"]}, ("a",)),
        ({"choice": ["b" * 10_000_000]}, ()),
    ],
)
def test_it_reads_one_drawn_option_and_drops_the_rest(posted: dict[str, list[str]], read: tuple[str, ...]) -> None:
    response = kind.read(posted, Draw("single_choice", ("a", "b", "c", "d")))
    assert response.fields.get("choice", ()) == read
    assert bool(response) == bool(read)


def test_it_reads_no_option_that_was_not_drawn() -> None:
    assert not kind.read({"choice": ["d"]}, Draw("single_choice", ("a", "b", "c")))


@pytest.mark.parametrize(
    ("response", "score", "answered"),
    [(chosen("b"), 1.0, True), (chosen("a"), 0.0, True), (chosen(), 0.0, False), (chosen("zz"), 0.0, False)],
)
def test_it_gives_a_point_for_the_right_option_alone(response: Response, score: float, answered: bool) -> None:
    mark = kind.grade(part(), response, Draw("single_choice", tuple("abcd")))
    assert (mark.score, mark.answered, mark.recognised) == (score, answered, "")


def test_it_describes_the_choice_in_both_languages() -> None:
    assert kind.describe(part(), chosen("b"), "en") == "Text b"
    assert kind.describe(part(), chosen("b"), "zh_hans") == "文本 b"
    assert kind.describe(part(), chosen(), "en") == ""
    assert kind.describe(part(), chosen("zz"), "zh_hans") == ""


def test_it_has_nothing_to_remark_and_is_complete_once_chosen() -> None:
    assert kind.remark(part(), chosen("a")) == Text()
    assert kind.complete(chosen("a"), Draw("single_choice"))
    assert not kind.complete(chosen(), Draw("single_choice"))


@search
@given(parts, seeds)
def test_the_key_earns_full_credit(item: PartSpec, seed: int) -> None:
    draw = kind.draw(item, Random(seed))
    mark = kind.grade(item, kind.key(item, draw), draw)
    assert mark.correct
    assert mark.answered
    assert kind.read({"choice": list(kind.key(item, draw).fields["choice"])}, draw) == kind.key(
        item, Draw("single_choice")
    )


@search
@given(parts, seeds, st.text(max_size=3))
def test_a_score_is_0_or_1_whatever_is_posted(item: PartSpec, seed: int, posted: str) -> None:
    draw = kind.draw(item, Random(seed))
    assert kind.grade(item, kind.read({"choice": [posted]}, draw), draw).score in (0.0, 1.0)


@search
@given(parts, seeds, st.randoms(), st.sampled_from("abc"))
def test_order_and_language_move_no_mark(item: PartSpec, seed: int, rng: Random, key: str) -> None:
    options = list(item.options)
    rng.shuffle(options)
    other = replace(item, options=tuple(replace(o, text=Text(o.text.zh_hans, o.text.en)) for o in options))
    expected = kind.grade(item, chosen(key), Draw("single_choice", tuple(o.key for o in item.options)))
    assert kind.grade(other, chosen(key), kind.draw(other, Random(seed))) == expected


@search
@given(parts)
def test_the_guess_level_is_what_blind_choice_earns(item: PartSpec) -> None:
    keys = tuple(o.key for o in item.options)
    scores = [kind.grade(item, chosen(key), Draw("single_choice", keys)).score for key in keys]
    assert kind.guess(item) == pytest.approx(sum(scores) / len(scores), abs=0.01)


@search
@given(parts, seeds)
def test_one_seed_gives_one_order_of_all_options(item: PartSpec, seed: int) -> None:
    draw = kind.draw(item, Random(seed))
    assert draw == kind.draw(item, Random(seed))
    assert sorted(draw.order) == sorted(o.key for o in item.options)
    if not item.data["shuffle"]:
        assert draw.order == tuple(o.key for o in item.options)


def test_it_shuffles_unless_told_otherwise() -> None:
    assert len({kind.draw(part(), Random(seed)).order for seed in range(50)}) > 10
    assert len({kind.draw(replace(part(), data={}), Random(seed)).order for seed in range(50)}) > 10
