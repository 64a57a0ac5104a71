"""Correct the marks of a question that was answered and has a better version by now; take a correction back.

Attempts keep the versions that they pinned. What a run changes is kept before and after, so that the first
change of an item holds its original marks. See docs/decisions/0022.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, QuerySet

from assessment.bank.queries import contents_of, current_version
from assessment.delivery.marking import (
    figures,
    full_credit,
    item_score,
    mark_again,
    put_marks,
    put_result,
    settle_counting,
)
from assessment.delivery.models import Attempt, AttemptChange, AttemptItem, CorrectionRun, MarkChange, RubricMark
from assessment.delivery.records import load_marks
from assessment.values import Mark, Text

if TYPE_CHECKING:
    from assessment.bank.models import Question, QuestionVersion

POLICIES = (CorrectionRun.FULL_CREDIT, CorrectionRun.NEW_KEY, CorrectionRun.LEAVE)
# So many attempts are shown with their scores before a correction; the sums are over all of them.
SHOWN = 100
# So many attempts are in memory at once while a correction runs.
_CHUNK = 200
# What an item becomes: new marks, or None where its answer does not fit the corrected version.
_Rule = Callable[[AttemptItem], "tuple[Mark, ...] | None"]


class NothingToCorrect(Exception):
    """No submitted attempt holds an answer to an older version of the question."""


class ReasonMissing(Exception):
    """A correction says in both languages why it was made."""


class CannotUndo(Exception):
    """Only the newest correction of a question that still stands can be taken back."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a correction would do to one attempt: the score of the item and of the attempt before and after.

    ``fits`` tells whether the answer could be marked again; where not, it keeps its marks.
    """

    attempt: Attempt
    version: int
    score_before: float | None
    score_after: float | None
    share_before: float | None
    share_after: float | None
    fits: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a correction would do: how many answers it concerns, raises, lowers, or cannot mark again.

    ``rows`` lists attempts, those that change first.
    """

    answers: int
    raised: int
    lowered: int
    unfit: int
    rows: tuple[Foreseen, ...]


def affected(question: Question) -> QuerySet[AttemptItem]:
    """The items of submitted attempts that asked an older version of `question` than the current one."""
    current = current_version(question)
    return _affected(question, current.number or 0 if current else 0)


def _affected(question: Question, number: int) -> QuerySet[AttemptItem]:
    items = AttemptItem.objects.filter(version__question=question, version__number__lt=number)
    return items.filter(attempt__submitted_at__isnull=False).order_by("attempt__submitted_at", "pk")


def preview(question: Question, policy: str, limit: int = SHOWN) -> Preview:
    """What `policy` would do to the answers to older versions; five queries however many they are.

    `limit` is how many attempts are listed with their scores.
    """
    current = current_version(question)
    if current is None:
        return Preview(0, 0, 0, 0, ())
    items = list(_affected(question, current.number or 0).select_related("attempt", "version"))
    rule = _rule(policy, current, {item.version_id for item in items})
    found = [(item, rule(item)) for item in items]
    after = {item.pk: item.score if marks is None else item_score(marks) for item, marks in found}
    changes = [(item.score or 0.0, after[item.pk] or 0.0) for item, _marks in found]
    listed = sorted(found, key=lambda pair: after[pair[0].pk] == pair[0].score)[:limit]
    return Preview(
        answers=len(found),
        raised=sum(new > old for old, new in changes),
        lowered=sum(new < old for old, new in changes),
        unfit=sum(marks is None for _item, marks in found),
        rows=tuple(_foreseen(listed)),
    )


def _foreseen(found: Sequence[tuple[AttemptItem, tuple[Mark, ...] | None]]) -> Iterator[Foreseen]:
    """Each of these items with its attempt as it would become; one query, nothing is saved."""
    others = _items_by_attempt([item.attempt_id for item, _marks in found])
    for item, marks in found:
        attempt, items = item.attempt, others[item.attempt_id]
        share = attempt.share
        here = next(other for other in items if other.pk == item.pk)
        if marks is not None:
            put_marks(here, marks)
            put_result(attempt, items)
        yield Foreseen(
            attempt, item.version.number or 0, item.score, here.score, share, attempt.share, marks is not None
        )


def _items_by_attempt(attempts: Sequence[int]) -> dict[int, list[AttemptItem]]:
    found: dict[int, list[AttemptItem]] = {}
    for item in AttemptItem.objects.filter(attempt__in=attempts).order_by("attempt_id", "position"):
        found.setdefault(item.attempt_id, []).append(item)
    return found


def _rule(policy: str, current: QuestionVersion, version_ids: set[int]) -> _Rule:
    """What `policy` makes of an item; one query for a new key. Raises ValueError for a policy that is none."""
    if policy == CorrectionRun.FULL_CREDIT:
        return full_credit
    if policy == CorrectionRun.LEAVE:
        return lambda item: load_marks(item.marks)
    if policy != CorrectionRun.NEW_KEY:
        raise ValueError(policy)
    contents = contents_of({*version_ids, current.pk})
    return lambda item: mark_again(item, contents[item.version_id], contents[current.pk], current.parameters)


@transaction.atomic
def correct(question: Question, policy: str, reason: Text, author_id: int | None, now: datetime) -> CorrectionRun:
    """Apply `policy` to every answer to an older version of `question`, and record the run; all or nothing.

    The same once more, where it would change nothing, gives the run that is there. Raises NothingToCorrect,
    ReasonMissing, and ValueError for a policy that is none.
    """
    if not (reason.en.strip() and reason.zh_hans.strip()):
        raise ReasonMissing
    current = current_version(question)
    number = current.number or 0 if current else 0
    concerned = _affected(question, number).order_by("version__number").values_list("version_id", "version__number")
    versions = dict(concerned.distinct())
    if current is None or not versions:
        raise NothingToCorrect(question.slug)
    rule = _rule(policy, current, set(versions))
    run = CorrectionRun(
        question=question, from_number=min(number or 0 for number in versions.values()), to_version=current,
        policy=policy, reason_en=reason.en, reason_zh_hans=reason.zh_hans, author_id=author_id, made_at=now,
    )  # fmt: skip
    standing = standing_run(question)
    attempts = _affected(question, number).values_list("attempt_id", flat=True)
    changed = _apply(run, list(attempts), lambda item: rule(item) if item.version_id in versions else None)
    if changed:
        return run
    if standing and _same(standing, run):
        return standing
    run.save()
    return run


def _same(one: CorrectionRun, other: CorrectionRun) -> bool:
    names = ("to_version_id", "policy", "reason_en", "reason_zh_hans")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def standing_run(question: Question) -> CorrectionRun | None:
    """The newest correction of `question` that was not taken back; it alone can be undone."""
    runs = CorrectionRun.objects.filter(question=question, undone_by__isnull=True)
    return runs.exclude(policy=CorrectionRun.RESTORE).order_by("pk").last()


@transaction.atomic
def undo(run: CorrectionRun, author_id: int | None, now: datetime) -> CorrectionRun:
    """Give back what `run` changed, as a run of its own. Raises CannotUndo unless it is the newest that stands."""
    # Locked: of two who press the button at once the second one finds it done.
    run = CorrectionRun.objects.select_for_update().get(pk=run.pk)
    if standing_run(run.question) != run:
        raise CannotUndo(str(run.key))
    back = CorrectionRun.objects.create(
        question=run.question, from_number=run.from_number, to_version=run.to_version, policy=CorrectionRun.RESTORE,
        author_id=author_id, made_at=now, undoes=run,
    )  # fmt: skip
    before = {row.item_id: load_marks(row.marks_before) for row in run.mark_changes.all()}
    since = RubricMark.objects.filter(item__in=before, by_self=False, marked_at__gt=run.made_at)
    by_hand = set(since.values_list("item_id", "part"))
    attempts = run.attempt_changes.values_list("attempt_id", flat=True)
    _apply(back, list(attempts), lambda item: _restored(item, before.get(item.pk), by_hand))
    return back


def _restored(
    item: AttemptItem, before: Sequence[Mark] | None, by_hand: Collection[tuple[int, int]]
) -> tuple[Mark, ...] | None:
    """The marks from before a correction; what a reviewer has marked since then stays."""
    if before is None:
        return None
    pairs = enumerate(zip(before, load_marks(item.marks), strict=True))
    return tuple(now if (item.pk, part) in by_hand else was for part, (was, now) in pairs)


def _apply(run: CorrectionRun, attempt_ids: Sequence[int], rule: _Rule) -> int:
    """Give the items of these attempts the marks that `rule` gives, record what changed, and count anew.

    What `rule` gives None for stays. Returns how many items changed.
    """
    ids, changed = sorted(set(attempt_ids)), 0
    people: set[tuple[int | None, int]] = set()
    for start in range(0, len(ids), _CHUNK):
        # Locked in one order, so that two corrections at once wait for each other.
        attempts = list(Attempt.objects.select_for_update().filter(pk__in=ids[start : start + _CHUNK]).order_by("pk"))
        items = _items_by_attempt([attempt.pk for attempt in attempts])
        marks = [change for attempt in attempts for change in _changes(run, items[attempt.pk], rule)]
        if not marks:
            continue
        moved = {change.item.attempt_id for change in marks}
        _save(run, marks, [(attempt, items[attempt.pk]) for attempt in attempts if attempt.pk in moved])
        people |= {(attempt.user_id, attempt.quiz_id) for attempt in attempts if attempt.pk in moved}
        changed += len(marks)
    for user_id, quiz_id in sorted(people, key=str):
        settle_counting(user_id, quiz_id)
    return changed


def _changes(run: CorrectionRun, items: Sequence[AttemptItem], rule: _Rule) -> Iterator[MarkChange]:
    """Give those of `items` that `rule` moves their new marks, with what they were; nothing is saved."""
    for item in items:
        marks = rule(item)
        if marks is None or marks == load_marks(item.marks):
            continue
        was = {"score_before": item.score, "marks_before": item.marks}
        put_marks(item, marks)
        yield MarkChange(run=run, item=item, score_after=item.score, marks_after=item.marks, **was)


def _save(
    run: CorrectionRun, marks: Sequence[MarkChange], attempts: Sequence[tuple[Attempt, Sequence[AttemptItem]]]
) -> None:
    """Save changed items and their attempts, with what they were, in five statements or six."""
    if run._state.adding:
        run.save()
    for change in marks:
        change.run = run
    moved = []
    for attempt, items in attempts:
        before = figures(attempt)
        put_result(attempt, items)
        moved.append(AttemptChange(run=run, attempt=attempt, before=before, after=figures(attempt)))
    MarkChange.objects.bulk_create(marks)
    AttemptChange.objects.bulk_create(moved)
    AttemptItem.objects.bulk_update([change.item for change in marks], ["marks", "score"])
    Attempt.objects.bulk_update([attempt for attempt, _items in attempts], AttemptChange.FIGURES)


def runs_of(question: Question) -> list[CorrectionRun]:
    """Every correction of `question`, newest first, with who made it and ``changed``, how many marks it moved."""
    runs = CorrectionRun.objects.filter(question=question).select_related("author", "to_version", "undoes")
    return list(runs.annotate(changed=Count("mark_changes")).order_by("-pk"))


def waiting_answers(question: Question) -> tuple[int, bool]:
    """How many answers an older version of `question` has, and whether no correction covers all of them.

    One for the current version may stand and still not: an attempt that was open then is marked by the key it was
    asked with when it is submitted.
    """
    answers = affected(question).count()
    if not answers:
        return 0, False
    standing, current = standing_run(question), current_version(question)
    if standing is None or current is None or standing.to_version_id != current.pk:
        return answers, True
    return answers, affected(question).filter(attempt__submitted_at__gt=standing.made_at).exists()
