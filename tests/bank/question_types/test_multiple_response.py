"""Multiple response: right minus wrong with floor 0, and what holds for every part and every answer."""

from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.bank.question_types import multiple_response as kind
from assessment.values import Draw, OptionSpec, PartSpec, Response, Text

search = settings(max_examples=60, deadline=None)


def option(key: str, right: bool = False) -> OptionSpec:
    return OptionSpec(key, "option", Text(f"Text {key}", f"文本 {key}"), Text("Why", "理由"), float(right))


def part(keys: str = "abcde", right: str = "ab", shuffle: bool = True) -> PartSpec:
    rows = tuple(option(key, key in right) for key in keys)
    return PartSpec("multiple_response", Text("Which?", "哪些？"), rows, {"shuffle": shuffle})


def drawn(item: PartSpec) -> Draw:
    return Draw("multiple_response", tuple(o.key for o in item.options))


def score(item: PartSpec, keys: str) -> float:
    return kind.grade(item, Response({"choice": tuple(keys)}), drawn(item)).score


@st.composite
def parts(draw: st.DrawFn) -> PartSpec:
    size = draw(st.integers(4, 7))
    right = draw(st.integers(2, size - 1))
    keys = "".join(draw(st.permutations("abcdefg"[:size])))
    return part("abcdefg"[:size], keys[:right], draw(st.booleans()))


choices = st.sets(st.sampled_from("abcdefg")).map(lambda keys: "".join(sorted(keys)))
seeds = st.integers(0, 2**62)


@pytest.mark.parametrize(
    ("keys", "right", "codes"),
    [
        ("abcd", "ab", []),
        ("abcdefg", "abcdef", []),
        ("abc", "ab", ["OPT-07"]),
        ("abcdefgh", "ab", ["OPT-07"]),
        ("abcd", "a", ["KEY-01"]),
        ("abcd", "", ["KEY-01"]),
        ("abcd", "abcd", ["KEY-01"]),
        ("", "", ["OPT-07", "KEY-01"]),
    ],
)
def test_it_wants_four_to_seven_options_of_which_some_are_right(keys: str, right: str, codes: list[str]) -> None:
    problems = kind.validate(part(keys, right))
    assert [problem.code for problem in problems] == codes
    assert all(problem.message.en and problem.message.zh_hans for problem in problems)


@pytest.mark.parametrize(
    ("posted", "read"),
    [
        ({"choice": ["b", "a"]}, ("a", "b")),
        ({"choice": ["a", "a", "zz", ""]}, ("a",)),
        ({"choice": ["zz"]}, ()),
        ({"choice": []}, ()),
        ({}, ()),
        ({"other": ["a"]}, ()),
        ({"choice": ["a" * 10_000_000, "c"]}, ("c",)),
    ],
)
def test_it_reads_drawn_options_and_drops_the_rest(posted: dict[str, list[str]], read: tuple[str, ...]) -> None:
    response = kind.read(posted, Draw("multiple_response", ("a", "b", "c", "d")))
    assert response.fields.get("choice", ()) == read
    assert bool(response) == bool(read)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("", 0.0),
        ("ab", 1.0),
        ("a", 0.5),
        ("abc", 2 / 3),
        ("abcd", 1 / 3),
        ("abcde", 0.0),
        ("ac", 1 / 6),
        ("acd", 0.0),
        ("cde", 0.0),
        ("c", 0.0),
    ],
)
def test_it_takes_wrong_choices_from_right_ones(chosen: str, expected: float) -> None:
    """Two of five options are right: each is worth a half, each wrong one takes a third."""
    assert score(part("abcde", "ab"), chosen) == pytest.approx(expected, abs=1e-12)


def test_it_is_unanswered_where_nothing_known_is_chosen() -> None:
    item = part()
    assert not kind.grade(item, Response(), drawn(item)).answered
    assert not kind.grade(item, Response({"choice": ("zz",)}), drawn(item)).answered
    assert kind.grade(item, Response({"choice": ("e",)}), drawn(item)).answered


def test_it_describes_the_choice_in_both_languages_in_stored_order() -> None:
    response = Response({"choice": ("c", "a")})
    assert kind.describe(part(), response, "en") == "Text a; Text c"
    assert kind.describe(part(), response, "zh_hans") == "文本 a；文本 c"
    assert kind.describe(part(), Response(), "en") == ""


def test_it_has_nothing_to_remark_and_is_complete_once_something_is_chosen() -> None:
    assert kind.remark(part(), Response({"choice": ("a",)})) == Text()
    assert kind.complete(Response({"choice": ("a",)}), Draw("multiple_response"))
    assert not kind.complete(Response(), Draw("multiple_response"))


@pytest.mark.parametrize(("keys", "right"), [("", ""), ("abcd", ""), ("abcd", "abcd"), ("a", "a")])
def test_a_draft_without_right_or_wrong_options_scores_0_instead_of_raising(keys: str, right: str) -> None:
    """The preview shows drafts that are not finished."""
    item = part(keys, right)
    assert score(item, keys) == 0.0


@search
@given(parts(), choices)
def test_a_score_lies_between_0_and_1(item: PartSpec, chosen: str) -> None:
    assert 0.0 <= score(item, chosen) <= 1.0


@search
@given(parts(), seeds)
def test_exactly_the_key_earns_full_credit(item: PartSpec, seed: int) -> None:
    draw = kind.draw(item, Random(seed))
    key = kind.key(item, Draw("multiple_response"))
    assert kind.grade(item, key, draw).score == 1.0
    assert set(kind.read({"choice": list(key.fields["choice"])}, draw).fields["choice"]) == set(key.fields["choice"])


@search
@given(parts(), choices)
def test_nothing_but_the_key_earns_full_credit(item: PartSpec, chosen: str) -> None:
    known = set(chosen) & {o.key for o in item.options}
    assert (score(item, chosen) == 1.0) == (known == set(kind.key(item, Draw("multiple_response")).fields["choice"]))


@search
@given(parts())
def test_everything_chosen_scores_0(item: PartSpec) -> None:
    assert score(item, "".join(o.key for o in item.options)) == 0.0


@search
@given(parts(), choices)
def test_a_right_option_never_lowers_and_a_wrong_one_never_raises(item: PartSpec, chosen: str) -> None:
    for extra in item.options:
        if extra.key in chosen:
            continue
        before, after = score(item, chosen), score(item, chosen + extra.key)
        assert after >= before if extra.credit >= 1 else after <= before


@search
@given(parts(), choices, seeds, st.randoms())
def test_order_and_language_move_no_mark(item: PartSpec, chosen: str, seed: int, rng: Random) -> None:
    options, keys = list(item.options), list(chosen)
    rng.shuffle(options)
    rng.shuffle(keys)
    other = replace(item, options=tuple(replace(o, text=Text(o.text.zh_hans, o.text.en)) for o in options))
    mark = kind.grade(other, Response({"choice": tuple(keys)}), kind.draw(other, Random(seed)))
    assert mark == kind.grade(item, Response({"choice": tuple(chosen)}), drawn(item))


@search
@given(parts())
def test_the_guess_level_is_what_a_coin_for_each_option_earns(item: PartSpec) -> None:
    keys = [o.key for o in item.options]
    subsets = ["".join(some) for size in range(len(keys) + 1) for some in combinations(keys, size)]
    assert kind.guess(item) == pytest.approx(sum(score(item, some) for some in subsets) / 2 ** len(keys), abs=1e-9)
    assert 0.0 < kind.guess(item) < 1.0


@search
@given(parts(), seeds)
def test_one_seed_gives_one_order_of_all_options(item: PartSpec, seed: int) -> None:
    draw = kind.draw(item, Random(seed))
    assert draw == kind.draw(item, Random(seed))
    assert sorted(draw.order) == sorted(o.key for o in item.options)
    if not item.data["shuffle"]:
        assert draw.order == tuple(o.key for o in item.options)
