"""True or false with reason: two tiers, and what holds for every part and every answer."""

from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.bank.question_types import true_false_reason as kind
from assessment.values import Draw, OptionSpec, PartSpec, Response, Text

search = settings(max_examples=60, deadline=None)


def reason(key: str, right: bool = False) -> OptionSpec:
    return OptionSpec(key, "reason", Text(f"Because {key}", f"因为 {key}"), Text("Why", "理由"), float(right))


def part(keys: str = "abcd", right: str = "b", truth: object = True, shuffle: bool = True) -> PartSpec:
    rows = tuple(reason(key, key in right) for key in keys)
    return PartSpec("true_false_reason", Text("It is so.", "是这样。"), rows, {"truth": truth, "shuffle": shuffle})


def answer(verdict: str = "", because: str = "") -> Response:
    fields = {"verdict": (verdict,) if verdict else (), "reason": (because,) if because else ()}
    return Response({name: values for name, values in fields.items() if values})


def drawn(item: PartSpec) -> Draw:
    return Draw("true_false_reason", tuple(o.key for o in item.options))


parts = st.builds(
    lambda size, right, truth, shuffle: part("abcde"[:size], "abcde"[right % size], truth, shuffle),
    st.integers(3, 5),
    st.integers(0, 4),
    st.booleans(),
    st.booleans(),
)
answers = st.builds(answer, st.sampled_from(("", "true", "false")), st.sampled_from(("", *"abcde")))
seeds = st.integers(0, 2**62)


@pytest.mark.parametrize(
    ("item", "codes"),
    [
        (part("abc", "a"), []),
        (part("abcde", "c", truth=False), []),
        (part("ab", "a"), ["OPT-07"]),
        (part("abcdef", "a"), ["OPT-07"]),
        (part("abcd", ""), ["KEY-01"]),
        (part("abcd", "ab"), ["KEY-01"]),
        (part(truth=None), ["KEY-01"]),
        (part(truth="true"), ["KEY-01"]),
        (part("", "", truth=None), ["OPT-07", "KEY-01", "KEY-01"]),
        (replace(part(), data={}), ["KEY-01"]),
    ],
)
def test_it_wants_a_verdict_and_three_to_five_reasons_of_which_one_is_right(item: PartSpec, codes: list[str]) -> None:
    problems = kind.validate(item)
    assert [problem.code for problem in problems] == codes
    assert all(problem.message.en and problem.message.zh_hans for problem in problems)


@pytest.mark.parametrize(
    ("posted", "read"),
    [
        ({"verdict": ["true"], "reason": ["b"]}, answer("true", "b")),
        ({"verdict": ["false"]}, answer("false")),
        ({"reason": ["b"]}, answer(because="b")),
        ({"verdict": ["True"], "reason": ["zz"]}, answer()),
        ({"verdict": ["maybe", "true", "false"], "reason": ["zz", "c"]}, answer("true", "c")),
        ({"verdict": [""], "reason": [""]}, answer()),
        ({"verdict": [], "reason": []}, answer()),
        ({"choice": ["b"]}, answer()),
        ({"verdict": ["true" * 2_500_000], "reason": ["b"]}, answer(because="b")),
        ({}, answer()),
    ],
)
def test_it_reads_verdict_and_reason_and_drops_the_rest(posted: dict[str, list[str]], read: Response) -> None:
    assert kind.read(posted, drawn(part())) == read


@pytest.mark.parametrize(
    ("response", "score", "answered", "recognised"),
    [
        (answer("true", "b"), 1.0, True, ""),
        (answer("true", "a"), 0.25, True, "verdict_only"),
        (answer("true"), 0.25, True, "verdict_only"),
        (answer("false", "b"), 0.0, True, ""),
        (answer("false", "a"), 0.0, True, ""),
        (answer("false"), 0.0, True, ""),
        (answer(because="b"), 0.0, True, ""),
        (answer("true", "zz"), 0.25, True, "verdict_only"),
        (answer(), 0.0, False, ""),
    ],
)
def test_it_gives_a_quarter_for_the_verdict_and_all_for_both(
    response: Response, score: float, answered: bool, recognised: str
) -> None:
    mark = kind.grade(part(), response, drawn(part()))
    assert (mark.score, mark.answered, mark.recognised) == (score, answered, recognised)


def test_it_grades_a_false_statement_the_other_way_round() -> None:
    item = part(truth=False)
    assert kind.grade(item, answer("false", "b"), drawn(item)).score == 1.0
    assert kind.grade(item, answer("true", "b"), drawn(item)).score == 0.0


def test_it_describes_both_tiers_in_both_languages() -> None:
    assert kind.describe(part(), answer("true", "b"), "en") == "True – Because b"
    assert kind.describe(part(), answer("false", "b"), "zh_hans") == "假——因为 b"
    assert kind.describe(part(), answer("false"), "en") == "False"
    assert kind.describe(part(), answer(because="c"), "zh_hans") == "因为 c"
    assert kind.describe(part(), answer(), "en") == ""


@pytest.mark.parametrize(
    ("response", "complete"), [(answer("true", "a"), True), (answer("true"), False), (answer(because="a"), False)]
)
def test_it_asks_for_the_tier_that_is_missing(response: Response, complete: bool) -> None:
    remark = kind.remark(part(), response)
    assert kind.complete(response, Draw("true_false_reason")) is complete
    assert bool(remark.en) is bool(remark.zh_hans) is not complete


def test_it_remarks_nothing_on_an_open_question() -> None:
    assert kind.remark(part(), answer()) == Text()
    assert not kind.complete(answer(), Draw("true_false_reason"))


@search
@given(parts, answers)
def test_a_score_lies_between_0_and_1(item: PartSpec, response: Response) -> None:
    assert kind.grade(item, response, drawn(item)).score in (0.0, 0.25, 1.0)


@search
@given(parts, seeds)
def test_the_key_earns_full_credit(item: PartSpec, seed: int) -> None:
    draw = kind.draw(item, Random(seed))
    assert kind.grade(item, kind.key(item, draw), draw).correct
    assert kind.read({name: list(v) for name, v in kind.key(item, draw).fields.items()}, draw) == kind.key(item, draw)


@search
@given(parts, answers)
def test_only_the_key_earns_full_credit(item: PartSpec, response: Response) -> None:
    assert kind.grade(item, response, drawn(item)).correct == (response == kind.key(item, drawn(item)))


@search
@given(parts, answers)
def test_a_right_tier_never_lowers_and_a_wrong_one_never_raises(item: PartSpec, response: Response) -> None:
    """Filling a tier that is open, or mending a wrong one."""
    key = kind.key(item, drawn(item))
    before = kind.grade(item, response, drawn(item)).score
    for name in ("verdict", "reason"):
        mended = Response({**response.fields, name: key.fields[name]})
        assert kind.grade(item, mended, drawn(item)).score >= before
        if not response.first(name):
            wrong = {"verdict": "false" if item.data["truth"] else "true", "reason": _wrong(item)}[name]
            spoilt = Response({**response.fields, name: (wrong,)})
            assert kind.grade(item, spoilt, drawn(item)).score <= before


def _wrong(item: PartSpec) -> str:
    return next(o.key for o in item.options if o.credit < 1)


@search
@given(parts, answers, seeds, st.randoms())
def test_order_and_language_move_no_mark(item: PartSpec, response: Response, seed: int, rng: Random) -> None:
    options = list(item.options)
    rng.shuffle(options)
    other = replace(item, options=tuple(replace(o, text=Text(o.text.zh_hans, o.text.en)) for o in options))
    mark = kind.grade(other, response, kind.draw(other, Random(seed)))
    assert mark == kind.grade(item, response, drawn(item))


@search
@given(parts)
def test_the_guess_level_is_what_a_blind_verdict_and_reason_earn(item: PartSpec) -> None:
    pairs = list(product(("true", "false"), [o.key for o in item.options]))
    scores = [kind.grade(item, answer(*pair), drawn(item)).score for pair in pairs]
    assert kind.guess(item) == pytest.approx(sum(scores) / len(scores), abs=1e-9)


def test_the_guess_level_of_four_reasons_is_the_blueprints() -> None:
    assert kind.guess(part("abcd")) == pytest.approx(0.22, abs=0.01)


@search
@given(parts, seeds)
def test_one_seed_gives_one_order_of_all_reasons(item: PartSpec, seed: int) -> None:
    draw = kind.draw(item, Random(seed))
    assert draw == kind.draw(item, Random(seed))
    assert sorted(draw.order) == sorted(o.key for o in item.options)
    if not item.data["shuffle"]:
        assert draw.order == tuple(o.key for o in item.options)
