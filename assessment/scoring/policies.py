"""From marks to a score. Every policy has a number that attempts pin; none is ever edited.

A change of rule is a new function under a new number, so that a past attempt keeps its score.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from assessment.values import Mark


@dataclass(frozen=True, slots=True)
class Score:
    """Points out of `maximum` (one an item), as a share from 0 to 1 with its rough standard error."""

    points: float
    maximum: int
    share: float
    standard_error: float


Policy = Callable[[Sequence[Mark]], Score]


def equal_items(marks: Sequence[Mark]) -> Score:
    """Policy 1: every item one point, an open item none.

    The standard error of the share is sqrt(p (1 - p) / n), the blueprint's rough figure for n
    one-point items; it overstates the error where partial credit is given. No items: all zero.
    """
    maximum = len(marks)
    if not maximum:
        return Score(0.0, 0, 0.0, 0.0)
    points = sum(mark.score for mark in marks)
    share = points / maximum
    return Score(points, maximum, share, sqrt(max(0.0, share * (1.0 - share)) / maximum))


POLICIES: Mapping[int, Policy] = {1: equal_items}
CURRENT = 1


def roll_up(marks: Sequence[Mark], policy: int) -> Score:
    """The score of `marks` under the numbered `policy`. Raises KeyError for an unknown number."""
    return POLICIES[policy](marks)


def change_is_meaningful(before: Score, after: Score) -> bool:
    """Whether two scores differ by more than twice the standard error of their difference.

    For equal errors this is the blueprint's "about twice sqrt(2) times that error".
    """
    error = sqrt(before.standard_error**2 + after.standard_error**2)
    return abs(after.share - before.share) > 2.0 * error
