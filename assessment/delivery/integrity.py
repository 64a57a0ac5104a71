"""Whether every stored mark and figure is what its rules make of the answers, corrections honoured."""

from collections.abc import Iterator, Mapping, Sequence
from math import isclose
from typing import Any

from django.db.models import Prefetch

from assessment.bank.queries import parts_of
from assessment.bank.question_types.registry import GRADING_VERSION
from assessment.delivery.marking import figures, item_score, mark_item, put_result
from assessment.delivery.models import Attempt, AttemptItem, MarkChange, RubricMark
from assessment.delivery.open_answers import with_found
from assessment.delivery.records import load_marks
from assessment.values import Mark, PartSpec

_CHUNK = 200
_SLACK = 1e-9


def changed_marks(limit: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """Chunk by chunk of the submitted attempts, oldest first: how many were read, and what differs in words.

    At most `limit` attempts. Every item is graded anew; where corrections changed its marks, the first of them
    must begin from those, each from where the one before ended, and the last end at what is stored. The figures
    of the attempt are computed from the stored scores by the policy that it pins.
    """
    ids = Attempt.objects.filter(submitted_at__isnull=False).order_by("pk").values_list("pk", flat=True)
    wanted = list(ids if limit is None else ids[:limit])
    parts: dict[int, tuple[PartSpec, ...]] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        attempts = list(Attempt.objects.filter(pk__in=chunk).order_by("pk"))
        items: dict[int, list[AttemptItem]] = {}
        given = Prefetch("rubric_marks", RubricMark.objects.order_by("pk"))
        asked = AttemptItem.objects.filter(attempt__in=chunk).prefetch_related(given)
        for item in asked.order_by("attempt_id", "position"):
            items.setdefault(item.attempt_id, []).append(item)
        parts |= parts_of({item.version_id for rows in items.values() for item in rows} - parts.keys())
        changes: dict[int, list[MarkChange]] = {}
        for change in MarkChange.objects.filter(item__attempt__in=chunk).order_by("pk"):
            changes.setdefault(change.item_id, []).append(change)
        yield (
            len(attempts),
            [found for attempt in attempts for found in _judged(attempt, items.get(attempt.pk, []), parts, changes)],
        )


def _judged(
    attempt: Attempt,
    items: Sequence[AttemptItem],
    parts: Mapping[int, Sequence[PartSpec]],
    changes: Mapping[int, Sequence[MarkChange]],
) -> Iterator[str]:
    name = f"attempt {attempt.key}"
    if attempt.grading_version == GRADING_VERSION:
        for item in items:
            for found in _readable(item, parts, changes.get(item.pk, ())):
                yield f"{name}, question {item.position}: {found}"
    else:
        yield f"{name}: there is no version {attempt.grading_version} of grading to mark it by"
    stored = figures(attempt)
    try:
        put_result(attempt, items)
    except KeyError:
        yield f"{name}: there is no scoring policy {attempt.scoring_version}"
        return
    for figure, value in figures(attempt).items():
        if not _close(stored[figure], value):
            yield f"{name}: {figure} is stored as {stored[figure]}, its items give {value}"


def _readable(item: AttemptItem, parts: Mapping[int, Sequence[PartSpec]], changes: Sequence[MarkChange]) -> list[str]:
    """What differs in `item`, or that it cannot even be read: damage must be named, and not end the search."""
    try:
        return list(_item(item, parts[item.version_id], changes))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return [f"its answer, draw or marks cannot be read ({type(error).__name__}: {error})"]


def _item(item: AttemptItem, parts: Sequence[PartSpec], changes: Sequence[MarkChange]) -> Iterator[str]:
    first = changes[0].marks_before if changes else item.marks
    computed = mark_item(item, parts)
    if not _same(load_marks(first), computed):
        yield "its answer earns other marks than those stored"
    ends = [*(change.marks_before for change in changes[1:]), item.marks]
    if not all(_continues(one.marks_after, end, computed) for one, end in zip(changes, ends, strict=False)):
        yield "its marks are not those of its last correction"
    if not changes and not _as_found(item, parts, computed):
        yield "its marks are not those of the rows that reviewers found met"
    if not _close(item.score, item_score(load_marks(item.marks))):
        yield f"its score is stored as {item.score}, its marks give {item_score(load_marks(item.marks))}"


def _same(stored: Sequence[Mark], computed: Sequence[Mark]) -> bool:
    """Whether two sequences of marks are one; where a mark is for a person to give, any in range will do."""
    return len(stored) == len(computed) and all(
        0.0 <= was.score <= 1.0
        and was.answered == mark.answered
        and (mark.pending or (_close(was.score, mark.score) and was.recognised == mark.recognised and not was.pending))
        for was, mark in zip(stored, computed, strict=True)
    )


def _as_found(item: AttemptItem, parts: Sequence[PartSpec], computed: Sequence[Mark]) -> bool:
    """Whether what waits for a person, or was marked by one, is stored as reviewers found it."""
    if not any(mark.pending for mark in computed):
        return True
    found = {row.part: row.met for row in item.rubric_marks.all() if not row.by_self}
    now = with_found(computed, parts, found)
    rows = zip(load_marks(item.marks), now, computed, strict=True)
    return all(
        was.pending == mark.pending and _close(was.score, mark.score) for was, mark, asked in rows if asked.pending
    )


def _continues(left: Any, found: Any, computed: Sequence[Mark]) -> bool:
    """Whether marks are as a correction left them; what a person gives may have been given since."""
    rows = zip(load_marks(left), load_marks(found), computed, strict=True)
    return all(was == now or mark.pending for was, now, mark in rows)


def _close(one: float | None, two: float | None) -> bool:
    if one is None or two is None:
        return one is two
    return isclose(one, two, rel_tol=0.0, abs_tol=_SLACK)
