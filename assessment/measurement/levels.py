"""Levels: where their provisional cuts lie and which band an ability falls into.

A cut is provisional until a standard setting: the ability at which the expected score on the
published items tagged with that level reaches 60 % (the blueprint, section 4).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from assessment.measurement.ability import Ability, probability
from assessment.values import LEVELS

TARGET = 0.6
BELOW = "below"
_RANGE = 8.0


@dataclass(frozen=True, slots=True)
class BankItem:
    """What a cut needs to know of a published item."""

    level: str
    difficulty: float
    guess: float


@dataclass(frozen=True, slots=True)
class Band:
    """The band an ability lies in, and the bands its interval touches (lowest, highest)."""

    level: str
    lowest: str
    highest: str

    @property
    def clear(self) -> bool:
        """The whole interval lies in one band."""
        return self.lowest == self.highest


def cut(items: Sequence[BankItem], target: float = TARGET) -> float:
    """The ability, in logits within ±8, at which the mean expected score on `items` is `target`.

    Raises ValueError without items. Bisection: the expected score rises with ability.
    """
    if not items:
        raise ValueError("a cut needs at least one item")
    low, high = -_RANGE, _RANGE
    while high - low > 1e-9:
        middle = (low + high) / 2
        reached = sum(probability(middle, item.difficulty, item.guess) for item in items) / len(items)
        low, high = (low, middle) if reached >= target else (middle, high)
    return round(high, 6)


def cuts(items: Sequence[BankItem], target: float = TARGET) -> dict[str, float]:
    """The cut of every level that has items, never falling from one level to the next.

    A small bank can put a higher level's cut below a lower one's; the running maximum repairs it.
    """
    by_level = {level: [item for item in items if item.level == level] for level in LEVELS}
    present = [level for level in LEVELS if by_level[level]]
    values = accumulate((cut(by_level[level], target) for level in present), max)
    return dict(zip(present, values, strict=True))


def level_of(theta: float, level_cuts: Mapping[str, float]) -> str:
    """The highest level whose cut `theta` (logits) reaches, or ``below``."""
    reached = [level for level in LEVELS if level in level_cuts and theta >= level_cuts[level]]
    return reached[-1] if reached else BELOW


def band(ability: Ability, level_cuts: Mapping[str, float]) -> Band:
    """The band of `ability` and the bands its 90 % interval touches."""
    low, high = ability.interval
    return Band(level_of(ability.theta, level_cuts), level_of(low, level_cuts), level_of(high, level_cuts))
