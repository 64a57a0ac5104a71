"""When to sit a quiz again, and what would be new."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.delivery.advice import WAIT, advise, new_in_next_form
from assessment.delivery.assembly import Candidate, Plan, Section, assemble
from tests.delivery.sittings import day


@pytest.mark.parametrize(("new", "waits"), [(12, False), (6, False), (5, True), (0, True)])
def test_there_is_no_wait_where_half_of_the_form_is_new_else_two_weeks(new: int, waits: bool) -> None:
    found = advise(12, new, day(0), day(1))
    assert (found.questions, found.new) == (12, new)
    assert found.wait_until == (day(14) if waits else None)


def test_the_wait_ends_two_weeks_after_the_last_time() -> None:
    assert advise(12, 0, day(0), day(14) - timedelta(seconds=1)).wait_until == day(0) + WAIT
    assert advise(12, 0, day(0), day(14)).wait_until is None


@given(st.integers(1, 40), st.data())
def test_more_that_is_new_never_means_a_longer_wait(questions: int, data: st.DataObject) -> None:
    new = data.draw(st.integers(0, questions - 1))
    fewer, more = (advise(questions, count, day(0), day(1)) for count in (new, new + 1))
    assert fewer.wait_until or not more.wait_until


def candidate(number: int, level: str, competency: str = "C01", seen: bool = False, kind: str = "numeric") -> Candidate:
    return Candidate(number, competency, level, kind, seen=seen)


def test_new_is_counted_by_competency_and_level_and_without_the_types_left_out() -> None:
    plan = Plan((Section("C01", {"R": 2, "A": 1, "E": 0}),), {}, frozenset({"open_answer"}))
    candidates = [
        candidate(1, "R"),
        candidate(2, "R", seen=True),
        candidate(3, "A"),
        candidate(4, "A"),
        candidate(5, "R", kind="open_answer"),
        candidate(6, "R", "C02"),
        candidate(7, "E"),
    ]
    assert new_in_next_form(plan, candidates) == 2


@given(st.lists(st.tuples(st.sampled_from("RAE"), st.booleans()), min_size=1, max_size=30), st.integers(0, 99))
def test_it_is_what_assembly_asks_where_no_other_rule_bites(questions: list[tuple[str, bool]], seed: int) -> None:
    plan = Plan((Section("C01", {"R": 2, "A": 2, "E": 1}), Section("", {"R": 1, "A": 0, "E": 0})))
    candidates = [candidate(i, level, seen=seen) for i, (level, seen) in enumerate(questions)]
    form = assemble(plan, candidates, Random(seed))
    new = sum(not candidates[question].seen for question in form.questions)
    if "levels" not in form.relaxed:
        assert new == new_in_next_form(plan, candidates)
