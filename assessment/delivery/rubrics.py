"""Marks open answers by their rubric: the only way for what a person finds to come to be."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from assessment.bank.queries import parts_of
from assessment.bank.question_types import open_answer
from assessment.delivery.marking import put_marks, put_result, settle_counting
from assessment.delivery.models import Attempt, AttemptChange, AttemptItem, RubricMark
from assessment.delivery.open_answers import markable, with_found
from assessment.delivery.records import load_marks
from assessment.values import PartSpec

MOST_COMMENT = 2_000


class NotMarkable(Exception):
    """There is no open answer here that this person could mark."""


class MarkedMeanwhile(Exception):
    """Somebody else has marked the answer since the page was made."""


@transaction.atomic
def score_own(item: AttemptItem, part: int, met: Collection[str], now: datetime) -> RubricMark:
    """Keep which rows the writer of an answer finds met, in place of what they found before.

    It enters no score. Rows that the rubric does not have are left out. The caller has made sure that the
    item is the person's own and that they may see the rubric. Raises NotMarkable where `part` is no open
    answer with something in it, or the attempt is not submitted.
    """
    if item.attempt.submitted_at is None:
        raise NotMarkable
    spec = _part(item, part)
    row, _made = RubricMark.objects.update_or_create(
        item=item, part=part, by_self=True, defaults={"met": _rows(spec, met), "marked_at": now}
    )
    return row


@transaction.atomic
def mark(
    item_id: int, part: int, reviewer_id: int, met: Collection[str], comment: str, seen: int, now: datetime
) -> RubricMark:
    """Add a reviewer's mark, and let the item and the figures of its attempt follow.

    `met` are the rows of the rubric that the answer meets. `seen` is the number of marks that reviewers had
    given when the page was made: raises MarkedMeanwhile where there are others by now. Raises NotMarkable
    where there is no such answer for this reviewer; one's own is none.
    """
    if not markable(reviewer_id).filter(pk=item_id).exists():
        raise NotMarkable
    # In the order in which submitting locks: first the attempt, then its items.
    attempt = Attempt.objects.select_for_update(of=("self",)).get(items=item_id)
    items = list(attempt.items.select_for_update().order_by("position"))
    item = next(one for one in items if one.pk == item_id)
    spec = _part(item, part)
    given = RubricMark.objects.filter(item=item, by_self=False)
    if given.filter(part=part).count() != seen:
        raise MarkedMeanwhile
    row = given.create(
        item=item, part=part, by_self=False, marker_id=reviewer_id, met=_rows(spec, met),
        comment=comment.strip()[:MOST_COMMENT], marked_at=now,
    )  # fmt: skip
    _settle(attempt, items, item)
    return row


def _settle(attempt: Attempt, items: list[AttemptItem], item: AttemptItem) -> None:
    """The marks of `item` with what reviewers found, and the result of its attempt by the pinned policy."""
    parts = parts_of([item.version_id])[item.version_id]
    found = {row.part: row.met for row in item.rubric_marks.filter(by_self=False).order_by("pk")}
    # On the marks as they are stored: the other parts of a testlet keep what they were given then.
    put_marks(item, with_found(load_marks(item.marks), parts, found))
    item.save(update_fields=["marks", "score"])
    put_result(attempt, items)
    attempt.save(update_fields=AttemptChange.FIGURES)
    settle_counting(attempt.user_id, attempt.quiz_id)


def _part(item: AttemptItem, part: int) -> PartSpec:
    """The open answer that is part number `part` of `item`, with something written."""
    parts, marks = parts_of([item.version_id])[item.version_id], load_marks(item.marks)
    if not 0 <= part < len(marks) or parts[part].type != open_answer.CODE or not marks[part].answered:
        raise NotMarkable
    return parts[part]


def _rows(spec: PartSpec, met: Collection[str]) -> list[str]:
    """The keys among `met` that the rubric has, in its order."""
    return [row.key for row in spec.with_role(open_answer.RUBRIC) if row.key in met]
