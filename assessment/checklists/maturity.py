"""How mature a system is: from answers with evidence to levels. Pure; `today` is an argument.

Adapted from the ML Test Score: E. Breck, S. Cai, E. Nielsen, M. Salib and D. Sculley, "The ML Test
Score: A Rubric for ML Production Readiness and Technical Debt Reduction", IEEE Big Data 2017: half a
point for what is done by hand, a full one for what is current and automatic, and a minimum where
the weakest part decides. The numbers below are this framework's own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LEVELS = ("M1", "M2", "M3", "M4", "M5")
VALUES = ("", "0", "0.5", "1", "na")
PERIOD_DAYS = 180
MOST_NOT_APPLICABLE = 2
MET, SKIPPED, NOT_MET = "met", "skipped", "not_met"
# Why a competency is not assessed.
UNTOUCHED, TOO_MANY_NOT_APPLICABLE = "untouched", "too_many_na"

_EACH, _MEAN, _MEAN_FROM, _STALE = 0.5, 0.75, "M3", 0.5
# The day has begun elsewhere before it begins in UTC.
_GRACE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: ``value`` is one of `VALUES`, ``day`` the date of the evidence, None where there is no readable one.

    ``period_days`` is how long evidence counts in full where the statement sets its own period.
    """

    code: str
    competency: str
    domain: str
    level: str
    value: str = ""
    reason: str = ""
    evidence: str = ""
    day: date | None = None
    period_days: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What one answer is worth: ``counts`` in [0, 1], None where it is not applicable, and why.

    ``state`` is one of open, no_reason, na, no_evidence, no_day, future, stale, counts.
    """

    counts: float | None
    state: str

    @property
    def answered(self) -> bool:
        """Whether the statement has an answer; not applicable without a reason is none."""
        return self.state not in ("open", "no_reason")


@dataclass(frozen=True, slots=True)
class CompetencyOutcome:
    """One competency: its level from 0 to 5 and its score in percent, both None where it is not assessed.

    ``levels`` says of each level whether it is met, skipped or not met; ``reason`` says why it is not assessed.
    """

    attained: int | None
    score: float | None
    levels: Mapping[str, str]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every competency by its code, and the level of each domain, None where nothing in it is assessed."""

    competencies: Mapping[str, CompetencyOutcome]
    domains: Mapping[str, int | None]


def standing(answer: Answer, today: date) -> Standing:
    """What `answer` is worth on the day `today`."""
    if answer.value == "na":
        return Standing(None, "na") if answer.reason.strip() else Standing(0.0, "no_reason")
    if answer.value not in ("0.5", "1"):
        return Standing(0.0, "counts" if answer.value == "0" else "open")
    if not answer.evidence.strip():
        return Standing(0.0, "no_evidence")
    if answer.day is None:
        return Standing(0.0, "no_day")
    if answer.day > today + _GRACE:
        return Standing(0.0, "future")
    value = float(answer.value)
    if (today - answer.day).days > (answer.period_days or PERIOD_DAYS):
        return Standing(min(value, _STALE), "stale")
    return Standing(value, "counts")


def assess(answers: Iterable[Answer], today: date) -> Outcome:
    """The outcome of one review on the day `today`, by rule 1.

    A level is met if every applicable statement counts at least 0.5 and, from M3 on, their mean is at least
    0.75; it is skipped if no statement applies. The level attained is the highest one up to which all are met
    or skipped. A competency without an answer, or with more than two that do not apply, is not assessed. The
    level of a domain is the minimum over its assessed competencies.
    """
    groups: dict[str, list[Answer]] = {}
    for answer in answers:
        groups.setdefault(answer.competency, []).append(answer)
    competencies = {code: _competency(groups[code], today) for code in sorted(groups)}
    attained: dict[str, list[int]] = {}
    for code, outcome in competencies.items():
        levels = attained.setdefault(groups[code][0].domain, [])
        if outcome.attained is not None:
            levels.append(outcome.attained)
    return Outcome(competencies, {domain: min(attained[domain], default=None) for domain in sorted(attained)})


def _competency(answers: Sequence[Answer], today: date) -> CompetencyOutcome:
    judged = [(answer.level, standing(answer, today)) for answer in answers]
    levels = {level: _level(level, [s.counts for own, s in judged if own == level]) for level in LEVELS}
    if not any(s.answered for _level_name, s in judged):
        return CompetencyOutcome(None, None, levels, UNTOUCHED)
    applicable = [s.counts for _level_name, s in judged if s.counts is not None]
    if len(judged) - len(applicable) > MOST_NOT_APPLICABLE:
        return CompetencyOutcome(None, None, levels, TOO_MANY_NOT_APPLICABLE)
    score = 100 * sum(applicable) / len(applicable) if applicable else None
    return CompetencyOutcome(_attained(levels), score, levels)


def _level(level: str, counts: Sequence[float | None]) -> str:
    applicable = [count for count in counts if count is not None]
    if not applicable:
        return SKIPPED
    return MET if _is_met(level, applicable) else NOT_MET


def _is_met(level: str, counts: Sequence[float]) -> bool:
    if min(counts) < _EACH:
        return False
    return level < _MEAN_FROM or sum(counts) / len(counts) >= _MEAN


def _attained(levels: Mapping[str, str]) -> int:
    unmet = (number for number, level in enumerate(LEVELS) if levels[level] == NOT_MET)
    return next(unmet, len(LEVELS))


def to_close(answers: Sequence[Answer], today: date) -> tuple[str, ...]:
    """The fewest statements of one competency that, made true with evidence, meet its next level; weakest first.

    Empty where the competency is not assessed or has no level left.
    """
    outcome = _competency(answers, today)
    if outcome.attained is None or outcome.attained == len(LEVELS):
        return ()
    level = LEVELS[outcome.attained]
    rows = [(standing(answer, today).counts, answer.code) for answer in answers if answer.level == level]
    open_rows = sorted((counts, code) for counts, code in rows if counts is not None)
    closed: list[str] = []
    counts = [count for count, _code in open_rows]
    for index, (_count, code) in enumerate(open_rows):
        if _is_met(level, counts):
            break
        counts[index] = 1.0
        closed.append(code)
    return tuple(closed)


# A change of the rule gets a new number; reviews pin theirs.
RULES: Mapping[int, Callable[[Iterable[Answer], date], Outcome]] = {1: assess}
CURRENT = 1
