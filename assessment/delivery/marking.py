"""Marks, scores and results: what becomes of answers once an item or an attempt is closed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

from assessment.bank.parameters import carried, names_shown
from assessment.bank.question_types.registry import question_type
from assessment.bank.specs import Content
from assessment.delivery.models import Attempt, AttemptChange, AttemptItem
from assessment.delivery.records import dump_marks, load_draws, load_marks, load_responses
from assessment.delivery.rules import counting, read_rules
from assessment.measurement.ability import ScoredItem, estimate
from assessment.scoring import policies
from assessment.values import Draw, Mark, PartSpec, Text


def mark_item(item: AttemptItem, parts: Sequence[PartSpec]) -> tuple[Mark, ...]:
    """The marks of every part of `item` under its pinned draw."""
    draws = load_draws(item.draw)
    responses = load_responses(item.response, len(draws))
    return tuple(
        question_type(part.type).grade(part, response, draw)
        for part, response, draw in zip(parts, responses, draws, strict=True)
    )


def mark_again(item: AttemptItem, old: Content, new: Content, parameters: Mapping[str, Any]) -> tuple[Mark, ...] | None:
    """The marks that the pinned response earns by the key of `new`, another version with these `parameters`.

    `old` is what the learner was asked. None where the answer does not fit: other types of parts, other rows to
    choose from, or numbers that were not drawn. A part that a person has marked keeps that mark.
    """
    draws = draws_for(item, old, new, parameters)
    if draws is None:
        return None
    responses, stored = load_responses(item.response, len(draws)), load_marks(item.marks)
    marks = []
    for was, asked, part, response, draw in zip(stored, old.parts, new.parts, responses, draws, strict=True):
        mark = question_type(part.type).grade(part, response, draw)
        if part.option(mark.recognised) != asked.option(mark.recognised):
            # The page shows the rows that were asked, and this one says something else there.
            mark = replace(mark, recognised="")
        marks.append(was if mark.pending else mark)
    return tuple(marks)


def draws_for(item: AttemptItem, old: Content, new: Content, parameters: Mapping[str, Any]) -> tuple[Draw, ...] | None:
    """The draws of `item` as `new` needs them, or None where they do not fit; see `mark_again`."""
    draws = load_draws(item.draw)
    seen = names_shown([old.scenario, *(text for part in old.parts for text in (part.stem, *_texts(part)))])
    numbers = carried(draws[0].numbers if draws else {}, parameters, seen)
    if numbers is None or [draw.type for draw in draws] != [part.type for part in new.parts]:
        return None
    if not all(same_rows(part, draw) for part, draw in zip(new.parts, draws, strict=True)):
        return None
    return tuple(replace(draw, numbers=numbers) for draw in draws)


def _texts(part: PartSpec) -> tuple[Text, ...]:
    return tuple(option.text for option in part.options)


def same_rows(part: PartSpec, draw: Draw) -> bool:
    """Whether `part` would show the rows that were drawn; their order does not matter."""
    return sorted(question_type(part.type).draw(part, Random(0)).order) == sorted(draw.order)


def full_credit(item: AttemptItem) -> tuple[Mark, ...]:
    """Marks of full credit for every part of `item`, whatever was answered."""
    return tuple(Mark(1.0, mark.answered, mark.recognised) for mark in load_marks(item.marks))


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


def figures(attempt: Attempt) -> dict[str, Any]:
    """The figures that `put_result` sets, by name."""
    return {name: getattr(attempt, name) for name in AttemptChange.FIGURES}


def close(
    attempt: Attempt, items: Sequence[AttemptItem], parts: Mapping[int, Sequence[PartSpec]], now: datetime, by: str
) -> list[AttemptItem]:
    """Mark the open ones among `items`, put the result into `attempt`; returns what was marked, saves nothing.

    What was closed by itself, with feedback at once, keeps the marks that were shown.
    """
    late = attempt.deadline is not None and now >= attempt.deadline
    fresh = [item for item in items if item.closed_at is None]
    for item in fresh:
        put_marks(item, mark_item(item, parts[item.version_id]))
        item.closed_at = now
    attempt.submitted_at = attempt.deadline if late else now
    attempt.submitted_by = Attempt.BY_DEADLINE if late else by
    put_result(attempt, items)
    return fresh


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
