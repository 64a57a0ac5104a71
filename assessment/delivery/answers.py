"""What other rooms may ask of the answers that people gave: one person's, many people's, an item's."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast

from assessment.delivery.models import AttemptItem, ItemTally, Quiz
from assessment.delivery.records import load_marks
from assessment.delivery.rules import tells_score
from assessment.measurement.ability import ScoredItem

_ROW = (
    "attempt__key", "attempt__submitted_at", "competency__code", "version__question_id", "version_id",
    "difficulty", "guess", "score",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountedResponse:
    """One scored answer that counts towards the measured level, as it was asked then."""

    attempt: UUID
    submitted_at: datetime
    competency: str
    question_id: int
    version_id: int
    item: ScoredItem


@dataclass(frozen=True, slots=True)
class CountedSum:
    """All counted answers of one person to items of one competency that are equally hard and guessable."""

    user_id: int
    competency: str
    difficulty: float
    guess: float
    answers: int
    score_sum: float

    def items(self) -> list[ScoredItem]:
        """As many items with the mean score: to an estimate of ability they say the same."""
        mean = min(1.0, max(0.0, self.score_sum / self.answers))
        return [ScoredItem(self.difficulty, self.guess, mean)] * self.answers


@dataclass(frozen=True, slots=True)
class NewestAnswer:
    """The newest answer of one person to one question, whether it counted or not."""

    question_id: int
    version_id: int
    competency: str
    score: float


@dataclass(frozen=True, slots=True)
class History:
    """What one person has answered: what counts, oldest first, and the newest answer to each question."""

    counted: tuple[CountedResponse, ...]
    newest: tuple[NewestAnswer, ...]


@dataclass(frozen=True, slots=True)
class ItemStatistic:
    """How often one version was asked, how often it was left open, and the sum of its scores."""

    answers: int
    left_open: int
    score_sum: float


def counted_sums(user_ids: Collection[int], until: datetime | None = None) -> list[CountedSum]:
    """The counted answers of many people at once, summed by person, competency, difficulty and guess
    level, in that order; one query whose rows do not grow with attempts at the same questions.

    With `until` only what was submitted by then.
    """
    items = AttemptItem.objects.filter(attempt__user__in=user_ids, attempt__counting=True, score__isnull=False)
    if until:
        items = items.filter(attempt__submitted_at__lte=until)
    rows = (
        items.order_by("attempt__user", "competency__code", "difficulty", "guess")
        .values_list("attempt__user", "competency__code", "difficulty", "guess")
        .annotate(answers=Count("pk"), score_sum=Sum("score"))
    )
    return [
        CountedSum(user_id, code, difficulty, guess, answers, total or 0.0)
        for user_id, code, difficulty, guess, answers, total in rows
        if user_id is not None
    ]


def history(user_id: int, now: datetime) -> History:
    """Every submitted answer of one person, those that count and the newest to each question; one query.

    Among the newest are only those whose score may be shown by `now`: they are named, one by one. What was
    left open in practice says nothing, and is not among them.
    """
    counted: list[CountedResponse] = []
    newest: dict[int, NewestAnswer] = {}
    rows = _submitted(user_id).values_list(*_ROW, "attempt__counting", "attempt__rules", "marks")
    for *row, counts, rules, marks in rows:
        response = _counted(*row)
        says_nothing = rules.get("mode") == Quiz.PRACTICE and _left_open(marks)
        if not says_nothing and tells_score(rules, True, now):
            newest[response.question_id] = NewestAnswer(
                response.question_id, response.version_id, response.competency, response.item.score
            )
        if counts:
            counted.append(response)
    return History(tuple(counted), tuple(newest.values()))


def _submitted(user_id: int) -> QuerySet[AttemptItem]:
    items = AttemptItem.objects.filter(attempt__user=user_id, attempt__submitted_at__isnull=False, score__isnull=False)
    return items.order_by("attempt__submitted_at", "attempt_id", "position")


def _left_open(marks: Any) -> bool:
    return not any(mark.answered for mark in load_marks(marks))


def _counted(
    key: UUID, when: datetime, code: str, question: int, version: int, difficulty: float, guess: float,
    score: float | None,
) -> CountedResponse:  # fmt: skip
    return CountedResponse(key, when, code, question, version, ScoredItem(difficulty, guess, score or 0.0))


# In stored marks, of a part that was answered.
_ANSWERED = '"answered": true'


@dataclass(frozen=True, slots=True)
class CertainResponse:
    """One counted answer that came with a certainty (1 to 3) and its score."""

    attempt: UUID
    submitted_at: datetime
    competency: str
    certainty: int
    score: float


def certain_responses(user_id: int, now: datetime) -> list[CertainResponse]:
    """Every scored answer of one person that counts and says how sure they were, oldest first; one query.

    What was left open is not among them: nothing was answered that one could be sure of. Nor are answers
    whose score may not be shown by `now`.
    """
    rows = (
        _submitted(user_id)
        .filter(attempt__counting=True, certainty__isnull=False)
        .annotate(marked=Cast("marks", TextField()))
        .filter(marked__contains=_ANSWERED)
        .values_list(
            "attempt__key", "attempt__submitted_at", "competency__code", "certainty", "score", "attempt__rules"
        )
    )
    return [
        CertainResponse(key, submitted_at, code, certainty, score)
        for key, submitted_at, code, certainty, score, rules in rows
        if submitted_at is not None and certainty is not None and score is not None and tells_score(rules, True, now)
    ]


def item_statistics() -> dict[int, ItemStatistic]:
    """By version: the submitted answers that count, with what remains of deleted accounts; two queries.

    Simulated accounts are left out. An item is left open where no part of it was answered.
    """
    rows = (
        AttemptItem.objects.filter(
            attempt__submitted_at__isnull=False,
            attempt__rules__counts=True,
            attempt__user__simulated=False,
            score__isnull=False,
        )
        .annotate(marked=Cast("marks", TextField()))
        .order_by()
        .values("version_id")
        .annotate(answers=Count("pk"), left_open=Count("pk", filter=~Q(marked__contains=_ANSWERED)), total=Sum("score"))
        .values_list("version_id", "answers", "left_open", "total")
    )
    found = {version: ItemStatistic(answers, left_open, total or 0.0) for version, answers, left_open, total in rows}
    for tally in ItemTally.objects.all():
        here = found.get(tally.version_id, ItemStatistic(0, 0, 0.0))
        found[tally.version_id] = ItemStatistic(
            here.answers + tally.answers, here.left_open + tally.left_open, here.score_sum + tally.score_sum
        )
    return found
