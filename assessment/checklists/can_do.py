"""What a person claims of themselves: from a self-rating to levels and a place on the drawn scale. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessment.values import LEVELS

BELOW = "below"
# Not yet, with help, on my own; nothing for a statement that was left open.
VALUES = ("", "0", "0.5", "1")

_CLAIMED = 0.75


@dataclass(frozen=True, slots=True)
class Rating:
    """One rated statement; ``level`` is one of `LEVELS`, ``value`` one of `VALUES`."""

    code: str
    competency: str
    level: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What is claimed in one competency.

    ``level`` is the highest level claimed, or "below"; ``position`` is its place on the drawn scale in percent;
    ``means`` has the mean value of each level, in [0, 1].
    """

    level: str
    position: float
    means: Mapping[str, float]


def assess(ratings: Iterable[Rating]) -> dict[str, Claimed]:
    """The claims by competency, by rule 1; a competency nobody rated is not among them.

    A level is claimed if the mean of its statements is at least 0.75 and every lower level is claimed; a
    statement that was left open counts 0. The drawn scale has four bands of equal width, below and the three
    levels. The place is the number of levels claimed plus the part of the way to the next: its mean over 0.75,
    or, with all three claimed, how far the mean of the last one lies between 0.75 and 1.
    """
    groups: dict[str, list[Rating]] = {}
    for rating in ratings:
        groups.setdefault(rating.competency, []).append(rating)
    return {code: _claimed(rows) for code, rows in sorted(groups.items()) if any(row.value for row in rows)}


def _claimed(ratings: Sequence[Rating]) -> Claimed:
    means = {level: _mean([float(r.value or 0) for r in ratings if r.level == level]) for level in LEVELS}
    claimed = next((number for number, level in enumerate(LEVELS) if means[level] < _CLAIMED), len(LEVELS))
    if claimed < len(LEVELS):
        onward = means[LEVELS[claimed]] / _CLAIMED
    else:
        onward = (means[LEVELS[-1]] - _CLAIMED) / (1 - _CLAIMED)
    position = 100 * (claimed + onward) / (len(LEVELS) + 1)
    return Claimed(LEVELS[claimed - 1] if claimed else BELOW, position, means)


def _mean(values: Sequence[float]) -> float:
    """The mean; a level without statements stands in nobody's way."""
    return sum(values) / len(values) if values else 1.0


# A change of the rule gets a new number; reviews pin theirs.
RULES: Mapping[int, Callable[[Iterable[Rating]], dict[str, Claimed]]] = {1: assess}
CURRENT = 1
