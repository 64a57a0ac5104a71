"""What other rooms and the views may ask of delivery."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast

from assessment.bank.question_types.registry import question_type
from assessment.delivery.models import Attempt, AttemptItem, ItemTally, Quiz
from assessment.delivery.records import load_responses
from assessment.measurement.ability import ScoredItem


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: a signed-in person, or somebody with claim tokens in their session, or both."""

    user_id: int | None
    claims: frozenset[str] = frozenset()

    def owns(self, attempt: Attempt) -> bool:
        """Whether `attempt` is theirs."""
        if attempt.user_id is not None:
            return attempt.user_id == self.user_id
        return bool(attempt.claim_hash) and attempt.claim_hash in self.claims


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A quiz as the catalogue shows it, with the reader's own open and last attempts."""

    quiz: Quiz
    questions: int
    minutes: float
    open_attempt: Attempt | None
    last_attempt: Attempt | None


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


def open_quizzes() -> QuerySet[Quiz]:
    """Quizzes that can be started, in catalogue order, with the number of published questions."""
    published = Count("items", filter=Q(items__question__status="published"))
    quizzes = Quiz.objects.filter(status=Quiz.OPEN).annotate(question_count=published).filter(question_count__gt=0)
    return quizzes.select_related("competency")


def catalogue(user_id: int | None) -> list[CatalogueEntry]:
    """All quizzes that can be started, with the attempts of `user_id`; two queries."""
    quizzes = list(open_quizzes())
    attempts = Attempt.objects.filter(user=user_id).order_by("started_at") if user_id else Attempt.objects.none()
    open_by_quiz: dict[int, Attempt] = {}
    last_by_quiz: dict[int, Attempt] = {}
    for attempt in attempts:
        (open_by_quiz if attempt.submitted_at is None else last_by_quiz)[attempt.quiz_id] = attempt
    return [_entry(quiz, open_by_quiz.get(quiz.pk), last_by_quiz.get(quiz.pk)) for quiz in quizzes]


def _entry(quiz: Quiz, open_attempt: Attempt | None, last_attempt: Attempt | None) -> CatalogueEntry:
    count: int = quiz.question_count  # type: ignore[attr-defined]  # annotated by open_quizzes
    return CatalogueEntry(quiz, count, quiz.minutes or round(count * 1.5), open_attempt, last_attempt)


def items_of(key: UUID) -> list[AttemptItem]:
    """The items of the attempt called `key`, each with that attempt, in order; one query."""
    items = list(AttemptItem.objects.filter(attempt__key=key).select_related("attempt").order_by("position"))
    for item in items[1:]:
        item.attempt = items[0].attempt
    return items


def attempts_of(user_id: int) -> list[Attempt]:
    """The attempts of one person, newest first."""
    return list(Attempt.objects.filter(user=user_id).order_by("-started_at").select_related("quiz"))


def overdue(user_id: int, now: datetime) -> list[Attempt]:
    """Open attempts of one person whose deadline has passed."""
    return list(Attempt.objects.filter(user=user_id, submitted_at__isnull=True, deadline__lte=now))


def previous_attempt(attempt: Attempt) -> Attempt | None:
    """The last attempt of the same person at the same quiz that was submitted before this one."""
    if attempt.user_id is None or attempt.submitted_at is None:
        return None
    earlier = Attempt.objects.filter(user=attempt.user_id, quiz=attempt.quiz_id, submitted_at__lt=attempt.submitted_at)
    return earlier.order_by("-submitted_at").first()


def is_complete(item: AttemptItem) -> bool:
    """Whether no part of `item` is left open."""
    responses = load_responses(item.response, len(item.draw))
    types = (question_type(draw["type"]) for draw in item.draw)
    return all(t.complete(response) for t, response in zip(types, responses, strict=True))


def is_started(item: AttemptItem) -> bool:
    """Whether something of `item` is answered."""
    return any(load_responses(item.response, len(item.draw)))


def quizzes_with_attempts(quiz_ids: Collection[int]) -> set[int]:
    """Those of `quiz_ids` that somebody has attempted."""
    return set(Attempt.objects.filter(quiz__in=quiz_ids).values_list("quiz", flat=True))


def seeded_quizzes() -> list[Quiz]:
    """Every quiz, with what its natural keys need."""
    return list(Quiz.objects.select_related("competency").prefetch_related("items__question"))


def quiz_questions(quiz: Quiz) -> list[str]:
    """The names of the questions of `quiz`, in order."""
    return [item.question.slug for item in sorted(quiz.items.all(), key=lambda item: (item.position, item.pk))]


_ROW = (
    "attempt__key", "attempt__submitted_at", "competency__code", "version__question_id", "version_id",
    "difficulty", "guess", "score",
)  # fmt: skip


def counted_responses(user_id: int) -> list[CountedResponse]:
    """Every response of one person in submitted attempts that count, oldest first; one query."""
    rows = _submitted(user_id).filter(attempt__rules__counts=True).values_list(*_ROW)
    return [_counted(*row) for row in rows]


def history(user_id: int) -> History:
    """Every submitted answer of one person, those that count and the newest to each question; one query."""
    counted: list[CountedResponse] = []
    newest: dict[int, NewestAnswer] = {}
    for *row, counts in _submitted(user_id).values_list(*_ROW, "attempt__rules__counts"):
        response = _counted(*row)
        newest[response.question_id] = NewestAnswer(
            response.question_id, response.version_id, response.competency, response.item.score
        )
        if counts:
            counted.append(response)
    return History(tuple(counted), tuple(newest.values()))


def _submitted(user_id: int) -> QuerySet[AttemptItem]:
    items = AttemptItem.objects.filter(attempt__user=user_id, attempt__submitted_at__isnull=False)
    return items.order_by("attempt__submitted_at", "attempt_id", "position")


def _counted(
    key: UUID, when: datetime, code: str, question: int, version: int, difficulty: float, guess: float,
    score: float | None,
) -> CountedResponse:  # fmt: skip
    return CountedResponse(key, when, code, question, version, ScoredItem(difficulty, guess, score or 0.0))


def counting_quizzes() -> list[Quiz]:
    """Quizzes on one competency that can be started and count, with ``question_count``; one query."""
    return list(open_quizzes().filter(counts=True, competency__isnull=False))


def submitted_attempt(key: UUID, user_id: int) -> Attempt | None:
    """The submitted attempt called `key`, if it is one of `user_id`; one query."""
    return Attempt.objects.filter(key=key, user=user_id, submitted_at__isnull=False).first()


# In stored marks, of a part that was answered.
_ANSWERED = '"answered": true'


def item_statistics() -> dict[int, ItemStatistic]:
    """By version: the submitted answers that count, with what remains of deleted accounts; two queries.

    Simulated accounts are left out. An item is left open where no part of it was answered.
    """
    rows = (
        AttemptItem.objects.filter(
            attempt__submitted_at__isnull=False, attempt__rules__counts=True, attempt__user__simulated=False
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
