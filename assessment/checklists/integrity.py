"""Whether the outcomes of closed reviews are what their rule makes of their answers."""

import json
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder

from assessment.checklists.models import Review, ReviewAnswer
from assessment.checklists.records import outcome_of

_CHUNK = 100


def changed_reviews(limit: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """Chunk by chunk of the closed reviews, oldest first: how many were read, and what differs in words.

    At most `limit` reviews. The outcome is computed anew by the rule that the review pins, as of the day of closing.
    """
    ids = Review.objects.filter(closed_at__isnull=False).order_by("pk").values_list("pk", flat=True)
    wanted = list(ids if limit is None else ids[:limit])
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        reviews = list(Review.objects.filter(pk__in=chunk).select_related("checklist").order_by("pk"))
        answers: dict[int, list[ReviewAnswer]] = {}
        rows = ReviewAnswer.objects.filter(review__in=chunk).select_related("version__statement__competency")
        for row in rows.order_by("version__statement__competency__code", "version__statement__position"):
            answers.setdefault(row.review_id, []).append(row)
        yield len(reviews), [found for review in reviews for found in _judged(review, answers.get(review.pk, []))]


def _judged(review: Review, answers: list[ReviewAnswer]) -> list[str]:
    if review.closed_at is None:
        return []
    try:
        computed = outcome_of(review, answers, review.closed_at.date())
    except KeyError:
        return [f"review {review.key}: there is no rule {review.rule_version}"]
    if _plain(computed) == _plain(review.outcome):
        return []
    return [f"review {review.key}: its answers give another outcome than the one stored"]


def _plain(outcome: object) -> object:
    """The outcome as a JSON column gives it back: whole numbers as floats, so that 2 is 2.0."""
    return json.loads(json.dumps(outcome, cls=DjangoJSONEncoder), parse_int=float)
