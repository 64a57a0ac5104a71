"""What other rooms and the views may ask of delivery."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from assessment.bank.queries import covered_competencies
from assessment.bank.question_types.registry import question_type
from assessment.delivery.assembly import read_plan
from assessment.delivery.models import Attempt, AttemptItem, Quiz
from assessment.delivery.records import load_draws, load_responses


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
    """A quiz as the catalogue shows it, with the reader's own open and last attempts.

    ``refusal`` says why it cannot be started now, as `rules.refusal` does; ``made`` counts the reader's attempts.
    """

    quiz: Quiz
    questions: int
    minutes: float
    open_attempt: Attempt | None
    last_attempt: Attempt | None
    last_score_shown: bool = True
    made: int = 0
    refusal: str = ""

    @property
    def purpose(self) -> str:
        """Under which heading the catalogue lists it; one of PURPOSES."""
        if self.quiz.mode == Quiz.ASSESSED and not self.quiz.competency_id:
            return Quiz.SAMPLE
        return self.quiz.mode


# The headings of the catalogue in order; other quizzes than those on one competency stand with the sample.
PURPOSES = (Quiz.PLACEMENT, Quiz.ASSESSED, Quiz.FULL, Quiz.PRACTICE, Quiz.SAMPLE)


def by_purpose(entries: Iterable[CatalogueEntry]) -> list[tuple[str, list[CatalogueEntry]]]:
    """The entries under their headings, in the order of PURPOSES; headings without entries are left out."""
    listed = list(entries)
    groups = [(purpose, [entry for entry in listed if entry.purpose == purpose]) for purpose in PURPOSES]
    return [(purpose, group) for purpose, group in groups if group]


def next_step(entries: Iterable[CatalogueEntry]) -> CatalogueEntry | None:
    """What the reader might do next: go on with what is open; else the first that counts and was never sat."""
    listed = list(entries)
    running = next((entry for entry in listed if entry.open_attempt), None)
    order = [entry for _purpose, group in by_purpose(listed) for entry in group]
    fresh = (e for e in order if e.quiz.counts and e.last_attempt is None and not e.refusal)
    return running or next(fresh, None)


def open_quizzes() -> QuerySet[Quiz]:
    """Quizzes that can be started, in catalogue order, with the number of published questions that they list."""
    published = Count("items", filter=Q(items__question__status="published"))
    quizzes = Quiz.objects.filter(status=Quiz.OPEN).annotate(question_count=published)
    quizzes = quizzes.filter(Q(question_count__gt=0) | ~Q(plan={}))
    # Practice chooses its questions by itself, and has no place here if somebody gives it some.
    quizzes = quizzes.exclude(slug=Quiz.NOTEBOOK, mode=Quiz.PRACTICE).select_related("competency")
    # Named here, because Django leaves the ordering of a model out of queries that count.
    return quizzes.order_by("position", "slug")


def catalogue(user_id: int | None, now: datetime) -> list[CatalogueEntry]:
    """All quizzes in use, with the attempts of `user_id` and whether each can be started; three queries."""
    quizzes = list(open_quizzes())
    covered = covered_competencies() if any(quiz.plan for quiz in quizzes) else {}
    attempts = Attempt.objects.filter(user=user_id).order_by("started_at") if user_id else Attempt.objects.none()
    by_quiz: dict[int, list[Attempt]] = {}
    for attempt in attempts:
        by_quiz.setdefault(attempt.quiz_id, []).append(attempt)
    entries = [_entry(quiz, covered, by_quiz.get(quiz.pk, []), now) for quiz in quizzes]
    return [entry for entry in entries if entry.questions]


def _entry(quiz: Quiz, covered: Mapping[str, str], attempts: Sequence[Attempt], now: datetime) -> CatalogueEntry:
    """An entry; `attempts` are the reader's own, oldest first."""
    count = asked_count(quiz, covered)
    last = next((attempt for attempt in reversed(attempts) if attempt.submitted_at), None)
    return CatalogueEntry(
        quiz,
        count,
        quiz.minutes or round(count * 1.5),
        next((attempt for attempt in attempts if attempt.submitted_at is None), None),
        last,
        last.tells_score(now) if last else True,
        len(attempts),
        quiz.refusal(len(attempts), now),
    )


def asked_count(quiz: Quiz, covered: Mapping[str, str]) -> int:
    """How many questions an attempt asks: those of the plan on what is `covered`, or those that are listed.

    `quiz` comes with the latter as ``question_count``; `covered` are the domains of competencies with questions.
    """
    if not quiz.plan:
        return int(quiz.question_count)  # type: ignore[attr-defined]  # annotated by the query
    sections = read_plan(quiz.plan, covered).sections
    return sum(section.size for section in sections if section.competency in covered or not section.competency)


def items_of(key: UUID) -> list[AttemptItem]:
    """The items of the attempt called `key`, each with that attempt, in order; one query."""
    items = list(AttemptItem.objects.filter(attempt__key=key).select_related("attempt").order_by("position"))
    for item in items[1:]:
        item.attempt = items[0].attempt
    return items


def attempts_of(user_id: int) -> list[Attempt]:
    """The attempts of one person, newest first; each knows as `answered` whether any answer was saved."""
    saved = Exists(AttemptItem.objects.filter(attempt=OuterRef("pk"), revision__gt=0))
    found = Attempt.objects.filter(user=user_id).order_by("-started_at").select_related("quiz")
    return list(found.annotate(answered=saved))


def open_attempt(user_id: int, slug: str) -> Attempt | None:
    """The open attempt of one person at the quiz called `slug`."""
    return Attempt.objects.filter(user=user_id, quiz__slug=slug, submitted_at__isnull=True).first()


def attempts_made(user_id: int, quiz_id: int) -> int:
    """How often one person has begun a quiz."""
    return Attempt.objects.filter(user=user_id, quiz=quiz_id).count()


def overdue(user_id: int, now: datetime) -> list[Attempt]:
    """Open attempts of one person whose deadline has passed."""
    return list(Attempt.objects.filter(user=user_id, submitted_at__isnull=True, deadline__lte=now))


def previous_attempt(attempt: Attempt) -> Attempt | None:
    """The last attempt of the same person at the same quiz that was submitted before this one.

    Practice has none: it asks other questions every time.
    """
    if attempt.user_id is None or attempt.submitted_at is None or attempt.is_practice:
        return None
    earlier = Attempt.objects.filter(user=attempt.user_id, quiz=attempt.quiz_id, submitted_at__lt=attempt.submitted_at)
    return earlier.order_by("-submitted_at").first()


def is_complete(item: AttemptItem) -> bool:
    """Whether no part of `item` is left open."""
    responses = load_responses(item.response, len(item.draw))
    pairs = zip(load_draws(item.draw), responses, strict=True)
    return all(question_type(draw.type).complete(response, draw) for draw, response in pairs)


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


def completions(user_ids: Collection[int], until: datetime | None = None) -> set[tuple[int, int]]:
    """(quiz, person) for every quiz that one of these people has submitted, by then or at all; one query."""
    rows = Attempt.objects.filter(user__in=user_ids, submitted_at__isnull=False).order_by()
    if until:
        rows = rows.filter(submitted_at__lte=until)
    return {(quiz, user) for quiz, user in rows.values_list("quiz", "user").distinct() if user is not None}


def _offered(user_id: int, now: datetime, **fields: Any) -> list[Quiz]:
    """Quizzes with such `fields` that count and that a person can start or go on with now; one query.

    One that is under way can be gone on with, so only submitted attempts are held against `user_id`.
    """
    done = Attempt.objects.filter(quiz=OuterRef("pk"), user=user_id, submitted_at__isnull=False)
    sat = Subquery(done.order_by().values("quiz").annotate(number=Count("pk")).values("number"))
    found = open_quizzes().filter(counts=True, **fields).annotate(sat=sat)
    return [quiz for quiz in found if not quiz.refusal(quiz.sat or 0, now)]


def counting_quizzes(user_id: int, now: datetime) -> list[Quiz]:
    """Quizzes on one competency that a person can start now and that count, with ``question_count``; one query."""
    quizzes = _offered(user_id, now, competency__isnull=False)
    for quiz in quizzes:
        assert quiz.competency is not None
        covered = {quiz.competency.code: quiz.competency.domain}
        quiz.question_count = asked_count(quiz, covered)  # type: ignore[attr-defined]
    return quizzes


def quizzes_asking_for_certainty(user_id: int, now: datetime) -> list[Quiz]:
    """Quizzes that a person can start now, that count, and that ask how sure the learner is; one query."""
    return _offered(user_id, now, certainty=True)


def submitted_attempt(key: UUID, user_id: int) -> Attempt | None:
    """The submitted attempt called `key`, if it is one of `user_id`; one query."""
    return Attempt.objects.filter(key=key, user=user_id, submitted_at__isnull=False).first()
