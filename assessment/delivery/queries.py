"""What other rooms and the views may ask of delivery."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from assessment.bank.queries import competencies, explained_versions, parts_of
from assessment.bank.question_types.registry import question_type
from assessment.delivery.models import Attempt, AttemptItem, NotebookEntry, Quiz
from assessment.delivery.records import load_responses
from assessment.measurement.ability import ScoredItem
from assessment.values import LANGUAGES, Language, PartSpec


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


def counted_responses(user_id: int) -> list[CountedResponse]:
    """Every response of one person in submitted attempts that count, oldest first; one query."""
    rows = (
        AttemptItem.objects.filter(
            attempt__user=user_id, attempt__submitted_at__isnull=False, attempt__rules__counts=True
        )
        .order_by("attempt__submitted_at", "attempt_id", "position")
        .values_list(
            "attempt__key", "attempt__submitted_at", "competency__code",
            "version__question_id", "version_id", "difficulty", "guess", "score",
        )
    )  # fmt: skip
    return [
        CountedResponse(key, when, code, question, version, ScoredItem(difficulty, guess, score or 0.0))
        for key, when, code, question, version, difficulty, guess, score in rows
        if when is not None
    ]


def stored_of(user_id: int) -> dict[str, Any]:
    """Every attempt of one person with its items, and their notebook, as plain values; six queries.

    Left out: the hash by which a visitor claimed an attempt, which is empty once an account has it.
    """
    items = list(AttemptItem.objects.filter(attempt__user=user_id).order_by("attempt_id", "position"))
    version_ids = {item.version_id for item in items}
    versions, parts = explained_versions(version_ids), parts_of(version_ids)
    codes = {competency.pk: competency.code for competency in competencies()}
    by_attempt: dict[int, list[dict[str, Any]]] = {}
    for item in items:
        version = versions[item.version_id]
        by_attempt.setdefault(item.attempt_id, []).append(
            {
                "position": item.position,
                "question": version.question.slug,
                "version": version.number,
                "content_hash": version.content_hash,
                "competency": codes[item.competency_id],
                **{name: getattr(item, name) for name in _ITEM_FIELDS},
                "answer": {language: _in_words(item, parts[item.version_id], language) for language in LANGUAGES},
            }
        )
    attempts = Attempt.objects.filter(user=user_id).select_related("quiz").order_by("started_at", "pk")
    notebook = NotebookEntry.objects.filter(user=user_id).select_related("question").order_by("question__slug")
    return {
        "attempts": [
            {
                "quiz": attempt.quiz.slug,
                **{name: getattr(attempt, name) for name in _ATTEMPT_FIELDS},
                "items": by_attempt.get(attempt.pk, []),
            }
            for attempt in attempts
        ],
        "notebook": [
            {"question": n.question.slug, "bookmarked_at": n.bookmarked_at, "understood_at": n.understood_at}
            for n in notebook
        ],
    }


_ATTEMPT_FIELDS = (
    "key", "rules", "cuts", "grading_version", "scoring_version", "seed", "started_at", "deadline",
    "submitted_at", "submitted_by", "points", "share", "share_error", "guess_share", "ability", "ability_error",
)  # fmt: skip
_ITEM_FIELDS = (
    "difficulty", "guess", "draw", "response", "flagged", "revision", "answered_at", "closed_at", "score", "marks",
)  # fmt: skip


def _in_words(item: AttemptItem, parts: Sequence[PartSpec], language: Language) -> list[str]:
    """The answer of `item` in words, one text a part; empty where nothing was answered."""
    responses = load_responses(item.response, len(parts))
    pairs = zip(parts, responses, strict=True)
    return [question_type(part.type).describe(part, given, language) if given else "" for part, given in pairs]


def amounts_of(user_id: int) -> dict[str, int]:
    """How much delivery keeps about one person: attempts, answers, marks in the notebook; three queries."""
    return {
        "attempts": Attempt.objects.filter(user=user_id).count(),
        "items": AttemptItem.objects.filter(attempt__user=user_id).count(),
        "notebook": NotebookEntry.objects.filter(user=user_id).count(),
    }
