"""When to sit a quiz again, and what of it would be new. Pure.

A question that is met again soon measures memory of its answer besides what it was written for: gains in
retests are larger with the same form than with another one (Hausknecht et al. 2007, "Retesting in selection",
Journal of Applied Psychology 92(2), 373-385). So there is no wait where at least half of the next form is new,
the share that assembly aims at; else two weeks since the last time. The two weeks are our choice.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessment.delivery.assembly import UNSEEN_SHARE, Candidate, Plan

WAIT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Advice:
    """Of `questions` in the next form `new` were never asked of this person; `wait_until` is None for no wait."""

    questions: int
    new: int
    wait_until: datetime | None


def advise(questions: int, new: int, last_at: datetime, now: datetime) -> Advice:
    """Advice on the next sitting of a form of `questions`, 1 or more, `new` of them unseen, last sat at `last_at`."""
    ready = last_at + WAIT
    return Advice(questions, new, None if new >= UNSEEN_SHARE * questions or now >= ready else ready)


def new_in_next_form(plan: Plan, candidates: Sequence[Candidate]) -> int:
    """How many items of the next form of `plan` can be new, at most: unseen ones go first in every section.

    Counts by competency and cognitive level; where limits by type or by claim bite, the form has fewer.
    """
    fresh = [c for c in candidates if not c.seen and c.kind not in plan.without]
    left = Counter((c.competency, c.cognitive) for c in fresh)
    found = 0
    for section in plan.sections:
        for level, wanted in section.counts.items():
            places = [(section.competency, level)] if section.competency else [p for p in left if p[1] == level]
            for place in places:
                taken = min(wanted, left[place])
                left[place] -= taken
                wanted -= taken
                found += taken
    return found
