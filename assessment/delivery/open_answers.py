"""Open answers and what people found in them: which wait, and the marks of an answer. Read only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from assessment.bank.question_types import open_answer
from assessment.delivery.models import AttemptItem, RubricMark
from assessment.delivery.records import load_marks
from assessment.values import Mark, PartSpec

# How many waiting answers the list shows at once, and how many of the last ones marked.
SHOWN, RECENT = 50, 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """One answer that waits for a person, and since when; never whose it is."""

    item: AttemptItem
    part: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """What is found in one open answer: by its writer, and by a reviewer, whose newest word counts."""

    own: RubricMark | None = None
    reviewer: RubricMark | None = None


def markable(reviewer_id: int) -> QuerySet[AttemptItem]:
    """Items of submitted attempts that this reviewer may mark: of accounts, no simulated ones, never their own.

    A visitor's answer comes in as soon as somebody has adopted it.
    """
    return AttemptItem.objects.filter(
        closed_at__isnull=False,
        attempt__submitted_at__isnull=False,
        attempt__user__isnull=False,
        attempt__user__simulated=False,
    ).exclude(attempt__user=reviewer_id)


def waiting(reviewer_id: int) -> list[Waiting]:
    """The answers that have waited longest, oldest first; one query."""
    items = (
        markable(reviewer_id)
        .filter(score__isnull=True)
        .select_related("attempt", "version__question", "competency")
        .order_by("closed_at", "pk")[:SHOWN]
    )
    return [
        Waiting(item, part, item.attempt.submitted_at or item.attempt.started_at)
        for item in items
        for part, mark in enumerate(load_marks(item.marks))
        if mark.pending
    ]


def waiting_count(reviewer_id: int) -> int:
    """How many items wait for a person, whatever the list shows; one query."""
    return markable(reviewer_id).filter(score__isnull=True).count()


def recently_marked(reviewer_id: int) -> list[RubricMark]:
    """The last marks that this reviewer gave, newest first; one query."""
    marks = RubricMark.objects.filter(by_self=False, marker=reviewer_id)
    return list(marks.select_related("item__version__question").order_by("-marked_at", "-pk")[:RECENT])


def marks_of(item_id: int, part: int) -> list[RubricMark]:
    """Every mark that reviewers gave one part, oldest first; one query."""
    return list(RubricMark.objects.filter(item=item_id, part=part, by_self=False).order_by("pk"))


def found_in(item_ids: Collection[int]) -> dict[tuple[int, int], Found]:
    """What was found in open answers, by item and part; one query."""
    found: dict[tuple[int, int], Found] = {}
    for mark in RubricMark.objects.filter(item__in=item_ids).order_by("pk"):
        place = (mark.item_id, mark.part)
        side = {"own": mark} if mark.by_self else {"reviewer": mark}
        found[place] = replace(found.get(place, Found()), **side)
    return found


def with_found(
    marks: Sequence[Mark], parts: Sequence[PartSpec], found: Mapping[int, Collection[str]]
) -> tuple[Mark, ...]:
    """`marks` as grading gave them, with what reviewers settled; `found` holds the rows met by number of the part.

    Whoever grades an item again needs this as well, or what people marked would wait once more.
    """
    return tuple(
        replace(mark, score=open_answer.rubric_score(part, found[i]), pending=False) if i in found else mark
        for i, (mark, part) in enumerate(zip(marks, parts, strict=True))
    )


@dataclass(frozen=True, slots=True)
class Told:
    """One mark as it is read: the points of the rows met, a comment, when; never by whom."""

    points: float
    comment: str
    at: datetime


def details_with(details: Mapping[str, Any], found: Found, shown: Collection[str]) -> dict[str, Any]:
    """The `details` of a reviewed open answer, with ticks on the rows of its rubric and what they sum to.

    What a reviewer found is told only where the score is among what is `shown`.
    """
    reviewer = found.reviewer if "score" in shown else None
    rows = [
        {**row, "own": _met(found.own, row["key"]), "reviewer": _met(reviewer, row["key"])} for row in details["rubric"]
    ]
    return {**details, "rubric": rows, "own": _told(found.own, rows), "reviewer": _told(reviewer, rows)}


def _met(mark: RubricMark | None, key: str) -> bool:
    return mark is not None and key in mark.met


def _told(mark: RubricMark | None, rows: Sequence[Mapping[str, Any]]) -> Told | None:
    if mark is None:
        return None
    return Told(sum(row["points"] for row in rows if row["key"] in mark.met), mark.comment, mark.marked_at)
