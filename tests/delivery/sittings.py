"""Quizzes that are sat from beginning to end, on a given day, with given answers."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from assessment.accounts.models import User
from assessment.delivery import actions
from assessment.delivery.answers import CountedResponse, history
from assessment.delivery.models import Attempt, AttemptItem, Quiz
from assessment.delivery.queries import items_of

KEYS: dict[str, dict[str, list[str]]] = {
    "T01-single": {"p0-choice": ["b"]},
    "T01-multiple": {"p0-choice": ["a", "c"]},
    "T01-verdict": {"p0-verdict": ["false"], "p0-reason": ["d"]},
    "T01-number": {"p0-number": ["240"]},
}
WRONG: dict[str, dict[str, list[str]]] = {
    "T01-single": {"p0-choice": ["a"]},
    "T01-multiple": {"p0-choice": ["b"]},
    "T01-verdict": {"p0-verdict": ["true"], "p0-reason": ["a"]},
    "T01-number": {"p0-number": ["10"]},
}
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


def slugs(attempt: Attempt) -> list[str]:
    """The questions of `attempt` by name, in order."""
    return [item.version.question.slug for item in attempt.items.order_by("position")]


def day(number: int) -> datetime:
    return datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=number)


def fill(attempt: Attempt, right: Sequence[str] = (), wrong: Sequence[str] = (), now: datetime | None = None) -> None:
    """Answer the questions named `right` and `wrong`, and leave the others open."""
    for item in items_of(attempt.key):
        slug = item.version.question.slug
        posted = KEYS[slug] if slug in right else WRONG[slug] if slug in wrong else {}
        actions.save_answer(item, actions.read_posted(item, posted), False, item.revision, now or attempt.started_at)


def sit(
    quiz: Quiz, user: User | None, number: int, right: Sequence[str] = (), wrong: Sequence[str] = ()
) -> tuple[Attempt, str]:
    """A submitted attempt of day `number`, and a visitor's token."""
    attempt, token = actions.start(quiz, user.pk if user else None, day(number))
    fill(attempt, right, wrong)
    return actions.submit(attempt.key, day(number)), token


def counted_responses(user_id: int) -> list[CountedResponse]:
    """What counts of one person's answers, oldest first."""
    return list(history(user_id, timezone.now()).counted)


def multiply(attempt: Attempt, times: int) -> None:
    """`times` more submitted attempts like this one, a day apart, in two statements."""
    items = list(attempt.items.all())
    copies = []
    for number in range(1, times + 1):
        fields: dict[str, Any] = {f.attname: getattr(attempt, f.attname) for f in Attempt._meta.concrete_fields}
        del fields["id"], fields["key"]
        moment = attempt.submitted_at or attempt.started_at
        copies.append(Attempt(**fields | {"submitted_at": moment + timedelta(days=number)}))
    made = Attempt.objects.bulk_create(copies)
    names = [f.attname for f in AttemptItem._meta.concrete_fields if f.attname not in ("id", "attempt_id")]
    AttemptItem.objects.bulk_create(
        AttemptItem(attempt=copy, **{name: getattr(item, name) for name in names}) for copy in made for item in items
    )


def signed_in_as(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=SIGN_IN)
    return client
