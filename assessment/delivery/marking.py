"""Marks, scores and results: what becomes of answers once an item or an attempt is closed."""

from collections.abc import Sequence

from assessment.bank.question_types.registry import question_type
from assessment.delivery.models import Attempt, AttemptItem
from assessment.delivery.records import dump_marks, load_draws, load_responses
from assessment.delivery.rules import counting, read_rules
from assessment.measurement.ability import ScoredItem, estimate
from assessment.scoring import policies
from assessment.values import Mark, PartSpec


def mark_item(item: AttemptItem, parts: Sequence[PartSpec]) -> tuple[Mark, ...]:
    """The marks of every part of `item` under its pinned draw."""
    draws = load_draws(item.draw)
    responses = load_responses(item.response, len(draws))
    return tuple(
        question_type(part.type).grade(part, response, draw)
        for part, response, draw in zip(parts, responses, draws, strict=True)
    )


def item_score(marks: Sequence[Mark]) -> float | None:
    """The mean over the parts, in [0, 1]; None while a person has yet to mark one of them."""
    if any(mark.pending for mark in marks):
        return None
    return sum(mark.score for mark in marks) / len(marks)


def put_marks(item: AttemptItem, marks: Sequence[Mark]) -> None:
    """Set marks and score of `item`; the caller saves it."""
    item.marks, item.score = dump_marks(marks), item_score(marks)


def put_result(attempt: Attempt, items: Sequence[AttemptItem]) -> None:
    """Set the figures of `attempt` from the scored ones among its `items`; the caller saves it.

    Without any scored item there is no score yet, and the ability is the prior.
    """
    scored = [(item, item.score) for item in items if item.score is not None]
    score = policies.roll_up([Mark(value, answered=True) for _item, value in scored], attempt.scoring_version)
    ability = estimate([ScoredItem(item.difficulty, item.guess, value) for item, value in scored])
    attempt.ability, attempt.ability_error = ability.theta, ability.standard_error
    if not scored:
        attempt.points = attempt.share = attempt.share_error = attempt.guess_share = None
        return
    attempt.points, attempt.share, attempt.share_error = score.points, score.share, score.standard_error
    attempt.guess_share = sum(item.guess for item, _value in scored) / len(scored)


def settle_counting(user_id: int | None, quiz_id: int) -> None:
    """Note which submitted attempts of a person at a quiz enter the measured level, by the newest one's rules."""
    if user_id is None:
        return
    attempts = Attempt.objects.filter(user=user_id, quiz=quiz_id, submitted_at__isnull=False)
    rows = [(row.pk, row.share or 0.0, read_rules(row.rules)) for row in attempts.order_by("submitted_at", "pk")]
    counted = rows[-1][2].counted if rows else ""
    chosen = counting({pk: share for pk, share, rules in rows if rules.counts}, counted)
    attempts.filter(pk__in=chosen, counting=False).update(counting=True)
    attempts.filter(counting=True).exclude(pk__in=chosen).update(counting=False)
