"""What remains of answers when their account is deleted: sums for each version, and nobody in them."""

from django.db import transaction
from django.db.models import F

from assessment.delivery.models import AttemptItem, ItemTally
from assessment.delivery.records import load_marks


@transaction.atomic
def keep_tallies(user_id: int) -> int:
    """Add the answers of one person to the anonymous sums, before they are deleted; returns how many items.

    Only items of submitted attempts that count. ``answers`` grows by each of them, ``left_open`` by those
    of which no part was answered, ``score_sum`` by the scores.
    """
    items = AttemptItem.objects.filter(
        attempt__user=user_id, attempt__submitted_at__isnull=False, attempt__rules__counts=True, score__isnull=False
    )
    sums: dict[int, dict[str, float]] = {}
    for version_id, marks, score in items.values_list("version_id", "marks", "score"):
        found = sums.setdefault(version_id, {"answers": 0, "left_open": 0, "score_sum": 0.0})
        found["answers"] += 1
        found["left_open"] += not any(mark.answered for mark in load_marks(marks))
        found["score_sum"] += score or 0.0
    ItemTally.objects.bulk_create((ItemTally(version_id=pk) for pk in sorted(sums)), ignore_conflicts=True)
    for version_id in sorted(sums):  # in one order, so that two deletions at once cannot block each other
        ItemTally.objects.filter(pk=version_id).update(
            **{name: F(name) + amount for name, amount in sums[version_id].items()}
        )
    return sum(int(found["answers"]) for found in sums.values())
