"""Where somebody stands in each competency, and how that came about, from their counted answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from assessment.measurement.ability import Ability, ScoredItem, estimate
from assessment.measurement.levels import Band, band


@dataclass(frozen=True, slots=True)
class Answer:
    """One counted answer: its competency, the key of its attempt and when that was submitted."""

    competency: str
    attempt: str
    submitted_at: datetime
    item: ScoredItem


@dataclass(frozen=True, slots=True)
class Standing:
    """What is measured in one competency; without answers it is the prior, which is no measurement."""

    competency: str
    ability: Ability
    band: Band

    @property
    def measured(self) -> bool:
        """Whether there is any counted answer behind it."""
        return self.ability.items > 0


@dataclass(frozen=True, slots=True)
class Point:
    """One attempt in one competency, estimated from its items of that competency alone."""

    competency: str
    attempt: str
    submitted_at: datetime
    ability: Ability
    band: Band


def standings(competencies: Iterable[str], answers: Iterable[Answer], cuts: Mapping[str, float]) -> list[Standing]:
    """The standing in each of `competencies` from all `answers` to it; `cuts` are in logits."""
    groups: dict[str, list[ScoredItem]] = {}
    for answer in answers:
        groups.setdefault(answer.competency, []).append(answer.item)
    abilities = {code: estimate(groups.get(code, ())) for code in competencies}
    return [Standing(code, ability, band(ability, cuts)) for code, ability in abilities.items()]


def trends(answers: Iterable[Answer], cuts: Mapping[str, float]) -> dict[str, list[Point]]:
    """The points of every competency that at least two attempts asked about, oldest first.

    Each attempt stands for itself, so that a change shows; the prior draws short ones to the middle.
    """
    groups: dict[str, dict[str, list[Answer]]] = {}
    for answer in answers:
        groups.setdefault(answer.competency, {}).setdefault(answer.attempt, []).append(answer)
    return {
        code: sorted((_point(members, cuts) for members in attempts.values()), key=lambda p: p.submitted_at)
        for code, attempts in sorted(groups.items())
        if len(attempts) > 1
    }


def _point(answers: list[Answer], cuts: Mapping[str, float]) -> Point:
    ability = estimate([answer.item for answer in answers])
    first = answers[0]
    return Point(first.competency, first.attempt, first.submitted_at, ability, band(ability, cuts))
