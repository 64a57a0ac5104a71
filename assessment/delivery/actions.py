"""Start, answer, submit, expire, adopt: the only way to write to attempts."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from random import Random
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from assessment.accounts.queries import time_factor
from assessment.bank.queries import AskableQuestion, askable, guess_of, level_cuts, parts_of
from assessment.bank.question_types.registry import GRADING_VERSION, draw_question, question_type
from assessment.delivery.assembly import balanced_keys
from assessment.delivery.forming import chosen_questions
from assessment.delivery.marking import close, mark_item, put_marks, settle_counting
from assessment.delivery.models import Attempt, AttemptItem, Quiz
from assessment.delivery.queries import attempts_made, is_complete, open_attempt, overdue
from assessment.delivery.records import dump_draws, dump_responses, load_draws, load_responses
from assessment.delivery.rules import deadline, read_rules
from assessment.lib.tokens import new_token, token_hash
from assessment.scoring import policies
from assessment.values import Draw, Response


class NothingToAsk(Exception):
    """The quiz has no published question."""


class NotOpen(Exception):
    """The quiz cannot be started now; the argument says why: ``early``, ``late`` or ``attempts``."""


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
    return only_one(quiz, user_id, lambda: _start(quiz, user_id, now, seed))


def only_one(quiz: Quiz, user_id: int | None, make: Callable[[], tuple[Attempt, str]]) -> tuple[Attempt, str]:
    """What `make` gives, in one transaction; or the open attempt that another tab has just made."""
    try:
        with transaction.atomic():
            return make()
    except IntegrityError:
        # Two tabs pressed "start" at once; the other one has made the attempt.
        return Attempt.objects.get(user=user_id, quiz=quiz, submitted_at__isnull=True), ""


def _start(quiz: Quiz, user_id: int | None, now: datetime, seed: int | None) -> tuple[Attempt, str]:
    if user_id is not None:
        for late in overdue(user_id, now):
            expire(late, now)
        running = open_attempt(user_id, quiz.slug)
        if running:
            return running, ""
    refuse_unless_open(quiz, user_id, now)
    seed = secrets.randbits(62) if seed is None else seed
    questions, relaxed = chosen_questions(quiz, user_id, Random(f"form:{seed}"))
    return begin(quiz, questions, user_id, now, seed, relaxed)


def refuse_unless_open(quiz: Quiz, user_id: int | None, now: datetime) -> None:
    """Raise NotOpen where `quiz` has not opened, has closed, or was sat as often as it may be."""
    made = attempts_made(user_id, quiz.pk) if quiz.attempts_allowed and user_id else 0
    reason = quiz.refusal(made, now)
    if reason:
        raise NotOpen(reason)


def begin(
    quiz: Quiz,
    question_ids: Sequence[int],
    user_id: int | None,
    now: datetime,
    seed: int | None = None,
    relaxed: Sequence[str] = (),
) -> tuple[Attempt, str]:
    """A new attempt at `quiz` over the published ones of `question_ids`, in that order, and its claim token.

    `relaxed` names rules of the quiz's plan that this form could not keep.

    Raises NothingToAsk where none is published, IntegrityError where the person has an open attempt.
    """
    found = askable(question_ids)
    questions = [found[question_id] for question_id in question_ids if question_id in found]
    if not questions:
        raise NothingToAsk(quiz.slug)
    token = "" if user_id is not None else new_token()
    attempt = new_attempt(
        quiz, user_id, now, secrets.randbits(62) if seed is None else seed, level_cuts(), relaxed, time_factor(user_id)
    )
    attempt.claim_hash = token_hash(token) if token else ""
    attempt.save()
    AttemptItem.objects.bulk_create(items_of_form(attempt, questions))
    return attempt, token


def new_attempt(
    quiz: Quiz,
    user_id: int | None,
    now: datetime,
    seed: int,
    cuts: dict[str, float],
    relaxed: Sequence[str] = (),
    factor: float = 1.0,
) -> Attempt:
    """A new attempt with all that it pins, not saved; `factor` stretches the time limit."""
    return Attempt(
        user_id=user_id,
        quiz=quiz,
        rules=_rules(quiz, relaxed),
        seed=seed,
        grading_version=GRADING_VERSION,
        scoring_version=policies.CURRENT,
        cuts=cuts,
        started_at=now,
        deadline=deadline(now, quiz.minutes, factor, quiz.closes_at),
    )


def items_of_form(attempt: Attempt, questions: Sequence[AskableQuestion]) -> list[AttemptItem]:
    """The items of a new attempt, drawn from its seed, keys balanced over the form; not saved."""
    draws = [
        draw_question(question.parts, question.parameters, Random(f"{attempt.seed}:{i}"))
        for i, question in enumerate(questions, 1)
    ]
    balanced = balanced_keys([question.parts for question in questions], draws, Random(f"keys:{attempt.seed}"))
    pairs = enumerate(zip(questions, balanced, strict=True), 1)
    return [_item(attempt, position, question, drawn) for position, (question, drawn) in pairs]


def _rules(quiz: Quiz, relaxed: Sequence[str]) -> dict[str, Any]:
    """The copy of a quiz's rules that an attempt keeps."""
    return {
        "slug": quiz.slug,
        "title": {"en": quiz.title_en, "zh_hans": quiz.title_zh_hans},
        "competency": quiz.competency_id,
        "mode": quiz.mode,
        "counts": quiz.counts,
        "counted": quiz.counted,
        "minutes": quiz.minutes,
        "shows": quiz.shows,
        "certainty": quiz.certainty,
        "closes_at": quiz.closes_at.isoformat() if quiz.closes_at else None,
        "plan": quiz.plan,
        "relaxed": list(relaxed),
    }


def _item(attempt: Attempt, position: int, question: AskableQuestion, draws: Sequence[Draw]) -> AttemptItem:
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
    item: AttemptItem,
    responses: tuple[Response, ...],
    flagged: bool,
    revision: int,
    now: datetime,
    certainty: int | None = None,
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
    if _same(item, responses) and (item.flagged, item.certainty) == (flagged, certainty):
        return SaveResult(Outcome.UNCHANGED, item, responses)
    if item.revision != revision:
        return SaveResult(Outcome.CONFLICT, item, responses)
    changed = AttemptItem.objects.filter(pk=item.pk, revision=revision, closed_at__isnull=True).update(
        response=stored, flagged=flagged, certainty=certainty, revision=F("revision") + 1, answered_at=now
    )
    if not changed:
        # Somebody was faster between our reading and our writing; judge again by what is there now.
        fresh = AttemptItem.objects.select_related("attempt").get(pk=item.pk)
        return save_answer(fresh, responses, flagged, revision, now, certainty)
    item.response, item.flagged, item.certainty = stored, flagged, certainty
    item.revision, item.answered_at = revision + 1, now
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
    fresh = close(attempt, items, parts_of(item.version_id for item in items), now, by)
    AttemptItem.objects.bulk_update(fresh, ["marks", "score", "closed_at"])
    attempt.save()
    settle_counting(attempt.user_id, attempt.quiz_id)
    return attempt


@transaction.atomic
def check_item(item: AttemptItem, now: datetime) -> AttemptItem:
    """Close and mark one answered item at once, where the attempt's rules show feedback then; else change nothing.

    Its answer is final from here on, because the feedback tells the right one. Returns the row as it is stored.
    """
    row = AttemptItem.objects.select_for_update(of=("self",)).select_related("attempt").get(pk=item.pk)
    if row.closed_at or row.attempt.submitted_at or not read_rules(row.attempt.rules).instant or not is_complete(row):
        return row
    put_marks(row, mark_item(row, parts_of([row.version_id])[row.version_id]))
    row.closed_at = now
    row.save(update_fields=["marks", "score", "closed_at"])
    return row


def expire(attempt: Attempt, now: datetime) -> Attempt:
    """Submit `attempt` as it stood at its deadline, if that has passed; else return it as it is."""
    if attempt.submitted_at is None and attempt.deadline and now >= attempt.deadline:
        return submit(attempt.key, now, Attempt.BY_DEADLINE)
    return attempt


def expire_all_overdue(user_ids: Collection[int], now: datetime) -> None:
    """The same for many people, before a report reads their answers."""
    for attempt in Attempt.objects.filter(user__in=user_ids, submitted_at__isnull=True, deadline__lte=now):
        expire(attempt, now)


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
        settle_counting(user_id, attempt.quiz_id)
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
