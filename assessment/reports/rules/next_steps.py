"""What to do next: at most three actions, each with its reason, in the order of expected gain.

Gain is counted in steps, so that three kinds of action can be put in one order; it orders them and
is never added to a measured level or to a maturity level. One step is one band of the drawn scale
for a person, one maturity level for a system.

- A quiz: the half width of the 90 % interval, in bands, that its questions can be expected to take
  away. Information adds: at its own difficulty an item tells (1 - g) / (4 (1 + g)) under the model
  of `measurement.ability` (Birnbaum 1968, ch. 20), taken as 0.15, the value of one with four
  options (g = 0.25). Or, where the level lies just below the next band, the chance that the
  ability is in that band already, if this is more.
- Something to read: the lost points of the questions that rest on it, half of which are taken to
  come back, as a share of the questions answered in that competency, taken as ten where they are
  fewer, because one of two says little. A logit is worth (1 - g) / 4 =
  0.19 of the score at the difficulty of such an item; bands per logit come from the cuts.
- A statement of a system: one level divided by the statements still missing for it; half of that
  where another competency limits the domain, because the minimum of the domain does not move.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import erf, inf, sqrt

from assessment.measurement.ability import Ability
from assessment.measurement.scale import position, positions
from assessment.reports.rules.standing import Standing
from assessment.values import LEVELS

MOST = 3
QUIZ, READ, CLOSE = "quiz", "read", "close"
UNMEASURED, WIDE, NEAR, LOST, OPEN = "unmeasured", "wide", "near", "lost", "open"
# Logits below the next cut that still count as just below it.
NEARNESS = 0.35
_ITEM_INFORMATION = 0.15
_SCORE_PER_LOGIT = 0.19
_RECOVERED = 0.5
_FEWEST = 10
# A question answered as well as this needs no reading.
_GOOD = 1.0


@dataclass(frozen=True, slots=True)
class QuizOffer:
    """A quiz that can be taken and counts: its name in addresses, its competency, its length."""

    slug: str
    competency: str
    questions: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The newest answer to one question: its competency, score in [0, 1], and keys of its sources."""

    competency: str
    score: float
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a system that is still open; `missing` are those, with it, before `level` is reached."""

    key: str
    competency: str
    level: str
    missing: int
    weakest: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One action: its kind, what it is about, the reason with its figures, the gain in steps.

    ``target`` is the slug of a quiz, the key of a source or the key of a statement. ``amount`` is
    the half width of the interval in bands (wide), the distance in logits (near), the lost points
    (lost) or the number of missing statements (open); ``count`` the answers or questions behind it;
    ``level`` what is near or what the system would reach.
    """

    kind: str
    target: str
    reason: str
    gain: float
    amount: float = 0.0
    count: int = 0
    competency: str = ""
    level: str = ""


def next_steps(
    standings: Sequence[Standing],
    cuts: Mapping[str, float],
    quizzes: Iterable[QuizOffer],
    answered: Sequence[Answered],
    statements: Iterable[Statement],
) -> list[Step]:
    """At most three steps, the greatest gain first; equal gains keep the order quiz, reading, statement.

    The best of each kind comes before the second best of any. Steps without gain are left out.
    """
    kinds = (
        quiz_steps(standings, cuts, quizzes),
        reading_steps(answered, cuts),
        statement_steps(statements),
    )
    best = [steps[0] for steps in kinds if steps]
    others = _by_gain(chain.from_iterable(steps[1:] for steps in kinds))
    return _by_gain([*best, *others[: MOST - len(best)]])


def quiz_steps(standings: Iterable[Standing], cuts: Mapping[str, float], quizzes: Iterable[QuizOffer]) -> list[Step]:
    """One step for each quiz whose competency is known, most telling first: rule (a)."""
    by_code = {standing.competency: standing for standing in standings}
    return _by_gain(_quiz_step(quiz, by_code[quiz.competency], cuts) for quiz in quizzes if quiz.competency in by_code)


def _quiz_step(quiz: QuizOffer, standing: Standing, cuts: Mapping[str, float]) -> Step:
    ability = standing.ability
    half = _half_width(ability, cuts)
    gain = half * (1 - _shrinkage(ability.standard_error, quiz.questions))
    step = Step(QUIZ, quiz.slug, WIDE, gain, half, ability.items, quiz.competency)
    if not standing.measured:
        return replace(step, reason=UNMEASURED)
    distance, level = _next_cut(ability.theta, cuts)
    chance = _normal_above(distance / ability.standard_error) if distance <= NEARNESS else 0.0
    return replace(step, reason=NEAR, gain=chance, amount=distance, level=level) if chance > gain else step


def _half_width(ability: Ability, cuts: Mapping[str, float]) -> float:
    """Half of the 90 % interval, in bands of the drawn scale."""
    low, high = (position(theta, cuts) for theta in ability.interval)
    return (high - low) * (len(positions(cuts)) + 1) / 200.0


def _shrinkage(error: float, questions: int) -> float:
    """By what factor `questions` more items shrink a standard error: their information is added."""
    return 1.0 / sqrt(1.0 + questions * _ITEM_INFORMATION * error * error)


def _next_cut(theta: float, cuts: Mapping[str, float]) -> tuple[float, str]:
    """Logits from `theta` to the next cut above it, and its level; infinitely far in the highest band."""
    return min(((cuts[level] - theta, level) for level in LEVELS if cuts.get(level, theta) > theta), default=(inf, ""))


def _normal_above(z: float) -> float:
    """The chance that a standard normal value exceeds `z`."""
    return (1.0 - erf(z / sqrt(2.0))) / 2.0


def reading_steps(answered: Sequence[Answered], cuts: Mapping[str, float]) -> list[Step]:
    """One step for each source behind lost points, most points first: rule (b).

    `answered` holds the newest answer to each question, so that one which is right by now drops out.
    A question with several sources counts for each of them.
    """
    totals: dict[str, int] = {}
    lost: dict[str, dict[str, list[float]]] = {}
    for answer in answered:
        totals[answer.competency] = totals.get(answer.competency, 0) + 1
        if answer.score < _GOOD:
            for source in dict.fromkeys(answer.sources):
                lost.setdefault(source, {}).setdefault(answer.competency, []).append(1.0 - answer.score)
    steps = []
    for source, by_competency in lost.items():
        shares = sum(sum(points) / max(_FEWEST, totals[code]) for code, points in by_competency.items())
        gain = _RECOVERED * shares / _SCORE_PER_LOGIT * _bands_per_logit(cuts)
        points = [point for some in by_competency.values() for point in some]
        code = max(by_competency, key=lambda c: sum(by_competency[c]))
        steps.append(Step(READ, source, LOST, gain, sum(points), len(points), code))
    return _by_gain(steps)


def _bands_per_logit(cuts: Mapping[str, float]) -> float:
    """How many bands a logit spans between the first and the last cut; 1 where that cannot be said."""
    edges = [cuts[level] for level in LEVELS if level in cuts]
    span = edges[-1] - edges[0] if len(edges) > 1 else 0.0
    return (len(edges) - 1) / span if span > 0 else 1.0


def statement_steps(statements: Iterable[Statement]) -> list[Step]:
    """One step for each open statement: the weakest competency of a domain, then the fewest missing: rule (c)."""
    ordered = sorted(statements, key=lambda statement: (not statement.weakest, statement.missing))
    return [_statement_step(statement) for statement in ordered]


def _statement_step(statement: Statement) -> Step:
    gain = (1.0 if statement.weakest else 0.5) / max(1, statement.missing)
    return Step(CLOSE, statement.key, OPEN, gain, float(statement.missing), 1, statement.competency, statement.level)


def _by_gain(steps: Iterable[Step]) -> list[Step]:
    return sorted((step for step in steps if step.gain > 0), key=lambda step: -step.gain)
