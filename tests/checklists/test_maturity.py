"""The rule of maturity: the framework's sentences one by one, and what must hold for any answers."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.checklists.maturity import (
    CURRENT,
    LEVELS,
    RULES,
    TOO_MANY_NOT_APPLICABLE,
    UNTOUCHED,
    Answer,
    CompetencyOutcome,
    assess,
    standing,
    to_close,
)

TODAY = date(2026, 11, 25)
NAMES = ("M1a", "M2a", "M2b", "M3a", "M3b", "M4a", "M4b", "M5a")


def answer(name: str, value: str = "1", competency: str = "C07", domain: str = "D3", **changes: object) -> Answer:
    given_fields = {"evidence": "run 1", "day": TODAY, "reason": "no such part" if value == "na" else ""} | changes
    return Answer(f"{competency}-{name}", competency, domain, name[:2], value, **given_fields)  # type: ignore[arg-type]


def whole(values: str, **changes: object) -> list[Answer]:
    """Eight answers; ``1``, ``h`` for a half, ``0``, ``n`` for not applicable, ``-`` for none."""
    words = {"1": "1", "h": "0.5", "0": "0", "n": "na", "-": ""}
    return [answer(name, words[v], **changes) for name, v in zip(NAMES, values, strict=True)]  # type: ignore[arg-type]


def outcome(values: str, **changes: object) -> CompetencyOutcome:
    (found,) = assess(whole(values, **changes), TODAY).competencies.values()
    return found


# --- one answer ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "counts", "state"),
    [
        ({"value": "1"}, 1.0, "counts"),
        ({"value": "0.5"}, 0.5, "counts"),
        ({"value": "0"}, 0.0, "counts"),
        ({"value": "0", "evidence": "", "day": None}, 0.0, "counts"),
        ({"value": ""}, 0.0, "open"),
        ({"value": "1", "evidence": "  "}, 0.0, "no_evidence"),
        ({"value": "1", "day": None}, 0.0, "no_day"),
        ({"value": "1", "day": TODAY + timedelta(days=2)}, 0.0, "future"),
        ({"value": "1", "day": TODAY + timedelta(days=1)}, 1.0, "counts"),
        ({"value": "1", "day": TODAY - timedelta(days=180)}, 1.0, "counts"),
        ({"value": "1", "day": TODAY - timedelta(days=181)}, 0.5, "stale"),
        ({"value": "0.5", "day": TODAY - timedelta(days=181)}, 0.5, "stale"),
        ({"value": "1", "day": TODAY - timedelta(days=181), "period_days": 365}, 1.0, "counts"),
        ({"value": "1", "day": TODAY - timedelta(days=91), "period_days": 90}, 0.5, "stale"),
        ({"value": "na"}, None, "na"),
        ({"value": "na", "reason": " "}, 0.0, "no_reason"),
        ({"value": "7"}, 0.0, "open"),
    ],
)
def test_what_one_answer_is_worth(changes: dict[str, object], counts: float | None, state: str) -> None:
    given_value = str(changes.pop("value"))
    found = standing(answer("M1a", given_value, **changes), TODAY)
    assert (found.counts, found.state) == (counts, state)
    assert found.answered is (state not in ("open", "no_reason"))


# --- levels --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "attained"),
    [
        ("11111111", 5),
        ("00000000", 0),
        ("0-------", 0),
        ("h-------", 1),
        ("011 11111".replace(" ", ""), 0),  # M1 is not met, so nothing above counts
        ("1hh-----", 2),  # below M3 a half each is enough
        ("1hh hh---".replace(" ", ""), 2),  # from M3 on the mean must be 0.75
        ("1hh1h---", 3),
        ("1111h1h1", 5),
        ("1111h1hh", 4),  # the one statement of M5 needs 0.75
        ("11011111", 1),  # one statement of M2 below a half
        ("1111n1h1", 5),  # the other one of M3 decides alone
        ("1111nhn1", 3),  # M4 has a mean of a half
        ("1nn11---", 3),  # M2 is skipped
        ("n1111111", 5),  # M1 is skipped
        ("111nn---", 3),  # M3 is skipped, and the level attained is the highest up to which all are met or skipped
    ],
)
def test_the_level_attained(values: str, attained: int) -> None:
    found = outcome(values)
    assert found.attained == attained
    assert found.reason == ""


def test_a_level_is_skipped_only_if_nothing_in_it_applies() -> None:
    assert outcome("1nn11111").levels["M2"] == "skipped"
    assert outcome("1n011111").levels["M2"] == "not_met"


def test_at_most_two_statements_may_be_not_applicable() -> None:
    assert outcome("11nn1111").attained == 5
    found = outcome("11nnn111")
    assert (found.attained, found.score, found.reason) == (None, None, TOO_MANY_NOT_APPLICABLE)
    # Without a written reason it is an unanswered statement, so the competency is assessed.
    assert outcome("11nnn111", reason="").attained == 1


def test_a_competency_nobody_touched_is_not_assessed_and_one_answer_makes_the_rest_count() -> None:
    found = outcome("--------")
    assert (found.attained, found.score, found.reason) == (None, None, UNTOUCHED)
    assert outcome("1-------").score == 12.5


def test_the_score_is_the_share_of_the_applicable_statements() -> None:
    assert outcome("11hh0000").score == 100 * 3 / 8
    assert outcome("11hhnn00").score == 100 * 3 / 6


def test_a_domain_is_as_good_as_its_weakest_assessed_competency() -> None:
    strong = whole("11111111", competency="C06")
    weak = whole("1hh-----", competency="C07")
    untouched = whole("--------", competency="C08")
    crowded = whole("nnn00000", competency="C09")
    elsewhere = whole("--------", competency="C01", domain="D1")
    found = assess([*strong, *weak, *untouched, *crowded, *elsewhere], TODAY)
    assert found.domains == {"D1": None, "D3": 2}


def test_the_rules_are_numbered_and_the_first_is_this_one() -> None:
    assert RULES[CURRENT] is RULES[1] is assess


# --- what to close next --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ("0-------", {"M1a"}),
        ("11h11111", set()),  # all met
        ("1-0-----", {"M2a", "M2b"}),
        ("1h0-----", {"M2b"}),
        ("111hh---", {"M3a"}),  # raising one of two halves makes the mean
        ("1110h---", {"M3a"}),
        ("11100---", {"M3a", "M3b"}),
        ("1111n0n-", {"M4a"}),
        ("--------", set()),
    ],
)
def test_the_fewest_statements_that_meet_the_next_level(values: str, codes: set[str]) -> None:
    assert {code.partition("-")[2] for code in to_close(whole(values), TODAY)} == codes


# --- for any answers -----------------------------------------------------------------------------

values_of_all = st.lists(st.sampled_from("1h0n-"), min_size=8, max_size=8).map("".join)
ages = st.integers(0, 400).map(lambda days: TODAY - timedelta(days=days))


@given(values_of_all, ages)
def test_levels_and_scores_stay_in_range(values: str, day: date) -> None:
    found = outcome(values, day=day)
    assert set(found.levels) == set(LEVELS)
    assert (found.attained is None) == (found.score is None) == bool(found.reason)
    if found.attained is not None and found.score is not None:
        assert 0 <= found.attained <= 5
        assert 0 <= found.score <= 100


@given(values_of_all, st.integers(0, 7), st.sampled_from(["0h", "h1", "01", "-0", "-h", "-1"]))
def test_a_better_answer_never_lowers_anything(values: str, place: int, step: str) -> None:
    worse, better = (values[:place] + value + values[place + 1 :] for value in step)
    before, after = outcome(worse), outcome(better)
    if before.attained is not None and before.score is not None:
        assert after.attained is not None
        assert after.score is not None
        assert after.attained >= before.attained
        assert after.score >= before.score


@given(values_of_all, ages)
def test_older_evidence_never_raises_anything(values: str, day: date) -> None:
    fresh, old = outcome(values), outcome(values, day=day)
    if fresh.attained is not None and old.attained is not None:
        assert old.attained <= fresh.attained


@given(values_of_all, values_of_all, st.integers())
def test_the_order_of_the_answers_does_not_matter(one: str, two: str, seed: int) -> None:
    answers = [*whole(one), *whole(two, competency="C08")]
    turned = list(answers)
    Random(seed).shuffle(turned)
    assert assess(turned, TODAY) == assess(answers, TODAY)


@given(values_of_all)
def test_making_true_what_is_named_reaches_the_next_level(values: str) -> None:
    answers = whole(values)
    before = outcome(values).attained
    codes = to_close(answers, TODAY)
    after = assess([answer(a.code[4:]) if a.code in codes else a for a in answers], TODAY).competencies["C07"]
    if codes:
        assert before is not None
        assert after.attained is not None
        assert after.attained > before
        for code in codes:
            fewer = [answer(a.code[4:]) if a.code in codes and a.code != code else a for a in answers]
            assert assess(fewer, TODAY).competencies["C07"].attained == before
