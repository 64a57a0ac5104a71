"""What simulated learners noted in their notebook, by the actions of delivery."""

from datetime import datetime, timedelta

from assessment.management.demo.people import Person, rng_for
from assessment.management.demo.rooms import room

_MOST = 8


def annotate(person: Person, user_id: int, seed: int, now: datetime) -> int:
    """Mark some mistakes as understood and some questions as worth coming back to; returns how many."""
    actions = room("delivery.actions", "bookmark", "mark_understood")
    notebook = room("delivery.notebook", "entries")
    if actions is None or notebook is None:
        return 0
    rng = rng_for(seed, person.number, "notebook")
    mistakes = [entry for entry in notebook.entries(user_id) if entry.state]
    chosen = rng.sample(mistakes, min(len(mistakes), round(_MOST * person.diligence)))
    for entry in chosen:
        when = min(now, entry.answered_on + timedelta(days=rng.randint(0, 20)))
        mark = actions.bookmark if rng.random() < 0.3 else actions.mark_understood
        mark(user_id, entry.question_id, when)
    return len(chosen)
