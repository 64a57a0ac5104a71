"""When a number may be shown: never where one to four people could be told from it.

Every number that is shown stands for a set of people, or of (person, fingerprint of what they
contributed) where the number is a mean. Somebody who has seen two such numbers can take one from the
other, and knows then about those in whom the sets differ; with three numbers, about those that are
left when one is taken from the sum of two others. So a set is shown only where it holds at least five
people and differs from each set shown before, and from the sum of each two of them, by nobody or by
at least five: the rule against differencing of Fellegi (1972), for two and three sets.
Why, and what it does not close: docs/decisions/0015.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from itertools import combinations, pairwise
from typing import Any

# The smallest number of people that a number may stand for, besides the person who reads it.
FEWEST = 5


def one_per_person(member: Hashable) -> Hashable:
    """Whose `member` is, where the members of sets are people themselves."""
    return member


class Ledger:
    """The sets behind every number shown so far of one kind: those that can be subtracted.

    ``whose`` tells which person a member of a set belongs to; differences are counted in people. A set is
    kept as a number whose bits are its members, so that sets of hundreds are compared in no time.
    """

    def __init__(
        self,
        shown: Iterable[Collection[Hashable]] = (),
        whose: Callable[[Any], Hashable] = one_per_person,
    ) -> None:
        self._whose = whose
        self._bit: dict[Hashable, int] = {}
        self._person: list[Hashable] = []
        self._shown: dict[int, None] = {}
        for people in shown:
            self.add(people)

    def add(self, people: Collection[Hashable]) -> None:
        """Note that a number standing for `people` was shown."""
        self._shown[self._mask(people)] = None

    def copy(self) -> "Ledger":
        """A ledger with the same sets, to try something in."""
        twin = Ledger(whose=self._whose)
        twin._bit, twin._person, twin._shown = dict(self._bit), list(self._person), dict(self._shown)
        return twin

    def allows(self, people: Collection[Hashable]) -> bool:
        """Whether a number that stands for `people` may be shown beside all earlier ones."""
        new = self._mask(people)
        if self._few(new):
            return False
        if new in self._shown:
            return True  # the same people once more: nothing to subtract
        return not any(self._tells(new ^ old) for old in self._shown) and not self._three(new)

    def _mask(self, members: Collection[Hashable]) -> int:
        mask = 0
        for member in members:
            if member not in self._bit:
                self._bit[member] = len(self._bit)
                self._person.append(self._whose(member))
            mask |= 1 << self._bit[member]
        return mask

    def _three(self, new: int) -> bool:
        """Whether `new` is nearly the sum of two earlier sets, or one of them nearly `new` and the other.

        Only sets that lie in the whole, but for four people, can be parts of it; the rest is skipped.
        """
        parts = [old for old in self._shown if self._few(old & ~new)]
        if any(self._tells(_rest(new, one, other)) for one, other in combinations(parts, 2)):
            return True
        wholes = [old for old in self._shown if self._few(new & ~old)]
        others = [old for old in self._shown if self._few(new & old)]
        return any(self._tells(_rest(whole, new, other)) for whole in wholes for other in others)

    def _tells(self, difference: int) -> bool:
        """Whether a difference tells something of too few people."""
        return difference != 0 and self._few(difference)

    def _few(self, mask: int) -> bool:
        """Whether the members in `mask` are those of fewer than five people, or of nobody."""
        found = set()
        while mask:
            lowest = mask & -mask
            found.add(self._person[lowest.bit_length() - 1])
            if len(found) >= FEWEST:
                return False
            mask ^= lowest
        return True


def _rest(whole: int, one: int, other: int) -> int:
    """Where ``whole - one - other`` is not zero, all sets counted as sums over their members."""
    return (whole ^ one ^ other) | (one & other)


def finest(classes: Sequence[Collection[Hashable]], ledger: Ledger) -> tuple[tuple[int, ...], ...]:
    """The finest merging of neighbouring `classes` of which every group may be shown.

    `classes` are disjoint sets in order; a group is a run of them, given by their indices. Of two
    mergings with as many groups the one that parts earlier comes first. Empty where not even all of
    them together may be shown. `ledger` is not changed.
    """
    gaps = range(1, len(classes))
    for size in range(len(gaps), -1, -1):
        for edges in combinations(gaps, size):
            runs = _runs(len(classes), edges)
            groups = [frozenset().union(*(classes[i] for i in run)) for run in runs]
            if _together(groups, ledger):
                return runs
    return ()


def _runs(length: int, edges: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    bounds = (0, *edges, length)
    return tuple(tuple(range(left, right)) for left, right in pairwise(bounds))


def _together(groups: Sequence[Collection[Hashable]], ledger: Ledger) -> bool:
    """Whether all `groups` may be shown, each beside the others too."""
    trial = ledger.copy()
    for group in groups:
        if not trial.allows(group):
            return False
        trial.add(group)
    return True


def reachable(members: frozenset[int], stored: Sequence[frozenset[int]]) -> list[int]:
    """Which of the `stored` memberships can meet `members` in a subtraction of three: those that share
    somebody with them, and those that share somebody with one of these. Indices, in order.
    """
    near = [people for people in stored if people & members]
    wide = members.union(*near)
    return [i for i, people in enumerate(stored) if people & wide]
