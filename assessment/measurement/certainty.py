"""How well a stated certainty fits what came of it: reliability by certainty, and the Brier score. Pure.

Learners say how sure they are on three steps, an idea of certainty-based marking (Gardner-Medwin 1995).
Each step stands for a chance of being right, which the page names; nothing of it touches a score. The
Brier score is the mean squared distance between that chance and the outcome (Brier 1950), here the
item's score from 0 to 1: 0 is perfect, and always saying one half earns 0.25.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

# The chance of full credit that each step stands for.
CHANCES: Mapping[int, float] = {1: 0.5, 2: 0.75, 3: 0.95}
_NORMAL_90 = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Stated:
    """One answer with its certainty (a key of CHANCES) and its score in [0, 1]."""

    certainty: int
    score: float


@dataclass(frozen=True, slots=True)
class Step:
    """All answers of one certainty: how many, the chance stated, the mean score and its 90 % interval."""

    certainty: int
    answers: int
    stated: float
    observed: float
    low: float
    high: float


def brier(answers: Sequence[Stated]) -> float:
    """The Brier score of `answers`, in [0, 1]. Raises ValueError without any, KeyError for an unknown step."""
    if not answers:
        raise ValueError("a Brier score needs at least one answer")
    return sum((CHANCES[a.certainty] - a.score) ** 2 for a in answers) / len(answers)


def steps(answers: Sequence[Stated]) -> list[Step]:
    """The reliability curve: each step that was used, from unsure to sure."""
    found = []
    for certainty, stated in CHANCES.items():
        scores = [answer.score for answer in answers if answer.certainty == certainty]
        if scores:
            mean = sum(scores) / len(scores)
            low, high = wilson(mean, len(scores))
            found.append(Step(certainty, len(scores), stated, mean, low, high))
    return found


def wilson(share: float, size: int) -> tuple[float, float]:
    """The 90 % interval of a share of `size` answers (Wilson 1927); wide where there are few, never outside [0, 1]."""
    square = _NORMAL_90**2
    middle = (share + square / (2 * size)) / (1 + square / size)
    half = _NORMAL_90 / (1 + square / size) * sqrt(share * (1 - share) / size + square / (4 * size**2))
    return max(0.0, middle - half), min(1.0, middle + half)
