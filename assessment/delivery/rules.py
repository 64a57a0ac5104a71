"""The rules of a quiz as an attempt keeps them: what is shown when, how long, how attempts count. Pure.

Modes are data: practice, an assessed quiz or a placement differ in these values alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

OWN, RIGHT, FEEDBACK, EXPLANATION, SCORE = "own", "right", "feedback", "explanation", "score"
SHOWABLE = (OWN, RIGHT, FEEDBACK, EXPLANATION, SCORE)
# Stages: as soon as a question is answered, after submission, after the quiz has closed for everybody.
ANSWERED, SUBMITTED, CLOSED = "answered", "submitted", "closed"
STAGES = (ANSWERED, SUBMITTED, CLOSED)
ALL, LAST, BEST, FIRST = "all", "last", "best", "first"
COUNTED = (ALL, LAST, BEST, FIRST)
DEFAULT_SHOWS: Mapping[str, list[str]] = {ANSWERED: [], SUBMITTED: list(SHOWABLE), CLOSED: list(SHOWABLE)}


@dataclass(frozen=True, slots=True)
class Rules:
    """What an attempt pinned of its quiz. ``relaxed`` names rules of the plan that the bank could not keep."""

    mode: str
    counts: bool
    counted: str
    shows: Mapping[str, frozenset[str]]
    certainty: bool
    closes_at: datetime | None
    relaxed: tuple[str, ...]

    @property
    def instant(self) -> bool:
        """Whether feedback comes as soon as a question is answered; the answer is final then."""
        return bool(self.shows[ANSWERED])

    def shown(self, submitted: bool, now: datetime) -> frozenset[str]:
        """What may be shown of a question that was marked."""
        found = self.shows[ANSWERED]
        if submitted:
            found |= self.shows[SUBMITTED]
            if self.closes_at and now >= self.closes_at:
                found |= self.shows[CLOSED]
        return found


def read_rules(stored: Mapping[str, Any]) -> Rules:
    """Rules from what an attempt stores; older attempts lack the younger ones."""
    shows = stored.get("shows", DEFAULT_SHOWS)
    closes_at = stored.get("closes_at")
    return Rules(
        mode=str(stored.get("mode", "")),
        counts=bool(stored.get("counts")),
        counted=str(stored.get("counted", ALL)),
        shows={stage: frozenset(shows.get(stage, ())) & frozenset(SHOWABLE) for stage in STAGES},
        certainty=bool(stored.get("certainty")),
        closes_at=datetime.fromisoformat(closes_at) if closes_at else None,
        relaxed=tuple(stored.get("relaxed", ())),
    )


def tells_score(stored: Mapping[str, Any], submitted: bool, now: datetime) -> bool:
    """Whether rules, as an attempt stores them, let a score be shown by `now`."""
    return SCORE in read_rules(stored).shown(submitted, now)


def deadline(started_at: datetime, minutes: int | None, factor: float, closes_at: datetime | None) -> datetime | None:
    """When an attempt ends: its time limit stretched by the learner's `factor`, but never after the quiz closes."""
    limit = started_at + timedelta(minutes=minutes * factor) if minutes else None
    ends = [moment for moment in (limit, closes_at) if moment]
    return min(ends) if ends else None


EARLY, LATE, ATTEMPTS = "early", "late", "attempts"


def refusal(
    opens_at: datetime | None, closes_at: datetime | None, allowed: int | None, made: int, now: datetime
) -> str:
    """Why a quiz cannot be started now: ``early``, ``late`` or ``attempts``; empty where it can.

    It can from `opens_at` on until just before `closes_at`, `allowed` times by one person, who began `made`.
    """
    if opens_at and now < opens_at:
        return EARLY
    if closes_at and now >= closes_at:
        return LATE
    return ATTEMPTS if allowed and made >= allowed else ""


def counting(shares: Mapping[int, float], counted: str) -> frozenset[int]:
    """Which of a person's submitted attempts at one quiz count; `shares` by attempt in order of submission.

    The best is the earliest of those with the highest score.
    """
    order = list(shares)
    if not order or counted == ALL:
        return frozenset(order)
    if counted == BEST:
        return frozenset([max(order, key=lambda attempt: shares[attempt])])
    return frozenset([order[-1] if counted == LAST else order[0]])
