"""Start, answer, submit, expire, adopt: the only way to write to attempts."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from random import Random
from typing import Any
from uuid import UUID

from django.core import serializers
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from assessment.bank.queries import AskableQuestion, askable, guess_of, level_cuts, parts_of, question_ids
from assessment.bank.question_types.registry import GRADING_VERSION, question_type
from assessment.delivery.models import Attempt, AttemptItem, ItemTally, Quiz, QuizItem
from assessment.delivery.queries import overdue, quizzes_with_attempts
from assessment.delivery.records import (
    dump_draws,
    dump_marks,
    dump_responses,
    load_draws,
    load_marks,
    load_responses,
)
from assessment.lib.tokens import new_token, token_hash
from assessment.measurement.ability import ScoredItem, estimate
from assessment.scoring import policies
from assessment.values import Draw, Mark, PartSpec, Response


class NothingToAsk(Exception):
    """The quiz has no published question."""


class Outcome(Enum):
    """What became of a posted answer."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    CLOSED = "closed"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class SaveResult:
    """The outcome, the row as it is stored now, and what was posted."""

    outcome: Outcome
    item: AttemptItem
    posted: tuple[Response, ...]


def start(quiz: Quiz, user_id: int | None, now: datetime, seed: int | None = None) -> tuple[Attempt, str]:
    """The open attempt of `user_id` at `quiz`, made if there is none, and a visitor's claim token.

    The token is empty for a signed-in person. Raises NothingToAsk for a quiz without questions.
    """
    try:
        with transaction.atomic():
            return _start(quiz, user_id, now, seed)
    except IntegrityError:
        # Two tabs pressed "start" at once; the other one has made the attempt.
        return Attempt.objects.get(user=user_id, quiz=quiz, submitted_at__isnull=True), ""


def _start(quiz: Quiz, user_id: int | None, now: datetime, seed: int | None) -> tuple[Attempt, str]:
    if user_id is not None:
        for late in overdue(user_id, now):
            expire(late, now)
        running = Attempt.objects.filter(user=user_id, quiz=quiz, submitted_at__isnull=True).first()
        if running:
            return running, ""
    order = list(quiz.items.order_by("position", "pk").values_list("question_id", flat=True))
    found = askable(order)
    questions = [found[question_id] for question_id in order if question_id in found]
    if not questions:
        raise NothingToAsk(quiz.slug)
    token = "" if user_id is not None else new_token()
    attempt = _attempt(quiz, user_id, now, secrets.randbits(62) if seed is None else seed, level_cuts())
    attempt.claim_hash = token_hash(token) if token else ""
    attempt.save()
    AttemptItem.objects.bulk_create(_item(attempt, i, question) for i, question in enumerate(questions, 1))
    return attempt, token


def _attempt(quiz: Quiz, user_id: int | None, now: datetime, seed: int, cuts: dict[str, float]) -> Attempt:
    """A new attempt with all that it pins, not saved."""
    return Attempt(
        user_id=user_id,
        quiz=quiz,
        rules=_rules(quiz),
        seed=seed,
        grading_version=GRADING_VERSION,
        scoring_version=policies.CURRENT,
        cuts=cuts,
        started_at=now,
        deadline=now + timedelta(minutes=quiz.minutes) if quiz.minutes else None,
    )


def _rules(quiz: Quiz) -> dict[str, Any]:
    """The copy of a quiz's rules that an attempt keeps."""
    return {
        "slug": quiz.slug,
        "title": {"en": quiz.title_en, "zh_hans": quiz.title_zh_hans},
        "competency": quiz.competency_id,
        "mode": quiz.mode,
        "counts": quiz.counts,
        "minutes": quiz.minutes,
    }


def _item(attempt: Attempt, position: int, question: AskableQuestion) -> AttemptItem:
    rng = Random(f"{attempt.seed}:{position}")
    draws = [question_type(part.type).draw(part, rng) for part in question.parts]
    return AttemptItem(
        attempt=attempt,
        position=position,
        version_id=question.version_id,
        competency_id=question.competency_id,
        difficulty=question.difficulty,
        guess=guess_of(question.parts),
        draw=dump_draws(draws),
    )


def read_posted(item: AttemptItem, posted: Mapping[str, Sequence[str]]) -> tuple[Response, ...]:
    """The responses in form fields named ``p<part>-<field>``; needs only what the attempt drew."""
    responses = []
    for index, draw in enumerate(load_draws(item.draw)):
        prefix = f"p{index}-"
        fields = {name.removeprefix(prefix): values for name, values in posted.items() if name.startswith(prefix)}
        responses.append(question_type(draw.type).read(fields, draw))
    return tuple(responses)


def save_answer(
    item: AttemptItem, responses: tuple[Response, ...], flagged: bool, revision: int, now: datetime
) -> SaveResult:
    """Keep `responses` in the row of `item`, which must come with its attempt; one UPDATE at most.

    `revision` is the one that the page was made from. The same answer again changes nothing; an
    older page gets CONFLICT where it would overwrite a newer answer. The caller may say "saved"
    when this has returned: outside a transaction the UPDATE is committed by then.
    """
    attempt = item.attempt
    if attempt.submitted_at or item.closed_at:
        return SaveResult(Outcome.CLOSED, item, responses)
    if attempt.deadline and now >= attempt.deadline:
        return SaveResult(Outcome.OVERDUE, item, responses)
    stored = dump_responses(responses)
    if _same(item, responses) and item.flagged == flagged:
        return SaveResult(Outcome.UNCHANGED, item, responses)
    if item.revision != revision:
        return SaveResult(Outcome.CONFLICT, item, responses)
    changed = AttemptItem.objects.filter(pk=item.pk, revision=revision, closed_at__isnull=True).update(
        response=stored, flagged=flagged, revision=F("revision") + 1, answered_at=now
    )
    if not changed:
        # Somebody was faster between our reading and our writing; judge again by what is there now.
        fresh = AttemptItem.objects.select_related("attempt").get(pk=item.pk)
        return save_answer(fresh, responses, flagged, revision, now)
    item.response, item.flagged, item.revision, item.answered_at = stored, flagged, revision + 1, now
    return SaveResult(Outcome.SAVED, item, responses)


def _same(item: AttemptItem, responses: tuple[Response, ...]) -> bool:
    """Whether `responses` are what the row holds; nothing and a list of nothings are the same."""
    return load_responses(item.response, len(item.draw)) == responses


@transaction.atomic
def submit(key: UUID, now: datetime, by: str = Attempt.BY_LEARNER) -> Attempt:
    """Close and mark the attempt called `key`; a second call changes nothing."""
    attempt = Attempt.objects.select_for_update().get(key=key)
    if attempt.submitted_at:
        return attempt
    # Locked, so that a save in flight is either in what we mark or finds the row closed.
    items = list(attempt.items.select_for_update().order_by("position"))
    _close(attempt, items, parts_of(item.version_id for item in items), now, by)
    AttemptItem.objects.bulk_update(items, ["marks", "score", "closed_at"])
    attempt.save()
    return attempt


def _close(
    attempt: Attempt, items: Sequence[AttemptItem], parts: Mapping[int, Sequence[PartSpec]], now: datetime, by: str
) -> None:
    """Mark `items` and put the result into `attempt`; saves nothing."""
    late = attempt.deadline is not None and now >= attempt.deadline
    for item in items:
        marks = mark_item(item, parts[item.version_id])
        item.marks, item.score, item.closed_at = dump_marks(marks), _mean(marks), now
    attempt.submitted_at = attempt.deadline if late else now
    attempt.submitted_by = Attempt.BY_DEADLINE if late else by
    _put_result(attempt, items)


def mark_item(item: AttemptItem, parts: Sequence[PartSpec]) -> tuple[Mark, ...]:
    """The marks of every part of `item` under its pinned draw."""
    draws = load_draws(item.draw)
    responses = load_responses(item.response, len(draws))
    return tuple(
        question_type(part.type).grade(part, response, draw)
        for part, response, draw in zip(parts, responses, draws, strict=True)
    )


def _mean(marks: Sequence[Mark]) -> float:
    return sum(mark.score for mark in marks) / len(marks)


def _put_result(attempt: Attempt, items: Sequence[AttemptItem]) -> None:
    scores = [Mark(item.score or 0.0, answered=True) for item in items]
    score = policies.roll_up(scores, attempt.scoring_version)
    ability = estimate([ScoredItem(item.difficulty, item.guess, item.score or 0.0) for item in items])
    attempt.points, attempt.share, attempt.share_error = score.points, score.share, score.standard_error
    attempt.guess_share = sum(item.guess for item in items) / len(items)
    attempt.ability, attempt.ability_error = ability.theta, ability.standard_error


def expire(attempt: Attempt, now: datetime) -> Attempt:
    """Submit `attempt` as it stood at its deadline, if that has passed; else return it as it is."""
    if attempt.submitted_at is None and attempt.deadline and now >= attempt.deadline:
        return submit(attempt.key, now, Attempt.BY_DEADLINE)
    return attempt


def expire_overdue(user_id: int, now: datetime) -> None:
    """Submit every overdue attempt of one person; reading a list calls this, so no timer is needed."""
    for attempt in overdue(user_id, now):
        expire(attempt, now)


@transaction.atomic
def adopt(tokens: Collection[str], user_id: int, now: datetime) -> int:
    """Give the attempts that `tokens` claim to `user_id`, once; returns how many."""
    hashes = [token_hash(token) for token in tokens]
    claimed = (
        Attempt.objects.select_for_update().filter(user__isnull=True, claim_hash__in=hashes).exclude(claim_hash="")
    )
    adopted = 0
    for attempt in claimed:
        if attempt.submitted_at is None and _has_open(user_id, attempt.quiz_id):
            # A person has one open attempt a quiz; close the visitor's as it is rather than lose it.
            attempt = submit(attempt.key, now)
        attempt.user_id, attempt.claim_hash = user_id, ""
        attempt.save(update_fields=["user", "claim_hash"])
        adopted += 1
    return adopted


def _has_open(user_id: int, quiz_id: int) -> bool:
    return Attempt.objects.filter(user=user_id, quiz=quiz_id, submitted_at__isnull=True).exists()


def delete_unclaimed(before: datetime, limit: int = 500) -> int:
    """Delete visitors' attempts started before `before` that nobody claimed; returns how many.

    At most `limit` at a time, because it runs while a visitor starts an attempt.
    """
    keys = list(Attempt.objects.filter(user__isnull=True, started_at__lt=before).values_list("pk", flat=True)[:limit])
    Attempt.objects.filter(pk__in=keys).delete()
    return len(keys)


@transaction.atomic
def put_quiz(record: Mapping[str, Any], questions: Sequence[str]) -> None:
    """Write a quiz from its fixture record, by natural key, and its questions in order."""
    (row,) = serializers.deserialize("python", [dict(record)])
    row.save()
    quiz = Quiz.objects.get(slug=record["fields"]["slug"])
    quiz.items.all().delete()
    ids = question_ids(questions)
    QuizItem.objects.bulk_create(
        QuizItem(quiz=quiz, question_id=ids[slug], position=position) for position, slug in enumerate(questions, 1)
    )


def retire(quiz: Quiz) -> None:
    """Take `quiz` out of the catalogue; attempts that run may be finished, results stay."""
    quiz.status = Quiz.RETIRED
    quiz.save(update_fields=["status"])


def obstacle_to_deletion(quiz: Quiz) -> str:
    """Why `quiz` cannot be deleted and what to do instead; empty where it can."""
    if quizzes_with_attempts([quiz.pk]):
        return _("People have sat this quiz and their results stay. Retire it instead: set its status to retired.")
    return ""


@transaction.atomic
def keep_tallies(user_id: int) -> int:
    """Add the answers of one person to the anonymous sums, before they are deleted; returns how many items.

    Only items of submitted attempts that count. ``answers`` grows by each of them, ``left_open`` by those
    of which no part was answered, ``score_sum`` by the scores.
    """
    items = AttemptItem.objects.filter(
        attempt__user=user_id, attempt__submitted_at__isnull=False, attempt__rules__counts=True, score__isnull=False
    )
    sums: dict[int, dict[str, float]] = {}
    for version_id, marks, score in items.values_list("version_id", "marks", "score"):
        found = sums.setdefault(version_id, {"answers": 0, "left_open": 0, "score_sum": 0.0})
        found["answers"] += 1
        found["left_open"] += not any(mark.answered for mark in load_marks(marks))
        found["score_sum"] += score or 0.0
    ItemTally.objects.bulk_create((ItemTally(version_id=pk) for pk in sorted(sums)), ignore_conflicts=True)
    for version_id in sorted(sums):  # in one order, so that two deletions at once cannot block each other
        ItemTally.objects.filter(pk=version_id).update(
            **{name: F(name) + amount for name, amount in sums[version_id].items()}
        )
    return sum(int(found["answers"]) for found in sums.values())


@dataclass(frozen=True, slots=True)
class Form:
    """What all attempts at one quiz have in common, read once for many of them."""

    quiz: Quiz
    questions: tuple[AskableQuestion, ...]
    cuts: dict[str, float]


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of an attempt that is told as a whole, and when it was given."""

    responses: tuple[Response, ...]
    flagged: bool
    at: datetime


def form_of(quiz: Quiz) -> Form:
    """The form of `quiz` as it would be asked now; three queries."""
    order = list(quiz.items.order_by("position", "pk").values_list("question_id", flat=True))
    found = askable(order)
    return Form(quiz, tuple(found[pk] for pk in order if pk in found), level_cuts())


def tell_attempt(
    form: Form,
    user_id: int,
    started_at: datetime,
    seed: int,
    give: Callable[[AskableQuestion, tuple[Draw, ...]], Given],
) -> tuple[Attempt, list[AttemptItem]]:
    """A submitted attempt as `start`, `save_answer` and `submit` would have made it; saves nothing.

    `give` is asked for the answer to every question in order. The attempt is submitted when the last one is
    given; an answer that comes after the deadline is not taken. Only the demonstration has a past to tell.
    """
    attempt = _attempt(form.quiz, user_id, started_at, seed, form.cuts)
    items = [_item(attempt, position, question) for position, question in enumerate(form.questions, 1)]
    last = started_at
    for item, question in zip(items, form.questions, strict=True):
        given = give(question, load_draws(item.draw))
        last = given.at
        if (any(given.responses) or given.flagged) and (attempt.deadline is None or last < attempt.deadline):
            item.response, item.flagged = dump_responses(given.responses), given.flagged
            item.revision, item.answered_at = 1, given.at
    _close(
        attempt, items, {question.version_id: question.parts for question in form.questions}, last, Attempt.BY_LEARNER
    )
    return attempt, items


@transaction.atomic
def store_told(told: Sequence[tuple[Attempt, Sequence[AttemptItem]]]) -> None:
    """Save what `tell_attempt` made."""
    Attempt.objects.bulk_create([attempt for attempt, _items in told])
    AttemptItem.objects.bulk_create([item for _attempt, items in told for item in items])
