"""Name a system, start, answer, close, delete: the only way to write to reviews."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from assessment.checklists.models import Checklist, Review, ReviewAnswer, System
from assessment.checklists.queries import answers_of, current_versions, latest_closed
from assessment.checklists.records import CURRENT_RULES, VALUES, Content, content_of, is_answered, outcome_of
from assessment.lib.dates import read_day
from assessment.lib.posted import lines


class NothingToReview(Exception):
    """The checklist has no statement."""


class NothingAnswered(Exception):
    """A review without a single answer cannot be closed."""


class Closed(Exception):
    """The review is closed and stays as it is."""


class Outcome(Enum):
    """What became of a posted answer."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class SaveResult:
    """The outcome, the row as it is stored now, and what was posted."""

    outcome: Outcome
    row: ReviewAnswer
    posted: Content


def name_system(user_id: int, name: str, description: str, now: datetime) -> System:
    """A new system of one person."""
    return System.objects.create(owner_id=user_id, name=name, description=description, created_at=now)


def delete_system(system: System) -> None:
    """Delete a system that has no closed review. Raises Closed where it has one."""
    with transaction.atomic():
        System.objects.select_for_update().get(pk=system.pk)
        if system.reviews.filter(closed_at__isnull=False).exists():
            raise Closed(str(system.key))
        system.delete()


def start(checklist: Checklist, user_id: int, system: System | None, now: datetime) -> Review:
    """The open review of that person, or of their `system`; made if there is none.

    It pins the newest version of every statement. A review of a system starts from the last closed one; a
    self-rating starts empty, see docs/decisions/0011. Raises NothingToReview for a checklist without statements.
    """
    try:
        with transaction.atomic():
            return _open(checklist, user_id, system) or _start(checklist, user_id, system, now)
    except IntegrityError:
        # Two tabs pressed "start" at once; the other one has made the review.
        review = _open(checklist, user_id, system)
        if review is None:
            raise
        return review


def _open(checklist: Checklist, user_id: int, system: System | None) -> Review | None:
    return Review.objects.filter(owner=user_id, checklist=checklist, system=system, closed_at__isnull=True).first()


def _start(checklist: Checklist, user_id: int, system: System | None, now: datetime) -> Review:
    versions = current_versions(checklist)
    if not versions:
        raise NothingToReview(checklist.slug)
    review = Review(
        checklist=checklist, owner_id=user_id, system=system, rule_version=CURRENT_RULES[checklist.kind], started_at=now
    )
    review.previous = latest_closed(review)
    review.save()
    carried = _carried(review)
    answers = [ReviewAnswer(review=review, version=version) for version in versions]
    for answer in answers:
        before = carried.get(answer.version.statement.code)
        if before:
            answer.value, answer.reason, answer.evidence = before.value, before.reason, before.evidence
            answer.date_text, answer.evidence_date = before.date_text, before.evidence_date
    ReviewAnswer.objects.bulk_create(answers)
    return review


def _carried(review: Review) -> dict[str, ReviewAnswer]:
    """The answers that a new review starts from, by statement code."""
    if review.previous is None or review.checklist.kind != Checklist.MATURITY:
        return {}
    return {row.version.statement.code: row for row in answers_of(review.previous)}


def read_posted(kind: str, fields: Mapping[str, str], prefix: str) -> Content:
    """The content in form fields named ``<prefix>-value`` and so on; a value that is none of the list is no answer.

    Of a self-rating nothing but the value is read.
    """

    def field(name: str) -> str:
        return lines(fields.get(f"{prefix}-{name}", ""))

    value = field("value")
    value = value if value in VALUES[kind] else ""
    if kind == Checklist.CAN_DO:
        return Content(value)
    return Content(value, field("reason"), field("evidence"), field("date"))


def save_answer(row: ReviewAnswer, content: Content, revision: int, now: datetime) -> SaveResult:
    """Keep `content` in `row`, which must come with its review; one UPDATE at most.

    `revision` is the one that the page was made from. The same answer again changes nothing; an older page
    gets CONFLICT where it would overwrite a newer answer. What is not valid yet is kept as well. The caller may
    say "saved" when this has returned: outside a transaction the UPDATE is committed by then.
    """
    if row.review.closed_at:
        return SaveResult(Outcome.CLOSED, row, content)
    if content_of(row) == content:
        return SaveResult(Outcome.UNCHANGED, row, content)
    if row.revision != revision:
        return SaveResult(Outcome.CONFLICT, row, content)
    day = read_day(content.date_text)
    guarded = ReviewAnswer.objects.filter(pk=row.pk, revision=revision, review__closed_at__isnull=True)
    try:
        changed = guarded.update(
            value=content.value, reason=content.reason, evidence=content.evidence, date_text=content.date_text,
            evidence_date=day, revision=F("revision") + 1, answered_at=now,
        )  # fmt: skip
    except IntegrityError:
        # The review was closed while this waited for it; the seal has refused.
        changed = 0
    if not changed:
        # Somebody was faster between our reading and our writing; judge again by what is there now.
        fresh = ReviewAnswer.objects.select_related("review__checklist", "version__statement__competency")
        return save_answer(fresh.get(pk=row.pk), content, revision, now)
    row.value, row.reason, row.evidence = content.value, content.reason, content.evidence
    row.date_text, row.evidence_date = content.date_text, day
    row.revision, row.answered_at = revision + 1, now
    return SaveResult(Outcome.SAVED, row, content)


@transaction.atomic
def close(key: UUID, now: datetime) -> Review:
    """Close the review called `key` and store what the rule makes of it; a second call changes nothing.

    Raises NothingAnswered where no statement has an answer.
    """
    # Locked: a save in flight is either in what we judge or refused by the seal.
    review = Review.objects.select_for_update().get(key=key)
    if review.closed_at:
        return review
    rows = answers_of(review)
    if not any(map(is_answered, rows)):
        raise NothingAnswered(str(key))
    review.outcome = outcome_of(review, rows, now.date())
    review.closed_at = now
    review.save(update_fields=["outcome", "closed_at"])
    return review


@transaction.atomic
def delete_open(key: UUID) -> None:
    """Delete the open review called `key` with its answers. Raises Closed where it is closed by now."""
    review = Review.objects.select_for_update().get(key=key)
    if review.closed_at:
        raise Closed(str(key))
    review.delete()
