"""What simulated learners noted in their notebook, by the actions of delivery."""

from datetime import datetime, timedelta

from assessment.delivery import notebook, notes
from assessment.management.demo.people import Person, rng_for

_MOST = 8


def annotate(person: Person, user_id: int, seed: int, now: datetime) -> int:
    """Mark some mistakes as understood and some questions as worth coming back to; returns how many."""
    rng = rng_for(seed, person.number, "notebook")
    mistakes = [entry for entry in notebook.entries(user_id) if entry.state]
    chosen = rng.sample(mistakes, min(len(mistakes), round(_MOST * person.diligence)))
    for entry in chosen:
        when = min(now, entry.answered_on + timedelta(days=rng.randint(0, 20)))
        mark = notes.bookmark if rng.random() < 0.3 else notes.mark_understood
        mark(user_id, entry.question_id, when)
    return len(chosen)
