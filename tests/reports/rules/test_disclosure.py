"""Which sets may stand behind a shown number, checked against sums that know nothing of bits."""

from collections import Counter
from collections.abc import Collection
from itertools import combinations
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.reports.rules.disclosure import FEWEST, Ledger, finest, reachable

BLOCKS = [frozenset(range(start, start + 5)) for start in (0, 5, 10)]
# Unions of blocks with a few people added or taken away: close enough to each other to be dangerous.
sets = st.builds(
    lambda blocks, flipped: frozenset().union(*blocks) ^ flipped,
    st.lists(st.sampled_from(BLOCKS), max_size=3),
    st.frozensets(st.integers(0, 21), max_size=6),
)


def people_left(*signed: tuple[int, Collection[int]]) -> int:
    """In how many people a sum of sets is not zero."""
    total: Counter[int] = Counter()
    for sign, members in signed:
        for person in members:
            total[person] += sign
    return sum(1 for count in total.values() if count)


def isolates(shown: list[frozenset[int]]) -> bool:
    """Whether somebody holding all `shown` can single out one to four people with two or three of them."""
    small = range(1, FEWEST)
    if any(len(one) < FEWEST for one in shown):
        return True
    if any(people_left((1, a), (-1, b)) in small for a, b in combinations(shown, 2)):
        return True
    return any(
        people_left((1, trio[i]), *((-1, trio[j]) for j in range(3) if j != i)) in small
        for trio in combinations(shown, 3)
        for i in range(3)
    )


def kept(candidates: list[frozenset[int]]) -> list[frozenset[int]]:
    """Those of `candidates` that are shown, offered in order."""
    ledger, shown = Ledger(), []
    for one in candidates:
        if ledger.allows(one):
            ledger.add(one)
            shown.append(one)
    return shown


@given(st.lists(sets, max_size=12))
def test_nobody_can_be_singled_out_with_two_or_three_shown_numbers(candidates: list[frozenset[int]]) -> None:
    assert not isolates(list(dict.fromkeys(kept(candidates))))


@given(st.lists(sets, max_size=8))
def test_nothing_is_withheld_without_need(candidates: list[frozenset[int]]) -> None:
    shown = list(dict.fromkeys(kept(candidates)))
    for one in candidates:
        if one not in shown and Ledger(shown).allows(one) is False:
            assert isolates([*shown, one])


def test_a_set_needs_five_people() -> None:
    assert not Ledger().allows(range(4))
    assert Ledger().allows(range(5))


@pytest.mark.parametrize(("joined", "allowed"), [(0, True), (1, False), (4, False), (5, True), (6, True)])
def test_a_set_differs_by_nobody_or_by_five(joined: int, allowed: bool) -> None:
    assert Ledger([range(10)]).allows(range(10 + joined)) is allowed
    assert Ledger([range(10 + joined)]).allows(range(10)) is allowed


def test_joining_and_leaving_count_together() -> None:
    assert not Ledger([range(10)]).allows(range(2, 12))  # two left, two joined
    assert Ledger([range(10)]).allows(range(3, 12))  # three left, two joined


def test_a_whole_is_withheld_where_its_parts_leave_somebody_over() -> None:
    parts = [range(5), range(5, 10)]
    assert not Ledger(parts).allows(range(11))
    assert Ledger(parts).allows(range(10))
    assert Ledger(parts).allows(range(15))


def test_a_part_is_withheld_where_a_shown_whole_and_part_leave_somebody_over() -> None:
    assert not Ledger([range(11), range(5)]).allows(range(5, 10))
    assert Ledger([range(11), range(5)]).allows(range(5, 11))


def test_differences_are_counted_in_people_where_one_person_stands_for_several_members() -> None:
    old = {(person, "a") for person in range(10)}
    new = {(person, "b" if person < 4 else "a") for person in range(10)}
    assert not Ledger([old], whose=itemgetter(0)).allows(new)
    assert Ledger([old], whose=itemgetter(0)).allows({*new, (10, "a")})
    assert not Ledger(whose=itemgetter(0)).allows({(person, str(turn)) for person in range(4) for turn in range(3)})


def test_a_trial_in_a_copy_leaves_the_ledger_alone() -> None:
    ledger = Ledger([range(5)])
    ledger.copy().add(range(10))
    assert ledger.allows(range(11))
    assert not Ledger([range(5), range(10)]).allows(range(11))


# --- merging neighbours ----------------------------------------------------------------------------


def classes(*sizes: int) -> list[frozenset[int]]:
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    return [frozenset(range(start, start + size)) for start, size in zip(starts, sizes, strict=True)]


@pytest.mark.parametrize(
    ("sizes", "runs"),
    [
        ((5, 6, 7, 8, 9), ((0,), (1,), (2,), (3,), (4,))),
        ((0, 0, 20, 0, 0), ((0, 1, 2, 3, 4),)),  # all alike: nothing is said
        ((9, 1, 9, 0, 0), ((0,), (1, 2, 3, 4))),
        ((3, 2, 8, 4, 1), ((0, 1), (2,), (3, 4))),
        ((1, 1, 1, 1, 1), ((0, 1, 2, 3, 4),)),
        ((1, 1, 1, 1, 0), ()),
        ((0, 4, 4, 4, 0), ((0, 1, 2, 3, 4),)),
    ],
)
def test_small_groups_are_merged_with_a_neighbour(sizes: tuple[int, ...], runs: tuple[tuple[int, ...], ...]) -> None:
    assert finest(classes(*sizes), Ledger()) == runs


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.lists(sets, max_size=5))
def test_merged_groups_are_a_partition_into_runs_that_may_all_be_shown(
    sizes: list[int], candidates: list[frozenset[int]]
) -> None:
    shown = list(dict.fromkeys(kept(candidates)))
    parts = classes(*sizes)
    runs = finest(parts, Ledger(shown))
    if runs:
        assert [i for run in runs for i in run] == list(range(len(sizes)))
        groups = [frozenset().union(*(parts[i] for i in run)) for run in runs]
        assert not isolates(list(dict.fromkeys([*shown, *groups])))


def test_a_merging_gives_way_to_what_was_shown_before() -> None:
    before = classes(5, 5, 0, 0, 10)
    after = classes(5, 6, 0, 0, 9)
    ledger = Ledger(before)
    runs = finest(before, ledger)
    assert runs == ((0,), (1,), (2, 3, 4))
    for run in runs:
        ledger.add(frozenset().union(*(before[i] for i in run)))
    # One person moved from the last place to the second one: only the first stays told apart.
    assert finest(after, ledger) == ((0,), (1, 2, 3, 4))


# --- which snapshots matter ------------------------------------------------------------------------


def test_memberships_are_reached_over_one_that_shares_somebody() -> None:
    stored = [frozenset(range(5)), frozenset(range(10)), frozenset(range(5, 10)), frozenset(range(20, 30))]
    assert reachable(frozenset(range(5)), stored) == [0, 1, 2]
    assert reachable(frozenset({99}), stored) == []


@given(sets, st.lists(sets, max_size=6))
def test_what_is_out_of_reach_cannot_matter(members: frozenset[int], candidates: list[frozenset[int]]) -> None:
    shown = list(dict.fromkeys(kept(candidates)))
    near = [shown[i] for i in reachable(members, shown)]
    assert Ledger(near).allows(members) is Ledger(shown).allows(members)
