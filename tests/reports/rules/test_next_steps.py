"""Each rule of the next steps, and their common order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measurement.ability import Ability
from assessment.measurement.levels import band
from assessment.reports.rules.next_steps import (
    MOST,
    NEARNESS,
    Answered,
    QuizOffer,
    Statement,
    next_steps,
    quiz_steps,
    reading_steps,
    statement_steps,
)
from assessment.reports.rules.standing import Standing

CUTS = {"foundation": -1.0, "practitioner": 0.0, "architect": 1.0}
search = settings(max_examples=80, deadline=None)


def standing(code: str, theta: float = 0.0, error: float = 1.0, items: int = 0) -> Standing:
    ability = Ability(theta, error, items)
    return Standing(code, ability, band(ability, CUTS))


def offer(code: str, questions: int = 10) -> QuizOffer:
    return QuizOffer(f"quiz-{code.lower()}", code, questions)


# --- (a) which quiz ---


def test_the_widest_interval_comes_first() -> None:
    known = [standing("C01", 0.0, 0.3, 40), standing("C02", 0.0, 0.6, 12), standing("C03", 0.0, 0.45, 20)]
    steps = quiz_steps(known, CUTS, [offer(s.competency) for s in known])
    assert [step.competency for step in steps] == ["C02", "C03", "C01"]
    assert {step.reason for step in steps} == {"wide"}
    # 1.645 standard errors; between these cuts a band is a logit wide.
    assert steps[0].amount == pytest.approx(1.6448536 * 0.6, abs=1e-6)


def test_what_is_not_measured_at_all_comes_before_what_is_measured_well() -> None:
    steps = quiz_steps([standing("C01", 0.5, 0.3, 40), standing("C02")], CUTS, [offer("C01"), offer("C02")])
    assert [(step.competency, step.reason) for step in steps] == [("C02", "unmeasured"), ("C01", "wide")]


def test_a_level_just_below_a_band_is_worth_another_look() -> None:
    (step,) = quiz_steps([standing("C01", -0.05, 0.2, 60)], CUTS, [offer("C01")])
    assert (step.reason, step.level, step.amount) == ("near", "practitioner", pytest.approx(0.05))
    # The chance to be above: a quarter of a standard error below.
    assert step.gain == pytest.approx(0.4012937, abs=1e-6)


@pytest.mark.parametrize(("theta", "reason"), [(-NEARNESS - 0.01, "wide"), (0.01, "wide"), (1.5, "wide")])
def test_far_below_just_above_or_in_the_highest_band_is_not_near(theta: float, reason: str) -> None:
    (step,) = quiz_steps([standing("C01", theta, 0.2, 60)], CUTS, [offer("C01")])
    assert (step.reason, step.level) == (reason, "")


def test_a_longer_quiz_gains_more() -> None:
    short, long = (quiz_steps([standing("C01")], CUTS, [offer("C01", n)])[0].gain for n in (5, 40))
    assert short < long


def test_without_a_quiz_there_is_nothing_to_take() -> None:
    assert quiz_steps([standing("C01")], CUTS, []) == []
    assert quiz_steps([standing("C01")], CUTS, [offer("C09")]) == []


# --- (b) what to read ---


def test_reading_follows_the_lost_points_of_each_source() -> None:
    answered = [
        Answered("C01", 0.0, ("lecture:L1",)),
        Answered("C01", 0.5, ("lecture:L1", "reference:Doe")),
        Answered("C01", 1.0, ("reference:Roe",)),
    ]
    steps = reading_steps(answered, CUTS)
    assert [(step.target, step.amount, step.count) for step in steps] == [
        ("lecture:L1", 1.5, 2),
        ("reference:Doe", 0.5, 1),
    ]


def test_what_is_right_by_now_needs_no_reading() -> None:
    assert reading_steps([Answered("C01", 1.0, ("lecture:L1",))], CUTS) == []


def test_a_source_named_twice_by_one_question_counts_once() -> None:
    (step,) = reading_steps([Answered("C01", 0.0, ("lecture:L1", "lecture:L1"))], CUTS)
    assert (step.amount, step.count) == (1.0, 1)


def test_lost_points_weigh_more_where_fewer_questions_were_answered() -> None:
    wrong = [Answered("C01", 0.0, ("a",)), Answered("C02", 0.0, ("b",))]
    right = [Answered("C01", 1.0, ())] * 9 + [Answered("C02", 1.0, ())] * 39
    first, second = reading_steps(wrong + right, CUTS)
    assert (first.target, second.target) == ("a", "b")
    assert first.gain == pytest.approx(4 * second.gain)


def test_one_wrong_answer_of_two_does_not_outweigh_everything() -> None:
    (step,) = reading_steps([Answered("C01", 0.0, ("a",)), Answered("C01", 1.0, ())], CUTS)
    # Half a point of ten, at 0.19 of the score a logit and one band a logit.
    assert step.gain == pytest.approx(0.05 / 0.19)


def test_a_source_of_several_competencies_is_named_by_where_it_cost_most() -> None:
    (step,) = reading_steps([Answered("C01", 0.5, ("a",)), Answered("C02", 0.0, ("a",))], CUTS)
    assert (step.competency, step.amount, step.count) == ("C02", 1.5, 2)


# --- (c) which statement ---


def statement(key: str, missing: int, weakest: bool) -> Statement:
    return Statement(key, "C07", "M3", missing, weakest)


def test_the_weakest_competency_comes_first_then_the_fewest_missing() -> None:
    given_statements = [statement("a", 1, False), statement("b", 3, True), statement("c", 2, True)]
    assert [step.target for step in statement_steps(given_statements)] == ["c", "b", "a"]


def test_a_statement_gains_its_share_of_a_level() -> None:
    only, one_of_four, elsewhere = (
        statement_steps([s])[0] for s in (statement("a", 1, True), statement("b", 4, True), statement("c", 1, False))
    )
    assert (only.gain, one_of_four.gain, elsewhere.gain) == (1.0, 0.25, 0.5)
    assert (one_of_four.amount, one_of_four.level, one_of_four.reason) == (4.0, "M3", "open")


# --- together ---


def test_there_is_one_of_each_kind_in_the_order_of_gain() -> None:
    steps = next_steps(
        [standing("C01"), standing("C02")], CUTS, [offer("C01"), offer("C02")],
        [Answered("C01", 0.0, ("a",)), Answered("C01", 0.0, ("b",))], [statement("s", 1, True)],
    )  # fmt: skip
    assert {step.kind for step in steps} == {"quiz", "read", "close"}
    gains = [step.gain for step in steps]
    assert gains == sorted(gains, reverse=True)
    assert steps[0].kind == "close"


def test_the_second_best_of_a_kind_fills_what_is_left() -> None:
    steps = next_steps(
        [standing(c) for c in ("C01", "C02", "C03", "C04")], CUTS, map(offer, ("C01", "C02", "C03")), [], []
    )
    assert [step.target for step in steps] == ["quiz-c01", "quiz-c02", "quiz-c03"]


def test_nothing_known_gives_no_steps() -> None:
    assert next_steps([], CUTS, [], [], []) == []
    assert next_steps([standing("C01")], {}, [], [], []) == []


codes = st.sampled_from(("C01", "C02", "C03"))
some_standings = st.lists(
    st.builds(standing, codes, st.floats(-3, 3), st.floats(0.1, 1), st.integers(0, 99)),
    max_size=3,
    unique_by=lambda s: s.competency,
)
some_answers = st.lists(st.builds(Answered, codes, st.floats(0, 1), st.sampled_from(((), ("a",), ("a", "b")))))
some_statements = st.lists(
    st.builds(statement, st.text("xyz", min_size=1), st.integers(1, 7), st.booleans()), unique_by=lambda s: s.key
)


@search
@given(some_standings, some_answers, some_statements)
def test_steps_are_few_ordered_and_all_gain_something(
    known: list[Standing], answered: list[Answered], statements: list[Statement]
) -> None:
    offers = [offer("C01"), offer("C02")]
    steps = next_steps(known, CUTS, offers, answered, statements)
    assert len(steps) <= MOST
    assert all(step.gain > 0 for step in steps)
    assert [step.gain for step in steps] == sorted((step.gain for step in steps), reverse=True)
    assert len({(step.kind, step.target) for step in steps}) == len(steps)
    for kind, options in (("read", reading_steps(answered, CUTS)), ("close", statement_steps(statements))):
        assert any(step.kind == kind for step in steps) == bool(options)
