"""What of a cohort is shown, over random histories of cohorts that share members."""

from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from dataclasses import replace
from itertools import combinations
from math import sqrt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.reports.rules.cohorts import (
    PLACES,
    UNMEASURED,
    Behind,
    Contribution,
    Moment,
    Shown,
    decide,
    kind_of,
)

FEWEST = 5
ABOUT = {"trends": "C01", "models": "C02", "more trends": "C01"}
QUIZZES = (*ABOUT, "mixed")
BANDS = PLACES[1:]


def moment(bands: Sequence[str], done: Collection[int] = (), first: int = 0) -> Moment:
    """Members numbered from `first`, standing in `bands` in C01; the quiz `trends` completed by `done`."""
    members = range(first, first + len(bands))
    brought = {
        person: Contribution(float(BANDS.index(band)), 0.5, band, f"{person} {band}")
        for person, band in zip(members, bands, strict=True)
        if band != UNMEASURED
    }
    return Moment(frozenset(members), {"C01": brought}, {"trends": frozenset(done)}, ABOUT)


def groups(shown: Shown | None) -> list[tuple[tuple[str, ...], int]]:
    assert shown
    return [(group.places, len(group.people)) for group in shown.spreads.get("C01", ())]


# --- one snapshot ----------------------------------------------------------------------------------


def test_four_members_show_nothing() -> None:
    assert decide(moment(["foundation"] * 4), []) is None


def test_groups_below_five_are_merged_with_a_neighbour() -> None:
    shown = decide(moment([UNMEASURED] * 3 + ["below"] * 4 + ["foundation"] * 6 + ["architect"] * 5), [])
    assert groups(shown) == [((UNMEASURED, "below"), 7), (("foundation",), 6), (("practitioner", "architect"), 5)]


def test_where_all_stand_alike_nothing_is_told_apart() -> None:
    assert groups(decide(moment(["foundation"] * 12), [])) == []


def test_a_mean_needs_five_measured_members() -> None:
    assert not decide(moment(["foundation"] * 4 + [UNMEASURED] * 8), []).means  # type: ignore[union-attr]
    assert groups(decide(moment(["foundation"] * 4 + [UNMEASURED] * 8), [])) == []
    shown = decide(moment(["foundation"] * 2 + ["practitioner"] * 3 + [UNMEASURED] * 8), [])
    assert shown
    values = [1.0, 1.0, 2.0, 2.0, 2.0]
    deviations = sum((value - 1.6) ** 2 for value in values)
    assert shown.means["C01"].value == pytest.approx(1.6)
    assert shown.means["C01"].error == pytest.approx(sqrt((deviations / 4 + 0.25) / 5))


def test_the_error_of_a_mean_is_never_nothing() -> None:
    shown = decide(moment(["foundation"] * 5), [])
    assert shown
    assert shown.means["C01"].error == pytest.approx(sqrt(0.25 / 5))


@pytest.mark.parametrize(("done", "told"), [(4, False), (5, True), (7, True), (8, False), (12, False), (0, False)])
def test_completion_is_told_where_both_groups_hold_five(done: int, told: bool) -> None:
    shown = decide(moment([UNMEASURED] * 12, done=range(done)), [])
    assert shown
    assert ("trends" in shown.completions) is told


def test_completion_is_withheld_beside_a_coverage_that_it_nearly_equals() -> None:
    bands = ["foundation"] * 10 + [UNMEASURED] * 10
    assert decide(moment(bands, done=range(10)), []).completions  # type: ignore[union-attr]
    # Eight have completed the quiz and ten are measured: two would be those who are measured by other means.
    assert not decide(moment(bands, done=range(8)), []).completions  # type: ignore[union-attr]
    other = replace(moment(bands), completed={"mixed": frozenset(range(8))})
    assert decide(other, []).completions  # type: ignore[union-attr]


# --- one after the other ---------------------------------------------------------------------------


def behind(*moments: Moment) -> list[Behind]:
    history: list[Behind] = []
    for one in moments:
        shown = decide(one, history)
        assert shown
        history.append(shown.behind())
    return history


@pytest.mark.parametrize(("joined", "shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_a_snapshot_is_withheld_where_one_to_four_have_joined(joined: int, shown: bool) -> None:
    history = behind(moment(["foundation"] * 10))
    assert (decide(moment(["foundation"] * (10 + joined)), history) is not None) is shown


def test_a_snapshot_is_withheld_where_a_cohort_with_the_same_people_was_shown() -> None:
    history = behind(moment(["foundation"] * 10))
    assert decide(moment(["foundation"] * 10, first=1), history) is None
    assert decide(moment(["foundation"] * 10, first=3), history) is not None
    assert decide(moment(["foundation"] * 10, first=40), history) is not None


@pytest.mark.parametrize(("changed", "shown"), [(0, True), (1, False), (4, False), (5, True), (10, True)])
def test_a_competency_is_withheld_where_one_to_four_have_answered_more(changed: int, shown: bool) -> None:
    bands = ["foundation"] * 5 + ["practitioner"] * 5
    history = behind(moment(bands))
    later = moment(bands)
    for person in range(changed):
        old = later.contributions["C01"][person]
        later.contributions["C01"][person] = replace(old, fingerprint="more", ability=old.ability + 0.1)  # type: ignore[index]
    decided = decide(later, history)
    assert decided
    assert ("C01" in decided.means) is shown
    assert ("C01" in decided.spreads) is shown


def test_a_competency_is_withheld_where_somebody_is_measured_for_the_first_time() -> None:
    history = behind(moment(["foundation"] * 10 + [UNMEASURED] * 6))
    assert not decide(moment(["foundation"] * 11 + [UNMEASURED] * 5), history).means  # type: ignore[union-attr]
    assert decide(moment(["foundation"] * 15 + [UNMEASURED]), history).means  # type: ignore[union-attr]


def test_a_step_of_one_person_between_levels_is_not_shown_even_where_many_answered_more() -> None:
    history = behind(moment(["foundation"] * 10 + ["practitioner"] * 10))
    later = moment(["foundation"] * 9 + ["practitioner"] * 11)
    for person in range(9):
        old = later.contributions["C01"][person]
        later.contributions["C01"][person] = replace(old, fingerprint="more")  # type: ignore[index]
    decided = decide(later, history)
    assert decided
    assert decided.means
    assert groups(decided) == []


# --- an adversary with everything that was ever shown -----------------------------------------------

Cells = dict[str, list[frozenset[Hashable]]]


def cells(history: Sequence[Behind], lead: int) -> Cells:
    """What stands behind all shown numbers, by what can be subtracted from each other."""
    found: Cells = {}
    for one in history:
        everything = {"members": (one.members,), **one.groups}
        for kind, sets in everything.items():
            found.setdefault(f"groups {kind}", []).extend(sets)
        for code, elements in one.means.items():
            found.setdefault(f"mean {code}", []).append(elements)
            assert all(person != lead for person, _fingerprint in elements)
    return found


def support(plus: frozenset[Hashable], *minus: frozenset[Hashable]) -> int:
    """How many people are left in ``plus - minus - …``."""
    total = Counter(plus)
    for one in minus:
        total.subtract(one)
    left = [member for member, count in total.items() if count]
    return len({member[0] if isinstance(member, tuple) else member for member in left})


def assert_nobody_is_found(found: Cells) -> None:
    for kind, sets in found.items():
        distinct = list(dict.fromkeys(sets))
        assert all(support(one) >= FEWEST for one in distinct), kind
        for a, b in combinations(distinct, 2):
            assert support(a, b) >= FEWEST, (kind, a ^ b)
        for trio in combinations(distinct, 3):
            for i in range(3):
                assert support(trio[i], *(trio[:i] + trio[i + 1 :])) not in range(1, FEWEST), kind


class World:
    """Two cohorts that share people, who join, leave and answer; the lead is number 0 and in both."""

    def __init__(self, seed: int, size: int, churn: int) -> None:
        self.chance, self.churn = Random(seed), churn
        self.answers: dict[tuple[int, str], int] = {}
        self.band: dict[tuple[int, str], str] = {}
        self.done: dict[str, set[int]] = {quiz: set() for quiz in QUIZZES}
        self.cohorts = [set(range(size)), set(range(size // 2, size + size // 2)) | {0}]

    def step(self) -> None:
        """A few people join, leave and answer."""
        for _ in range(self.chance.randint(0, self.churn)):
            members = self.chance.choice(self.cohorts)
            members ^= {self.chance.randint(0, 40)}
        for _ in range(self.chance.randint(0, 4 * self.churn)):
            person, quiz = self.chance.randint(0, 40), self.chance.choice(QUIZZES)
            code = ABOUT.get(quiz, "C01")
            self.done[quiz].add(person)
            self.answers[person, code] = self.answers.get((person, code), 0) + 1
            self.band[person, code] = self.chance.choice(BANDS)

    def moment(self, cohort: int) -> Moment:
        members = frozenset(self.cohorts[cohort]) - {0}
        brought: dict[str, dict[int, Contribution]] = {"C01": {}, "C02": {}}
        for (person, code), answers in self.answers.items():
            if person in members:
                band = self.band[person, code]
                brought[code][person] = Contribution(float(answers), 0.5, band, str(answers))
        return Moment(members, brought, {quiz: members & done for quiz, done in self.done.items()}, ABOUT)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**6), st.integers(5, 30), st.integers(0, 8))
def test_nobody_is_ever_found_by_subtraction(seed: int, size: int, churn: int) -> None:
    world, history = World(seed, size, churn), []
    for turn in range(12):
        world.step()
        shown = decide(world.moment(turn % 2), history)
        if shown:
            history.append(shown.behind())
    assert_nobody_is_found(cells(history, lead=0))


def test_random_histories_show_something() -> None:
    """Otherwise the test before this one could not fail."""
    shown: Counter[str] = Counter()
    for seed in range(20):
        world, history = World(seed, 24, 6), []
        for turn in range(12):
            world.step()
            decided = decide(world.moment(turn % 2), history)
            if decided:
                history.append(decided.behind())
                shown.update(means=len(decided.means), spreads=len(decided.spreads))
                shown.update(completions=len(decided.completions), snapshots=1)
    assert all(shown[name] > 40 for name in ("means", "spreads", "completions", "snapshots")), shown


def test_a_careless_rule_would_be_caught() -> None:
    history = behind(moment(["foundation"] * 10))
    careless = Behind(frozenset(range(11)), {}, {})
    with pytest.raises(AssertionError, match="members"):
        assert_nobody_is_found(cells([*history, careless], lead=99))


def test_quizzes_of_one_competency_are_compared_with_its_groups() -> None:
    assert kind_of("trends", ABOUT) == kind_of("more trends", ABOUT) == "C01"
    assert kind_of("mixed", ABOUT) not in PLACES
